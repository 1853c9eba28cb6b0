package calendar

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// How often calendars are read.
const (
	readEvery  = time.Hour
	readRarely = 24 * time.Hour // one that fails again and again
	leaseFor   = 5 * time.Minute
	batchSize  = 20
	atOnce     = 4

	// A calendar that cannot be read is told to its organizers when it has failed
	// so often and for so long: servers rest at times.
	warnAfter  = 5
	warnBeyond = 24 * time.Hour
)

// Reread tells what one run did.
type Reread struct {
	Read    int // calendars that could be read
	Changed int // of those, whose dates are others now
	Failed  int
}

// Run reads all calendars that are due. One that fails stops no other; what is
// wrong with it is kept with it. Several processes share the work.
func (f *Follower) Run(ctx context.Context) (done Reread, err error) {
	defer fault.Wrap(&err, "read the calendars that groups follow")
	var failed error
	for {
		due, err := f.claim(ctx)
		if err != nil || len(due) == 0 || ctx.Err() != nil {
			return done, errors.Join(failed, err)
		}
		failed = errors.Join(failed, f.rereadAll(ctx, due, &done))
	}
}

// claim takes some that are due. What a killed process had claimed is due again
// when the lease is over.
func (f *Follower) claim(ctx context.Context) (due []Follow, err error) {
	err = f.db.Select(ctx, &due, `
		UPDATE follows SET next_at = $2 WHERE group_id IN (
			SELECT w.group_id FROM follows w JOIN groups g ON g.id = w.group_id AND g.state IN ('listed', 'paused')
			WHERE w.next_at <= $1 ORDER BY w.next_at LIMIT $3 FOR UPDATE OF w SKIP LOCKED)
		RETURNING `+followColumns, f.now(), f.now().Add(leaseFor), batchSize)
	return due, err
}

// rereadAll reads some calendars, a few at a time: most of it is waiting.
func (f *Follower) rereadAll(ctx context.Context, due []Follow, done *Reread) error {
	var mu sync.Mutex
	var failed error
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for _, follow := range due {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			changed, problem, err := f.reread(ctx, follow, f.fail)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				failed = errors.Join(failed, err)
			case problem:
				done.Failed++
			default:
				done.Read++
				if changed {
					done.Changed++
				}
			}
		})
	}
	all.Wait()
	return failed
}

// failing notes that a calendar cannot be read, and that its server asks to be left
// alone.
type failing func(ctx context.Context, group groups.Group, follow Follow, wrong error, later time.Duration) error

// reread reads one calendar and applies what is new. A problem is the calendar's;
// an error is ours, and noted likewise.
func (f *Follower) reread(ctx context.Context, follow Follow, note failing) (changed, problem bool, err error) {
	defer fault.Wrap(&err, "read the calendar of group %d", follow.GroupID)
	defer fault.Catch(&err)
	group, err := f.groups.ByID(ctx, follow.GroupID)
	if err != nil {
		return false, false, err
	}
	changed, problem, err = f.rereadFor(ctx, group, follow, note)
	if err != nil && ctx.Err() == nil {
		err = errors.Join(err, note(ctx, group, follow, errNotTaken, 0))
	}
	return changed, problem, err
}

var errNotTaken = refuse("We could not take over what the calendar says now.")

// rereadFor is reread for a group. What strangers write may break what reads it:
// that is an error like any other.
func (f *Follower) rereadFor(ctx context.Context, group groups.Group, follow Follow, note failing) (changed, problem bool, err error) {
	defer fault.Catch(&err)
	if follow.Zone != group.Zone {
		follow.ETag, follow.Modified = "", "" // the same hours are others by now
	}
	got, wrong := f.fetch.Fetch(ctx, follow.Address, follow.ETag, follow.Modified)
	if got.Same {
		return false, false, f.same(ctx, follow)
	}
	var news extract
	if wrong == nil {
		news, wrong = f.take(ctx, group, follow, got)
	}
	switch {
	case ctx.Err() != nil:
		return false, false, busy(ctx)
	case wrong != nil:
		return false, true, note(ctx, group, follow, wrong, got.Later)
	}
	err = f.db.InTx(ctx, func(tx postgres.Conn) error {
		in := f.in(tx)
		if gone, err := in.overtaken(ctx, follow); gone || err != nil {
			return err
		}
		dates, err := in.apply(ctx, group, follow, news, got)
		if err != nil {
			return err
		}
		changed = string(follow.Fingerprint) != string(news.Fingerprint)
		return f.Tell(ctx, tx, dates)
	})
	return changed, false, err
}

// overtaken tells whether its organizers let the group follow another calendar, or
// none, or somebody else read it, while this was; else nobody can until the
// transaction ends.
func (f *Follower) overtaken(ctx context.Context, follow Follow) (bool, error) {
	var same []int64
	err := f.db.Select(ctx, &same, `SELECT group_id FROM follows WHERE `+stillSo+` FOR UPDATE`,
		follow.GroupID, follow.Address, follow.Series, follow.ReadAt)
	return len(same) == 0, err
}

// stillSo holds for a follow that nobody touched since it was read.
const stillSo = `group_id = $1 AND address = $2 AND series = $3 AND read_at IS NOT DISTINCT FROM $4`

// same notes that a calendar is as it was.
func (f *Follower) same(ctx context.Context, follow Follow) error {
	_, err := f.db.Exec(ctx, `
		UPDATE follows SET read_at = $5, next_at = $6, failures = 0, problem = '', warned_at = NULL WHERE `+stillSo,
		follow.GroupID, follow.Address, follow.Series, follow.ReadAt, f.now(), f.now().Add(jitter(readEvery)))
	return err
}

// fail notes that a calendar cannot be read, waits longer each time, and tells its
// organizers once if that goes on. The group's dates stay as they are.
func (f *Follower) fail(ctx context.Context, group groups.Group, follow Follow, wrong error, later time.Duration) error {
	follow.Problem = problemOf(wrong)
	follow.Failures++
	now := f.now()
	wait := max(jitter(backOff(follow.Failures)), later)
	f.log.Info("a calendar cannot be read", "group", group.Slug, "failures", follow.Failures, "problem", follow.Problem)
	warn := follow.WarnedAt == nil && follow.Failures >= warnAfter && (follow.ReadAt == nil || now.Sub(*follow.ReadAt) >= warnBeyond)
	return f.db.InTx(ctx, func(tx postgres.Conn) error {
		n, err := tx.Exec(ctx, `
			UPDATE follows SET failures = $5, problem = $6, next_at = $7, warned_at = CASE WHEN $8 THEN $9 ELSE warned_at END
			WHERE `+stillSo,
			follow.GroupID, follow.Address, follow.Series, follow.ReadAt, follow.Failures, follow.Problem, now.Add(wait), warn, now)
		if err != nil || n == 0 || !warn {
			return err
		}
		return f.Warn(ctx, tx, group, follow)
	})
}

// problemOf says what is wrong with a calendar in one sentence.
func problemOf(wrong error) string {
	if e, ok := fault.As(wrong); ok {
		return e.Text
	}
	return "The calendar cannot be read."
}

// backOff is how long to wait after so many failures: twice as long each time, up
// to a day.
func backOff(failures int) time.Duration {
	return min(readEvery<<min(failures-1, 10), readRarely)
}

// jitter spreads a wait by a tenth to either side, so that many groups of one site
// do not ask it at the same moment.
func jitter(wait time.Duration) time.Duration {
	return wait - wait/10 + rand.N(wait/5)
}
