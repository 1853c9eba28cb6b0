package groups

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Claim is somebody's word that an imported listing is theirs to run.
type Claim struct {
	ID        int64     `db:"id"`
	GroupID   int64     `db:"group_id"`
	Slug      string    `db:"slug"`
	Group     string    `db:"group_name"`
	Claimed   bool      `db:"claimed"` // by somebody else, meanwhile
	MemberID  int64     `db:"member_id"`
	Who       string    `db:"who"` // name, may be empty
	Email     string    `db:"email"`
	Words     string    `db:"words"`
	CreatedAt time.Time `db:"created_at"`
}

// hostsAnswer is after how long it is worth looking whether a host has answered.
const hostsAnswer = 24 * time.Hour

// mostClaims is how many claims of one member can wait, each a mail to the hosts.
// Few people run more groups than that.
const mostClaims = 5

// Claim asks for an unclaimed listing, in words for the host of 1 to 1,000
// characters. One that was declined can be made again. fault.Conflict if the
// listing is claimed already, or if the member has asked and waits;
// fault.TooOften while many claims of the member wait.
func (s *Store) Claim(ctx context.Context, group, member int64, words string) (id int64, err error) {
	defer fault.Wrap(&err, "claim group %d", group)
	if err := checkWords("words", &words, "Please say in a sentence how you belong to this group, so that the host can check."); err != nil {
		return 0, err
	}
	err = s.db.Get(ctx, &id, `
		INSERT INTO claims (group_id, member_id, words, created_at)
		SELECT id, $2, $3, $4 FROM groups WHERE id = $1 AND NOT claimed AND state = 'listed'
		  AND (SELECT count(*) FROM claims WHERE member_id = $2 AND group_id <> $1 AND decided_at IS NULL) < $5
		ON CONFLICT ON CONSTRAINT claims_once DO UPDATE SET
			words = excluded.words, created_at = excluded.created_at, decided_at = NULL, approved = NULL
			WHERE claims.decided_at IS NOT NULL
		RETURNING id`, group, member, words, s.now(), mostClaims)
	if fault.KindOf(err) == fault.NotFound {
		return 0, s.whyNoClaim(ctx, group, member)
	}
	return id, err
}

// whyNoClaim says why a claim was not taken: the listing has an organizer, or the
// same member has asked, for this one or for many, and waits.
func (s *Store) whyNoClaim(ctx context.Context, group, member int64) error {
	g, err := s.ByID(ctx, group)
	if err != nil {
		return err
	}
	var asked bool
	err = s.db.Get(ctx, &asked, `
		SELECT EXISTS (SELECT FROM claims WHERE group_id = $1 AND member_id = $2 AND decided_at IS NULL)`, group, member)
	switch {
	case err != nil:
		return err
	case g.Claimed:
		return fault.New(fault.Conflict, "This group has an organizer already.")
	case g.State != Listed:
		return fault.New(fault.Conflict, "This group has ended or was taken down.")
	case asked:
		return fault.New(fault.Conflict, "You have asked for this group already. The host will write to you.")
	default:
		return fault.Later(hostsAnswer, "You have asked for %d groups and wait for an answer. Please wait for that first.", mostClaims)
	}
}

const selectClaim = `
	SELECT c.id, c.group_id, g.slug, g.name AS group_name, g.claimed, c.member_id, m.name AS who, m.email, c.words, c.created_at
	FROM claims c JOIN groups g ON g.id = c.group_id JOIN members m ON m.id = c.member_id`

// Claims are those that wait, oldest first.
func (s *Store) Claims(ctx context.Context) (claims []Claim, err error) {
	defer fault.Wrap(&err, "list claims")
	err = s.db.Select(ctx, &claims, selectClaim+`
		WHERE c.decided_at IS NULL AND g.state <> 'removed' ORDER BY c.id LIMIT 200`)
	return claims, err
}

// Decide answers a claim for a host, and gives it. Approved, the listing is claimed and
// the member organizes it. fault.Conflict if it was decided before, or if somebody
// else's claim was approved meanwhile.
func (s *Store) Decide(ctx context.Context, id int64, approve bool) (claim Claim, err error) {
	defer fault.Wrap(&err, "decide claim %d", id)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		decided, err := tx.Exec(ctx, `
			UPDATE claims SET decided_at = $2, approved = $3 WHERE id = $1 AND decided_at IS NULL`, id, s.now(), approve)
		if err != nil {
			return err
		}
		if decided == 0 {
			return fault.New(fault.Conflict, "This was decided already.")
		}
		if err := tx.Get(ctx, &claim, selectClaim+` WHERE c.id = $1`, id); err != nil || !approve {
			return err
		}
		return in.give(ctx, claim.GroupID, claim.MemberID)
	})
	return claim, err
}

// give makes a member the organizer of a listing that nobody answers for.
func (s *Store) give(ctx context.Context, id, member int64) error {
	group, err := s.Lock(ctx, id)
	switch {
	case err != nil:
		return err
	case group.State == Removed:
		return fault.New(fault.Conflict, "This group was deleted meanwhile.")
	case group.Claimed:
		return fault.New(fault.Conflict, "This group has an organizer by now.")
	}
	if err := s.setRole(ctx, id, member, Organizer); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE groups SET claimed = true, version = version + 1, updated_at = $2 WHERE id = $1`, id, s.now())
	return err
}
