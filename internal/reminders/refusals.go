package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// enough is how often running an address is refused for good before nothing is
// sent there any more but what its owner asks for. Any mail that is taken, such as
// a link to sign in, begins anew.
const enough = 3

// Refusal is an address that mails are not sent to any more.
type Refusal struct {
	Email  string    `db:"email"`
	Answer string    `db:"answer"` // the mail server's words, the last time
	At     time.Time `db:"last_at"`
}

// Refusals lists the addresses that mails are not sent to any more, newest first,
// at most limit.
func (s *Service) Refusals(ctx context.Context, limit int) (all []Refusal, err error) {
	defer fault.Wrap(&err, "list refused addresses")
	err = s.db.Select(ctx, &all, `
		SELECT email, answer, last_at FROM refusals WHERE times >= $1
		ORDER BY last_at DESC, email LIMIT $2`, enough, limit)
	return all, err
}

// Refused tells what the mail server said if mails are not sent to an address any
// more; empty if they are.
func (s *Service) Refused(ctx context.Context, email string) (answer string, err error) {
	defer fault.Wrap(&err, "look whether an address is refused")
	err = s.db.Get(ctx, &answer, `
		SELECT coalesce((SELECT answer FROM refusals WHERE email = $1::citext AND times >= $2), '')`, email, enough)
	return answer, err
}

// unasked tells whether a mail comes without its reader having just asked for it.
func (m claimed) unasked() bool { return m.MeetingID != 0 || unasked[m.Kind] }

// noteRefusal counts a refusal for good.
func (s *Service) noteRefusal(ctx context.Context, email, answer string) (err error) {
	defer fault.Wrap(&err, "note a refused address")
	_, err = s.db.Exec(ctx, `
		INSERT INTO refusals (email, times, answer, last_at) VALUES ($1, 1, $2, $3)
		ON CONFLICT (email) DO UPDATE SET times = refusals.times + 1, answer = excluded.answer, last_at = excluded.last_at`,
		email, answer, s.now())
	return err
}

// forgetRefusals begins anew with an address that took a mail.
func (s *Service) forgetRefusals(ctx context.Context, email string) (err error) {
	defer fault.Wrap(&err, "forget that an address was refused")
	_, err = s.db.Exec(ctx, `DELETE FROM refusals WHERE email = $1`, email)
	return err
}
