package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/postgres"
)

// WarnOfCalendar queues a mail to each organizer of a group whose calendar cannot
// be read any more, for a problem in one sentence.
func WarnOfCalendar(ctx context.Context, tx postgres.Conn, now time.Time, group int64, problem string) (err error) {
	defer fault.Wrap(&err, "warn the organizers of group %d", group)
	return postNews(ctx, tx, now, "calendar-lost", "organizer", About{Group: group, Problem: problem})
}

func (s *Service) calendarLost(ctx context.Context, on subject) (mail.Letter, error) {
	var group struct {
		Name string `db:"name"`
		Slug string `db:"slug"`
	}
	err := s.db.Get(ctx, &group, `SELECT name, slug FROM groups WHERE id = $1 AND state <> 'removed'`, on.Group)
	return mail.CalendarLost{
		Group: group.Name, Problem: on.Problem, Link: s.base + "/edit/" + group.Slug + "/calendar", Mails: s.mails(on.claimed),
	}, err
}
