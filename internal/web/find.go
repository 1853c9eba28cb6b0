package web

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/schedule"
	"regulars/internal/search"
	"regulars/internal/words"
)

// findPage is the form and what was found.
type findPage struct {
	Base
	Form    searchForm
	Ask     string // what is still to be said before anything can be found
	Meant   *link  // the place that may have been meant
	Count   string // "3 groups", "More than 50 groups"
	Within  string // "within 25 km of Bath, England"
	Little  string // why it was looked further than nearby
	Cards   []groupCard
	Strips  bool // a card shows its pulse, so the patches are explained
	None    *nothing
	Further []link // what can be done where these are few, or all
	Number  int    // of the page
	Before  string
	After   string
	Follow  *follow   // nil: there is no search yet
	Wishes  *wishForm // what can be asked for where nothing was found
}

func (*findPage) view() string { return "find" }

// fewFound is how many results call for an offer to look further.
const fewFound = 5

func (s *Server) showFind(c *fiber.Ctx) error {
	form, q, err := readSearch(c)
	page := &findPage{Form: form, Number: q.Page}
	if err == nil && q.Near == "" {
		page.Form = form.wider(q, kilometres)
		page.ask(interest.Parse(q.Words))
		return s.renderOpen(c, page)
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
	return s.renderOpen(c, page)
}

// ask asks for the place, without which nothing is near.
func (p *findPage) ask(understood interest.Query) {
	p.Title, p.Ask = "Find a group", "Say what you like and where you are, or only where: then we show every group there."
	if what := named(understood); what != "" {
		p.Title, p.Ask = what+", but where?", "Near which town shall we look?"
	}
}

// fillRefused makes the best of a form that cannot be used.
func (s *Server) fillRefused(page *findPage, q search.Query, err error) {
	page.Form = page.Form.wider(q, kilometres)
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
	q, u := r.Query, unitAt(r.Place)
	page.Form = page.Form.wider(r.Asked(), u)
	page.Title = titleOf(r)
	page.Follow = s.followSearch(r)
	page.Count, page.Within, page.Little = counted(r.Found), within(r), little(r)
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
	if len(r.Hits) == 0 {
		return s.fillNone(c, page, r)
	}
	if km, ok := u.next(r.KM); ok && q.Page < 2 && len(r.Hits) < fewFound {
		page.Further = append(page.Further, link{q.Within(km).URL(), "Look " + u.within(km)})
	}
	if !r.More {
		page.Further = append(page.Further, link{askPath + "?" + r.Asked().OnPage(1).Encode(), "Hear when another one starts"})
	}
	return nil
}

// cards shows the first of what was found.
func (s *Server) cards(r search.Result, most int) []groupCard {
	hits := r.Hits[:min(len(r.Hits), most)]
	cards := make([]groupCard, 0, len(hits))
	for _, hit := range hits {
		cards = append(cards, cardOf(hit, r, s.Now()))
	}
	return cards
}

// counted says how many groups were found, as far as they are counted.
func counted(n int) string {
	if n > search.MostCounted {
		return fmt.Sprintf("More than %d groups", search.MostCounted)
	}
	return plural(n, "group", "groups")
}

// little says why it was looked further than nearby; "" where it was not.
func little(r search.Result) string {
	if r.Little == 0 {
		return ""
	}
	u := unitAt(r.Place)
	return fmt.Sprintf("Little %s, so this looks %s.", u.within(r.Little), u.within(r.KM))
}

// what says what was understood: "Singing", "Singing and Quilting", "Groups".
func what(understood interest.Query) string {
	if what := named(understood); what != "" {
		return what
	}
	return "Groups"
}

// mostNamed is how many things a title names one by one.
const mostNamed = 5

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
	if more := len(names) - mostNamed; more > 1 {
		names = append(names[:mostNamed], fmt.Sprintf("%d more", more))
	}
	return list(names)
}

// within says where was looked, and when: "within 25 km of Bath, England, on
// Tuesdays and Thursdays, in the evening".
func within(r search.Result) string {
	said := unitAt(r.Place).within(r.KM) + " of " + r.Place.String()
	if days := dayNames(r.Query.Days); len(days) > 0 {
		said += ", on " + list(days)
	}
	if parts := partNames(r.Query.Times); len(parts) > 0 {
		said += ", in the " + list(parts)
	}
	if r.Query.Week {
		said += ", this week"
	}
	return said
}

func dayNames(days []time.Weekday) (names []string) {
	for _, day := range days {
		names = append(names, words.English.HabitWeekday(day))
	}
	return names
}

func partNames(parts []schedule.Part) (names []string) {
	for _, part := range parts {
		names = append(names, part.String())
	}
	return names
}
