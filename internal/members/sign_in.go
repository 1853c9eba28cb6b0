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

// LinkLasts is how long a sign-in link opens.
const LinkLasts = 15 * time.Minute

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

// SignInLink is a link that was mailed to sign in with.
type SignInLink struct {
	Email  string `db:"email"`  // where it went
	Onward string `db:"onward"` // local path to go on to; may be empty
	Stands bool   `db:"stands"`
}

// LinkStands looks at a sign-in link without using it; fault.NotFound if it was used,
// is too old or never was. What it was to go on to is given all the same, so that a
// new link can do so.
func (s *Store) LinkStands(ctx context.Context, linkID int64) (l SignInLink, err error) {
	defer fault.Wrap(&err, "look at sign-in link %d", linkID)
	err = s.db.Get(ctx, &l, `
		SELECT email, onward, used_at IS NULL AND expires_at > $2 AS stands
		FROM mailed_links WHERE id = $1 AND purpose = 'sign_in'`, linkID, s.now())
	if err == nil && !l.Stands {
		err = fault.New(fault.NotFound, "This link does not stand any more.")
	}
	return l, orStale(err)
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

const longestLocal = 500 // bytes of a path to go on to

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
