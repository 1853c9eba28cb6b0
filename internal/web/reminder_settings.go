package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/members"
)

// remindersPage is where "fewer reminders, or none" of a mail leads. Whoever has
// the mail may settle it, so nobody has to sign in.
type remindersPage struct {
	Base
	Form *Form
}

func (*remindersPage) view() string { return "reminders" }

// reminded finds whose reminders the link in the address is about.
func (s *Server) reminded(c *fiber.Ctx) (m members.Member, err error) {
	id, err := s.Signer.Verify("settings", c.Params("token"))
	if err != nil {
		return m, err
	}
	return s.Members.ByID(c.UserContext(), id)
}

func (s *Server) showReminders(c *fiber.Ctx) error {
	m, err := s.reminded(c)
	if err != nil {
		return err
	}
	return s.render(c, &remindersPage{Base{Title: "Your reminders"}, accountForm(&m)})
}

func (s *Server) saveReminders(c *fiber.Ctx) error {
	m, err := s.reminded(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	dayBefore, hoursBefore := form.Bool("day_before"), form.Bool("hours_before")
	if form.Bool("none") {
		dayBefore, hoursBefore = false, false
	}
	if err := s.Members.SetReminders(c.UserContext(), m.ID, dayBefore, hoursBefore); err != nil {
		return err
	}
	return s.done(c, c.Path(), settledWords(dayBefore, hoursBefore))
}

func settledWords(dayBefore, hoursBefore bool) string {
	switch {
	case dayBefore && hoursBefore:
		return "Saved. Reminders come at 18:00 the day before, and two hours before."
	case dayBefore:
		return "Saved. Reminders come at 18:00 the day before."
	case hoursBefore:
		return "Saved. Reminders come two hours before."
	default:
		return "Saved. No more reminders come."
	}
}
