package web

import (
	"context"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// How many withheld listings, refused addresses and groups without a next date
// the host sees at a time.
const (
	mostWithheld = 200
	mostRefused  = 100
	mostStalled  = 200
)

// hostPage is what waits for those who run the site.
type hostPage struct {
	Base
	Claims   []groups.Claim
	Reports  []groups.Report
	Withheld []groups.Group
	Refused  []reminders.Refusal // addresses that mails are not sent to any more
	Stalled  []meetings.Stalled
}

func (*hostPage) view() string { return "host" }

func (s *Server) showHost(c *fiber.Ctx) error {
	if _, err := s.host(c); err != nil {
		return err
	}
	page, err := s.waiting(c.UserContext())
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) waiting(ctx context.Context) (page *hostPage, err error) {
	page = &hostPage{Base: Base{Title: "Host"}}
	if page.Claims, err = s.Groups.Claims(ctx); err != nil {
		return nil, err
	}
	if page.Reports, err = s.Groups.Reports(ctx); err != nil {
		return nil, err
	}
	if page.Refused, err = s.Reminders.Refusals(ctx, mostRefused); err != nil {
		return nil, err
	}
	if page.Withheld, err = s.Groups.Withheld(ctx, mostWithheld); err != nil {
		return nil, err
	}
	page.Stalled, err = s.Meetings.Stalled(ctx, mostStalled)
	return page, err
}

// decide reads a host's yes or no about a row; fault.NotFound for what is no row,
// fault.Invalid if it is neither.
func (s *Server) decide(c *fiber.Ctx) (id int64, yes bool, err error) {
	if _, err := s.host(c); err != nil {
		return 0, false, err
	}
	id, err = strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return 0, false, fault.Because(err, fault.NotFound, "There is no such page.")
	}
	answer := readForm(c).Value("answer")
	if answer != "yes" && answer != "no" {
		return 0, false, fault.New(fault.Invalid, "Please press one of the buttons.")
	}
	return id, answer == "yes", nil
}

// decideClaim gives a listing to who claims it, or does not, and tells them. A
// listing that somebody answers for has places from now on.
func (s *Server) decideClaim(c *fiber.Ctx) error {
	id, approve, err := s.decide(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	var claim groups.Claim
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if claim, err = s.waitingClaim(ctx, tx, id); err != nil {
			return err
		}
		group, err := s.Groups.In(tx).Decide(ctx, id, approve)
		if err != nil {
			return err
		}
		if approve {
			if _, err := s.Meetings.In(tx).Materialise(ctx, group.ID); err != nil {
				return err
			}
		}
		return reminders.Post(ctx, tx, s.Now(), reminders.Mail{
			Kind: "claim-answer", Member: claim.MemberID, About: reminders.About{Claim: id},
		})
	})
	if err != nil {
		return err
	}
	if approve {
		return s.done(c, "/host", claim.Group+" belongs to "+claim.Email+" now. They get a mail.")
	}
	return s.done(c, "/host", "The claim of "+claim.Group+" is declined. They get a mail.")
}

// waitingClaim finds one that waits; fault.Conflict if it does not wait any more.
func (s *Server) waitingClaim(ctx context.Context, tx postgres.Conn, id int64) (groups.Claim, error) {
	claims, err := s.Groups.In(tx).Claims(ctx)
	if err != nil {
		return groups.Claim{}, err
	}
	at := slices.IndexFunc(claims, func(c groups.Claim) bool { return c.ID == id })
	if at < 0 {
		return groups.Claim{}, fault.New(fault.Conflict, "This was decided already.")
	}
	return claims[at], nil
}

// decideReport takes a listing down, with all its dates, or keeps it.
func (s *Server) decideReport(c *fiber.Ctx) error {
	id, takeDown, err := s.decide(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	var group groups.Group
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if group, err = s.Groups.In(tx).Resolve(ctx, id, takeDown); err != nil || !takeDown {
			return err
		}
		changed, err := s.Meetings.In(tx).CallOffAll(ctx, group.ID, "The group was taken down.")
		if err != nil {
			return err
		}
		_, err = s.tell(ctx, tx, changed...)
		return err
	})
	if err != nil {
		return err
	}
	if takeDown {
		return s.done(c, "/host", group.Name+" is taken down.")
	}
	return s.done(c, "/host", group.Name+" is kept.")
}

// decideWithheld offers a listing that looked internal, or removes it.
func (s *Server) decideWithheld(c *fiber.Ctx) error {
	id, offer, err := s.decide(c)
	if err != nil {
		return err
	}
	if err := s.Groups.Offer(c.UserContext(), id, offer); err != nil {
		return err
	}
	if offer {
		return s.done(c, "/host", "It is shown now.")
	}
	return s.done(c, "/host", "It is removed.")
}
