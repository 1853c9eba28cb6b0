package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/words"
)

// calendarPage is where a group is made to follow a calendar that its organizers
// keep elsewhere.
type calendarPage struct {
	organizing
	Follow         *calendar.Follow // nil: it follows none
	Read           string           // when it was last read, in words; empty: never
	Next           string           // when it is read again
	Form           *Form
	calendar.Found        // what is at the address; empty: nothing was asked for
	Suggested      string // the calendar that the listing was imported from; may be empty
}

func (*calendarPage) view() string { return "edit-calendar" }

// Chosen tells which of the choices is ticked.
func (p *calendarPage) Chosen(i int, c calendar.Choice) bool {
	if typed := p.Form.Value("series"); typed != "" || p.Form.Has("series", "") {
		return typed == c.Series
	}
	return i == 0
}

func (s *Server) showCalendar(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	page, err := s.calendarPage(c.UserContext(), group, filled(nil))
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) calendarPage(ctx context.Context, group groups.Group, form *Form) (*calendarPage, error) {
	page := &calendarPage{organizing: organizingOf(group, "calendar", "Calendar"), Form: form}
	follow, follows, err := s.Calendars.Of(ctx, group.ID)
	if err != nil {
		return nil, err
	}
	if follows {
		page.Follow = &follow
		page.Next = s.nearly(group, follow.NextAt)
		if follow.ReadAt != nil {
			page.Read = s.nearly(group, *follow.ReadAt)
		}
		return page, nil
	}
	origin, imported, err := calendar.Listing(ctx, s.DB, group.ID)
	if imported && calendar.IsWeb(origin.Source) {
		page.Suggested = origin.Source
	}
	return page, err
}

// nearly says a moment of these days: "today, 14:05", "Monday 2 January, 14:05".
func (s *Server) nearly(group groups.Group, at time.Time) string {
	at = at.In(group.Location())
	if daysBetween(s.Now().In(group.Location()), at) == 0 {
		return "today, " + clock(at)
	}
	return words.English.Moment(at)
}

// lookAtCalendar reads what is at an address and shows what can be followed there.
func (s *Server) lookAtCalendar(c *fiber.Ctx) error {
	return s.aboutCalendar(c, func(ctx context.Context, group groups.Group, address string, page *calendarPage) (done bool, err error) {
		page.Found, err = s.Calendars.Look(ctx, group, address)
		return false, err
	})
}

// followCalendar lets the group follow what was chosen.
func (s *Server) followCalendar(c *fiber.Ctx) error {
	return s.aboutCalendar(c, func(ctx context.Context, group groups.Group, address string, page *calendarPage) (done bool, err error) {
		err = s.Calendars.Start(ctx, group, address, page.Form.Line("series", 1000))
		return err == nil, err
	})
}

// aboutCalendar does something with the address that was typed. What is wrong with
// the calendar stands beside the address.
func (s *Server) aboutCalendar(c *fiber.Ctx, do func(ctx context.Context, group groups.Group, address string, page *calendarPage) (done bool, err error)) error {
	defer patiently(c)()
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	page, err := s.calendarPage(c.UserContext(), group, form)
	if err != nil {
		return err
	}
	address, err := calendar.Address(form.Needed("address", 2000, "Please paste the address of the calendar."))
	done := false
	if form.Error("address") == "" && err == nil {
		done, err = do(c.UserContext(), group, address, page)
	}
	if done {
		return s.done(c, page.URL()+"/dates", "The group follows its calendar now: what changes there changes here.")
	}
	if e, known := fault.As(err); known && form.Error("address") == "" {
		form.Wrong("address", "%s", e.Text)
	} else if err != nil && !known {
		return err
	}
	if err := form.Err(); err != nil {
		return s.refuse(c, err, form, page)
	}
	return s.render(c, page)
}

// readCalendar reads the calendar now, and not in an hour.
func (s *Server) readCalendar(c *fiber.Ctx) error {
	defer patiently(c)()
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	problem, err := s.Calendars.Now(c.UserContext(), group.ID)
	if err != nil {
		return err
	}
	said := "The calendar was read: the dates are as it has them."
	if problem {
		said = "" // the page says what is wrong
	}
	return s.done(c, "/edit/"+group.Slug+"/calendar", said)
}

func (s *Server) stopFollowing(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	if err := s.Calendars.Stop(c.UserContext(), group.ID); err != nil {
		return err
	}
	return s.done(c, "/edit/"+group.Slug+"/when", "The group does not follow its calendar any more. The dates stay, and are yours to change.")
}

// patience is how long a request may take that waits for another site.
const patience = 25 * time.Second

// patiently lets a request take longer than others; call what it gives in the end.
func patiently(c *fiber.Ctx) (end func()) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), patience)
	c.SetUserContext(ctx)
	return cancel
}

// ownDates refuses to change what a calendar elsewhere says.
func (s *Server) ownDates(ctx context.Context, group groups.Group) error {
	follow, follows, err := s.Calendars.Of(ctx, group.ID)
	if follows {
		return fault.New(fault.Conflict, "This group follows its calendar at %s. Please change the dates there, or stop following it first.", follow.Shown())
	}
	return err
}
