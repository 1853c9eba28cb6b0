package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/members"
	"regulars/internal/postgres"
)

// organizing is what all pages of a group's organizers show on top.
type organizing struct {
	Base
	Group groups.Group
	Tab   string // details, when, dates or people
}

// URL is the address of these pages.
func (o organizing) URL() string { return "/edit/" + o.Group.Slug }

// Family is what the group is drawn by.
func (o organizing) Family() string { return o.Group.Family() }

// Paused tells whether the group is not offered in search now.
func (o organizing) Paused() bool { return o.Group.State == groups.Paused }

// Local gives a moment in the zone of the group.
func (o organizing) Local(at time.Time) time.Time { return at.In(o.Group.Location()) }

func organizingOf(group groups.Group, tab, title string) organizing {
	return organizing{Base: Base{Title: title + ": " + group.Name}, Group: group, Tab: tab}
}

// organized gives who asks and the group that they organize; fault.SignIn or
// fault.Forbidden otherwise.
func (s *Server) organized(c *fiber.Ctx) (m *members.Member, group groups.Group, err error) {
	if m, err = s.signedIn(c); err != nil {
		return m, group, err
	}
	group, err = s.Groups.Organized(c.UserContext(), m.ID, c.Params("slug"))
	return m, group, err
}

// editPage is what an organizer says about the group.
type editPage struct {
	organizing
	Form   *Form
	Theirs []theirs // what somebody else has saved meanwhile
}

func (*editPage) view() string { return "edit" }

// theirs is what somebody else wrote into a field.
type theirs struct{ Label, Text string }

func (s *Server) showEdit(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	values := detailValues(group.Details)
	values["version"] = strconv.Itoa(group.Version)
	return s.render(c, &editPage{organizing: organizingOf(group, "details", "Edit"), Form: filled(values)})
}

func (s *Server) saveEdit(c *fiber.Ctx) error {
	m, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	details := s.readDetails(form, group.Details)
	page := &editPage{organizing: organizingOf(group, "details", "Edit"), Form: form}
	if err = form.Err(); err == nil {
		group, err = s.keepDetails(c, m.ID, group, int(form.ID("version")), details)
	}
	if fault.KindOf(err) == fault.Conflict {
		return s.overtaken(c, err, page)
	}
	if err != nil {
		return s.refuse(c, err, form, page)
	}
	return s.done(c, "/edit/"+group.Slug, "Saved.")
}

// overtaken shows what somebody else has saved since the form was opened, beside
// what was typed; saving once more replaces it knowingly.
func (s *Server) overtaken(c *fiber.Ctx, conflict error, page *editPage) (err error) {
	if page.Group, err = s.Groups.ByID(c.UserContext(), page.Group.ID); err != nil {
		return err
	}
	page.Theirs = differences(page.Form, detailValues(page.Group.Details))
	page.Form.values["version"] = []string{strconv.Itoa(page.Group.Version)}
	return s.refuse(c, conflict, page.Form, page)
}

// keepDetails saves the details. Another zone or another number of places makes
// the meetings anew, and those whom it moves hear of it. More places seat those who
// come every time and found a date full.
func (s *Server) keepDetails(c *fiber.Ctx, by int64, was groups.Group, version int, details groups.Details) (group groups.Group, err error) {
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if group, err = s.Groups.In(tx).Update(ctx, by, was.ID, version, details); err != nil {
			return err
		}
		if group.Zone == was.Zone && group.Capacity == was.Capacity {
			return nil
		}
		changed, err := s.Meetings.In(tx).Materialise(ctx, group.ID)
		if err != nil {
			return err
		}
		if _, err := s.tell(ctx, tx, changed...); err != nil {
			return err
		}
		return s.Meetings.In(tx).Reseat(ctx, group.ID)
	})
	return group, err
}

// detailLabels are the fields of the form in its order.
var detailLabels = []struct{ field, label string }{
	{"name", "Name"}, {"interest", "What you do together"}, {"about", "In a few sentences"}, {"web", "Web page"}, {"near", "Town"}, {"venue", "Place"},
	{"address", "Street and number"}, {"directions", "How to get there"}, {"come_in", "Come in"}, {"look_for", "Look for"},
	{"first_minutes", "The first ten minutes"}, {"bring", "Bring"}, {"cost", "Cost"}, {"language", "Language"}, {"capacity", "Places"},
	{"public_place", "A public place"}, {"online", "Online"}, {"beginners", "Beginners welcome"}, {"alone", "You can come alone"},
	{"children", "Children welcome"}, {"step_free", "Step-free"}, {"hearing_loop", "Hearing loop"}, {"quiet", "A quiet room"},
}

// differences are the fields in which what stands now is not what was typed.
func differences(form *Form, now map[string]string) (different []theirs) {
	boxes := traitsOf(&groups.Details{})
	for _, one := range detailLabels {
		text := now[one.field]
		if text == strings.ReplaceAll(form.Value(one.field), "\r\n", "\n") {
			continue
		}
		switch _, box := boxes[one.field]; {
		case box && text == "":
			text = "no"
		case box:
			text = "yes"
		case text == "":
			text = "nothing"
		case one.field == "language":
			text = languageName(text)
		}
		different = append(different, theirs{one.label, text})
	}
	return different
}
