package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/sync/errgroup"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// job is something that is done again and again. The schedule only ticks: what
// is due the database decides, so a missed tick costs nothing, and neither does
// a second process that runs the same job.
type job struct {
	name     string
	schedule string // cron's five fields, in UTC, or @every
	run      func(ctx context.Context) (did string, err error)
}

// jobs are all there are, in the order in which tick runs them.
func (s *site) jobs() []job {
	return []job{
		{"heartbeat", "@every 5s", s.beat},
		{"meetings", "*/10 * * * *", s.extendMeetings},
		{"calendars", "*/5 * * * *", s.readCalendars},
		{"search", "* * * * *", s.refreshSearch},
		{"wishes", "*/5 * * * *", s.lookForWishes},
		{"reminders", "* * * * *", s.sendReminders},
		{"sweep", "17 * * * *", s.sweep},
	}
}

// beat is how replicas are known to be behind: up to 30 seconds are tolerated, so it
// comes more often than that.
func (s *site) beat(ctx context.Context) (string, error) {
	return "noted, for replicas to be measured by", s.search.Beat(ctx)
}

func (s *site) extendMeetings(ctx context.Context) (string, error) {
	done, err := s.meetings.Extend(ctx)
	if done.Stalled > 0 {
		s.log.Warn("groups without a next date; /host lists them", "groups", done.Stalled)
	}
	return fmt.Sprintf("made meetings further ahead for %d groups", done.Groups), err
}

func (s *site) readCalendars(ctx context.Context) (string, error) {
	done, err := s.calendars.Run(ctx)
	return fmt.Sprintf("read %d calendars that groups follow, %d of them with news; %d cannot be read", done.Read, done.Changed, done.Failed), err
}

// tellChanges writes to those whom changes concern that a calendar brought, or the
// going by of time.
func (s *site) tellChanges(ctx context.Context, tx postgres.Conn, changed []meetings.Changed) error {
	_, err := reminders.Tell(ctx, tx, s.meetings, s.now(), changed...)
	return err
}

// warnOrganizers writes to those whose calendar cannot be read any more.
func (s *site) warnOrganizers(ctx context.Context, tx postgres.Conn, group groups.Group, follow calendar.Follow) error {
	return reminders.WarnOfCalendar(ctx, tx, s.now(), group.ID, follow.Problem)
}

func (s *site) refreshSearch(ctx context.Context) (string, error) {
	n, err := s.search.Refresh(ctx)
	return fmt.Sprintf("looked at %d changed groups", n), err
}

func (s *site) lookForWishes(ctx context.Context) (string, error) {
	done, err := s.wishes.Job(ctx)
	return fmt.Sprintf("made %d saved searches, %d of them with news; looked at %d wishes, of which %d have come true; invited %d members",
		done.Searches, done.News, done.Wishes, done.Ended, done.Invited), err
}

func (s *site) sendReminders(ctx context.Context) (string, error) {
	report, err := s.reminders.Job(ctx)
	return fmt.Sprintf("%d planned, %d sent, %d dropped, %d failed, %d postponed",
		report.Planned, report.Sent, report.Dropped, report.Failed, report.Postponed), err
}

// sweep erases what has run out. One part that fails does not keep the others.
func (s *site) sweep(ctx context.Context) (string, error) {
	erased, err := s.groups.Sweep(ctx)
	mails, failed := s.reminders.Sweep(ctx)
	err = errors.Join(err, failed, s.meetings.Sweep(ctx), s.members.Sweep(ctx), s.limits.Sweep(ctx))
	return fmt.Sprintf("erased %d removed groups, %d settled mails, old notes, invitations that have run out, addresses on answered reports, who asked for mails, and the links and sessions that have run out", erased, mails), err
}

func runJobs(ctx context.Context, p *program, args []string) error {
	if err := parse(newFlags("jobs"), args, 0); err != nil {
		return err
	}
	s, closeSite, err := p.openSite(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeSite()
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

// longestJob is how long one run may take before it is given up.
const longestJob = 10 * time.Minute

// runCron ticks until ctx ends, and waits for the jobs under way. A job that
// panics or is still running does not hurt the next tick; goroutines that a job
// starts have to catch their panics themselves, with fault.Catch.
func (s *site) runCron(ctx context.Context) {
	log := cronLog{s.log}
	clock := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(log),
		cron.WithChain(cron.Recover(log), cron.SkipIfStillRunning(cron.DiscardLogger)))
	for _, j := range s.jobs() {
		if _, err := clock.AddFunc(j.schedule, func() { s.runJob(ctx, j) }); err != nil {
			panic(err) // the table above is wrong
		}
	}
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
}

// runJob is the one wrapper around every job.
func (s *site) runJob(ctx context.Context, j job) {
	ctx, cancel := context.WithTimeout(ctx, longestJob)
	defer cancel()
	began := time.Now()
	did, err := j.run(ctx)
	switch {
	case ctx.Err() == context.Canceled:
	case err != nil:
		s.log.Error("job failed", "job", j.name, "err", err)
	default:
		s.log.Debug("job done", "job", j.name, "did", did, "took", time.Since(began))
	}
}

// cronLog passes cron's complaints (a panic) on and drops its chatter.
type cronLog struct{ *slog.Logger }

// Info drops what cron says of every tick.
func (cronLog) Info(string, ...any) {}

// Error passes a complaint on.
func (l cronLog) Error(err error, msg string, details ...any) {
	l.Logger.Error("cron: "+msg, append([]any{"err", err}, details...)...)
}
