package reminders

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Forget deletes what is remembered of mails to an address, of mails that name it, and
// of its refusing them, in the transaction that deletes the account. Mails to the member
// rather than to an address go with the member's row.
func Forget(ctx context.Context, tx postgres.Conn, email string) (err error) {
	defer fault.Wrap(&err, "forget mails to an address")
	_, err = tx.Exec(ctx, `
		DELETE FROM mails
		WHERE email = $1::citext
		   OR kind IN ('old-address', 'new-address') AND ($1::citext IN ((about ->> 'old')::citext, (about ->> 'new')::citext))`, email)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM refusals WHERE email = $1::citext`, email)
	return err
}

// Readdress has the mails that wait for an address go to another one, and forgets the
// old, in the transaction that changes it.
func Readdress(ctx context.Context, tx postgres.Conn, old, email string) (err error) {
	defer fault.Wrap(&err, "send mails to another address")
	_, err = tx.Exec(ctx, `UPDATE mails SET email = $2 WHERE email = $1::citext AND state = 'due'`, old, email)
	if err != nil {
		return err
	}
	return Forget(ctx, tx, old)
}
