package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
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
	changed, err := s.agree(c.UserContext(), link)
	if err != nil {
		return err
	}
	if changed == nil {
		return s.done(c, "/", "Thank you. The address changes as soon as you agree in the other mail too.")
	}
	return s.done(c, "/", "Your address is changed.")
}

// agree changes the address if the other side agreed before. What waits for an answer
// under the old one moves along, and nothing else keeps it.
func (s *Server) agree(ctx context.Context, link int64) (changed *members.Waiting, err error) {
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if changed, err = s.Members.In(tx).Agree(ctx, link); err != nil || changed == nil {
			return err
		}
		if err := s.Groups.In(tx).Readdress(ctx, changed.Old, changed.New); err != nil {
			return err
		}
		return reminders.Readdress(ctx, tx, changed.Old, changed.New)
	})
	return changed, err
}
