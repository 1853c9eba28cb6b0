package reminders

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/fault"
)

// claimed is a mail that this process has taken for itself. Attempts counts
// claims, so id and attempts name one claim.
type claimed struct {
	ID        int64           `db:"id"`
	Kind      string          `db:"kind"`
	MemberID  int64           `db:"member_id"`  // 0: to an address
	MeetingID int64           `db:"meeting_id"` // 0: of no meeting
	About     json.RawMessage `db:"about"`
	ClosesAt  time.Time       `db:"closes_at"`
	Attempts  int             `db:"attempts"`
	Email     string          `db:"email"` // where it goes, as of readAt

	meeting *meeting  // as of readAt; nil: not read
	readAt  time.Time // claimed, and read with the rest of the batch
}

// batch is how many mails are claimed at a time.
const batch = 100

// claim takes up to a batch of due mails for this process. A claim lapses by
// the database's clock, since processes need not agree on the time (see
// "tick --at"). Mails that somebody waits for, such as a sign-in link, go
// before reminders.
//
// An array is made once. With "id IN (SELECT …)" Postgres may run the selection
// anew for each row, and so claim everything that is due.
func (s *Service) claim(ctx context.Context) (mails []claimed, err error) {
	defer fault.Wrap(&err, "claim mails")
	err = s.db.Select(ctx, &mails, `
		UPDATE mails SET claimed_until = clock_timestamp() + interval '10 minutes', attempts = attempts + 1
		WHERE id = ANY (ARRAY(
			SELECT id FROM mails
			WHERE state = 'due' AND due_at <= $1
				AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
			ORDER BY (meeting_id IS NOT NULL), due_at
			LIMIT $2 FOR UPDATE SKIP LOCKED))
		RETURNING id, kind, coalesce(member_id, 0) AS member_id, coalesce(meeting_id, 0) AS meeting_id,
			about, closes_at, attempts,
			coalesce(email, (SELECT b.email FROM members b WHERE b.id = member_id)) AS email`, s.now(), batch)
	for i := range mails {
		mails[i].readAt = s.now()
	}
	return mails, err
}

// fresh tells whether what was read with the batch may still be used: for a
// second. While a mail server is quick, that saves each mail its own readings;
// when it is slow, each is looked at anew.
func (s *Service) fresh(m claimed) bool { return s.now().Sub(m.readAt) <= time.Second }

// address tells where a claimed mail goes; fault.NotFound if it is not this
// process's to send any more, because the claim has less than five minutes left, or
// because the member has gone and taken the mail along.
func (s *Service) address(ctx context.Context, m claimed) (email string, err error) {
	if s.fresh(m) {
		return m.Email, nil
	}
	defer fault.Wrap(&err, "look where to send")
	err = s.db.Get(ctx, &email, `
		SELECT coalesce(m.email, (SELECT b.email FROM members b WHERE b.id = m.member_id))
		FROM mails m
		WHERE m.id = $1 AND m.attempts = $2 AND m.claimed_until > clock_timestamp() + interval '5 minutes'`, m.ID, m.Attempts)
	return email, err
}

// settle writes the end of a claimed mail: sent, dropped or failed.
func (s *Service) settle(ctx context.Context, m claimed, state, answer string) (err error) {
	defer fault.Wrap(&err, "settle as %s", state)
	return s.change(ctx, `
		UPDATE mails SET state = $3, answer = $4, settled_at = $5, claimed_until = NULL
		WHERE id = $1 AND attempts = $2 AND claimed_until IS NOT NULL
		RETURNING id`, m.ID, m.Attempts, state, answer, s.now())
}

// postpone gives a claimed mail back, to be sent from due on, until closes.
func (s *Service) postpone(ctx context.Context, m claimed, due, closes time.Time, answer string) (err error) {
	defer fault.Wrap(&err, "postpone")
	return s.change(ctx, `
		UPDATE mails SET due_at = $3, closes_at = $4, answer = $5, claimed_until = NULL
		WHERE id = $1 AND attempts = $2 AND claimed_until IS NOT NULL
		RETURNING id`, m.ID, m.Attempts, due, closes, answer)
}

// release gives a claimed mail back untouched.
func (s *Service) release(ctx context.Context, m claimed) (err error) {
	defer fault.Wrap(&err, "release")
	return s.change(ctx, `
		UPDATE mails SET claimed_until = NULL
		WHERE id = $1 AND attempts = $2 AND claimed_until IS NOT NULL
		RETURNING id`, m.ID, m.Attempts)
}

// change runs a statement that returns the id of the row it changed: as a query,
// since those are kept prepared. A row that has gone meanwhile is no failure.
func (s *Service) change(ctx context.Context, query string, args ...any) error {
	var id int64
	err := s.db.Get(ctx, &id, query, args...)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
