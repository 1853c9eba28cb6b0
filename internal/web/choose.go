package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/interest"
	"regulars/internal/search"
)

// choosePath is the list of interests.
const choosePath = "/interests"

// choosePage lists what groups do, to choose from without typing.
type choosePage struct {
	Base
	Form     searchForm
	Kept     []tick // filters that go along
	Families []shelf
}

func (*choosePage) view() string { return "interests" }

// Stray is what is wrong with what this form has no field for.
func (p *choosePage) Stray() []string { return p.Form.stray("near") }

// shelf is a family with its interests; Some tells that one of them is chosen.
type shelf struct {
	pick
	Some      bool
	Interests []pick
}

// pick is an interest or a family that can be ticked.
type pick struct {
	tick
	Slug string
}

func (s *Server) showChoose(c *fiber.Ctx) error {
	form, q, err := readSearch(c)
	understood := interest.Parse(q.Words)
	page := &choosePage{Base: Base{Title: "What do you like?"}, Form: form, Kept: filters(q), Families: shelves(understood)}
	if len(understood.Rest) > 0 { // words for which there is no box
		page.Kept = append(page.Kept, tick{Label: "q", Value: strings.Join(understood.Rest, ", ")})
	}
	if err != nil {
		return s.refuse(c, err, form.Form, page)
	}
	return s.renderOpen(c, page)
}

// filters are all that a query asks for besides what and where, to go along with a
// form that does not ask for them; but for those that it does ask for.
func filters(q search.Query, asked ...string) (ticks []tick) {
	for key, values := range q.OnPage(1).Values() {
		if key != "q" && key != "near" && !slices.Contains(asked, key) {
			ticks = append(ticks, tick{Label: key, Value: values[0]})
		}
	}
	slices.SortFunc(ticks, func(a, b tick) int { return strings.Compare(a.Label, b.Label) })
	return ticks
}

// shelves are all families, with what was asked for ticked.
func shelves(asked interest.Query) (all []shelf) {
	for _, f := range interest.Families() {
		whole := slices.ContainsFunc(asked.Families, func(a interest.Family) bool { return a.Slug == f.Slug })
		one := shelf{pick: pick{tick{f.Name, "All of " + f.Name, whole}, f.Slug}, Some: whole}
		for _, i := range f.Interests {
			on := slices.ContainsFunc(asked.Interests, func(a interest.Interest) bool { return a.Slug == i.Slug })
			one.Interests = append(one.Interests, pick{tick{i.Name, i.Name, on}, i.Slug})
			one.Some = one.Some || on
		}
		all = append(all, one)
	}
	return all
}
