package web

import (
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

const (
	apiGroupsPath = "/api/v1/groups"
	longestSpan   = 366 // days of meetings that are told at once
)

// apiGroupPage is what a group's page says to strangers. The names of those who
// run it stand there alone: nobody has to be gathered by programs.
type apiGroupPage struct {
	apiGroup
	Paused      bool          `json:"paused"`
	Description string        `json:"description"`
	Schedule    []string      `json:"schedule"`
	Timezone    string        `json:"timezone"`
	Venue       string        `json:"venue"`
	Address     string        `json:"address"`
	Town        string        `json:"town"`
	Directions  string        `json:"directions"`
	PublicPlace bool          `json:"public_place"`
	FirstVisit  apiFirstVisit `json:"first_visit"`
	Price       *int          `json:"price"` // null: not said
	Language    string        `json:"language"`
	WebPage     string        `json:"web_page"` // the group's own; empty: none is named
	Source      *apiSource    `json:"source"`   // null: listed by its organizers
	Calendar    string        `json:"calendar"`
	News        string        `json:"news"`
}

type apiFirstVisit struct {
	ComeIn       string `json:"come_in"`
	LookFor      string `json:"look_for"`
	FirstMinutes string `json:"first_minutes"`
	Bring        string `json:"bring"`
	Cost         string `json:"cost"`
}

// apiSource is the public calendar of a listing that nobody answers for.
type apiSource struct {
	Page       string  `json:"page"`
	AsOf       string  `json:"as_of"`
	LastListed *string `json:"last_listed"` // null: it goes on
}

// groupOfAPI finds the group that the address names; gone tells that the program
// was sent on from the group's old address.
func (s *Server) groupOfAPI(c *fiber.Ctx, rest string) (group groups.Group, gone bool, err error) {
	group, err = s.group(c)
	if err != nil || group.Slug == c.Params("slug") {
		return group, false, err
	}
	path := apiGroupsPath + "/" + group.Slug + rest
	if query := queryValues(c).Encode(); query != "" {
		path += "?" + query
	}
	return group, true, c.Redirect(path, http.StatusMovedPermanently)
}

// tellGroup is one group for programs.
func (s *Server) tellGroup(c *fiber.Ctx) error {
	group, gone, err := s.groupOfAPI(c, "")
	if gone || err != nil {
		return err
	}
	page, err := s.apiGroupPage(c, group)
	if err != nil {
		return err
	}
	return sendJSON(c, keepPage, page)
}

func (s *Server) apiGroupPage(c *fiber.Ctx, g groups.Group) (p apiGroupPage, err error) {
	p = apiGroupPage{
		Paused: g.State == groups.Paused, Description: g.About, Timezone: g.Zone,
		Venue: g.Venue, Address: g.Address, Town: g.Town, Directions: g.Directions, PublicPlace: g.PublicPlace,
		FirstVisit: apiFirstVisit{g.ComeIn, g.LookFor, g.FirstMinutes, g.Bring, g.Cost}, Price: g.Price, Language: g.Language, WebPage: g.Web,
		Calendar: s.Site.URL + groupPath(g.Slug) + ".ics", News: s.Site.URL + groupPath(g.Slug) + ".atom",
	}
	p.apiGroup = apiGroup{
		Slug: g.Slug, Name: g.Name, URL: s.Site.URL + groupPath(g.Slug), Interests: knownOf(g),
		Place: placeOf(g.Venue, g.Town, g.Point), Claimed: g.Claimed, Traits: orNone(search.TraitsOf(g.Details).Keys()),
	}
	if err := s.fillWhen(c, &p, g); err != nil {
		return p, err
	}
	if g.Claimed {
		pulse, err := s.Meetings.Pulse(c.UserContext(), g.ID)
		p.Pulse = apiPulseOf(pulse)
		return p, err
	}
	from, known, err := calendar.Listing(c.UserContext(), s.DB, g.ID)
	if known {
		p.Source = sourceOf(from, g.Location())
	}
	return p, err
}

// knownOf are the interests of a group that the catalogue has.
func knownOf(g groups.Group) []string {
	known := []string{}
	for _, slug := range g.Interests {
		if _, ok := interest.BySlug(slug); ok {
			known = append(known, slug)
		}
	}
	return known
}

// fillWhen tells when the group meets, breaks included.
func (s *Server) fillWhen(c *fiber.Ctx, p *apiGroupPage, g groups.Group) error {
	ctx := c.UserContext()
	table, err := s.Meetings.Timetable(ctx, g)
	if err != nil {
		return err
	}
	coming, err := s.Meetings.Upcoming(ctx, g.ID, 0, lookAhead)
	if err != nil {
		return err
	}
	for _, m := range coming {
		if m.WillBe(s.Now()) {
			next := apiMeetingOf(m, g)
			p.Next = &next
			break
		}
	}
	p.Rhythm = rhythmWords(table, p.Next != nil)
	p.Schedule = []string{p.Rhythm}
	breaks, err := s.comingBreaks(ctx, g)
	for _, pause := range breaks {
		p.Schedule = append(p.Schedule, restWords(pause.Break))
	}
	return err
}

func sourceOf(from calendar.Origin, zone *time.Location) *apiSource {
	source := &apiSource{Page: from.Page, AsOf: from.AsOf.In(zone).Format(time.DateOnly)}
	if !from.LastListed.IsZero() {
		last := from.LastListed.In(zone).Format(time.DateOnly)
		source.LastListed = &last
	}
	return source
}

func apiMeetingOf(m meetings.Meeting, g groups.Group) apiMeeting {
	at := placeOf(g.Venue, g.Town, g.Point).orElsewhere(m.Venue)
	return apiMeeting{m.Starts.In(g.Location()), m.Ends.In(g.Location()), m.Status, at}
}

// listMeetings tells a group's meetings in a span of days, for programs.
func (s *Server) listMeetings(c *fiber.Ctx) error {
	group, gone, err := s.groupOfAPI(c, "/meetings")
	if gone || err != nil {
		return err
	}
	from, to, err := s.readSpan(c, group)
	if err != nil {
		return err
	}
	dated, err := s.Meetings.Between(c.UserContext(), group.ID, from, to)
	if err != nil {
		return err
	}
	told := []apiMeeting{}
	for _, m := range dated {
		told = append(told, apiMeetingOf(m, group))
	}
	return sendJSON(c, keepPage, told)
}

// readSpan reads the first and the last day of a span: from today on and as far
// as can be told at once, if they are absent. It gives where the first begins and
// the last ends by the group's clock.
func (s *Server) readSpan(c *fiber.Ctx, group groups.Group) (from, to time.Time, err error) {
	form, zone := readQuery(c), group.Location()
	first, given := form.Date("from")
	if !given {
		first = schedule.WallOf(s.Now(), zone).Midnight().Instant(time.UTC)
	}
	last, given := form.Date("to")
	if !given {
		last = first.AddDate(0, 0, longestSpan-1)
	}
	switch {
	case last.Before(first):
		form.Wrong("to", "The last day comes before the first.")
	case !last.Before(first.AddDate(0, 0, longestSpan)):
		form.Wrong("to", "Please ask for at most %d days at once.", longestSpan)
	}
	return midnight(first, 0, zone), midnight(last, 1, zone), form.Err()
}

// midnight is when a day begins by the clock of a zone, so many days later.
func midnight(day time.Time, later int, zone *time.Location) time.Time {
	return schedule.NewWall(day.Year(), day.Month(), day.Day()+later, 0, 0).Instant(zone)
}
