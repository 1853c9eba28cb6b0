package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/meetings"
)

// meetingPage is one meeting.
type meetingPage struct {
	Base
	Form     *Form // what could not be done
	Group    groups.Group
	Seat     seat
	Day      string // "Tuesday 24 November"
	Role     groups.Role
	Later    *seat    // the next one, where this one is called off, full or over
	Fellows  []string // who else comes, for those who come themselves
	Unnamed  int      // of them without a name, friends included
	Calendar published
	Data     thing
}

func (*meetingPage) view() string { return "meeting" }

// Place is where this meeting is, with its town.
func (p *meetingPage) Place() string {
	if p.Seat.Venue != "" {
		return p.Seat.Venue
	}
	return where(p.Group.Venue, p.Group.Town)
}

// TownTime says whose clock the times follow.
func (p *meetingPage) TownTime() string {
	town, _, _ := strings.Cut(p.Group.Town, ",")
	return town + " time"
}

// FellowWords names who else comes: "Ada, Bea and 3 others".
func (p *meetingPage) FellowWords() string {
	said := p.Fellows
	switch {
	case p.Unnamed > 0 && len(said) == 0:
		return plural(p.Unnamed, "other person", "other people")
	case p.Unnamed > 0:
		said = append(slices.Clone(said), plural(p.Unnamed, "other", "others"))
	}
	return list(said)
}

// Elsewhere tells whether it is not where the group usually meets.
func (p *meetingPage) Elsewhere() bool { return p.Seat.Venue != "" }

func (s *Server) showMeeting(c *fiber.Ctx) error {
	group, err := s.group(c)
	if err != nil {
		return err
	}
	if gone, err := moved(c, group); gone {
		return err
	}
	page, err := s.meetingPage(c, group)
	if err != nil {
		return err
	}
	if page.Seat.Key != c.Params("key") { // that is the date it was moved to
		return c.Redirect(page.Seat.URL(), http.StatusFound)
	}
	return s.renderOpen(c, page)
}

// meetingPage puts the page of the meeting that the address names together.
func (s *Server) meetingPage(c *fiber.Ctx, group groups.Group) (*meetingPage, error) {
	ctx := c.UserContext()
	table, err := s.Meetings.Timetable(ctx, group)
	if err != nil {
		return nil, err
	}
	v, err := s.visitorOf(c, group, table)
	if err != nil {
		return nil, err
	}
	m, err := s.Meetings.ByKey(ctx, group, c.Params("key"), v.id)
	if err != nil {
		return nil, err
	}
	p := &meetingPage{Group: group, Role: v.role, Seat: s.seatOf(m, group, v)}
	p.Seat.Back = p.Seat.URL()
	p.Day = date(p.Seat.Starts, s.Now())
	p.Title = group.Name + ", " + p.Day
	p.Data = s.meetingData(group, m)
	if m.Status == meetings.Expected {
		from, _, err := calendar.Listing(ctx, s.DB, group.ID)
		if err != nil {
			return nil, err
		}
		p.Calendar = s.publishedOf(from, group.Location())
	}
	if err := s.fillLater(c, p, v); err != nil {
		return nil, err
	}
	return p, s.fillFellows(c, p, v)
}

// fillLater finds the date after this one, so that nobody is left standing.
func (s *Server) fillLater(c *fiber.Ctx, p *meetingPage, v visitor) error {
	coming, err := s.Meetings.Upcoming(c.UserContext(), p.Group.ID, v.id, lookAhead)
	if err != nil {
		return err
	}
	now := s.Now()
	for _, m := range coming {
		full := m.Left(p.Group.Capacity) == 0 && !m.Coming()
		if m.WillBe(now) && m.ID != p.Seat.ID && m.Starts.After(p.Seat.Starts) && !full {
			later := s.seatOf(m, p.Group, v)
			p.Later = &later
			return nil
		}
	}
	return nil
}

// fillFellows names those who come, to those who come themselves.
func (s *Server) fillFellows(c *fiber.Ctx, p *meetingPage, v visitor) error {
	over := p.Seat.State() == "over" // nobody is to see who did not come
	if over || !p.Seat.Coming() && v.role != groups.Organizer {
		return nil
	}
	people, err := s.Meetings.Coming(c.UserContext(), p.Seat.ID)
	for _, one := range people {
		switch {
		case one.MemberID == v.id:
			continue
		case one.Name == "":
			p.Unnamed++
		default:
			p.Fellows = append(p.Fellows, one.Name)
		}
		p.Unnamed += one.Friends
	}
	return err
}

// refuseAtMeeting shows the meeting again with what could not be done.
func (s *Server) refuseAtMeeting(c *fiber.Ctx, group groups.Group, form *Form, err error) error {
	if !mendable(err) {
		return err
	}
	page, failed := s.meetingPage(c, group)
	if failed != nil {
		return failed
	}
	page.Form, page.Seat.Form = form, form
	return s.refuse(c, err, form, page)
}
