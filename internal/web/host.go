package web

import (
	"context"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
	"regulars/internal/wishes"
)

// How many withheld listings, refused addresses, groups without a next date or
// their calendar, and wishes the host sees at a time.
const (
	mostWished   = 50
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
	Lost     []calendar.Lost // calendars that groups follow and that cannot be read
	Wished   []wishes.Demand // what people wish for
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
	if page.Lost, err = s.Calendars.Lost(ctx, mostStalled); err != nil {
		return nil, err
	}
	if page.Wished, err = s.Wishes.Wished(ctx, mostWished); err != nil {
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
// listing that somebody answers for has places from now on: those who saved it hear
// of that.
func (s *Server) decideClaim(c *fiber.Ctx) error {
	id, approve, err := s.decide(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	var claim groups.Claim
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if claim, err = s.Groups.In(tx).Decide(ctx, id, approve); err != nil {
			return err
		}
		if approve {
			if _, err := s.Meetings.In(tx).Materialise(ctx, claim.GroupID); err != nil {
				return err
			}
			if err := reminders.PostClaimed(ctx, tx, s.Now(), claim.GroupID); err != nil {
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

// decideReport takes a listing down, with all its dates, or keeps it. Its organizers
// hear of the one, and those who reported it of both.
func (s *Server) decideReport(c *fiber.Ctx) error {
	id, takeDown, err := s.decide(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	var group groups.Group
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		var answered []groups.Reporter
		if group, answered, err = s.Groups.In(tx).Resolve(ctx, id, takeDown); err != nil {
			return err
		}
		if err := s.answerReporters(ctx, tx, answered); err != nil || !takeDown {
			return err
		}
		return s.takeDown(ctx, tx, group.ID)
	})
	if err != nil {
		return err
	}
	if takeDown {
		return s.done(c, "/host", group.Name+" is taken down.")
	}
	return s.done(c, "/host", group.Name+" is kept.")
}

// takeDown calls everything off, and tells those whom it concerns.
func (s *Server) takeDown(ctx context.Context, tx postgres.Conn, group int64) error {
	changed, err := s.Meetings.In(tx).CallOffAll(ctx, group, meetings.GroupTakenDown)
	if err != nil {
		return err
	}
	if _, err := s.tell(ctx, tx, changed...); err != nil {
		return err
	}
	return reminders.PostTakeDown(ctx, tx, s.Now(), group)
}

// answerReporters writes to those whose reports were answered and who left a mail
// address; to each once, however often they reported.
func (s *Server) answerReporters(ctx context.Context, tx postgres.Conn, answered []groups.Reporter) error {
	told := map[string]bool{}
	for _, by := range answered {
		email, err := members.Address(by.Contact)
		if err != nil || told[strings.ToLower(email)] {
			continue
		}
		told[strings.ToLower(email)] = true
		mail := reminders.Mail{Kind: "report-answer", Email: email, Language: by.Language, About: reminders.About{Report: by.Report}}
		if err := reminders.Post(ctx, tx, s.Now(), mail); err != nil {
			return err
		}
	}
	return nil
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
