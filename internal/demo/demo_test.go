package demo_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/demo"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestFillOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t)
	gazetteer, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	made, err := demo.Fill(ctx, db, gazetteer, now)
	if err != nil || made < 10 {
		t.Fatalf("made %d, %v", made, err)
	}
	if again, err := demo.Fill(ctx, db, gazetteer, now.AddDate(0, 0, 1)); err != nil || again != 0 {
		t.Errorf("the second time made %d, %v", again, err)
	}

	tell := func() time.Time { return now }
	all := groups.New(db, tell)
	dates := meetings.New(db, all, tell)
	pages, err := all.Slugs(ctx, "", 100)
	if err != nil || len(pages) != made {
		t.Fatalf("%d groups are listed, %v", len(pages), err)
	}
	free, ways := 0, map[string]bool{}
	for _, page := range pages {
		group, err := all.BySlug(ctx, page.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if group.Directions == "" || ways[group.Directions] {
			t.Errorf("%s is found by the words %q, which lead elsewhere", group.Name, group.Directions)
		}
		ways[group.Directions] = true
		if group.Price != nil && *group.Price == 0 {
			free++
		}
		pulse, err := dates.Pulse(ctx, group.ID)
		if err != nil || !pulse.Known() {
			t.Errorf("%s has no pulse: %v", group.Name, err)
		}
		coming, err := dates.Upcoming(ctx, group.ID, 0, 3)
		if err != nil || len(coming) < 3 || coming[1].Starts.Before(now) {
			t.Errorf("%s has no next meeting: %v", group.Name, err)
		}
	}
	if free < made/2 {
		t.Errorf("a search for what is free finds %d groups of %d, and half of them say that they are", free, made)
	}
}

// Two programs that start beside each other make one town.
func TestFillAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t)
	gazetteer, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	made := make(chan int, 2)
	for range cap(made) {
		go func() {
			n, err := demo.Fill(ctx, db, gazetteer, now)
			if err != nil {
				t.Error(err)
			}
			made <- n
		}()
	}
	first, second := <-made, <-made
	if min(first, second) != 0 || max(first, second) < 10 {
		t.Errorf("one made %d, the other %d", first, second)
	}
}
