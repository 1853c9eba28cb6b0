package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// Queued is a mail as hosts see it.
type Queued struct {
	ID        int64      `db:"id"`
	Kind      string     `db:"kind"`
	To        string     `db:"recipient"`
	MeetingID *int64     `db:"meeting_id"` // reminders only
	State     string     `db:"state"`      // due, sent, dropped or failed
	Due       time.Time  `db:"due_at"`
	Settled   *time.Time `db:"settled_at"`
	Attempts  int        `db:"attempts"`
	Answer    string     `db:"answer"` // the mail server's words, or why it was dropped
}

// List gives the newest mails of a state (empty: of all), at most limit.
func (s *Service) List(ctx context.Context, state string, limit int) (mails []Queued, err error) {
	defer fault.Wrap(&err, "list mails")
	err = s.db.Select(ctx, &mails, `
		SELECT m.id, m.kind, coalesce(m.email, b.email) AS recipient, m.meeting_id, m.state,
			m.due_at, m.settled_at, m.attempts, m.answer
		FROM mails m LEFT JOIN members b ON b.id = m.member_id
		WHERE $1 IN ('', m.state)
		ORDER BY m.id DESC LIMIT $2`, state, limit)
	return mails, err
}

// Resend makes a settled mail due again, under the same Message-ID; what would
// not be sent for other reasons (too late, called off) is dropped again.
// fault.NotFound if there is no such mail, fault.Conflict if it is due already.
func (s *Service) Resend(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "send mail %d again", id)
	var state string
	if err := s.db.Get(ctx, &state, `SELECT state FROM mails WHERE id = $1`, id); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return fault.Because(err, fault.NotFound, "There is no mail %d. See `regulars admin mail list`.", id)
		}
		return err
	}
	again, err := s.db.Exec(ctx, `
		WITH again AS (
			UPDATE mails SET state = 'due', due_at = $2, settled_at = NULL, answer = '',
				closes_at = CASE WHEN meeting_id IS NULL THEN $3 ELSE closes_at END
			WHERE id = $1 AND state <> 'due' RETURNING id)
		SELECT pg_notify('mails', '') FROM again`, id, s.now(), s.now().Add(usefulFor))
	if err == nil && again == 0 {
		return fault.New(fault.Conflict, "This mail is still due; it will be sent by itself.")
	}
	return err
}

// keptFor is how long it is remembered what was sent to whom.
const keptFor = 30 * 24 * time.Hour

// Sweep deletes what was settled long ago and tells how many mails that were.
// Reminders are kept until as long after their meeting, so that none is planned
// anew and their links still lead somewhere. Refused addresses of nobody go too, and
// planning is to look everywhere once.
func (s *Service) Sweep(ctx context.Context) (swept int, err error) {
	defer fault.Wrap(&err, "sweep mails")
	n, err := s.db.Exec(ctx, `
		DELETE FROM mails WHERE state <> 'due' AND settled_at < $1 AND closes_at < $1`,
		s.now().Add(-keptFor))
	if err != nil {
		return 0, err
	}
	_, err = s.db.Exec(ctx, `
		DELETE FROM refusals WHERE last_at < $1
			AND NOT EXISTS (SELECT FROM members m WHERE m.email = refusals.email)`, s.now().Add(-keptFor))
	if err != nil {
		return int(n), err
	}
	return int(n), s.lookAround(ctx)
}
