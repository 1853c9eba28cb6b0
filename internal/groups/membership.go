package groups

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Role is what a member is to a group.
type Role string

// The roles. A person who is no member has the role None.
const (
	None      Role = ""
	Member    Role = "member" // of an unclaimed listing: has saved it
	Organizer Role = "organizer"
)

// Person is somebody who belongs to a group.
type Person struct {
	MemberID int64     `db:"member_id"`
	Name     string    `db:"name"` // may be empty
	Role     Role      `db:"role"`
	JoinedAt time.Time `db:"joined_at"`
}

// Joined is a group and what a member is to it.
type Joined struct {
	Group
	Role  Role `db:"role"`
	Muted bool `db:"muted"` // wants no mails about it
}

// Role tells what a member is to a group.
func (s *Store) Role(ctx context.Context, group, member int64) (role Role, err error) {
	defer fault.Wrap(&err, "role of member %d in group %d", member, group)
	err = s.db.Get(ctx, &role, `SELECT role FROM memberships WHERE group_id = $1 AND member_id = $2`, group, member)
	if fault.KindOf(err) == fault.NotFound {
		return None, nil
	}
	return role, err
}

// Organized finds a group of any state but removed for one of its organizers;
// fault.Forbidden for everybody else.
func (s *Store) Organized(ctx context.Context, by int64, slug string) (group Group, err error) {
	defer fault.Wrap(&err, "find group %q for its organizer", slug)
	var id int64
	err = s.db.Get(ctx, &id, `
		SELECT g.id FROM slugs s JOIN groups g ON g.id = s.group_id
		WHERE s.slug = $1 AND g.state <> 'removed'`, slug)
	if err != nil {
		return Group{}, err
	}
	if err := s.mustOrganize(ctx, by, id); err != nil {
		return Group{}, err
	}
	return s.ByID(ctx, id)
}

// Join makes somebody a member, or keeps them one; of an unclaimed listing it
// means to save it. fault.Conflict if the group is not open to anyone now.
func (s *Store) Join(ctx context.Context, group, member int64) (err error) {
	defer fault.Wrap(&err, "join group %d", group)
	joined, err := s.db.Exec(ctx, `
		INSERT INTO memberships (group_id, member_id, role, joined_at)
		SELECT id, $2, 'member', $3 FROM groups WHERE id = $1 AND state IN ('listed', 'paused')
		ON CONFLICT (group_id, member_id) DO UPDATE SET role = memberships.role`, group, member, s.now())
	if err == nil && joined == 0 {
		return fault.New(fault.Conflict, "This group has ended or was taken down, so it cannot be joined any more.")
	}
	return err
}

