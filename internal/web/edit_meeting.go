package web

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// editMeetingPage is who comes to one meeting, and what its organizers can do
// about it.
type editMeetingPage struct {
	organizing
	Row    gathering
	People []meetings.Attendee
	Habit  string // "every Tuesday"
	Over   bool   // it has begun
	Move   *Form
	Off    *Form
	Held   *Form
	Note   *Form
	Words  *Form  // to those who come
	After  string // where this date and all after it are changed; empty: no rule gives it
	Fallen bool   // its timetable does not have the date any more

	Follows string // where the calendar is that the group follows; empty: it follows none
}

func (*editMeetingPage) view() string { return "edit-meeting" }

// Friends counts whom those who come bring.
func (p *editMeetingPage) Friends() (n int) {
	for _, one := range p.People {
		n += one.Friends
	}
	return n
}

// New counts those who come for the first time.
func (p *editMeetingPage) New() (n int) {
	for _, one := range p.People {
		if one.FirstTime {
			n++
		}
	}
	return n
}

// onDate is one of a group's dates, with the organizer who asks about it.
type onDate struct {
	by      int64
	group   groups.Group
	meeting meetings.Meeting
	form    *Form
}

// onDate finds the date that an organizer asks about, and reads the form.
func (s *Server) onDate(c *fiber.Ctx) (on onDate, err error) {
	m, group, err := s.organized(c)
	if err != nil {
		return on, err
	}
	meeting, err := s.Meetings.ByKey(c.UserContext(), group, c.Params("key"), 0)
	return onDate{m.ID, group, meeting, readForm(c)}, err
}

// day names a day in the zone of the group: "Tuesday 8 September".
func (on onDate) day(at time.Time) string {
	return words.English.Day(at.In(on.group.Location()))
}

func (s *Server) showEditMeeting(c *fiber.Ctx) error {
	on, err := s.onDate(c)
	if err != nil {
		return err
	}
	page, err := s.editMeeting(c, on)
	if err != nil {
		return err
	}
	return s.render(c, page)
}

func (s *Server) editMeeting(c *fiber.Ctx, on onDate) (*editMeetingPage, error) {
	m, group := on.meeting, on.group
	people, err := s.Meetings.Coming(c.UserContext(), m.ID)
	if err != nil {
		return nil, err
	}
	table, err := s.Meetings.Timetable(c.UserContext(), group)
	if err != nil {
		return nil, err
	}
	page := &editMeetingPage{
		organizing: organizingOf(group, "dates", "Who is coming"), Row: gatheringOf(group, m),
		People: people, Habit: table.Habit(words.English), Over: m.Started(s.Now()),
	}
	page.Move = filled(map[string]string{
		"date": page.Row.At.Format(time.DateOnly), "starts": page.Row.At.Format("15:04"), "venue": m.Venue, "reason": m.Reason,
	})
	follow, _, err := s.Calendars.Of(c.UserContext(), group.ID)
	if err != nil {
		return nil, err
	}
	page.Follows = follow.Shown()
	if !page.Over && page.Follows == "" {
		page.After = afterURL(group, table, m)
	}
	if !page.Over {
		gives := func(one schedule.Schedule) bool { return meetsAt(one, m.Original) }
		page.Fallen = page.Row.Off() && m.ByTimetable && !slices.ContainsFunc(table, gives)
	}
	page.Note = filled(map[string]string{"note": m.Note})
	page.Held = filled(map[string]string{"came": page.Row.Came})
	return page, nil
}
