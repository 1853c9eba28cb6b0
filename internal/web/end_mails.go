package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
)

// ending is what a mail offers to end: a saved search or a wish. Whoever has the
// mail may do so.
type ending struct {
	Question, Text string
	Said           string // once it has ended
	Member         int64
	end            func(ctx context.Context) error
}

// endMailsPage asks whether it shall end.
type endMailsPage struct {
	Base
	Text     string
	Settings string // path of the page with all mails
}

func (*endMailsPage) view() string { return "end-mails" }

func (s *Server) searchEnding(ctx context.Context, id int64) (ending, error) {
	one, err := s.Wishes.SearchByID(ctx, id)
	return ending{
		"No more news of this search?", s.searchWords(one.Query()) + ": we would write no more when a group starts.",
		endedSearch, one.Member,
		func(ctx context.Context) error { return s.Wishes.EndSearch(ctx, one.Member, id) },
	}, err
}

func (s *Server) wishEnding(ctx context.Context, id int64) (ending, error) {
	one, err := s.Wishes.ByID(ctx, id)
	return ending{
		"Withdraw your wish?", one.Interest().Name + " near " + one.Area + ": your wish would count no more, and you would not hear when there is a group.",
		endedWish, one.Member,
		func(ctx context.Context) error { return s.Wishes.Withdraw(ctx, one.Member, id) },
	}, err
}

// askEnd asks, for the link of a mail that was signed for a purpose.
func (s *Server) askEnd(purpose string, find func(context.Context, int64) (ending, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := s.Signer.Verify(purpose, c.Params("token"))
		if err != nil {
			return err
		}
		e, err := find(c.UserContext(), id)
		if err != nil {
			return err
		}
		return s.render(c, &endMailsPage{Base{Title: e.Question}, e.Text, s.settingsPath(e.Member)})
	}
}

// endByMail ends it, by the button of that page or by the one click of a mail program
// (RFC 8058), which gets a plain answer. What has ended already is no failure.
func (s *Server) endByMail(purpose string, find func(context.Context, int64) (ending, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := s.Signer.Verify(purpose, c.Params("token"))
		if err != nil {
			return err
		}
		e, err := find(c.UserContext(), id)
		if err == nil {
			err = e.end(c.UserContext())
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if readForm(c).Value("List-Unsubscribe") != "" {
			return c.SendString("Unsubscribed.\n")
		}
		return s.done(c, "/", e.Said)
	}
}
