package main

import (
	"context"
	"fmt"
	"time"

	"regulars/internal/demo"
)

func fillDemo(ctx context.Context, p *program, args []string) error {
	if err := parse(newFlags("demo"), args, 0); err != nil {
		return err
	}
	s, closeSite, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeSite()
	made, err := demo.Fill(ctx, s.db, s.gazetteer, s.now())
	if err != nil {
		return err
	}
	if made == 0 {
		fmt.Fprintln(p.stdout, "The demo town is there already.")
		return nil
	}
	if _, err := s.search.Refresh(ctx); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "The demo town has %d groups now.\n", made)
	return nil
}
