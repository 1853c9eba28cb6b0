package reminders

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Forget deletes what is remembered of mails to an address, and of mails that
// name it, in the transaction that deletes the account. Mails to the member
// rather than to an address go with the member's row.
func Forget(ctx context.Context, tx postgres.Conn, email string) (err error) {
	defer fault.Wrap(&err, "forget mails to an address")
	_, err = tx.Exec(ctx, `
		DELETE FROM mails
		WHERE email = $1::citext
		   OR kind IN ('old-address', 'new-address') AND ($1::citext IN ((about ->> 'old')::citext, (about ->> 'new')::citext))`, email)
	return err
}
