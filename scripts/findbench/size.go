package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"regulars/internal/benchdata"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/search"
	"regulars/migrations"
)

// size is one number of groups, with what is asked of them.
type size struct {
	*bench
	groups   int
	url      string
	db       *postgres.DB
	kept     *groups.Store
	meetings *meetings.Store
	search   *search.Service
	draws    []draw
}

// turns are how often what is measured and its floor follow each other, so that what
// else the machine does meets both.
const turns = 3

// measure fills a database and measures all there is to measure.
func (b *bench) measure(ctx context.Context, url string, n int) error {
	s := &size{bench: b, groups: n, url: url}
	var err error
	if s.db, err = postgres.Open(ctx, url); err != nil {
		return err
	}
	defer s.db.Close()
	if err := s.fill(ctx); err != nil {
		return err
	}
	if err := s.measureStore(ctx); err != nil {
		return err
	}
	site, err := s.start(ctx, s.program, "serve")
	if err != nil {
		return err
	}
	defer site.stop()
	if err := s.measurePages(ctx, site); err != nil {
		return err
	}
	if err := s.measureWrites(ctx, site.address); err != nil {
		return err
	}
	const goal = 150
	if peak, known := site.peak(); known {
		s.line("%s groups, memory of the server at its highest %d MB, goal %d MB", s, peak, goal)
	}
	return nil
}

// String is the number as people read it.
func (s *size) String() string { return thousands(s.groups) }

// fill makes the groups and draws the searches.
func (s *size) fill(ctx context.Context) error {
	if _, err := postgres.Migrate(ctx, s.db, migrations.Files); err != nil {
		return err
	}
	world, err := benchdata.NewWorld(s.gazetteer, s.seed, s.groups)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := world.Fill(ctx, s.db, began, func(int) {}); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "made %s groups up in %v\n", s, time.Since(began).Round(time.Second))
	s.kept = groups.New(s.db, time.Now)
	s.meetings = meetings.New(s.db, s.kept, time.Now)
	s.search = s.newSearch()
	if _, err := s.search.Refresh(ctx); err != nil { // of those that met meanwhile
		return err
	}
	if err := s.makeFloor(ctx); err != nil {
		return err
	}
	// What was made is to be vacuumed and on disk before it is measured, and its first
	// reminders planned, as they are on a site that was not filled a minute ago: else Postgres
	// does all that beside. Reminders are put off here; they have a bench of their own.
	for _, statement := range []string{`UPDATE looks SET at = now() + interval '1 day'`, `VACUUM ANALYZE`, `CHECKPOINT`} {
		if _, err := s.db.Exec(ctx, statement); err != nil {
			return err
		}
	}
	s.draws, err = s.drawn(ctx, world)
	return err
}

// newSearch is a search of which nobody has asked anything yet.
func (s *size) newSearch() *search.Service {
	return search.New(s.db, s.meetings, s.gazetteer, time.Now)
}

// thousands writes a number as people read it: 1,000,000.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
