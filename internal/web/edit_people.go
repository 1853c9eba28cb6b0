package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// peoplePage is who belongs to the group and who organizes it.
type peoplePage struct {
	organizing
	Organizers []groups.Person
	Members    []groups.Person
	Invited    []groups.Invitation
	Form       *Form // an invitation
	Me         int64
}

func (*peoplePage) view() string { return "edit-people" }

// Alone tells whether there is no other organizer.
func (p *peoplePage) Alone() bool { return len(p.Organizers) == 1 }

func (s *Server) showEditPeople(c *fiber.Ctx) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	page, err := s.editPeople(c, m.ID, group)
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) editPeople(c *fiber.Ctx, me int64, group groups.Group) (*peoplePage, error) {
	page := &peoplePage{organizing: organizingOf(group, "people", "People"), Me: me}
	people, err := s.Groups.People(c.UserContext(), group.ID)
	if err != nil {
		return nil, err
	}
	for _, person := range people {
		if person.Role == groups.Organizer {
			page.Organizers = append(page.Organizers, person)
		} else {
			page.Members = append(page.Members, person)
		}
	}
	page.Invited, err = s.Groups.Invitations(c.UserContext(), group.ID)
	return page, err
}

// invite asks somebody by mail to organize too, or to take over.
func (s *Server) invite(c *fiber.Ctx) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	email, err := form.Mail("email")
	if err == nil {
		err = s.mailInvitation(c, m.ID, group.ID, email, form.Bool("hand_over"))
	}
	if err != nil {
		page, broken := s.editPeople(c, m.ID, group)
		if broken != nil {
			return broken
		}
		page.Form = form
		return s.refuse(c, err, form, page)
	}
	return s.done(c, "/edit/"+group.Slug+"/people", "An invitation went to "+email+". It stands for two weeks.")
}

func (s *Server) mailInvitation(c *fiber.Ctx, by, group int64, email string, handOver bool) error {
	ctx := c.UserContext()
	return s.DB.InTx(ctx, func(tx postgres.Conn) error {
		id, err := s.Groups.In(tx).Invite(ctx, by, group, email, handOver)
		if err != nil {
			return err
		}
		return reminders.Post(ctx, tx, s.Now(), reminders.Mail{
			Kind: "invitation", Email: email, Language: languageOf(c).Tag(), About: reminders.About{Invitation: id},
		})
	})
}

func (s *Server) withdraw(c *fiber.Ctx) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	if err := s.Groups.Withdraw(c.UserContext(), m.ID, group.ID, readForm(c).ID("invitation")); err != nil {
		return err
	}
	return s.done(c, "/edit/"+group.Slug+"/people", "The invitation does not count any more.")
}

func (s *Server) stepDown(c *fiber.Ctx) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	if err := s.Groups.StepDown(c.UserContext(), group.ID, m.ID); err != nil {
		return err
	}
	return s.done(c, "/groups/"+group.Slug, "You are a member like others now. Thank you for having organized "+group.Name+".")
}
