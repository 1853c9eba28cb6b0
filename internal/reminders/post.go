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

// Mail is one that goes out at once because of something a person did.
type Mail struct {
	Kind   string // name of the letter: "sign-in", "invitation", …
	Email  string // to this address, or
	Member int64  // to this member
	About  any    // ids and words that the letter needs, kept as JSON
}

// Post queues a mail in the transaction of what caused it, so that neither
// happens without the other; it leaves within a moment of the commit.
func Post(ctx context.Context, tx postgres.Conn, now time.Time, m Mail) (err error) {
	defer fault.Wrap(&err, "post a %s mail", m.Kind)
	about, err := json.Marshal(m.About)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO mails (kind, email, member_id, about, due_at, closes_at)
		VALUES ($1, nullif($2, ''), nullif($3, 0::bigint), $4, $5, $6)`,
		m.Kind, m.Email, m.Member, string(about), now, now.Add(usefulFor))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `SELECT pg_notify('mails', '')`)
	return err
}
