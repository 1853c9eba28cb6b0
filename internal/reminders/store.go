package reminders

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// claimed is a mail that this process has taken for itself. Attempts counts
// claims, but for those that were given back untouched; no two that are held have
// the same number, so id and attempts name one claim.
type claimed struct {
	ID        int64           `db:"id"`
	Kind      string          `db:"kind"`
	MemberID  int64           `db:"member_id"`  // 0: to an address
	MeetingID int64           `db:"meeting_id"` // 0: of no meeting
	About     json.RawMessage `db:"about"`
	ClosesAt  time.Time       `db:"closes_at"`
	Attempts  int             `db:"attempts"`
	Email     string          `db:"email"`    // where it goes, as of readAt
	Language  string          `db:"language"` // of its reader
	Refused   int             `db:"refused"`  // how often running that address was refused for good

	meeting *meeting  // as of readAt; nil: not read
	file    []byte    // calendar of the meeting, as of readAt
	readAt  time.Time // claimed, and read with the rest of the batch
}

// nobodyWaits tells whether nobody waits for a mail. It is the first column of the index
// of mails that are due, which serves only whoever asks in just these words.
const nobodyWaits = `(meeting_id IS NOT NULL OR kind = '` + weekAhead + `')`

// claim takes up to that many due mails for this process. A claim lapses by
// the database's clock, since processes need not agree on the time (see
// "tick --at"). Mails that somebody waits for, such as a sign-in link, go
// before reminders.
//
// Two things Postgres has to be told. With "id IN (SELECT …)" it may run the
// selection anew for each row, and so claim everything that is due; hence the
// array. And it does not know yet that a hundred thousand became due a moment ago,
// and would sort them all for each batch instead of walking along the index.
func (s *Service) claim(ctx context.Context, most int) (mails []claimed, err error) {
	defer fault.Wrap(&err, "claim mails")
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		if _, err := tx.Exec(ctx, `SET LOCAL enable_sort = off`); err != nil {
			return err
		}
		mails = nil
		return tx.Select(ctx, &mails, `
			WITH taken AS (
				UPDATE mails SET claimed_until = clock_timestamp() + interval '10 minutes', attempts = attempts + 1
				WHERE id = ANY (ARRAY(
					SELECT id FROM mails
					WHERE state = 'due' AND due_at <= $1
						AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
					ORDER BY `+nobodyWaits+`, due_at
					LIMIT $2 FOR UPDATE SKIP LOCKED))
				RETURNING id, kind, member_id, meeting_id, about, closes_at, attempts, email, language)
			SELECT t.id, t.kind, coalesce(t.member_id, 0) AS member_id, coalesce(t.meeting_id, 0) AS meeting_id,
				t.about, t.closes_at, t.attempts, coalesce(t.email, b.email, '') AS email,
				coalesce(b.language, o.language, t.language, 'en') AS language, coalesce(r.times, 0) AS refused
			FROM taken t
				LEFT JOIN members b ON b.id = t.member_id
				LEFT JOIN members o ON o.email = t.email -- who owns the address
				LEFT JOIN refusals r ON r.email = coalesce(t.email, b.email)`, s.now(), most)
	})
	for i := range mails {
		mails[i].readAt = s.now()
	}
	return mails, err
}

// fresh tells whether what was read with the batch may still be used: for a
// second. While a mail server is quick, that saves each mail its own readings;
// when it is slow, each is looked at anew.
func (s *Service) fresh(m claimed) bool {
	age := s.now().Sub(m.readAt)
	return 0 <= age && age <= time.Second // below 0: the clock was set back
}

// address tells where a claimed mail goes; fault.NotFound if it is not this
// process's to send any more, because the claim has less than five minutes left, or
// because the member has gone and taken the mail along.
func (s *Service) address(ctx context.Context, m claimed) (email string, err error) {
	if s.fresh(m) {
		return m.Email, nil
	}
	defer fault.Wrap(&err, "look where to send")
	err = s.db.Get(ctx, &email, `
		SELECT coalesce(m.email, (SELECT b.email FROM members b WHERE b.id = m.member_id), '')
		FROM mails m
		WHERE m.id = $1 AND m.attempts = $2 AND m.claimed_until > clock_timestamp() + interval '5 minutes'`, m.ID, m.Attempts)
	return email, err
}

// verdict is how a claimed mail is to stand from now on.
type verdict struct {
	id       int64
	attempts int
	state    string
	answer   *string    // nil: as it was
	due      *time.Time // nil: as it was
	closes   *time.Time // nil: as it was
}

// settled is the end of a mail: sent, dropped or failed.
func (m claimed) settled(state, answer string) verdict {
	return verdict{id: m.ID, attempts: m.Attempts, state: state, answer: &answer}
}

// postponed gives a mail back, to be sent from due on, until closes.
func (m claimed) postponed(due, closes time.Time, answer string) verdict {
	return verdict{id: m.ID, attempts: m.Attempts, state: "due", answer: &answer, due: &due, closes: &closes}
}

// released gives a mail back untouched.
func (m claimed) released() verdict {
	return verdict{id: m.ID, attempts: m.Attempts, state: "due"}
}

// few is the shortest list for which Postgres keeps the plan of a statement. For
// a shorter one it plans anew each time, which takes longer than the rest.
const few = 16

// write writes verdicts, each to its own row. Rows that have gone, or are claimed
// by another by now, are left alone.
func (s *Service) write(ctx context.Context, verdicts []verdict) (err error) {
	defer fault.Wrap(&err, "settle %d mails", len(verdicts))
	ids := make([]int64, max(len(verdicts), few)) // 0 is no mail
	attempts, states := make([]int64, len(verdicts)), make([]string, len(verdicts))
	answers := make([]*string, len(verdicts))
	due, closes := make([]*time.Time, len(verdicts)), make([]*time.Time, len(verdicts))
	for i, v := range verdicts {
		ids[i], attempts[i], states[i], answers[i], due[i], closes[i] = v.id, int64(v.attempts), v.state, v.answer, v.due, v.closes
	}
	const its = `[array_position($1::bigint[], id)]` // a row's own among those of all
	var changed []int64                              // as a query, since those are kept prepared
	return s.db.Select(ctx, &changed, `
		UPDATE mails SET state = ($2::text[])`+its+`, claimed_until = NULL,
			attempts = attempts - (($4::text[])`+its+` IS NULL)::integer, -- it was none
			answer = coalesce(($4::text[])`+its+`, answer),
			due_at = coalesce(($5::timestamptz[])`+its+`, due_at),
			closes_at = coalesce(($6::timestamptz[])`+its+`, closes_at),
			settled_at = CASE WHEN ($2::text[])`+its+` <> 'due' THEN $7::timestamptz END
		WHERE id = ANY ($1::bigint[]) AND attempts = ($3::integer[])`+its+` AND claimed_until IS NOT NULL
		RETURNING id`,
		postgres.Array(ids), postgres.Array(states), postgres.Array(attempts), postgres.Array(answers),
		postgres.Array(due), postgres.Array(closes), s.now())
}
