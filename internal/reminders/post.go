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
