package web

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// findPage is the form and what was found.
type findPage struct {
	Base
	Form   searchForm
	Ask    string // what is still to be said before anything can be found
	Meant  *link  // the place that may have been meant
	Count  string // "3 groups"
	Within string // "within 25 km of Asheville, North Carolina"
	Cards  []groupCard
	Strips bool // a card shows its pulse, so the patches are explained
	None   *nothing
	Wider  *link // few were found
	Number int   // of the page
	Before string
	After  string
}

func (*findPage) view() string { return "find" }

// link leads somewhere.
type link struct{ URL, Text string }

// fewFound is how many results call for an offer to look further.
const fewFound = 5

func (s *Server) showFind(c *fiber.Ctx) error {
	form, q, err := readSearch(c)
	page := &findPage{Form: form.wider(q), Number: q.Page}
	if err == nil && q.Near == "" {
		page.ask(interest.Parse(q.Words))
		return s.render(c, page)
	}
	var result search.Result
	if err == nil {
		result, err = s.Search.Find(c.UserContext(), q)
	}
	if err == nil {
		err = s.fillFound(c, page, result)
	}
	if err != nil {
		s.fillRefused(page, q, err)
		return s.refuse(c, err, page.Form.Form, page)
	}
	return s.render(c, page)
}

// ask asks for the place, without which nothing is near.
func (p *findPage) ask(understood interest.Query) {
	p.Title, p.Ask = "Find a group", "Say what you like and where you are, or only where: then we show every group there."
	if what := named(understood); what != "" {
		p.Title, p.Ask = what+", but where?", "Near which town or postcode shall we look?"
	}
}

// fillRefused makes the best of a form that cannot be used.
func (s *Server) fillRefused(page *findPage, q search.Query, err error) {
	page.Title = "We cannot use that as it is"
	if e, ok := fault.As(err); !ok || e.Fields["near"] == "" {
		return
	}
	page.Title = "Where is that?"
	if meant, ok := s.Places.Instead(q.Near); ok {
		page.Meant = &link{q.At(meant.String()).URL(), meant.String()}
	}
}

func (s *Server) fillFound(c *fiber.Ctx, page *findPage, r search.Result) (err error) {
	q := r.Query
	page.Title = what(r.Understood) + " near " + r.Place.String()
	page.Count = plural(len(r.Hits), "group", "groups")
	page.Within = within(r)
	page.Cards = s.cards(r, len(r.Hits))
	for _, card := range page.Cards {
		page.Strips = page.Strips || card.Pulse != nil
	}
	if q.Page > 1 {
		page.Before = q.OnPage(q.Page - 1).URL()
	}
	if r.More {
		page.After = q.OnPage(q.Page + 1).URL()
	}
	if q.Page > 1 || len(r.Hits) >= fewFound {
		return nil
	}
	if len(r.Hits) == 0 {
		page.None, err = s.instead(c.UserContext(), r)
	} else if q.KM < search.MaxKM {
		km := nextRadius(q.KM)
		page.Wider = &link{q.Within(km).URL(), fmt.Sprintf("Look within %d km", km)}
	}
	return err
}

// cards shows the first of what was found.
func (s *Server) cards(r search.Result, most int) (cards []groupCard) {
	for _, hit := range r.Hits[:min(len(r.Hits), most)] {
		cards = append(cards, cardOf(hit, r.Place.Country == "US", s.Now()))
	}
	return cards
}

// nextRadius is the next larger distance that can be chosen, in kilometres.
func nextRadius(km int) int {
	for _, wider := range radii {
		if wider > km {
			return wider
		}
	}
	return search.MaxKM
}

// what says what was understood: "Singing", "Singing and Quilting", "Groups".
func what(understood interest.Query) string {
	if what := named(understood); what != "" {
		return what
	}
	return "Groups"
}

// named says what was asked for, or "" if nothing was.
func named(understood interest.Query) string {
	var names []string
	for _, i := range understood.Interests {
		names = append(names, i.Name)
	}
	for _, f := range understood.Families {
		names = append(names, f.Name)
	}
	for _, word := range understood.Rest {
		names = append(names, "“"+word+"”")
	}
	return list(names)
}

// within says where was looked, and when: "within 25 km of Bath, England, on
// Tuesdays and Thursdays, in the evening".
func within(r search.Result) string {
	said := fmt.Sprintf("within %d km of %s", r.Query.KM, r.Place)
	if days := dayNames(r.Query.Days); len(days) > 0 {
		said += ", on " + list(days)
	}
	if parts := partNames(r.Query.Times); len(parts) > 0 {
		said += ", in the " + list(parts)
	}
	return said
}

func dayNames(days []time.Weekday) (names []string) {
	for _, day := range days {
		names = append(names, day.String()+"s")
	}
	return names
}

func partNames(parts []schedule.Part) (names []string) {
	for _, part := range parts {
		names = append(names, part.String())
	}
	return names
}
