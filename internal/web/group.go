package web

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/quilt"
	"regulars/internal/words"
)

const (
	lookAhead  = 60 // coming meetings read to find the next one that will be
	datesShown = 8
)

// groupPage is what everyone sees of a group, and what whoever asks may do.
type groupPage struct {
	Base
	Form       *Form // what could not be done
	Group      groups.Group
	Interests  []link
	Rhythm     string
	About      template.HTML
	Traits     []string
	Organizers []string
	Role       groups.Role
	Said       string // completes "You come …"
	Stands     bool   // comes every time
	Reminds    bool   // whoever asks would be reminded of dates to come
	Next       *seat  // nil: no date to come is known
	Free       *seat  // where the next one is full: the first with places left
	Now        *seat  // under way
	Off        *seat  // called off, before the next one
	Dates      []dateRow
	ReadFrom   string // where its dates come from, if from a calendar that it follows
	Pulse      strip
	Going      string // the pulse as a sentence
	Calendar   published
	Follow     follow
	Data       thing
}

func (*groupPage) view() string { return "group" }

// Address is where the group's page is.
func (p *groupPage) Address() string { return groupPath(p.Group.Slug) }

// Where is the venue with its town.
func (p *groupPage) Where() string { return where(p.Group.Venue, p.Group.Town) }

func where(venue, town string) string {
	switch {
	case venue == "":
		return town
	case strings.Contains(venue, town):
		return venue
	}
	return venue + ", " + town
}

// WebHost names whose page the group's own one is: "example.org".
func (p *groupPage) WebHost() string {
	address, err := url.Parse(p.Group.Web)
	if err != nil {
		return p.Group.Web
	}
	return strings.TrimPrefix(address.Hostname(), "www.")
}

// FirstVisit tells whether anything is said about it.
func (p *groupPage) FirstVisit() bool {
	g := p.Group
	return g.ComeIn+g.LookFor+g.FirstMinutes+g.Bring+g.Cost != "" || len(p.Traits) > 0
}

// group finds the group that the address names, be it by an old name.
func (s *Server) group(c *fiber.Ctx) (groups.Group, error) {
	return s.Groups.BySlug(c.UserContext(), c.Params("slug"))
}

// moved sends visitors of a group's old address on to the present one; false if
// they have that.
func moved(c *fiber.Ctx, group groups.Group) (bool, error) {
	old := c.Params("slug")
	if old == group.Slug {
		return false, nil
	}
	rest, plain := strings.CutPrefix(c.OriginalURL(), groupPath(old))
	if !plain { // written with percent signs: what comes after cannot be told apart
		rest = ""
	}
	return true, c.Redirect(groupPath(group.Slug)+rest, http.StatusMovedPermanently)
}

func (s *Server) showGroup(c *fiber.Ctx) error {
	group, err := s.group(c)
	if err != nil {
		return err
	}
	if gone, err := moved(c, group); gone {
		return err
	}
	page, err := s.groupPage(c, group)
	if err != nil {
		return err
	}
	return s.renderOpen(c, page)
}

// showBlock gives the group's quilt block as a picture of its own.
func (s *Server) showBlock(c *fiber.Ctx) error {
	group, err := s.group(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/svg+xml")
	c.Set(fiber.HeaderCacheControl, "public, max-age=86400")
	return c.Send(quilt.File(group.Slug, group.Family()))
}

// groupPage puts the page of a group together.
func (s *Server) groupPage(c *fiber.Ctx, group groups.Group) (*groupPage, error) {
	ctx := c.UserContext()
	table, err := s.Meetings.Timetable(ctx, group)
	if err != nil {
		return nil, err
	}
	v, err := s.visitorOf(c, group, table)
	if err != nil {
		return nil, err
	}
	p := &groupPage{
		Base: Base{Title: group.Name}, Group: group, Interests: interestLinks(group),
		Role: v.role, Said: v.said, Stands: v.stands, Reminds: v.reminded,
		About: markdown(group.About), Traits: traitWords(group.Details),
	}
	if p.Organizers, err = s.Groups.Organizers(ctx, group.ID); err != nil {
		return nil, err
	}
	coming, err := s.Meetings.Upcoming(ctx, group.ID, v.id, lookAhead)
	if err != nil {
		return nil, err
	}
	s.fillDates(p, coming, v)
	p.Follow = s.follow(p.Address()+".ics", group.Name)
	p.Follow.News = p.Address() + ".atom"
	p.Data = s.groupData(group, table, coming)
	if err := s.fillBreaks(ctx, p, coming); err != nil {
		return nil, err
	}
	p.Rhythm = rhythmWords(table, p.Next != nil)
	return p, s.fillPast(ctx, p)
}

// fillDates tells what is to come.
func (s *Server) fillDates(p *groupPage, coming []meetings.Meeting, v visitor) {
	now := s.Now()
	for i, m := range coming {
		at := s.seatOf(m, p.Group, v)
		at.Back = p.Address()
		if i < datesShown {
			p.Dates = append(p.Dates, rowOf(at))
		}
		switch {
		case p.Next != nil:
			if p.Free == nil && p.Next.State() == "full" && m.WillBe(now) && at.State() != "full" {
				p.Free = &at
			}
		case m.WillBe(now):
			p.Next = &at
		case m.Status == meetings.CalledOff && !m.Started(now) && p.Off == nil:
			p.Off = &at
		case m.Status != meetings.CalledOff:
			p.Now = &at
		}
	}
}

// fillPast tells how it has been going; of an unclaimed listing nobody knows, so
// there it tells how much the calendar knew.
func (s *Server) fillPast(ctx context.Context, p *groupPage) error {
	if !p.Group.Claimed {
		from, known, err := calendar.Listing(ctx, s.DB, p.Group.ID)
		if known {
			p.Calendar = s.publishedOf(from, p.Group.Location())
		}
		return err
	}
	follow, follows, err := s.Calendars.Of(ctx, p.Group.ID)
	if err != nil {
		return err
	}
	if follows && follow.ReadAt != nil {
		p.ReadFrom = "From the group's own calendar, read " + s.nearly(p.Group, *follow.ReadAt) + "."
	}
	pulse, err := s.Meetings.Pulse(ctx, p.Group.ID)
	switch {
	case err != nil:
		return err
	case pulse.Known():
		p.Going = pulse.Words(words.English, p.Group.Location()) + "."
	case pulse.Silent(s.Now()):
		p.Going = "Nobody has noted yet how the last meetings went."
	default:
		return nil
	}
	p.Pulse = stripOf(pulse, s.Now())
	return nil
}

// rhythmWords says when a group meets. Of one without a date to come only what
// was usual can be said.
func rhythmWords(table meetings.Timetable, dated bool) string {
	said := table.Words(words.English)
	if rhythm, ok := table.Rhythm(); ok && !dated {
		said = rhythm.Words(words.English)
	}
	return rhythmOr(said)
}

// rhythmOr begins a sentence with the rhythm, or says that there is none.
func rhythmOr(said string) string {
	if said == "" {
		said = words.English.Say("schedule.varying")
	}
	return words.Capital(said)
}
