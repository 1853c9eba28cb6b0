package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
)

// A member's own page reads some weeks ahead, and shows the next few dates of each
// group: sixteen Tuesdays of one choir would hide everything else.
const (
	mostMine  = 300
	eachGroup = 3
)

// minePage is what a member has said yes to, and where they belong.
type minePage struct {
	Base
	Coming []appointment
	More   bool // there are later dates
	Groups []groups.Joined
}

func (*minePage) view() string { return "mine" }

// appointment is one line of it.
type appointment struct {
	meetings.Appointment // times in the group's zone
	Family               string
	URL                  string
	Hours                string
	MovedFrom            string
	Started              bool
}

func (s *Server) showMine(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	coming, err := s.Meetings.Mine(c.UserContext(), m.ID, mostMine)
	if err != nil {
		return err
	}
	p := &minePage{Base: Base{Title: "My meetings"}}
	shown := map[int64]int{}
	for _, one := range coming {
		if shown[one.GroupID]++; shown[one.GroupID] > eachGroup {
			p.More = true
			continue
		}
		p.Coming = append(p.Coming, s.appointment(one))
	}
	if p.Groups, err = s.Groups.Of(c.UserContext(), m.ID); err != nil {
		return err
	}
	return s.render(c, p)
}

func (s *Server) appointment(one meetings.Appointment) appointment {
	zone := groups.Details{Zone: one.Zone}.Location()
	one.Meeting = local(one.Meeting, zone)
	known, _ := interest.BySlug(one.Interest)
	return appointment{
		Appointment: one, Family: known.Family, URL: meetingPath(one.Slug, one.Key),
		Hours: hours(one.Starts, one.Ends), MovedFrom: movedFrom(one.Meeting, zone), Started: one.Started(s.Now()),
	}
}
