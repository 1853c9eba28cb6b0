package members

import (
	"context"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// ChangeLasts is how long both sides have to agree to a change of address.
const ChangeLasts = 24 * time.Hour

// Change is a change of address that waits for both addresses to agree, each by
// the link mailed to it.
type Change struct {
	OldLink, NewLink int64 // ids of the links
	Old, New         string
}

// RequestChange begins the change of a member's address, inside the caller's
// transaction, which posts the two mails. An earlier change that still waited
// is void. Whether somebody else has the new address is not said here, where
// anybody could ask, but when its owner agrees. fault.Invalid on the field
// "email", fault.TooOften beyond MailsAnHour to either address.
func (s *Store) RequestChange(ctx context.Context, tx postgres.Conn, memberID int64, email string) (c Change, err error) {
	defer fault.Wrap(&err, "request a change of address of member %d", memberID)
	in := s.In(tx)
	if c.New, err = Address(email); err != nil {
		return c, err
	}
	if c.Old, err = in.lockAddress(ctx, memberID); err != nil {
		return c, err
	}
	if strings.EqualFold(c.Old, c.New) {
		return c, &fault.Error{Kind: fault.Invalid, Text: "That is your address already.",
			Fields: map[string]string{"email": "That is your address already."}}
	}
	change, err := in.newChange(ctx, memberID, c.New)
	if err != nil {
		return c, err
	}
	c.OldLink, err = in.mailLink(ctx, link{Purpose: oldAddress, Email: c.Old, Change: &change, lasts: ChangeLasts})
	if err != nil {
		return c, err
	}
	c.NewLink, err = in.mailLink(ctx, link{Purpose: newAddress, Email: c.New, Change: &change, lasts: ChangeLasts})
	return c, err
}

func (s *Store) lockAddress(ctx context.Context, memberID int64) (email string, err error) {
	err = s.db.Get(ctx, &email, `SELECT email FROM members WHERE id = $1 FOR UPDATE`, memberID)
	return email, err
}

// newChange keeps a change and voids the links of earlier ones. The links stay
// as rows, since they count against the limit of mails.
func (s *Store) newChange(ctx context.Context, memberID int64, email string) (id int64, err error) {
	_, err = s.db.Exec(ctx, `
		UPDATE mailed_links SET used_at = $2
		WHERE used_at IS NULL
		  AND change_id IN (SELECT id FROM address_changes WHERE member_id = $1)`,
		memberID, s.now())
	if err != nil {
		return 0, err
	}
	err = s.db.Get(ctx, &id, `
		INSERT INTO address_changes (member_id, new_email, created_at)
		VALUES ($1, $2, $3) RETURNING id`, memberID, email, s.now())
	return id, err
}

// Waiting is a change of address as seen from one of its two links.
type Waiting struct {
	Old string `db:"old_email"`
	New string `db:"new_email"`
}

// ChangeOf gives the change that a link asks to agree to, without agreeing;
// fault.NotFound if the link was used, is void or too old.
func (s *Store) ChangeOf(ctx context.Context, linkID int64) (w Waiting, err error) {
	defer fault.Wrap(&err, "look at address link %d", linkID)
	err = s.db.Get(ctx, &w, `
		SELECT m.email AS old_email, c.new_email
		FROM mailed_links l
		JOIN address_changes c ON c.id = l.change_id
		JOIN members m ON m.id = c.member_id
		WHERE l.id = $1 AND l.used_at IS NULL AND l.expires_at > $2`, linkID, s.now())
	return w, orStale(err)
}

// Agree uses one of the two links of a change. If the other side had agreed before, the
// address is changed now, and what changed is given; others who keep the old one are to
// be told in the same transaction. nil as long as the other side is awaited.
// fault.NotFound if the link was used, is void or too old; fault.Conflict if another
// member has the new address.
func (s *Store) Agree(ctx context.Context, linkID int64) (changed *Waiting, err error) {
	defer fault.Wrap(&err, "agree by address link %d", linkID)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		changed = nil
		used, err := in.use(ctx, linkID, oldAddress, newAddress)
		if err != nil {
			return err
		}
		sides, err := in.note(ctx, used)
		if err != nil || !sides.Both {
			return err
		}
		changed = &Waiting{New: sides.New}
		changed.Old, err = in.move(ctx, sides.Member, sides.New)
		return err
	})
	return changed, err
}

type agreed struct {
	Member int64  `db:"member_id"`
	New    string `db:"new_email"`
	Both   bool   `db:"both"`
}

// note keeps that one side agreed. The row is locked by the update, so of two
// sides at once the later sees the earlier.
func (s *Store) note(ctx context.Context, used link) (a agreed, err error) {
	err = s.db.Get(ctx, &a, `
		UPDATE address_changes SET
		    old_agreed_at = CASE WHEN $2 = 'old_address' THEN $3 ELSE old_agreed_at END,
		    new_agreed_at = CASE WHEN $2 = 'new_address' THEN $3 ELSE new_agreed_at END
		WHERE id = $1
		RETURNING member_id, new_email,
		          old_agreed_at IS NOT NULL AND new_agreed_at IS NOT NULL AS both`,
		used.Change, used.Purpose, s.now())
	return a, err
}

// move gives a member another address, and gives back the old one, which is forgotten
// here. Being a host moves along.
func (s *Store) move(ctx context.Context, memberID int64, email string) (old string, err error) {
	if old, err = s.lockAddress(ctx, memberID); err != nil {
		return "", err
	}
	_, err = s.db.Exec(ctx, `UPDATE members SET email = $2 WHERE id = $1`, memberID, email)
	if postgres.Violates(err, "members_email") {
		return "", fault.Because(err, fault.Conflict, "Another account has the address %s. Sign in there and delete that account first.", email)
	}
	if err != nil {
		return "", err
	}
	_, err = s.db.Exec(ctx, `
		WITH was AS (DELETE FROM hosts WHERE email = $1::citext RETURNING added_at)
		INSERT INTO hosts (email, added_at) SELECT $2, added_at FROM was
		ON CONFLICT (email) DO NOTHING`, old, email)
	if err != nil {
		return "", err
	}
	_, err = s.db.Exec(ctx, `DELETE FROM address_changes WHERE member_id = $1 AND new_email = $2::citext`, memberID, old)
	if err != nil {
		return "", err
	}
	return old, s.forgetLinks(ctx, old)
}
