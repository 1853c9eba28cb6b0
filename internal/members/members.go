// Package members owns who somebody is: accounts, signing in by a mailed link,
// sessions, preferences, and who hosts the site.
//
// There are no passwords. Whoever can read the mail of an address is the member
// of that address, so every way in leads through a mailed link that works once.
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

// Member is a person with an account.
type Member struct {
	ID       int64  `db:"id"`
	Email    string `db:"email"`
	Name     string `db:"name"`     // empty until given
	Zone     string `db:"zone"`     // IANA name, that of the first group joined
	Language string `db:"language"` // tag of package words, in which mails are written
	Host     bool   `db:"host"`     // runs this site
	Preferences
}

// LongestName is how many characters a member's name may have.
const LongestName = 80

// Store keeps members. It is safe for concurrent use.
type Store struct {
	db  postgres.Conn
	now func() time.Time
}

// New gives the store of the members in db; now is the clock.
func New(db postgres.Conn, now func() time.Time) *Store {
	return &Store{db: db, now: now}
}

// In gives the same store inside a transaction that somebody opened.
func (s *Store) In(tx postgres.Conn) *Store { return New(tx, s.now) }

// columns are those of a Member, from members m.
const columns = `m.id, m.email, m.name, m.zone, m.language, ` + preferences + `,
	       EXISTS (SELECT FROM hosts h WHERE h.email = m.email) AS host`

const selectMember = `SELECT ` + columns + ` FROM members m`

// ByID gives a member; fault.NotFound if there is none of that id.
func (s *Store) ByID(ctx context.Context, id int64) (m Member, err error) {
	defer fault.Wrap(&err, "find member %d", id)
	err = s.db.Get(ctx, &m, selectMember+` WHERE m.id = $1`, id)
	return m, err
}

// ByEmail gives the member of an address, however it is capitalized;
// fault.NotFound if nobody has signed in with it.
func (s *Store) ByEmail(ctx context.Context, email string) (m Member, err error) {
	defer fault.Wrap(&err, "find the member of an address")
	err = s.db.Get(ctx, &m, selectMember+` WHERE m.email = $1::citext`, email)
	return m, err
}

// Ensure gives the member of an address and makes one, who is written to in
// English, if there is none. fault.Invalid if it is not an address.
func (s *Store) Ensure(ctx context.Context, email string) (m Member, err error) {
	return s.ensure(ctx, email, words.English)
}

func (s *Store) ensure(ctx context.Context, email string, l *words.Language) (m Member, err error) {
	defer fault.Wrap(&err, "make sure of a member")
	if email, err = Address(email); err != nil {
		return m, err
	}
	_, err = s.db.Exec(ctx, `
		INSERT INTO members (email, language, created_at) VALUES ($1, $2, $3)
		ON CONFLICT ON CONSTRAINT members_email DO NOTHING`, email, l.Tag(), s.now())
	if err != nil {
		return m, err
	}
	return s.ByEmail(ctx, email)
}

// SetName says how the member wants to be called, at most LongestName
// characters; empty takes the name away. fault.Invalid on the field "name".
func (s *Store) SetName(ctx context.Context, id int64, name string) (err error) {
	defer fault.Wrap(&err, "name member %d", id)
	if name, err = tidyName(name); err != nil {
		return err
	}
	return s.change(ctx, `UPDATE members SET name = $2 WHERE id = $1`, id, name)
}

// Welcome notes that a member takes a place at a meeting, and tells whether it is the
// first one ever. Of two at once only one is told so.
func (s *Store) Welcome(ctx context.Context, id int64) (first bool, err error) {
	defer fault.Wrap(&err, "welcome member %d", id)
	touched, err := s.db.Exec(ctx, `
		UPDATE members SET welcomed_at = $2 WHERE id = $1 AND welcomed_at IS NULL`, id, s.now())
	return touched == 1, err
}

// Delete takes a member away for good, with everything that hangs on the account
// and every trace of the address in this package, inside the caller's
// transaction. fault.NotFound if there is no such member.
func (s *Store) Delete(ctx context.Context, tx postgres.Conn, id int64) (err error) {
	defer fault.Wrap(&err, "delete member %d", id)
	var email string
	if err := tx.Get(ctx, &email, `DELETE FROM members WHERE id = $1 RETURNING email`, id); err != nil {
		return err
	}
	if err := s.In(tx).forgetLinks(ctx, email); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM hosts WHERE email = $1::citext`, email)
	return err
}

// change runs an update of one member; fault.NotFound if it touched none.
func (s *Store) change(ctx context.Context, update string, args ...any) error {
	touched, err := s.db.Exec(ctx, update, args...)
	if err == nil && touched == 0 {
		return fault.New(fault.NotFound, "There is no such member.")
	}
	return err
}

func tidyName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	var wrong fault.Fields
	switch {
	case !utf8.ValidString(name), strings.ContainsFunc(name, unicode.IsControl):
		wrong.Add("name", "There is a character in it that cannot be shown. Please type it again.")
	case utf8.RuneCountInString(name) > LongestName:
		wrong.Add("name", "Please keep your name to %d characters.", LongestName)
	}
	return name, wrong.Err()
}
