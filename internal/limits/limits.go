// Package limits keeps anybody from using the site to write to very many people.
// Bounds for each address that gets mails are kept by the packages that post them;
// this one bounds whoever asks without signing in. It owns the table mail_askers.
package limits

import (
	"context"
	"net/netip"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/token"
)

// MailsAnHour is how many mails a client may ask for within an hour of the clock. All
// who sit in a library are one client, so it is far more than one person needs.
const MailsAnHour = 60

// Counter counts what clients ask for. It is safe for concurrent use, and all
// processes count together.
type Counter struct {
	db     postgres.Conn
	signer token.Signer
	now    func() time.Time
}

// New makes a counter; signer is what makes its rows tell nothing about networks.
func New(db postgres.Conn, signer token.Signer, now func() time.Time) *Counter {
	return &Counter{db, signer, now}
}

// Take counts one mail that a client asks for, in the transaction that posts it, so
// that only what is really posted counts. fault.TooOften beyond MailsAnHour. It is to be
// taken before other locks: of one client's requests, each waits for the one before.
func (c *Counter) Take(ctx context.Context, tx postgres.Conn, client netip.Addr) (err error) {
	defer fault.Wrap(&err, "count what a client asks for")
	hour, times := c.hour(), 0
	err = tx.Get(ctx, &times, `
		INSERT INTO mail_askers (client, hour, times) VALUES ($1, $2, 1)
		ON CONFLICT (client) DO UPDATE SET times = mail_askers.times + 1
		RETURNING times`, c.fingerprint(client, hour), hour)
	if err == nil && times > MailsAnHour {
		return tooMany(hour.Add(time.Hour).Sub(c.now()))
	}
	return err
}

func tooMany(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	if minutes == 1 {
		return fault.Later(wait, "Very many forms like this came from your network within the hour. Please send it again in a minute.")
	}
	return fault.Later(wait, "Very many forms like this came from your network within the hour. Please send it again in %d minutes.", minutes)
}

// Sweep erases what was counted in hours that are over.
func (c *Counter) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep what clients asked for")
	_, err = c.db.Exec(ctx, `DELETE FROM mail_askers WHERE hour < $1`, c.hour())
	return err
}

func (c *Counter) hour() time.Time { return c.now().UTC().Truncate(time.Hour) }

// fingerprint stands for a client's network for an hour. Without the site's secret
// nobody can tell which network that is, nor whether it is that of another hour.
func (c *Counter) fingerprint(client netip.Addr, hour time.Time) []byte {
	return c.signer.Fingerprint("client "+hour.Format(time.RFC3339), network(client).AsSlice())
}

// network is what one client has for itself: an address of IPv4, or the first 64 bits of
// one of IPv6, below which every device takes addresses as it likes.
func network(client netip.Addr) netip.Addr {
	client = client.Unmap().WithZone("")
	if client.Is6() {
		prefix, _ := client.Prefix(64) // which every address of IPv6 has
		return prefix.Addr()
	}
	return client
}
