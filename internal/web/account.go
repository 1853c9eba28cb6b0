package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// accountPage is what a member can see and change about the account.
type accountPage struct {
	Base
	Form     *Form   // name and language
	Address  *Form   // another address
	Calendar *follow // their own; nil: it has no address
	Mails    string  // path of the page about which mails come
	Refused  string  // what the mail server says if none are sent to the address any more
}

func (*accountPage) view() string { return "account" }

// Languages are those in which mails are written.
func (p *accountPage) Languages() []option { return languages(p.Form) }

func (s *Server) accountOf(c *fiber.Ctx, m *members.Member) (page *accountPage, err error) {
	page = &accountPage{
		Base: Base{Title: "Your account"}, Form: filled(map[string]string{"name": m.Name, "language": m.Language}),
		Mails: s.settingsPath(m.ID),
	}
	if page.Refused, err = s.Reminders.Refused(c.UserContext(), m.Email); err != nil {
		return nil, err
	}
	page.Calendar, err = s.ownCalendar(c, m.ID)
	return page, err
}

func (s *Server) showAccount(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	page, err := s.accountOf(c, m)
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) saveAccount(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	name, language := form.Line("name", members.LongestName), form.lineOr("language", 40, m.Language)
	if err = form.Err(); err == nil {
		err = s.describe(c, m.ID, name, language)
	}
	if err != nil {
		page, failed := s.accountOf(c, m)
		if failed != nil {
			return failed
		}
		page.Form = form
		return s.refuse(c, err, form, page)
	}
	return s.done(c, "/account", "Saved.")
}

// describe keeps what somebody says about themselves.
func (s *Server) describe(c *fiber.Ctx, id int64, name, language string) error {
	ctx := c.UserContext()
	return s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.Members.In(tx).SetName(ctx, id, name); err != nil {
			return err
		}
		return s.Members.In(tx).SetLanguage(ctx, id, language)
	})
}

// requestAddress begins a change of address; both addresses get a mail.
func (s *Server) requestAddress(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	email, err := form.Mail("email")
	if err == nil {
		err = s.mailChange(c, m, email)
	}
	if err != nil {
		page, failed := s.accountOf(c, m)
		if failed != nil {
			return failed
		}
		page.Address = form
		return s.refuse(c, err, form, page)
	}
	return s.done(c, "/account", "A mail went to your present address and one to "+email+". The address changes when you agree in both, within a day.")
}

func (s *Server) mailChange(c *fiber.Ctx, m *members.Member, email string) error {
	ctx := c.UserContext()
	return s.DB.InTx(ctx, func(tx postgres.Conn) error {
		change, err := s.Members.RequestChange(ctx, tx, m.ID, email)
		if err != nil {
			return err
		}
		for _, mail := range []reminders.Mail{
			{Kind: "old-address", Email: change.Old, About: addressLetter(change, change.OldLink)},
			{Kind: "new-address", Email: change.New, Language: m.Language, About: addressLetter(change, change.NewLink)},
		} {
			if err := reminders.Post(ctx, tx, s.Now(), mail); err != nil {
				return err
			}
		}
		return nil
	})
}

func addressLetter(change members.Change, link int64) map[string]any {
	return map[string]any{"link": link, "old": change.Old, "new": change.New}
}

// deletePage asks before an account is deleted. Groups that nobody else
// organizes stand in the way: they would be left without anybody to ask.
type deletePage struct {
	Base
	Alone []string // names of those groups
}

func (*deletePage) view() string { return "account-delete" }

func (s *Server) showDelete(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	alone, err := s.Groups.SoleOrganizer(c.UserContext(), m.ID)
	if err != nil {
		return err
	}
	return s.render(c, &deletePage{Base{Title: "Delete your account"}, alone})
}

func (s *Server) deleteAccount(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		alone, err := s.Groups.In(tx).SoleOrganizer(ctx, m.ID)
		if err != nil {
			return err
		}
		if len(alone) > 0 {
			return fault.New(fault.Conflict, "Nobody else organizes %s. Please hand over or delete that first.", list(alone))
		}
		if err := s.Groups.In(tx).Forget(ctx, m.Email); err != nil {
			return err
		}
		if err := reminders.Forget(ctx, tx, m.Email); err != nil {
			return err
		}
		return s.Members.Delete(ctx, tx, m.ID)
	})
	if err != nil {
		return err
	}
	s.clearSession(c)
	return s.done(c, "/", "Your account is deleted, with everything that hung on it.")
}
