package web

import (
	"cmp"
	"context"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
	"regulars/internal/words"
)

// belong makes somebody a member; of an unclaimed listing it saves it for them.
func (s *Server) belong(ctx context.Context, group groups.Group, who *members.Member) (said string, err error) {
	if err := s.Groups.Join(ctx, group.ID, who.ID); err != nil {
		return "", err
	}
	if group.Claimed {
		return "You have joined " + group.Name + ".", nil
	}
	expected, err := s.expectedWords(ctx, group, who)
	return "Saved. " + expected, err
}

// expectedWords says which reminders of a listing's expected dates come.
func (s *Server) expectedWords(ctx context.Context, group groups.Group, who *members.Member) (string, error) {
	if !who.RemindDayBefore && !who.RemindHoursBefore {
		return "No reminders come, since you have switched them off in your account.", nil
	}
	const few = 3 // it may be too late to be reminded of the first
	coming, err := s.Meetings.Upcoming(ctx, group.ID, who.ID, few)
	if err != nil {
		return "", err
	}
	var ids []int64
	for _, m := range coming {
		ids = append(ids, m.ID)
	}
	next, err := s.Reminders.NextReminder(ctx, who.ID, ids...)
	if err != nil || next.IsZero() {
		return "Ask before you go.", err
	}
	return "We remind you of each expected date, next on " + s.moment(next.In(group.Location())) + ". Ask before you go.", nil
}

func (s *Server) askLeave(c *fiber.Ctx) error {
	group, _, err := s.pressed(c)
	if err != nil {
		return err
	}
	page := ask(group, "Leave "+group.Name+"?", "Your places at its coming meetings are given back, and no more reminders come. You can join again at any time.", "Leave the group")
	if !group.Claimed {
		page = ask(group, "Forget "+group.Name+"?", "It leaves your list, and no more reminders of it come. You can save it again at any time.", "Take it off my list")
	}
	return s.render(c, page)
}

func (s *Server) leave(c *fiber.Ctx) error {
	group, who, err := s.pressed(c)
	if err != nil {
		return err
	}
	if err := s.Meetings.Leave(c.UserContext(), group.ID, who.ID); err != nil {
		return err
	}
	said := "You have left " + group.Name + "."
	if !group.Claimed {
		said = group.Name + " is off your list. No more reminders of it come."
	}
	return s.done(c, groupPath(group.Slug), said)
}

// takeStanding gives a standing place: one yes for the whole series. Its first meeting
// may be the first one ever of its member.
func (s *Server) takeStanding(ctx context.Context, p press, who *members.Member) (said string, err error) {
	var stood meetings.Stood
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if stood, err = s.Meetings.In(tx).Stand(ctx, p.group.ID, who.ID, p.friends); err != nil || stood.Places == 0 {
			return err
		}
		about := reminders.About{Meeting: stood.First, Habit: p.table.Habit(words.For(who.Language))}
		return s.welcome(ctx, tx, p.group, who.ID, about)
	})
	return "You come " + p.table.Habit(words.English) + " from now on. " + stoodWords(stood), err
}

// stoodWords says what a standing place has brought so far.
func stoodWords(stood meetings.Stood) string {
	const anyTime = " You can always say “not this time”."
	switch {
	case stood.Places == 0 && stood.Full == 0:
		return "A place is kept for you as soon as there is a date." + anyTime
	case stood.Places == 0:
		return "The meetings planned so far are full already; a place is kept for you at those after them."
	case stood.Full == 0:
		return fmt.Sprintf("Your place is kept at the next %s, and at those after.", plural(stood.Places, "meeting", "meetings")) + anyTime
	default:
		return fmt.Sprintf("Your place is kept at %s; %s full already.",
			plural(stood.Places, "meeting", "meetings"), plural(stood.Full, "is", "are")) + anyTime
	}
}

func (s *Server) askUnstand(c *fiber.Ctx) error {
	group, _, err := s.pressed(c)
	if err != nil {
		return err
	}
	table, err := s.Meetings.Timetable(c.UserContext(), group)
	if err != nil {
		return err
	}
	v, err := s.visitorOf(c, group, table)
	if err != nil {
		return err
	}
	habit := cmp.Or(v.said, table.Habit(words.English))
	return s.render(c, ask(group, "No longer "+habit+"?",
		"Your places at the coming meetings are given back. You stay a member of "+group.Name+", and can say for each date that you come.",
		"I no longer come "+habit))
}

func (s *Server) unstand(c *fiber.Ctx) error {
	group, who, err := s.pressed(c)
	if err != nil {
		return err
	}
	if err := s.Meetings.Unstand(c.UserContext(), group.ID, who.ID); err != nil {
		return err
	}
	return s.done(c, groupPath(group.Slug), "Your places at the coming meetings are free for others. You stay a member.")
}

// refuseAtGroup shows the group again with what could not be done.
func (s *Server) refuseAtGroup(c *fiber.Ctx, group groups.Group, form *Form, err error) error {
	if !mendable(err) {
		return err
	}
	page, failed := s.groupPage(c, group)
	if failed != nil {
		return failed
	}
	page.Form = form
	if page.Next != nil {
		page.Next.Form = form
	}
	return s.refuse(c, err, form, page)
}
