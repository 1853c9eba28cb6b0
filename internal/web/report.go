package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// reportPage is where anybody, with an account or without, says that a listing
// is wrong.
type reportPage struct {
	Base
	Form  *Form
	Group groups.Group
}

func (*reportPage) view() string { return "report" }

func reportOf(group groups.Group, form *Form) *reportPage {
	return &reportPage{Base{Title: "What is wrong with " + group.Name + "?"}, form, group}
}

func (s *Server) showReport(c *fiber.Ctx) error {
	group, err := s.group(c)
	if err != nil {
		return err
	}
	return s.render(c, reportOf(group, nil))
}

func (s *Server) report(c *fiber.Ctx) error {
	group, err := s.group(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	words, contact := form.Prose("words", 1000), form.Line("contact", 200)
	if email, err := members.Address(contact); err == nil {
		contact = email // as accounts keep it, so that it is found when one is deleted
	}
	if err = form.Err(); err == nil {
		err = s.keepReport(c, group.ID, words, contact)
	}
	if err != nil {
		return s.refuse(c, err, form, reportOf(group, form))
	}
	return s.done(c, groupPath(group.Slug), "Thank you. Those who run this site have been told, and decide.")
}

func (s *Server) keepReport(c *fiber.Ctx, group int64, words, contact string) error {
	return s.DB.InTx(c.UserContext(), func(tx postgres.Conn) error {
		if err := s.mayMail(c, tx); err != nil {
			return err
		}
		language := languageOf(c).Tag()
		if _, err := s.Groups.In(tx).Report(c.UserContext(), group, words, contact, language); err != nil {
			return err
		}
		hosts, err := s.Members.In(tx).Hosts(c.UserContext())
		if err != nil {
			return err
		}
		return reminders.PostReports(c.UserContext(), tx, s.Now(), hosts, language)
	})
}
