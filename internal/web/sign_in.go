package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// signInPage asks for an address.
type signInPage struct {
	Base
	Form *Form
}

func (*signInPage) view() string { return "sign-in" }

func signInForm(form *Form) *signInPage {
	return &signInPage{Base: Base{Title: "Sign in"}, Form: form}
}

func (s *Server) showSignIn(c *fiber.Ctx) error {
	return s.render(c, signInForm(readQuery(c)))
}

// requestLink mails a link. The answer is the same whether or not the address is
// known.
func (s *Server) requestLink(c *fiber.Ctx) error {
	form := readForm(c)
	email, err := form.Mail("email")
	if err == nil {
		err = s.mailLink(c, email, form.Value("onward"))
	}
	if err != nil {
		return s.refuse(c, err, form, signInForm(form))
	}
	return s.done(c, "/sign-in/sent", "We sent a link to "+email+".")
}

func (s *Server) mailLink(c *fiber.Ctx, email, onward string) error {
	ctx := c.UserContext()
	return s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.mayMail(c, tx); err != nil {
			return err
		}
		link, err := s.Members.RequestLink(ctx, tx, email, onward)
		if err != nil {
			return err
		}
		return reminders.Post(ctx, tx, s.Now(), reminders.Mail{
			Kind: "sign-in", Email: email, Language: languageOf(c).Tag(), About: map[string]any{"link": link},
		})
	})
}

// linkSentPage tells to look for the mail.
type linkSentPage struct{ Base }

func (*linkSentPage) view() string { return "link-sent" }

func (s *Server) showLinkSent(c *fiber.Ctx) error {
	return s.render(c, &linkSentPage{Base{Title: "Look in your mail"}})
}

// linkPage is where the link of the mail leads: one button, since programs that
// look through mail open links too.
type linkPage struct {
	Base
	Email string
}

func (*linkPage) view() string { return "link" }

func (s *Server) showLink(c *fiber.Ctx) error {
	link, err := s.Signer.Verify("sign-in", c.Params("token"))
	if err != nil {
		return s.staleLink(c, err)
	}
	email, err := s.Members.LinkStands(c.UserContext(), link)
	if err != nil {
		return s.staleLink(c, err)
	}
	return s.render(c, &linkPage{Base{Title: "Sign in"}, email})
}

// useLink signs in. The link, the end of the session before and the new session
// are one transaction: a failure leaves the link as good as it was.
func (s *Server) useLink(c *fiber.Ctx) error {
	link, err := s.Signer.Verify("sign-in", c.Params("token"))
	if err != nil {
		return s.staleLink(c, err)
	}
	var secret, onward string
	err = s.DB.InTx(c.UserContext(), func(tx postgres.Conn) (err error) {
		var m members.Member
		in := s.Members.In(tx)
		if m, onward, err = in.UseLink(c.UserContext(), link, languageOf(c)); err != nil {
			return err
		}
		if err = in.End(c.UserContext(), sessionOf(c)); err != nil {
			return err
		}
		secret, err = in.Start(c.UserContext(), m.ID)
		return err
	})
	if err != nil {
		return s.staleLink(c, err)
	}
	s.setSession(c, secret)
	if onward == "" {
		onward = "/"
	}
	return s.done(c, onward, "You are signed in.")
}

// staleLink offers a new link to who comes with one that does not work any more.
func (s *Server) staleLink(c *fiber.Ctx, err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	form := filled(nil)
	form.take(err)
	return s.render(c.Status(fiber.StatusNotFound), signInForm(form))
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
