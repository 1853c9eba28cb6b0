package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/wishes"
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

	Searches []savedSearch
	Wishes   []wishes.Wish
}

// savedSearch is a line of those.
type savedSearch struct {
	ID         int64
	URL, Words string
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
	if err := s.waitsFor(c.UserContext(), m.ID, p); err != nil {
		return err
	}
	return s.render(c, p)
}

// waitsFor adds what a member wants to hear of.
func (s *Server) waitsFor(ctx context.Context, member int64, p *minePage) error {
	saved, err := s.Wishes.Searches(ctx, member)
	if err != nil {
		return err
	}
	for _, one := range saved {
		p.Searches = append(p.Searches, savedSearch{one.ID, one.Query().URL(), s.searchWords(one.Query())})
	}
	p.Wishes, err = s.Wishes.Of(ctx, member)
	return err
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
