package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/postgres"
)

// PostTakeDown queues a mail to each organizer of a group that a host took down.
func PostTakeDown(ctx context.Context, tx postgres.Conn, now time.Time, group int64) (err error) {
	defer fault.Wrap(&err, "tell the organizers of group %d that it was taken down", group)
	var organizers []int64
	err = tx.Select(ctx, &organizers, `
		SELECT member_id FROM memberships WHERE group_id = $1 AND role = 'organizer' ORDER BY member_id`, group)
	if err != nil {
		return err
	}
	for _, member := range organizers {
		if err := Post(ctx, tx, now, Mail{Kind: "taken-down", Member: member, About: About{Group: group}}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) takenDown(ctx context.Context, on subject) (mail.Letter, error) {
	letter := mail.TakenDown{Link: s.base + "/contact", Mails: s.mails(on.claimed)}
	err := s.db.Get(ctx, &letter.Group, `SELECT name FROM groups WHERE id = $1 AND state = 'removed'`, on.Group)
	return letter, err
}

// reportAnswer goes to whoever said that a listing is wrong and left an address.
func (s *Service) reportAnswer(ctx context.Context, on subject) (mail.Letter, error) {
	var r struct {
		Group     string `db:"group_name"`
		Slug      string `db:"slug"`
		TakenDown bool   `db:"taken_down"`
	}
	err := s.db.Get(ctx, &r, `
		SELECT g.name AS group_name, g.slug, r.outcome = 'taken_down' AS taken_down
		FROM reports r JOIN groups g ON g.id = r.group_id
		WHERE r.id = $1 AND r.resolved_at IS NOT NULL`, on.Report)
	letter := mail.ReportAnswer{Group: r.Group, TakenDown: r.TakenDown, Link: s.base + "/groups/" + r.Slug}
	if r.TakenDown {
		letter.Link = s.base + "/find"
	}
	return letter, err
}
