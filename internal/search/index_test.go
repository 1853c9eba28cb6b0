package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
	"regulars/internal/search"
	"regulars/migrations"
)

// The index has to carry the search in the order of distance, whatever is ticked: without
// it every group of a town is looked at. Postgres follows that order if it expects more
// rows than are wanted, of the very many that it is told there are.
func TestFindUsesTheIndex(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Choir", "singing", asheville, time.Tuesday, 19)
	h.refresh(t)
	_, err := h.db.Exec(t.Context(), `UPDATE pg_class SET reltuples = 4000000, relpages = 1 WHERE relname = 'listings'`)
	must(t, err)
	for name, q := range map[string]search.Query{
		"everything":      {},
		"an interest":     {Words: "singing"},
		"with online":     {Traits: search.Online},
		"on some days":    {Words: "singing", Days: []time.Weekday{time.Tuesday}, Times: []schedule.Part{schedule.Evening}},
		"what matters":    {Words: "singing", Traits: search.StepFree | search.Beginners},
		"a family, today": {Words: "making music", Traits: search.Quiet, Days: []time.Weekday{time.Monday}},
	} {
		q.Near = "Asheville"
		r, err := h.Find(t.Context(), q)
		must(t, err)
		statement, args := h.Shelves(r)
		var plan []string
		must(t, h.db.Select(t.Context(), &plan, "EXPLAIN "+statement, args...))
		text := strings.Join(plan, "\n")
		if !strings.Contains(text, "Order By: (pin <->") || strings.Contains(text, "Sort") || !strings.Contains(plan[0], "rows=200 ") {
			t.Errorf("%s: the plan is\n%s", name, text)
		}
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
	for _, file := range []string{"0032_sheets.sql", "0029_spots.sql", "0028_rooms.sql"} {
		h.migrate(t, file, "Down")
	}
	for _, file := range []string{"0028_rooms.sql", "0029_spots.sql", "0032_sheets.sql"} {
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

// What is filtered stands in each card as in the group's row on the sheet of all groups:
// as it is written, and as it was migrated.
func TestCardsHoldWhatIsFiltered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Choir", "singing", asheville, time.Tuesday, 19)
	four, d := 4, details("Zither", "ukulele", offset(3, 0))
	d.Price, d.Language, d.StepFree = &four, "fr", true
	group, err := h.groups.Create(t.Context(), h.organizer, d)
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, time.Monday), 10)
	h.dates(t, "Once", start, weeks(schedule.NewWall(2026, 9, 5, 10, 0), 1)...)
	h.refresh(t)
	compare := func(when string) {
		var alike []bool
		must(t, h.db.Select(t.Context(), &alike, `
			SELECT (c.pin::text, c.slots, c.traits, c.dated, c.steady, c.next_at, c.price, c.language)
				IS NOT DISTINCT FROM (l.pin::text, l.slots, l.traits, l.dated, l.steady, l.next_at, l.price, l.language)
			FROM cards c JOIN listings l USING (group_id) WHERE l.interest = 0`))
		if len(alike) != 3 || slices.Contains(alike, false) {
			t.Errorf("%s the cards are like the rows: %v", when, alike)
		}
	}
	compare("as written")
	h.migrate(t, "0034_filters_of_cards.sql", "Down")
	h.migrate(t, "0034_filters_of_cards.sql", "Up")
	compare("as migrated")
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
