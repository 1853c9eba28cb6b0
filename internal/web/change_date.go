package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// deed is what an organizer does to one date.
type deed func(ctx context.Context, in *meetings.Store) (meetings.Changed, error)

func (s *Server) callOff(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	reason := on.form.Line("reason", 300)
	done := on.day(on.meeting.Starts) + " is called off."
	return s.change(c, on, "off", done, func(ctx context.Context, in *meetings.Store) (meetings.Changed, error) {
		return in.CallOff(ctx, on.by, on.group, on.meeting.ID, reason)
	})
}

func (s *Server) putOn(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	if on.meeting.ByTimetable {
		if err := s.ownDates(c.UserContext(), on.group); err != nil {
			return s.refuseDate(c, on, "off", err)
		}
	}
	done := on.day(on.meeting.Original.Instant(on.group.Location())) + " is on, as usual."
	return s.change(c, on, "off", done, func(ctx context.Context, in *meetings.Store) (meetings.Changed, error) {
		return in.PutOn(ctx, on.by, on.group, on.meeting.ID)
	})
}

func (s *Server) moveDate(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	if err := s.ownDates(c.UserContext(), on.group); err != nil {
		return s.refuseDate(c, on, "move", err)
	}
	to := on.form.newTime(on.group)
	venue, reason := on.form.Line("venue", 200), on.form.Line("reason", 300)
	if to.Equal(on.meeting.Starts) && venue == on.meeting.Venue {
		on.form.Wrong("date", "Please give another date, another time or another place.")
	}
	done := on.day(on.meeting.Starts) + " is moved: " + on.day(to) + ", " + clock(to) + "."
	return s.change(c, on, "move", done, func(ctx context.Context, in *meetings.Store) (meetings.Changed, error) {
		return in.Move(ctx, on.by, on.group, on.meeting.ID, to, venue, reason)
	})
}

// noteDate says something about a date. Nobody gets a mail.
func (s *Server) noteDate(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	note := on.form.Line("note", 300)
	if err = on.form.Err(); err == nil {
		err = s.Meetings.Note(c.UserContext(), on.by, on.group, on.meeting.ID, note)
	}
	if err != nil {
		return s.refuseDate(c, on, "note", err)
	}
	return s.done(c, "/edit/"+on.group.Slug+"/dates", "Noted for "+on.day(on.meeting.Starts)+". The pages show it; nobody gets a mail.")
}

// newTime reads to when a date is moved, as a moment in the zone of the group.
func (f *Form) newTime(group groups.Group) time.Time {
	day, hasDay := f.Date("date")
	at, hasTime := f.Clock("starts")
	if !hasDay {
		f.Wrong("date", "Please say to which date, like 2027-01-31.")
	}
	if !hasTime {
		f.Wrong("starts", "Please say when it starts, like 18:30.")
	}
	year, month, date := day.Date()
	return schedule.NewWall(year, month, date, at.Hour(), at.Minute()).Instant(group.Location())
}

func (s *Server) holdDate(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	var came *int
	if n, counted := on.form.Int("came", 0, 100_000); counted {
		came = &n
	}
	done := "Thank you. " + on.day(on.meeting.Starts) + " counts for the pulse now."
	return s.change(c, on, "held", done, func(ctx context.Context, in *meetings.Store) (meetings.Changed, error) {
		return in.Hold(ctx, on.by, on.group, on.meeting.ID, came)
	})
}

// change does something to one date, tells those who come, and goes back to the
// dates. What cannot be done is said on the page of that date, beside the form
// of that name.
func (s *Server) change(c *fiber.Ctx, on onDate, form, done string, do deed) error {
	told, err := 0, on.form.Err()
	if err == nil {
		told, err = s.changeAndTell(c, do)
	}
	if err != nil {
		return s.refuseDate(c, on, form, err)
	}
	if !on.meeting.Started(s.Now()) {
		done += toldWords(told)
	}
	return s.done(c, "/edit/"+on.group.Slug+"/dates", done)
}

// refuseDate shows the page of a date again with what could not be done, beside
// the form of that name.
func (s *Server) refuseDate(c *fiber.Ctx, on onDate, form string, err error) error {
	if !mendable(err) {
		return err
	}
	page, broken := s.editMeeting(c, on)
	if broken != nil {
		return broken
	}
	page.put(form, on.form)
	return s.refuse(c, err, on.form, page)
}

func (s *Server) changeAndTell(c *fiber.Ctx, do deed) (told int, err error) {
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		changed, err := do(ctx, s.Meetings.In(tx))
		if err != nil {
			return err
		}
		told, err = s.tell(ctx, tx, changed)
		return err
	})
	return told, err
}

// put shows a form again in the place of the one of that name.
func (p *editMeetingPage) put(name string, form *Form) {
	switch name {
	case "move":
		p.Move = form
	case "held":
		p.Held = form
	case "note":
		p.Note = form
	case "words":
		p.Words = form
	default:
		p.Off = form
	}
}
