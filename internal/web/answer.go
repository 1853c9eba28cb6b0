package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/reminders"
)

// answerPage is where the button of a reminder leads: it asks about one place.
// Whoever has the mail may answer for the member, so nobody has to sign in.
type answerPage struct {
	Base
	Form  *Form
	Group groups.Group
	Seat  seat
}

func (*answerPage) view() string { return "answer" }

// answered is what a link of a reminder is about.
type answered struct {
	reminders.Answer
	group   groups.Group
	meeting meetings.Meeting // as the member sees it, in the group's zone
}

// answered finds what the link in the address is about.
func (s *Server) answered(c *fiber.Ctx) (a answered, err error) {
	ctx := c.UserContext()
	mail, err := s.Signer.Verify("answer", c.Params("token"))
	if err != nil {
		return a, err
	}
	if a.Answer, err = s.Reminders.ResolveAnswer(ctx, mail); err != nil {
		return a, err
	}
	if a.group, err = s.Groups.BySlug(ctx, a.Slug); err != nil {
		return a, err
	}
	m, err := s.Meetings.ByKey(ctx, a.group, a.Key, a.MemberID)
	a.meeting = local(m, a.group.Location())
	return a, err
}

func (s *Server) showAnswer(c *fiber.Ctx) error {
	a, err := s.answered(c)
	if err != nil {
		return err
	}
	page, err := s.answerPage(c, a)
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) answerPage(c *fiber.Ctx, a answered) (*answerPage, error) {
	table, err := s.Meetings.Timetable(c.UserContext(), a.group)
	if err != nil {
		return nil, err
	}
	v := visitor{id: a.MemberID, habit: habitOf(table)}
	stands, days, err := s.Meetings.Standing(c.UserContext(), a.group.ID, a.MemberID)
	if err != nil {
		return nil, err
	}
	v.stand(stands, days, table)
	p := &answerPage{Base: Base{Title: "Not this time?"}, Group: a.group, Seat: s.seatOf(a.meeting, a.group, v)}
	if p.Seat.NotThisTime() {
		p.Title = "Not this time"
	}
	return p, nil
}

func (s *Server) takeAnswer(c *fiber.Ctx) error {
	a, err := s.answered(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	said, err := s.settle(c, a, form)
	if err == nil {
		return s.done(c, c.Path(), said)
	}
	page, failed := s.answerPage(c, a)
	if failed != nil {
		return failed
	}
	page.Form = form
	return s.refuse(c, err, form, page)
}

// settle does what was answered, and says so.
func (s *Server) settle(c *fiber.Ctx, a answered, form *Form) (said string, err error) {
	day := date(a.meeting.Starts, s.Now())
	yes := form.Choice("answer", "no", "yes") == "yes"
	switch {
	case form.Err() != nil:
		return "", form.Err()
	case yes:
		said = "You have a place on " + day + "." + untilItStarts
		return said, s.Meetings.Attend(c.UserContext(), a.group, a.MeetingID, a.MemberID, 0)
	default:
		said = givenBackWords(a.meeting, day)
		return said, s.Meetings.NotThisTime(c.UserContext(), a.group, a.MeetingID, a.MemberID)
	}
}
