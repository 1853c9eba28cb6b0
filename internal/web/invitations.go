package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
)

// invitationPage is where the link of an invitation leads: one button.
type invitationPage struct {
	Base
	Invitation groups.Invitation
	Family     string
}

func (*invitationPage) view() string { return "invitation" }

// invited gives the invitation that the link stands for.
func (s *Server) invited(c *fiber.Ctx) (groups.Invitation, error) {
	id, err := s.Signer.Verify("invitation", c.Params("token"))
	if err != nil {
		return groups.Invitation{}, err
	}
	return s.Groups.Invitation(c.UserContext(), id)
}

func (s *Server) showInvitation(c *fiber.Ctx) error {
	invitation, err := s.invited(c)
	if err != nil {
		return err
	}
	if _, err := s.signedIn(c); err != nil {
		return err
	}
	group, err := s.Groups.ByID(c.UserContext(), invitation.GroupID)
	if err != nil {
		return err
	}
	return s.render(c, &invitationPage{Base{Title: "Organize " + invitation.Group}, invitation, group.Family()})
}

// accept makes who is signed in an organizer. Whoever reads the mail of the
// address holds the link, so the account may have another address.
func (s *Server) accept(c *fiber.Ctx) error {
	invitation, err := s.invited(c)
	if err != nil {
		return err
	}
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	if _, err := s.Groups.Accept(c.UserContext(), invitation.ID, m.ID); err != nil {
		return err
	}
	return s.done(c, "/edit/"+invitation.Slug+"/dates", "You organize "+invitation.Group+" now.")
}
