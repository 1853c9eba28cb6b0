package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
)

func (s *Server) pause(c *fiber.Ctx) error {
	return s.setState(c, groups.Paused, "The group is paused: nobody finds it in search, and its page stays.")
}

func (s *Server) resume(c *fiber.Ctx) error {
	return s.setState(c, groups.Listed, "The group is found in search again.")
}

func (s *Server) setState(c *fiber.Ctx, state groups.State, done string) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	if err := s.Groups.SetState(c.UserContext(), m.ID, group.ID, state); err != nil {
		return err
	}
	return s.done(c, "/edit/"+group.Slug, done)
}

// endPage asks before a group is deleted.
type endPage struct{ organizing }

func (*endPage) view() string { return "edit-delete" }

func (s *Server) showEnd(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	return s.render(c, &endPage{organizingOf(group, "", "Delete")})
}

// end deletes a group; whoever has a place at a date to come hears of it.
func (s *Server) end(c *fiber.Ctx) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	ctx, told := c.UserContext(), 0
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.Groups.In(tx).SetState(ctx, m.ID, group.ID, groups.Removed); err != nil {
			return err
		}
		changed, err := s.Meetings.In(tx).CallOffAll(ctx, group.ID, meetings.GroupEnded)
		if err != nil {
			return err
		}
		told, err = s.tell(ctx, tx, changed...)
		return err
	})
	if err != nil {
		return err
	}
	return s.done(c, "/mine", group.Name+" is deleted, and its dates are called off."+toldWords(told))
}
