package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/members"
)

// addressPage is where the two links of a change of address lead.
type addressPage struct {
	Base
	Change members.Waiting
}

func (*addressPage) view() string { return "address" }

func (s *Server) showAddress(c *fiber.Ctx) error {
	link, err := s.Signer.Verify("address", c.Params("token"))
	if err != nil {
		return err
	}
	change, err := s.Members.ChangeOf(c.UserContext(), link)
	if err != nil {
		return err
	}
	return s.render(c, &addressPage{Base{Title: "Change of address"}, change})
}

// agreeAddress needs no session: whoever reads the mail of an address may agree
// for it.
func (s *Server) agreeAddress(c *fiber.Ctx) error {
	link, err := s.Signer.Verify("address", c.Params("token"))
	if err != nil {
		return err
	}
	done, err := s.Members.Agree(c.UserContext(), link)
	if err != nil {
		return err
	}
	if !done {
		return s.done(c, "/", "Thank you. The address changes as soon as you agree in the other mail too.")
	}
	return s.done(c, "/", "Your address is changed.")
}
