package members

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/token"
)

// Bounds of a session.
const (
	SessionLasts = 90 * 24 * time.Hour // after the last visit
	seenEvery    = time.Hour           // how exactly the last visit is known
)

// Start opens a session for a member and gives its token, which is kept nowhere:
// the database holds only the hash.
func (s *Store) Start(ctx context.Context, memberID int64) (secret string, err error) {
	defer fault.Wrap(&err, "start a session of member %d", memberID)
	secret, now := token.New(), s.now()
	_, err = s.db.Exec(ctx, `
		INSERT INTO sessions (token_hash, member_id, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $3, $4)`,
		token.Hash(secret), memberID, now, now.Add(SessionLasts))
	return secret, err
}

// BySession gives the member of a session and keeps the session alive for
// another SessionLasts. fault.SignIn if there is none or it has ended.
func (s *Store) BySession(ctx context.Context, secret string) (m Member, err error) {
	defer fault.Wrap(&err, "find the member of a session")
	var found struct {
		Member
		SeenAt time.Time `db:"seen_at"`
	}
	hash, now := token.Hash(secret), s.now()
	err = s.db.Get(ctx, &found, `
		SELECT `+columns+`, s.seen_at
		FROM sessions s JOIN members m ON m.id = s.member_id
		WHERE s.token_hash = $1 AND s.expires_at > $2`, hash, now)
	if fault.KindOf(err) == fault.NotFound {
		return m, fault.Because(err, fault.SignIn, "Please sign in first.")
	}
	if err == nil && now.Sub(found.SeenAt) >= seenEvery {
		err = s.seen(ctx, hash, now)
	}
	return found.Member, err
}

func (s *Store) seen(ctx context.Context, hash []byte, now time.Time) error {
	_, err := s.db.Exec(ctx, `UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_hash = $1`,
		hash, now, now.Add(SessionLasts))
	return err
}

// End closes one session; that there is none is no error.
func (s *Store) End(ctx context.Context, secret string) (err error) {
	defer fault.Wrap(&err, "end a session")
	_, err = s.db.Exec(ctx, `DELETE FROM sessions WHERE token_hash = $1`, token.Hash(secret))
	return err
}

// EndAll closes all sessions of a member, on every device.
func (s *Store) EndAll(ctx context.Context, memberID int64) (err error) {
	defer fault.Wrap(&err, "end all sessions of member %d", memberID)
	_, err = s.db.Exec(ctx, `DELETE FROM sessions WHERE member_id = $1`, memberID)
	return err
}
