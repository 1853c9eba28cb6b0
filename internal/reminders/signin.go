package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
)

// signIn brings the link; it names what was pressed before, which waits for it.
func (s *Service) signIn(ctx context.Context, on subject) (mail.Letter, error) {
	left, err := s.mailedLink(ctx, on.Link)
	if err != nil {
		return nil, err
	}
	letter := mail.SignIn{
		Link:    s.link("sign-in", "sign-in", on.Link),
		Minutes: int(left.Round(time.Minute) / time.Minute),
	}
	if on.Does == "" {
		return letter, nil
	}
	var about struct {
		Group  string     `db:"name"`
		Zone   string     `db:"zone"`
		Starts *time.Time `db:"starts_at"`
		Ends   *time.Time `db:"ends_at"`
	}
	err = s.db.Get(ctx, &about, `
		SELECT g.name, g.zone, m.starts_at, m.ends_at
		FROM groups g LEFT JOIN meetings m ON m.id = $2 AND m.group_id = g.id WHERE g.id = $1`, on.Group, on.Meeting)
	if fault.KindOf(err) == fault.NotFound { // the link signs in all the same
		return letter, nil
	}
	if err != nil {
		return nil, err
	}
	zone, err := place.Zone(about.Zone)
	if err != nil {
		return nil, err
	}
	letter.Group, letter.Does, letter.Habit = about.Group, on.Does, on.Habit
	if about.Starts != nil {
		letter.When = mail.Span{From: about.Starts.In(zone), To: about.Ends.In(zone)}
	}
	return letter, nil
}