// Leave ends a membership; leaving twice is no failure. fault.Conflict for the
// last organizer.
func (s *Store) Leave(ctx context.Context, group, member int64) (err error) {
	defer fault.Wrap(&err, "leave group %d", group)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if _, err := in.Lock(ctx, group); err != nil {
			return err
		}
		if err := in.mayStepDown(ctx, group, member); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM memberships WHERE group_id = $1 AND member_id = $2`, group, member)
		return err
	})
}

// StepDown makes an organizer a member like others. fault.Conflict for the last
// organizer.
func (s *Store) StepDown(ctx context.Context, group, organizer int64) (err error) {
	defer fault.Wrap(&err, "step down from group %d", group)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if _, err := in.organized(ctx, organizer, group); err != nil {
			return err
		}
		if err := in.mayStepDown(ctx, group, organizer); err != nil {
			return err
		}
		return in.setRole(ctx, group, organizer, Member)
	})
}

// mayStepDown holds the rule that a claimed group keeps an organizer. The group's
// row is locked, so two who leave at once cannot both be the last but one.
func (s *Store) mayStepDown(ctx context.Context, group, member int64) error {
	var last bool
	err := s.db.Get(ctx, &last, `
		SELECT coalesce(bool_and(member_id = $2), false)
		FROM memberships WHERE group_id = $1 AND role = 'organizer'`, group, member)
	if err == nil && last {
		return fault.New(fault.Conflict, "You are the only organizer. Please hand the group over to somebody first, or delete it.")
	}
	return err
}

// SoleOrganizer names the groups that only this member organizes: they stand in
// the way of deleting the account. It holds all groups that the member organizes
// until the caller's transaction ends, so that two organizers who go at once
// cannot each count on the other.
func (s *Store) SoleOrganizer(ctx context.Context, member int64) (names []string, err error) {
	defer fault.Wrap(&err, "groups that only member %d organizes", member)
	var held []int64
	err = s.db.Select(ctx, &held, `
		SELECT g.id FROM groups g JOIN memberships m ON m.group_id = g.id AND m.role = 'organizer'
		WHERE m.member_id = $1 ORDER BY g.id FOR NO KEY UPDATE OF g`, member)
	if err != nil {
		return nil, err
	}
	err = s.db.Select(ctx, &names, `
		SELECT g.name FROM groups g JOIN memberships m ON m.group_id = g.id AND m.role = 'organizer'
		WHERE g.state <> 'removed'
		GROUP BY g.id HAVING bool_and(m.member_id = $1) ORDER BY g.name`, member)
	return names, err
}

// People are the members of a group, organizers first, then by name.
func (s *Store) People(ctx context.Context, group int64) (people []Person, err error) {
	defer fault.Wrap(&err, "people of group %d", group)
	err = s.db.Select(ctx, &people, `
		SELECT m.member_id, p.name, m.role, m.joined_at
		FROM memberships m JOIN members p ON p.id = m.member_id
		WHERE m.group_id = $1
		ORDER BY m.role DESC, lower(p.name), m.joined_at`, group)
	return people, err
}

// Organizers are the names of those who answer for a group, the
// longest there first; whoever gave no name is left out.
func (s *Store) Organizers(ctx context.Context, group int64) (names []string, err error) {
	defer fault.Wrap(&err, "organizers of group %d", group)
	err = s.db.Select(ctx, &names, `
		SELECT p.name FROM memberships m JOIN members p ON p.id = m.member_id
		WHERE m.group_id = $1 AND m.role = 'organizer' AND p.name <> '' ORDER BY m.joined_at, p.id`, group)
	return names, err
}

// Of lists the groups that a member belongs to, by name; removed ones left out.
func (s *Store) Of(ctx context.Context, member int64) (joined []Joined, err error) {
	defer fault.Wrap(&err, "groups of member %d", member)
	err = s.db.Select(ctx, &joined, `
		SELECT `+columns+`, m.role, m.muted
		FROM memberships m JOIN groups g ON g.id = m.group_id
		WHERE m.member_id = $1 AND g.state <> 'removed' ORDER BY g.name, g.id`, member)
	return joined, err
}

// Muted tells whether a member wants no mails about a group they belong to.
func (s *Store) Muted(ctx context.Context, group, member int64) (muted bool, err error) {
	defer fault.Wrap(&err, "whether member %d muted group %d", member, group)
	err = s.db.Get(ctx, &muted, `
		SELECT EXISTS (SELECT FROM memberships WHERE group_id = $1 AND member_id = $2 AND muted)`, group, member)
	return muted, err
}

// Mute says about which groups a member wants no mails: those of slugs; about the
// member's other groups they come.
func (s *Store) Mute(ctx context.Context, member int64, slugs []string) (err error) {
	defer fault.Wrap(&err, "mute groups of member %d", member)
	_, err = s.db.Exec(ctx, `
		UPDATE memberships m SET muted = g.slug = ANY (coalesce($2::text[], '{}'))
		FROM groups g WHERE g.id = m.group_id AND m.member_id = $1
			AND m.muted <> (g.slug = ANY (coalesce($2::text[], '{}')))`, member, postgres.Array(slugs))
	return err
}

// organized locks a group for one of its organizers. fault.Forbidden for
// everybody else.
func (s *Store) organized(ctx context.Context, by, id int64) (Group, error) {
	group, err := s.Lock(ctx, id)
	if err != nil {
		return Group{}, err
	}
	if group.State == Removed {
		return Group{}, fault.New(fault.NotFound, "This group was deleted.")
	}
	return group, s.mustOrganize(ctx, by, id)
}

func (s *Store) mustOrganize(ctx context.Context, by, group int64) error {
	role, err := s.Role(ctx, group, by)
	if err == nil && role != Organizer {
		return fault.New(fault.Forbidden, "Only the organizers of this group can do that.")
	}
	return err
}

func (s *Store) setRole(ctx context.Context, group, member int64, role Role) error {
	_, err := s.db.Exec(ctx, `
		INSERT INTO memberships (group_id, member_id, role, joined_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (group_id, member_id) DO UPDATE SET role = excluded.role`, group, member, string(role), s.now())
	return err
}
