package main

import (
	"context"
	"fmt"
	"time"

	"regulars/internal/fault"
)

func tick(ctx context.Context, p *program, args []string) error {
	flags := newFlags("tick")
	at := flags.String("at", "", "")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	now := time.Now
	if *at != "" {
		moment, err := time.Parse(time.RFC3339, *at)
		if err != nil {
			return usageError{fmt.Sprintf("--at has to look like 2026-09-07T18:00:00Z or 2026-09-07T18:00:00-04:00, not %q", *at)}
		}
		now = func() time.Time { return moment }
	}
	s, closeSite, err := p.openSite(ctx, now)
	if err != nil {
		return err
	}
	defer closeSite()
	failures := 0
	for _, j := range s.jobs() {
		did, err := j.run(ctx)
		if err != nil {
			failures++
			s.log.Error("job failed", "job", j.name, "err", err)
			did = "failed: " + sentence(err)
		}
		fmt.Fprintf(p.stdout, "%-10s %s\n", j.name, did)
	}
	if failures > 0 {
		return fault.New(fault.Internal, "%d of %d jobs failed", failures, len(s.jobs()))
	}
	return nil
}
