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

// invitedFor is how long an invitation stands, and is kept: no bound looks further back.
const invitedFor = 14 * 24 * time.Hour

// Invitations are mails to strangers in words that somebody else chose. They are
// few, so that nobody can flood a mailbox or advertise with them.
const (
	mostInvited  = 10 // wait for an answer at a time, or go out within inviteAgain
	mostReceived = 5  // go to one address within inviteAgain, from whatever groups
	inviteAgain  = 24 * time.Hour
)

const invitationColumns = `
	i.id, i.group_id, g.slug, g.name AS group_name, i.email, i.invited_by, m.name AS inviter,
	i.hand_over, i.created_at, i.answered_at
	FROM invitations i JOIN groups g ON g.id = i.group_id JOIN members m ON m.id = i.invited_by`

// Invite asks the owner of an address to organize too, or with handOver to take
// over. fault.Forbidden if by is no organizer, fault.TooOften if too many
// invitations wait or went out lately. Another one to the same address replaces
// the first, a day later at the earliest.
func (s *Store) Invite(ctx context.Context, by, group int64, email string, handOver bool) (id int64, err error) {
	defer fault.Wrap(&err, "invite to group %d", group)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if _, err := in.organized(ctx, by, group); err != nil {
			return err
		}
		if err := in.mayInvite(ctx, by, group, email); err != nil {
			return err
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

// mayInvite gives fault.TooOften if one more invitation would be too many. What
// was answered or withdrawn counts too: the mail went out.
func (s *Store) mayInvite(ctx context.Context, by, group int64, email string) error {
	var sent struct {
		Waiting  int `db:"waiting"`  // of the group, to others
		Lately   int `db:"lately"`   // of the group or of the organizer
		Received int `db:"received"` // lately, by the address
		Same     int `db:"same"`     // of those, from this group
	}
	err := s.db.Get(ctx, &sent, `
		SELECT count(*) FILTER (WHERE group_id = $1 AND email <> $3 AND answered_at IS NULL AND created_at > $5) AS waiting,
		       count(*) FILTER (WHERE (group_id = $1 OR invited_by = $2) AND created_at > $4) AS lately,
		       count(*) FILTER (WHERE email = $3 AND created_at > $4) AS received,
		       count(*) FILTER (WHERE email = $3 AND created_at > $4 AND group_id = $1) AS same
		FROM invitations WHERE group_id = $1 OR invited_by = $2 OR email = $3`,
		group, by, email, s.now().Add(-inviteAgain), s.now().Add(-invitedFor))
	switch {
	case err != nil:
		return err
	case sent.Same > 0:
		return fault.Later(inviteAgain, "An invitation to %s went out within the last day. Please ask them to look for it, or try again tomorrow.", email)
	case sent.Received >= mostReceived:
		return fault.Later(inviteAgain, "Many invitations went to %s lately. Please try again tomorrow.", email)
	case max(sent.Waiting, sent.Lately) >= mostInvited:
		return fault.Later(inviteAgain, "%d invitations wait for an answer or went out today. Please wait for some of them first.", max(sent.Waiting, sent.Lately))
	}
	return nil
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
		_, err := in.organized(ctx, i.InvitedBy, i.GroupID)
		if fault.KindOf(err) == fault.Forbidden {
			return fault.Because(err, fault.Conflict, "Whoever invited you does not organize this group any more, so the invitation does not count.")
		}
		if err != nil {
			return err
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

// Withdraw takes an invitation back, for an organizer of its group. The row stays:
// a mail that went out counts against the bounds.
func (s *Store) Withdraw(ctx context.Context, by, group, id int64) (err error) {
	defer fault.Wrap(&err, "withdraw invitation %d", id)
	if err := s.mustOrganize(ctx, by, group); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `
		UPDATE invitations SET answered_at = $3 WHERE id = $1 AND group_id = $2 AND answered_at IS NULL`, id, group, s.now())
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
