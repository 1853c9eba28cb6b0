package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"regulars/internal/benchdata"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/search"
	"regulars/migrations"
)

// The index has to carry the search: without it every group is looked at.
func TestFindUsesTheIndex(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t)
	g, err := gazetteer()
	must(t, err)
	world, err := benchdata.NewWorld(g, 1, 2000)
	must(t, err)
	must(t, world.Fill(ctx, db, start, func(int) {}))
	var plan []string
	must(t, db.Select(ctx, &plan, `
		EXPLAIN SELECT group_id FROM listings
		WHERE interest = 0 AND spot <@ '(-1,60),(1,62)'::box
		ORDER BY spot <-> '(0,61)'::point LIMIT 200`))
	if text := strings.Join(plan, "\n"); !strings.Contains(text, "listings_near") {
		t.Errorf("the plan is\n%s", text)
	}
}

// Migrating back and forth puts every group where it was, and has its card made anew.
func TestSpotsAreMigrated(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := []place.Point{asheville, {Lat: -16.8, Lon: -179.95}, {Lat: 89.95, Lon: 10}, {Lat: -90, Lon: -180}, {}}
	for i, point := range at {
		h.listed(t, fmt.Sprint("Choir ", i), "singing", point, time.Tuesday, 19)
	}
	h.refresh(t)
	for _, file := range []string{"0029_spots.sql", "0028_rooms.sql"} {
		h.migrate(t, file, "Down")
	}
	for _, file := range []string{"0028_rooms.sql", "0029_spots.sql"} {
		h.migrate(t, file, "Up")
	}
	for _, point := range at {
		r, err := h.Find(t.Context(), search.Query{Words: "singing", Near: point.String(), KM: 12})
		if must(t, err); len(r.Hits) != 1 {
			t.Errorf("at %v are %q", point, names(r))
		}
	}
	if looked, err := h.Refresh(t.Context()); err != nil || looked != len(at) {
		t.Errorf("%d cards are made anew: %v", looked, err)
	}
}

// migrate runs one direction of a migration.
func (h *house) migrate(t *testing.T, file, direction string) {
	t.Helper()
	text, err := migrations.Files.ReadFile(file)
	must(t, err)
	up, down, _ := strings.Cut(string(text), "-- +goose Down")
	statements := map[string]string{"Up": up, "Down": down}[direction]
	must(t, h.db.InTx(t.Context(), func(tx postgres.Conn) error {
		for statement := range strings.SplitSeq(statements[:strings.LastIndex(statements, ";")], ";\n") {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	}))
}
