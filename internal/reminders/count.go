package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Count is how many mails of a kind ever ended in one way.
type Count struct {
	Kind    string `db:"kind"`
	Outcome string `db:"outcome"` // sent, dropped or failed
	Mails   int64  `db:"mails"`
}

// counts are mails by kind and outcome.
type counts map[Count]int64 // of keys without Mails

// count notes how a mail ended, if it did.
func (r *run) count(kind string, v verdict) {
	if v.state == "due" {
		return
	}
	r.Lock()
	defer r.Unlock()
	if r.counts == nil {
		r.counts = counts{}
	}
	r.counts[Count{Kind: kind, Outcome: v.state}]++
}

// tell adds what a run counted to the counts of all processes. That is done a
// batch at a time: what a killed process had not told yet is missing. So it is,
// with a word in the log, if the database does not take it.
func (s *Service) tell(ctx context.Context, r *run) {
	r.Lock()
	fresh := r.counts
	r.counts = nil
	r.Unlock()
	if err := s.addCounts(context.WithoutCancel(ctx), fresh); err != nil {
		s.log.Warn("some mails are not counted", "error", err)
	}
}

func (s *Service) addCounts(ctx context.Context, fresh counts) (err error) {
	if len(fresh) == 0 {
		return nil
	}
	defer fault.Wrap(&err, "count mails")
	var kinds, outcomes []string
	var mails []int64
	for c, n := range fresh {
		kinds, outcomes, mails = append(kinds, c.Kind), append(outcomes, c.Outcome), append(mails, n)
	}
	// In order, so that two processes do not wait for each other.
	_, err = s.db.Exec(ctx, `
		INSERT INTO mail_counts (kind, outcome, mails)
		SELECT kind, outcome, mails FROM unnest($1::text[], $2::text[], $3::bigint[]) AS c (kind, outcome, mails)
		ORDER BY kind, outcome
		ON CONFLICT (kind, outcome) DO UPDATE SET mails = mail_counts.mails + excluded.mails`,
		postgres.Array(kinds), postgres.Array(outcomes), postgres.Array(mails))
	return err
}

// Counts gives how many mails ended in which way since the site began.
func (s *Service) Counts(ctx context.Context) (all []Count, err error) {
	defer fault.Wrap(&err, "read the counts of mails")
	err = s.db.Select(ctx, &all, `SELECT kind, outcome, mails FROM mail_counts ORDER BY kind, outcome`)
	return all, err
}

// Overdue gives for how long the oldest mail that is due has been waiting: to be
// sent, or, if no process plans, to be planned. Zero if none is. It is asked often, so
// it reads no more than the beginnings of two indexes.
func (s *Service) Overdue(ctx context.Context) (age time.Duration, err error) {
	defer fault.Wrap(&err, "look for the oldest mail that is due")
	var oldest time.Time
	err = s.db.Get(ctx, &oldest, oldestDue, s.now())
	return s.now().Sub(oldest), err
}

// oldestDue says "is false", since Postgres takes "not (a or b)" for "not a and not b", which
// is not in the index.
const oldestDue = `
	SELECT least($1::timestamptz,
		(SELECT min(due_at) FROM mails WHERE state = 'due' AND ` + nobodyWaits + ` IS FALSE),
		(SELECT min(due_at) FROM mails WHERE state = 'due' AND ` + nobodyWaits + ` IS TRUE),
		(SELECT min(at) FROM looks WHERE at > '-infinity'))`
