package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/interest"
)

// homePage asks what, where and when.
type homePage struct {
	Base
	Form     searchForm
	Families []browse
}

func (*homePage) view() string { return "home" }

// browse is a family of interests to look around in.
type browse struct{ Slug, Name, URL string }

// showHome keeps a place that it is given, also while looking around.
func (s *Server) showHome(c *fiber.Ctx) error {
	form, q, err := readSearch(c)
	page := &homePage{Form: form}
	page.Form.Kept = filters(q, "day", "time", "week")
	for _, family := range interest.Families() {
		page.Families = append(page.Families, browse{family.Slug, family.Name, q.For(family.Name).URL()})
	}
	if err != nil {
		return s.refuse(c, err, form.Form, page)
	}
	return s.renderOpen(c, page)
}
