package members

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// MailsAnHour is how many links go to one address within an hour, of all purposes.
const MailsAnHour = 5

// The purposes of a mailed link, as the database knows them.
const (
	signIn     = "sign_in"
	oldAddress = "old_address"
	newAddress = "new_address"
)

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

// forgetLinks deletes the links that were mailed to an address; none opens anything then.
func (s *Store) forgetLinks(ctx context.Context, email string) error {
	_, err := s.db.Exec(ctx, `DELETE FROM mailed_links WHERE email = $1::citext`, email)
	return err
}
