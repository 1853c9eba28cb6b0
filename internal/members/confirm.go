package members

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/words"
)

// ConfirmLasts is how long somebody may take to say that an address is theirs.
const ConfirmLasts = 24 * time.Hour

// The purposes for which an address can be asked to confirm something.
const (
	SaveSearch = "save_search"
	MakeWish   = "wish"
)

// Confirm is what somebody who did not sign in asked for, and what the owner of
// the address has yet to say yes to.
type Confirm struct {
	Purpose string `db:"purpose"` // SaveSearch or MakeWish
	Email   string `db:"email"`
	Search  string `db:"onward"` // what stands behind the question mark of /find
}

// RequestConfirm makes a link by which an address confirms what was asked for, and
// gives its id; the caller posts the mail in the same transaction. As with a
// sign-in link, the answer cannot tell whether the address is known. fault.Invalid
// if it is no address, fault.TooOften beyond MailsAnHour.
func (s *Store) RequestConfirm(ctx context.Context, tx postgres.Conn, asked Confirm) (linkID int64, err error) {
	defer fault.Wrap(&err, "request a confirmation")
	if asked.Email, err = Address(asked.Email); err != nil {
		return 0, err
	}
	return s.In(tx).mailLink(ctx, link{
		Purpose: asked.Purpose, Email: asked.Email, Onward: asked.Search, lasts: ConfirmLasts,
	})
}

// ConfirmStands gives what a link confirms, without using the link; fault.NotFound
// if it was used, is too old or never was.
func (s *Store) ConfirmStands(ctx context.Context, linkID int64) (asked Confirm, err error) {
	defer fault.Wrap(&err, "look at confirmation %d", linkID)
	err = s.db.Get(ctx, &asked, `
		SELECT purpose, email, onward FROM mailed_links
		WHERE id = $1 AND purpose IN ('save_search', 'wish') AND used_at IS NULL AND expires_at > $2`,
		linkID, s.now())
	return asked, orStale(err)
}

// UseConfirm gives the member to whom a link was mailed, who is new if the address
// was, and is then written to in the language given. It works once; afterwards, and
// after ConfirmLasts, fault.NotFound.
func (s *Store) UseConfirm(ctx context.Context, linkID int64, l *words.Language) (m Member, err error) {
	defer fault.Wrap(&err, "use confirmation %d", linkID)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		used, err := in.use(ctx, linkID, SaveSearch, MakeWish)
		if err != nil {
			return err
		}
		m, err = in.ensure(ctx, used.Email, l)
		return err
	})
	return m, err
}
