package groups

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Invitation asks somebody to organize a group too, or to take it over.
type Invitation struct {
	ID         int64      `db:"id"`
	GroupID    int64      `db:"group_id"`
	Slug       string     `db:"slug"`
	Group      string     `db:"group_name"`
	Email      string     `db:"email"`
	InvitedBy  int64      `db:"invited_by"`
	Inviter    string     `db:"inviter"` // name, may be empty
	HandOver   bool       `db:"hand_over"`
	CreatedAt  time.Time  `db:"created_at"`
	AnsweredAt *time.Time `db:"answered_at"`
}

// invitedFor is how long an invitation stands.
const invitedFor = 14 * 24 * time.Hour

// mostInvited bounds how many strangers a group can write to at a time.
const mostInvited = 10

const invitationColumns = `
	i.id, i.group_id, g.slug, g.name AS group_name, i.email, i.invited_by, m.name AS inviter,
	i.hand_over, i.created_at, i.answered_at
	FROM invitations i JOIN groups g ON g.id = i.group_id JOIN members m ON m.id = i.invited_by`

// Invite asks the owner of an address to organize too, or with handOver to take
// over. fault.Forbidden if by is no organizer, fault.TooOften if too many
// invitations wait. A second one to the same address replaces the first.
func (s *Store) Invite(ctx context.Context, by, group int64, email string, handOver bool) (id int64, err error) {
	defer fault.Wrap(&err, "invite to group %d", group)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		if _, err := s.In(tx).organized(ctx, by, group); err != nil {
			return err
		}
		var waiting int
		err := tx.Get(ctx, &waiting, `
			SELECT count(*) FROM invitations
			WHERE group_id = $1 AND email <> $2 AND answered_at IS NULL AND created_at > $3`,
			group, email, s.now().Add(-invitedFor))
		if err != nil {
			return err
		}
		if waiting >= mostInvited {
			return fault.New(fault.TooOften, "%d invitations wait for an answer already. Please wait for some of them first.", waiting)
		}
		return tx.Get(ctx, &id, `
			INSERT INTO invitations (group_id, email, invited_by, hand_over, created_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (group_id, email) DO UPDATE SET
				invited_by = excluded.invited_by, hand_over = excluded.hand_over,
				created_at = excluded.created_at, answered_at = NULL
			RETURNING id`, group, email, by, handOver, s.now())
	})
	return id, err
}

// Invitation finds one that can still be answered. fault.NotFound otherwise.
func (s *Store) Invitation(ctx context.Context, id int64) (i Invitation, err error) {
	defer fault.Wrap(&err, "find invitation %d", id)
	err = s.db.Get(ctx, &i, `
		SELECT `+invitationColumns+`
		WHERE i.id = $1 AND i.answered_at IS NULL AND i.created_at > $2 AND g.state <> 'removed'`,
		id, s.now().Add(-invitedFor))
	if fault.KindOf(err) == fault.NotFound {
		return i, fault.Because(err, fault.NotFound, "This invitation was answered already, or has run out after two weeks. Please ask for a new one.")
	}
	return i, err
}

// Invitations are those of a group that wait for an answer.
func (s *Store) Invitations(ctx context.Context, group int64) (waiting []Invitation, err error) {
	defer fault.Wrap(&err, "invitations of group %d", group)
	err = s.db.Select(ctx, &waiting, `
		SELECT `+invitationColumns+`
		WHERE i.group_id = $1 AND i.answered_at IS NULL AND i.created_at > $2 ORDER BY i.id`,
		group, s.now().Add(-invitedFor))
	return waiting, err
}

// Accept makes a member an organizer. Whoever handed over becomes a member like
// others in the same moment. The invitation's link is the proof; it works once.
func (s *Store) Accept(ctx context.Context, id, member int64) (i Invitation, err error) {
	defer fault.Wrap(&err, "accept invitation %d", id)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if i, err = in.Invitation(ctx, id); err != nil {
			return err
		}
		if _, err := in.organized(ctx, i.InvitedBy, i.GroupID); err != nil {
			return fault.Because(err, fault.Conflict, "Whoever invited you does not organize this group any more, so the invitation does not count.")
		}
		if err := in.answer(ctx, id); err != nil {
			return err
		}
		if err := in.setRole(ctx, i.GroupID, member, Organizer); err != nil {
			return err
		}
		if i.HandOver && i.InvitedBy != member {
			return in.setRole(ctx, i.GroupID, i.InvitedBy, Member)
		}
		return nil
	})
	return i, err
}

// Withdraw takes an invitation back, for an organizer of its group.
func (s *Store) Withdraw(ctx context.Context, by, group, id int64) (err error) {
	defer fault.Wrap(&err, "withdraw invitation %d", id)
	if err := s.mustOrganize(ctx, by, group); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `DELETE FROM invitations WHERE id = $1 AND group_id = $2`, id, group)
	return err
}

// answer marks an invitation as answered; only one of two at once succeeds.
func (s *Store) answer(ctx context.Context, id int64) error {
	n, err := s.db.Exec(ctx, `UPDATE invitations SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL`, id, s.now())
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "This invitation was answered a moment ago.")
	}
	return err
}
