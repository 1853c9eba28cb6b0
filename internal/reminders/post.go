package reminders

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// usefulFor is how long a mail that a person asked for is worth sending.
const usefulFor = 24 * time.Hour

// newsFor is how long one is that nobody waits for.
const newsFor = 7 * 24 * time.Hour

// Mail is one that goes out because of something a person did: at once, or by day.
type Mail struct {
	Kind     string // name of the letter: "sign-in", "invitation", …
	Email    string // to this address, or
	Member   int64  // to this member
	Language string // for an address without an account; empty: English
	ByDay    string // zone in which it does not come by night, where the member's is not known; empty: somebody waits for it
	About    any    // ids and words that the letter needs, kept as JSON
}

// Post queues a mail in the transaction of what caused it, so that neither
// happens without the other; it leaves within a moment of the commit.
func Post(ctx context.Context, tx postgres.Conn, now time.Time, m Mail) (err error) {
	defer fault.Wrap(&err, "post a %s mail", m.Kind)
	about, err := json.Marshal(m.About)
	if err != nil {
		return err
	}
	useful := usefulFor
	if m.ByDay != "" {
		useful = newsFor
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO mails (kind, email, member_id, about, due_at, closes_at, language)
		SELECT $1, nullif($2, ''), nullif($3, 0::bigint), $4, due, due + make_interval(secs => $6),
			coalesce(nullif($7, ''), 'en')
		FROM (SELECT CASE WHEN $8 = '' THEN $5 ELSE after_night($5, coalesce(
			(SELECT nullif(zone, 'UTC') FROM members WHERE id = $3), $8)) END) w (due)`,
		m.Kind, m.Email, m.Member, string(about), now, useful.Seconds(), m.Language, m.ByDay)
	if err != nil {
		return err
	}
	return announce(ctx, tx)
}

// announce tells Run, once the transaction is committed.
func announce(ctx context.Context, tx postgres.Conn) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify('mails', '')`)
	return err
}

// PostChange queues a mail to a member about a meeting that was moved, called
// off or put on again. It leaves at once if the meeting is less than twelve hours
// away, and not by night otherwise. One about the same meeting that has not left
// yet says it all instead: what is now, and what was before the first change.
func PostChange(ctx context.Context, tx postgres.Conn, now time.Time, member int64, about About) (err error) {
	defer fault.Wrap(&err, "post a change of meeting %d", about.Meeting)
	text, err := json.Marshal(about)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		WITH news AS (
			SELECT b.id AS member_id, CASE
				WHEN least(m.starts_at, $4::timestamptz) <= $3::timestamptz + interval '12 hours' THEN $3
				ELSE after_night($3, `+homeZone+`) END AS due
			FROM meetings m JOIN groups g ON g.id = m.group_id JOIN members b ON b.id = $1
			WHERE m.id = $2
		), waiting AS (
			UPDATE mails w SET due_at = least(w.due_at, n.due),
				about = w.about || $5::jsonb || jsonb_strip_nulls(jsonb_build_object('was', w.about->'was'))
			FROM news n
			WHERE w.kind = 'meeting-changed' AND w.member_id = n.member_id AND w.state = 'due'
				AND w.claimed_until IS NULL AND (w.about->>'meeting')::bigint = $2
			RETURNING w.id
		)
		INSERT INTO mails (kind, member_id, about, due_at, closes_at)
		SELECT 'meeting-changed', member_id, $5::jsonb, due, due + interval '24 hours'
		FROM news WHERE NOT EXISTS (SELECT FROM waiting)`,
		member, about.Meeting, now, about.Was, string(text))
	if err != nil {
		return err
	}
	return announce(ctx, tx)
}
