package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"regulars/internal/demo"
	"regulars/internal/web"
)

// grace is how long requests under way may take to end after Ctrl-C.
const grace = 10 * time.Second

func serve(ctx context.Context, p *program, args []string) error {
	flags := newFlags("serve")
	withJobs := flags.Bool("jobs", true, "")
	withDemo := flags.Bool("demo", false, "")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	s, closeSite, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeSite()
	if *withDemo {
		if _, err := demo.Fill(ctx, s.db, s.gazetteer, s.now()); err != nil {
			return err
		}
		if _, err := s.search.Refresh(ctx); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", p.config.Addr)
	if err != nil {
		return fmt.Errorf("listen on ADDR=%s: %w", p.config.Addr, err)
	}
	server := web.New(s.deps(p.config))
	running, ctx := errgroup.WithContext(ctx)
	running.Go(func() error {
		fmt.Fprintf(p.stdout, "Regulars is at %s (Ctrl-C stops it)\n", p.config.BaseURL)
		return server.Serve(listener)
	})
	running.Go(func() error {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		return server.Shutdown(ending)
	})
	if *withJobs {
		running.Go(func() error { s.work(ctx); return nil })
	}
	err = running.Wait()
	p.log.Info("stopped")
	return err
}
