package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// Answer is what the answering link of a reminder leads to: a member's place at
// a meeting.
type Answer struct {
	MeetingID int64     `db:"meeting_id"`
	MemberID  int64     `db:"member_id"`
	Group     string    `db:"group_name"`
	Slug      string    `db:"slug"`
	Key       string    `db:"key"`  // of the meeting, as in addresses
	Zone      string    `db:"zone"` // IANA name, of the group
	Starts    time.Time `db:"starts_at"`
}

// ResolveAnswer finds what a reminder, or another mail about a place, asks about, by
// the mail's id: that of a token for the purpose "answer". fault.NotFound if the meeting is long over or
// was deleted.
func (s *Service) ResolveAnswer(ctx context.Context, mailID int64) (a Answer, err error) {
	defer fault.Wrap(&err, "find the meeting of mail %d", mailID)
	err = s.db.Get(ctx, &a, `
		SELECT m.id AS meeting_id, q.member_id, g.name AS group_name, g.slug, m.key, g.zone, m.starts_at
		FROM mails q JOIN meetings m ON m.id = coalesce(q.meeting_id, (q.about ->> 'meeting')::bigint) JOIN groups g ON g.id = m.group_id
		WHERE q.id = $1 AND q.member_id IS NOT NULL AND g.state <> 'removed'`, mailID)
	if fault.KindOf(err) == fault.NotFound {
		return a, fault.Because(err, fault.NotFound, "This meeting is over or was deleted, so there is nothing to answer any more.")
	}
	return a, err
}
