package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/members"
	"regulars/internal/postgres"
)

// confirmPage is where the mail leads that asks an address: one button, since
// programs that look through mail open links too.
type confirmPage struct {
	Base
	Email string
	Wish  bool
	What  string // "Quilting near Bath, England"
}

func (*confirmPage) view() string { return "confirm" }

func (s *Server) showConfirm(c *fiber.Ctx) error {
	_, asked, err := s.asked(c)
	if err != nil {
		return err
	}
	found, err := s.readAsked(c, asked.Search)
	if err != nil {
		return err
	}
	page := &confirmPage{Base{Title: "Shall we tell you?"}, asked.Email, asked.Purpose == members.MakeWish, s.searchWords(found.Query)}
	if page.Wish {
		page.Title, page.What = "Be one of the first", found.Interest.Name+" near "+found.Area.String()
	}
	return s.render(c, page)
}

// asked finds what the link in the address confirms.
func (s *Server) asked(c *fiber.Ctx) (link int64, asked members.Confirm, err error) {
	link, err = s.Signer.Verify("confirm", c.Params("token"))
	if err != nil {
		return 0, asked, err
	}
	asked, err = s.Members.ConfirmStands(c.UserContext(), link)
	return link, asked, err
}

// confirm does what was asked for. It needs no session and begins none; what cannot
// be done leaves the link as good as it was.
func (s *Server) confirm(c *fiber.Ctx) error {
	link, asked, err := s.asked(c)
	if err != nil {
		return err
	}
	found, err := s.readAsked(c, asked.Search)
	if err != nil {
		return err
	}
	err = s.DB.InTx(c.UserContext(), func(tx postgres.Conn) error {
		m, err := s.Members.In(tx).UseConfirm(c.UserContext(), link, languageOf(c))
		if err != nil {
			return err
		}
		return s.keepAsked(c, s.Wishes.In(tx), asked.Purpose, m.ID, found)
	})
	if err != nil {
		return err
	}
	return s.done(c, "/find?"+found.Stored(), wishSaid[asked.Purpose])
}
