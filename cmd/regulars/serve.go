package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"regulars/internal/demo"
	"regulars/internal/fault"
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
	s, close, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer close()
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

// deps is what the pages stand on.
func (s *site) deps(c config) web.Deps {
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		panic(err) // readConfig has looked at it
	}
	return web.Deps{
		DB: s.db, Members: s.members, Groups: s.groups, Meetings: s.meetings, Calendars: s.calendars, Search: s.search,
		Reminders: s.reminders, Wishes: s.wishes, Places: s.gazetteer, Signer: s.signer,
		Limits: s.limits, Proxies: c.proxies,
		Site:    web.Site{Name: c.SiteName, Contact: c.SiteContact, Version: version()},
		BaseURL: base, Now: s.now, Log: s.log,
	}
}

// version is the commit that the program was built from, if it is known.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value[:min(len(setting.Value), 12)]
		}
	}
	return ""
}

func runJobs(ctx context.Context, p *program, args []string) error {
	if err := parse(newFlags("jobs"), args, 0); err != nil {
		return err
	}
	s, close, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer close()
	fmt.Fprintln(p.stdout, "Regulars runs its jobs (Ctrl-C stops them)")
	s.work(ctx)
	return nil
}

// work runs the jobs until ctx ends: those on the clock, and the two that
// listen, so that mails leave and searches see changes within a moment.
func (s *site) work(ctx context.Context) {
	var all errgroup.Group
	all.Go(func() error { s.runCron(ctx); return nil })
	all.Go(func() error { s.keepUp(ctx, "reminders", s.reminders.Run); return nil })
	all.Go(func() error { s.keepUp(ctx, "search", s.search.Run); return nil })
	all.Wait()
}

// keepUp runs a listener until ctx ends, and again after a pause if it fails:
// the database may be away for a while, and the jobs on the clock catch up.
func (s *site) keepUp(ctx context.Context, name string, listen func(context.Context) error) {
	for ctx.Err() == nil {
		if err := safely(ctx, listen); err != nil && ctx.Err() == nil {
			s.log.Error("listener failed", "listener", name, "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Second):
		}
	}
}

// safely gives a panic of a listener as an error.
func safely(ctx context.Context, listen func(context.Context) error) (err error) {
	defer fault.Catch(&err)
	return listen(ctx)
}

func fillDemo(ctx context.Context, p *program, args []string) error {
	if err := parse(newFlags("demo"), args, 0); err != nil {
		return err
	}
	s, close, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer close()
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
	s, close, err := p.openSite(ctx, now)
	if err != nil {
		return err
	}
	defer close()
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

// newFlags are the flags of a command; errors come back instead of being
// printed.
func newFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// parse reads flags, and refuses more arguments than the command takes (-1: any
// number).
func parse(flags *flag.FlagSet, args []string, most int) error {
	if err := flags.Parse(args); err != nil {
		return usageError{err.Error()}
	}
	if most >= 0 && flags.NArg() > most {
		return usageError{fmt.Sprintf("does not know what to do with %q", flags.Arg(most))}
	}
	return nil
}
