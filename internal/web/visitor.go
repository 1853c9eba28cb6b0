package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// visitor is whoever asks, as one group knows them.
type visitor struct {
	id       int64 // 0: nobody signed in
	nameless bool  // has given no name yet
	reminded bool  // wants reminders of this group, as everybody does who has said nothing else
	role     groups.Role
	stands   bool // comes every time
	days     meetings.Days
	habit    string // completes "I come …"; empty: there is nothing more to say
	said     string // the same as they said it; empty: they did not
}

// stand notes whether the visitor comes every time, and what they said of it. It may
// have been about other days than those on which the group meets by now.
func (v *visitor) stand(stands bool, days meetings.Days, table meetings.Timetable) {
	v.stands, v.days = stands, days
	switch {
	case !stands:
	case days.Cover(table.Days()):
		v.said, v.habit = v.habit, ""
	default:
		v.said = days.Habit(words.English)
	}
}

// visitorOf finds out what whoever asks is to a group that meets by table.
func (s *Server) visitorOf(c *fiber.Ctx, group groups.Group, table meetings.Timetable) (v visitor, err error) {
	v.habit, v.reminded = habitOf(table), true
	m, err := s.member(c)
	if err != nil || m == nil {
		return v, err
	}
	v.id, v.nameless, v.reminded = m.ID, m.Name == "", m.RemindDayBefore || m.RemindHoursBefore
	if v.role, err = s.Groups.Role(c.UserContext(), group.ID, m.ID); err != nil {
		return v, err
	}
	if v.role == groups.Member && !group.Claimed {
		muted, err := s.Groups.Muted(c.UserContext(), group.ID, m.ID)
		v.reminded = v.reminded && !muted
		return v, err // no places are kept there
	}
	stands, days, err := s.Meetings.Standing(c.UserContext(), group.ID, m.ID)
	v.stand(stands, days, table)
	return v, err
}
