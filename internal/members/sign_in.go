package members

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/words"
)

// Bounds of mailed links.
const (
	LinkLasts    = 15 * time.Minute // a sign-in link
	MailsAnHour  = 5                // links to one address, of all purposes
	longestLocal = 500              // bytes of a path to go on to
)

// The purposes of a mailed link, as the database knows them.
const (
	signIn     = "sign_in"
	oldAddress = "old_address"
	newAddress = "new_address"
)

// RequestLink makes a sign-in link for an address and gives its id; the caller
// posts the mail in the same transaction. Whether the address is known is not
// looked at, so the answer cannot tell. onward is the local path to go on to
// after signing in; any other is dropped. fault.Invalid if it is no address,
// fault.TooOften beyond MailsAnHour.
func (s *Store) RequestLink(ctx context.Context, tx postgres.Conn, email, onward string) (linkID int64, err error) {
	defer fault.Wrap(&err, "request a sign-in link")
	if email, err = Address(email); err != nil {
		return 0, err
	}
	return s.In(tx).mailLink(ctx, link{
		Purpose: signIn, Email: email, Onward: LocalPath(onward), lasts: LinkLasts,
	})
}

// LinkStands gives the address that a sign-in link was mailed to, without using
// the link; fault.NotFound if it was used, is too old or never was.
func (s *Store) LinkStands(ctx context.Context, linkID int64) (email string, err error) {
	defer fault.Wrap(&err, "look at sign-in link %d", linkID)
	err = s.db.Get(ctx, &email, `
		SELECT email FROM mailed_links
		WHERE id = $1 AND purpose = 'sign_in' AND used_at IS NULL AND expires_at > $2`,
		linkID, s.now())
	return email, orStale(err)
}

// UseLink gives the member to whom a sign-in link was mailed, who is new if the
// address was, and is then written to in the language given; and the path to go on
// to, empty if none was asked for. It works once; afterwards, and after LinkLasts,
// fault.NotFound.
func (s *Store) UseLink(ctx context.Context, linkID int64, l *words.Language) (m Member, onward string, err error) {
	defer fault.Wrap(&err, "use sign-in link %d", linkID)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		used, err := in.use(ctx, linkID, signIn)
		if err != nil {
			return err
		}
		onward = used.Onward
		m, err = in.ensure(ctx, used.Email, l)
		return err
	})
	return m, onward, err
}

// link is a row of mailed_links.
type link struct {
	Purpose string        `db:"purpose"`
	Email   string        `db:"email"`
	Change  *int64        `db:"change_id"`
	Onward  string        `db:"onward"`
	lasts   time.Duration // from now
}

// mailLink keeps a link if its address may have another mail. It wants to be in
// a transaction: requests for one address wait for each other there, so that
// together they cannot exceed the limit.
func (s *Store) mailLink(ctx context.Context, l link) (id int64, err error) {
	_, err = s.db.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(lower($1), 0))`, l.Email)
	if err != nil {
		return 0, err
	}
	now, lately := s.now(), 0
	err = s.db.Get(ctx, &lately, `
		SELECT count(*) FROM mailed_links WHERE email = $1::citext AND created_at > $2`,
		l.Email, now.Add(-time.Hour))
	if err != nil {
		return 0, err
	}
	if lately >= MailsAnHour {
		return 0, fault.Later(time.Hour,
			"We have sent %d mails to this address within the hour. Please look for them, also among the unwanted mail, or try again in an hour.", lately)
	}
	err = s.db.Get(ctx, &id, `
		INSERT INTO mailed_links (purpose, email, change_id, onward, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		l.Purpose, l.Email, l.Change, l.Onward, now, now.Add(l.lasts))
	return id, err
}

// use marks a link as used and gives it. One statement decides, so of many at
// once exactly one wins.
func (s *Store) use(ctx context.Context, linkID int64, purposes ...string) (l link, err error) {
	err = s.db.Get(ctx, &l, `
		UPDATE mailed_links SET used_at = $2
		WHERE id = $1 AND purpose = ANY ($3) AND used_at IS NULL AND expires_at > $2
		RETURNING purpose, email, change_id, onward`,
		linkID, s.now(), postgres.Array(purposes))
	return l, orStale(err)
}

// orStale says of a link that was not found what may have become of it.
func orStale(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.Because(err, fault.NotFound, "This link has been used already or is too old. Please ask for a new one.")
	}
	return err
}

// LocalPath gives path back if it leads to a page of this site, else nothing.
// Browsers read "//host" and "/\host" as another site's address.
func LocalPath(path string) string {
	local := strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") &&
		len(path) <= longestLocal && utf8.ValidString(path) &&
		!strings.Contains(path, `\`) && !strings.ContainsFunc(path, unicode.IsControl)
	if !local {
		return ""
	}
	return path
}
