package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// signInPage asks for an address.
type signInPage struct {
	Base
	Form  *Form
	Asked *errand // what was pressed and waits for it; nil: nothing
	Why   string  // an address is needed, where something else waits
}

func (*signInPage) view() string { return "sign-in" }

// signInForm is that page, for what the form goes on to.
func (s *Server) signInForm(c *fiber.Ctx, form *Form) (*signInPage, error) {
	p, err := s.pressAt(c.UserContext(), form.Value("onward"))
	page := &signInPage{Base: Base{Title: "Sign in"}, Form: form, Asked: s.errand(p)}
	if p != nil {
		page.Title = "One step more"
	}
	switch path, _, _ := strings.Cut(form.Value("onward"), "?"); {
	case path == "/list":
		page.Why = "To list a group, sign in first: so we know who may change it later."
	case strings.HasSuffix(path, "/claim"):
		page.Why = "To take a group over, sign in first: so we know whom to answer."
	}
	return page, err
}

func (s *Server) showSignIn(c *fiber.Ctx) error {
	page, err := s.signInForm(c, readQuery(c))
	if err != nil {
		return err
	}
	return s.render(c, page)
}

// requestLink mails a link. The answer is the same whether or not the address is
// known.
func (s *Server) requestLink(c *fiber.Ctx) error {
	form := readForm(c)
	onward := members.LocalPath(form.Value("onward"))
	email, err := form.Mail("email")
	if err == nil {
		err = s.mailLink(c, email, onward)
	}
	if err != nil {
		page, failed := s.signInForm(c, form)
		if failed != nil {
			return failed
		}
		return s.refuse(c, err, form, page)
	}
	sent := sentPath
	if onward != "" {
		sent += "?onward=" + url.QueryEscape(onward)
	}
	return s.done(c, sent, "We sent a link to "+email+".")
}

func (s *Server) mailLink(c *fiber.Ctx, email, onward string) error {
	ctx, language := c.UserContext(), languageOf(c)
	p, err := s.pressAt(ctx, onward)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.mayMail(c, tx); err != nil {
			return err
		}
		link, err := s.Members.RequestLink(ctx, tx, email, onward)
		if err != nil {
			return err
		}
		return reminders.Post(ctx, tx, s.Now(), reminders.Mail{
			Kind: "sign-in", Email: email, Language: language.Tag(), About: p.letter(link, language),
		})
	})
}

const sentPath = "/sign-in/sent"

// linkSentPage tells to look for the mail.
type linkSentPage struct {
	Base
	Asked *errand // what waits for it; nil: nothing
	Again string  // where to ask for another one
}

func (*linkSentPage) view() string { return "link-sent" }

func (s *Server) showLinkSent(c *fiber.Ctx) error {
	page := &linkSentPage{Base: Base{Title: "Look in your mail"}, Again: "/sign-in"}
	if onward := c.Query("onward"); onward != "" {
		p, err := s.pressAt(c.UserContext(), onward)
		if err != nil {
			return err
		}
		page.Again, page.Asked = signInPath(onward), s.errand(p)
	}
	return s.render(c, page)
}

// linkPage is where the link of the mail leads: one button, since programs that
// look through mail open links too.
type linkPage struct {
	Base
	Form     *Form
	Email    string
	Asked    *errand // what the button does besides; nil: nothing
	Nameless bool    // others will want to know what to call who comes
}

func (*linkPage) view() string { return "link" }

// mailedLink finds the link in the address. Of one that does not work any more it may
// still tell what it was for.
func (s *Server) mailedLink(c *fiber.Ctx) (id int64, link members.SignInLink, err error) {
	if id, err = s.Signer.Verify("sign-in", c.Params("token")); err == nil {
		link, err = s.Members.LinkStands(c.UserContext(), id)
	}
	return id, link, err
}

func (s *Server) showLink(c *fiber.Ctx) error {
	_, link, err := s.mailedLink(c)
	if err != nil {
		return s.staleLink(c, link.Onward, err)
	}
	page, err := s.linkPage(c, link)
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) linkPage(c *fiber.Ctx, link members.SignInLink) (*linkPage, error) {
	p, err := s.pressAt(c.UserContext(), link.Onward)
	if err != nil {
		return nil, err
	}
	page := &linkPage{Base: Base{Title: "Sign in"}, Email: link.Email, Asked: s.errand(p)}
	m, err := s.Members.ByEmail(c.UserContext(), link.Email)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	page.Nameless = p != nil && page.Asked.Place && m.Name == ""
	return page, err
}

// useLink signs in, and does what was pressed before. The link, the end of the session
// before and the new session are one transaction: a failure leaves the link as good
// as it was.
func (s *Server) useLink(c *fiber.Ctx) error {
	id, link, err := s.mailedLink(c)
	if err != nil {
		return s.staleLink(c, link.Onward, err)
	}
	form := readForm(c)
	name := form.Line("name", members.LongestName)
	if err := form.Err(); err != nil {
		page, failed := s.linkPage(c, link)
		if failed != nil {
			return failed
		}
		page.Form = form
		return s.refuse(c, err, form, page)
	}
	var m members.Member
	var secret string
	err = s.DB.InTx(c.UserContext(), func(tx postgres.Conn) (err error) {
		in := s.Members.In(tx)
		if m, _, err = in.UseLink(c.UserContext(), id, languageOf(c)); err != nil {
			return err
		}
		if err = in.End(c.UserContext(), sessionOf(c)); err != nil {
			return err
		}
		secret, err = in.Start(c.UserContext(), m.ID)
		return err
	})
	if err != nil {
		return s.staleLink(c, link.Onward, err)
	}
	s.setSession(c, secret)
	return s.goOn(c, &m, link.Onward, name)
}

// goOn leads whoever has just signed in to the page that was asked for, or does what
// was pressed there. What cannot be done any more is said on that page.
func (s *Server) goOn(c *fiber.Ctx, who *members.Member, onward, name string) error {
	p, err := s.pressAt(c.UserContext(), onward)
	switch {
	case err != nil:
		return err
	case p != nil:
		p.name = name
		said, err := s.take(c.UserContext(), *p, who)
		if e, ok := fault.As(err); ok {
			said, err = e.Text, nil
		}
		if err != nil {
			return err
		}
		return s.done(c, p.back, "You are signed in. "+said)
	case onward == "":
		onward = "/"
	}
	return s.done(c, onward, "You are signed in.")
}

// staleLink offers a new link to who comes with one that does not work any more.
func (s *Server) staleLink(c *fiber.Ctx, onward string, err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	form := filled(map[string]string{"onward": onward})
	form.take(err)
	page, err := s.signInForm(c, form)
	if err != nil {
		return err
	}
	return s.render(c.Status(fiber.StatusNotFound), page)
}

func (s *Server) signOut(c *fiber.Ctx) error {
	if err := s.Members.End(c.UserContext(), sessionOf(c)); err != nil {
		return err
	}
	s.clearSession(c)
	return s.done(c, "/", "You are signed out.")
}

func (s *Server) signOutEverywhere(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	if err := s.Members.EndAll(c.UserContext(), m.ID); err != nil {
		return err
	}
	s.clearSession(c)
	return s.done(c, "/", "You are signed out on every device.")
}
