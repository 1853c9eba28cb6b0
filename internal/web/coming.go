package web

import (
	"context"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/reminders"
)

// untilItStarts ends what is said about a place.
const untilItStarts = " You can change your mind until it starts."

// pressed gives the group whose button somebody pressed, and who did. Whoever is
// not signed in is led there first, and comes back to the page with the button.
func (s *Server) pressed(c *fiber.Ctx) (groups.Group, *members.Member, error) {
	group, err := s.group(c)
	if err != nil {
		return group, nil, err
	}
	m, err := s.signedIn(c)
	return group, m, err
}

// takePlace takes a place at one meeting.
func (s *Server) takePlace(ctx context.Context, p press, who *members.Member) (said string, err error) {
	m := p.meeting
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.Meetings.In(tx).Attend(ctx, p.group, m.ID, who.ID, p.friends); err != nil {
			return err
		}
		return s.welcome(ctx, tx, p.group, who.ID, reminders.About{Meeting: m.ID})
	})
	if err != nil {
		return "", err
	}
	reminded, err := s.reminderWords(ctx, who.ID, m)
	said = "You have a place on " + date(m.Starts, s.Now()) + partyWords(p.friends) + "."
	return said + reminded + untilItStarts, err
}

// notThisTime gives a place back.
func (s *Server) notThisTime(c *fiber.Ctx) error {
	group, who, err := s.pressed(c)
	if err != nil {
		return err
	}
	m, err := s.Meetings.ByKey(c.UserContext(), group, c.Params("key"), who.ID)
	if err != nil {
		return err
	}
	if err := s.Meetings.NotThisTime(c.UserContext(), group, m.ID, who.ID); err != nil {
		return s.refuseAtMeeting(c, group, readForm(c), err)
	}
	m = local(m, group.Location())
	return s.done(c, onward(c), givenBackWords(m, date(m.Starts, s.Now())))
}

// givenBackWords says that a place is free for somebody else; m is the meeting
// as it was before.
func givenBackWords(m meetings.Meeting, day string) string {
	if m.Coming() {
		return "Your place on " + day + " is free for somebody else." + untilItStarts
	}
	return "Not this time: you are not expected on " + day + "." + untilItStarts
}

func partyWords(friends int) string {
	switch friends {
	case 0:
		return ""
	case 1:
		return ", and your friend has one too"
	default:
		return fmt.Sprintf(", and so have your %d friends", friends)
	}
}

// reminderWords says when the next reminder of a meeting comes, if one will.
func (s *Server) reminderWords(ctx context.Context, member int64, m meetings.Meeting) (string, error) {
	next, err := s.Reminders.NextReminder(ctx, member, m.ID)
	if err != nil || next.IsZero() {
		return "", err
	}
	return " We remind you on " + s.moment(next.In(m.Starts.Location())) + ".", nil
}

// moment is a day and a time of day.
func (s *Server) moment(t time.Time) string { return date(t, s.Now()) + " at " + clock(t) }
