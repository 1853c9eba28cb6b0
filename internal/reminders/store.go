package reminders

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
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
	Email     string          `db:"email"`   // where it goes, as of readAt
	Refused   int             `db:"refused"` // how often running that address was refused for good

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
		WITH taken AS (UPDATE mails SET claimed_until = clock_timestamp() + interval '10 minutes', attempts = attempts + 1
		WHERE id = ANY (ARRAY(
			SELECT id FROM mails
			WHERE state = 'due' AND due_at <= $1
				AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
			ORDER BY (meeting_id IS NOT NULL), due_at
			LIMIT $2 FOR UPDATE SKIP LOCKED))
		RETURNING id, kind, coalesce(member_id, 0) AS member_id, coalesce(meeting_id, 0) AS meeting_id,
			about, closes_at, attempts,
			coalesce(email, (SELECT b.email FROM members b WHERE b.id = member_id)) AS email)
		SELECT t.id, t.kind, t.member_id, t.meeting_id, t.about, t.closes_at, t.attempts, t.email,
			coalesce(r.times, 0) AS refused
		FROM taken t LEFT JOIN refusals r USING (email)`, s.now(), batch)
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

// verdict is how a claimed mail is to stand from now on.
type verdict struct {
	ID       int64      `json:"id"`
	Attempts int        `json:"attempts"`
	State    string     `json:"state"`
	Answer   *string    `json:"answer"`    // nil: as it was
	Due      *time.Time `json:"due_at"`    // nil: as it was
	Closes   *time.Time `json:"closes_at"` // nil: as it was
}

// settled is the end of a mail: sent, dropped or failed.
func (m claimed) settled(state, answer string) verdict {
	return verdict{ID: m.ID, Attempts: m.Attempts, State: state, Answer: &answer}
}

// postponed gives a mail back, to be sent from due on, until closes.
func (m claimed) postponed(due, closes time.Time, answer string) verdict {
	return verdict{ID: m.ID, Attempts: m.Attempts, State: "due", Answer: &answer, Due: &due, Closes: &closes}
}

// released gives a mail back untouched.
func (m claimed) released() verdict {
	return verdict{ID: m.ID, Attempts: m.Attempts, State: "due"}
}

// settle writes verdicts, each to its own row. Rows that have gone, or are
// claimed by another by now, are left alone.
func (s *Service) settle(ctx context.Context, verdicts []verdict) (err error) {
	defer fault.Wrap(&err, "settle %d mails", len(verdicts))
	list, err := json.Marshal(verdicts)
	if err != nil {
		return err
	}
	ids := make([]int64, len(verdicts))
	for i, v := range verdicts {
		ids[i] = v.ID
	}
	var changed []int64 // as a query, since those are kept prepared
	return s.db.Select(ctx, &changed, `
		UPDATE mails m SET state = v.state, claimed_until = NULL,
			answer = coalesce(v.answer, m.answer),
			due_at = coalesce(v.due_at, m.due_at), closes_at = coalesce(v.closes_at, m.closes_at),
			settled_at = CASE WHEN v.state <> 'due' THEN $2::timestamptz END
		FROM jsonb_to_recordset($1::jsonb) AS v (id bigint, attempts integer, state text,
			answer text, due_at timestamptz, closes_at timestamptz)
		WHERE m.id = ANY ($3::bigint[]) -- or Postgres reads the whole table: it takes the list for a long one
			AND m.id = v.id AND m.attempts = v.attempts AND m.claimed_until IS NOT NULL
		RETURNING m.id`, string(list), s.now(), postgres.Array(ids))
}
