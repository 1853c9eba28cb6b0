package search

import (
	"context"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

const (
	mostBehind = 30 * time.Second // a replica that is further behind is not read from
	lookEvery  = 5 * time.Second  // between looks at a replica that answers,
	lookAgain  = 15 * time.Second // and at one that does not
	patience   = time.Second      // after that a question to the replica is given up
)

// replica is a copy of the database, which finding reads from as long as the copy
// keeps up.
type replica struct {
	standby, primary *postgres.DB
	now              func() time.Time

	looking sync.Mutex // held by the one who looks; nobody waits for it
	mu      sync.Mutex // guards what follows
	seen    ReplicaState
	until   time.Time // then it is time for another look
}

// ReplicaState is how the replica does.
type ReplicaState struct {
	Used    bool          // searches read from it
	Answers bool          // it is there
	Lag     time.Duration // how far it is behind, if it answers
}

// ReadFrom lets finding read from a replica of the database, which may be away now
// and come later. Where it is away or more than 30 s behind, the database itself
// answers.
func (s *Service) ReadFrom(standby *postgres.DB) {
	s.replica = &replica{standby: standby, primary: s.db, now: s.now}
}

// Replica tells how the replica does; false if there is none.
func (s *Service) Replica(ctx context.Context) (ReplicaState, bool) {
	if s.replica == nil {
		return ReplicaState{}, false
	}
	return s.replica.state(ctx), true
}

// Beat notes in the database that all is well, for replicas to be measured by. Of several
// processes whose clocks differ the one ahead counts, so that a beat never goes back.
func (s *Service) Beat(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "note a heartbeat")
	_, err = s.db.Exec(ctx, `UPDATE heartbeat SET at = greatest(at, $1)`, s.now())
	return err
}

// newTurns are how many searches ask the database at the same time, the others wait:
// more than it can work at are done no sooner, and a connection that is used now and then
// has forgotten what it read. It is taken to have as many processors as this machine.
func newTurns() *semaphore.Weighted {
	return semaphore.NewWeighted(2 * int64(max(2, runtime.GOMAXPROCS(0))))
}

// read selects rows when it is its turn, from the replica if that keeps up. Whatever fails there (it went
// away a moment ago, or gave the query up for its recovery) is asked of the
// database itself.
func read[row any](ctx context.Context, s *Service, query string, args ...any) (rows []row, err error) {
	replica := s.replica != nil && s.replica.state(ctx).Used
	if err := s.turns.Acquire(ctx, 1); err != nil {
		return nil, late(err)
	}
	defer s.turns.Release(1)
	if replica {
		rows, err = readReplica[row](ctx, s.replica, query, args...)
		if err == nil || ctx.Err() != nil {
			return rows, err
		}
	}
	err = s.db.Select(ctx, &rows, query, args...)
	return rows, err
}

// readReplica selects rows from the replica. Later searches need not find out for
// themselves that it is away.
func readReplica[row any](ctx context.Context, r *replica, query string, args ...any) ([]row, error) {
	rows, err := patiently(ctx, func(ctx context.Context) (rows []row, err error) {
		err = r.standby.Select(ctx, &rows, query, args...)
		return rows, err
	})
	if fault.KindOf(err) == fault.Unavailable && ctx.Err() == nil {
		r.note(ReplicaState{})
	}
	return rows, err
}

// state is what was seen of the replica lately. One search in a few seconds looks
// anew; others that come meanwhile go by what was seen before.
func (r *replica) state(ctx context.Context) ReplicaState {
	r.mu.Lock()
	seen, isTime := r.seen, !r.now().Before(r.until)
	r.mu.Unlock()
	if !isTime || !r.looking.TryLock() {
		return seen
	}
	defer r.looking.Unlock()
	seen = r.look(context.WithoutCancel(ctx)) // a visitor who leaves says nothing about the replica
	r.note(seen)
	return seen
}

func (r *replica) note(seen ReplicaState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.until = seen, r.now().Add(lookEvery)
	if !seen.Answers {
		r.until = r.now().Add(lookAgain)
	}
}

// look compares the heartbeat that the replica has with that of the database
// itself: both were written by the same clock, so no two clocks have to agree, and
// a replica is not blamed for jobs that stand still. A replica alone is better than
// nothing, however old; its lag then can only be told by our own clock.
func (r *replica) look(ctx context.Context) ReplicaState {
	theirs, err := heartbeat(ctx, r.standby)
	if err != nil {
		return ReplicaState{}
	}
	ours, err := heartbeat(ctx, r.primary)
	if err != nil {
		return ReplicaState{Used: true, Answers: true, Lag: max(r.now().Sub(theirs), 0)}
	}
	lag := max(ours.Sub(theirs), 0)
	return ReplicaState{Used: lag <= mostBehind, Answers: true, Lag: lag}
}

func heartbeat(ctx context.Context, db *postgres.DB) (time.Time, error) {
	return patiently(ctx, func(ctx context.Context) (at time.Time, err error) {
		err = db.Get(ctx, &at, `SELECT at FROM heartbeat`)
		return at, err
	})
}

// patiently waits a second for an answer and no more: a machine that is cut off
// refuses nothing, and the driver would wait for it, whatever its context says.
func patiently[T any](ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	answers := make(chan answer, 1)
	go func() {
		defer cancel()
		var a answer
		defer func() { answers <- a }()
		defer fault.Catch(&a.err)
		a.value, a.err = ask(ctx)
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, late(ctx.Err())
	}
}

// late says so to whoever waits.
func late(err error) error {
	return fault.Because(err, fault.Unavailable, "That took too long. Please try again in a moment.")
}
