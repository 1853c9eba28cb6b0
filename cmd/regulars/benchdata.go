package main

import (
	"context"
	"fmt"
	"time"

	"regulars/internal/benchdata"
)

// fillBench fills an empty database with made-up groups, to measure with.
func fillBench(ctx context.Context, p *program, args []string) error {
	flags := newFlags("bench-data")
	n := flags.Int("groups", 0, "")
	seed := flags.Uint64("seed", 1, "")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	if *n < 1 {
		return usageError{"needs --groups, a number from 1 on"}
	}
	s, closeSite, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeSite()
	began := s.now()
	told := func(int) {}
	if isTerminal(p.stderr) {
		told = func(made int) { fmt.Fprintf(p.stderr, "\r%d of %d groups", made, *n) }
		defer fmt.Fprintln(p.stderr)
	}
	world, err := benchdata.NewWorld(s.gazetteer, *seed, *n)
	if err != nil {
		return err
	}
	if err := world.Fill(ctx, s.db, began, told); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Made %d groups up in %v.\n", *n, s.now().Sub(began).Round(time.Second))
	return nil
}
