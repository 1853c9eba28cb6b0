package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// editWhenPage is when the group meets.
type editWhenPage struct {
	organizing
	Form   *Form
	When   whenForm
	Now    string // the timetable in words, where the form cannot say it
	Simple bool   // the form says all of it
}

func (*editWhenPage) view() string { return "edit-when" }

func editWhen(group groups.Group, table meetings.Timetable, form *Form) *editWhenPage {
	_, simple := whenValues(table)
	return &editWhenPage{
		organizing: organizingOf(group, "when", "When it meets"), Form: form, When: whenOf(form),
		Now: table.Words(), Simple: simple,
	}
}

func (s *Server) showEditWhen(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	table, err := s.Meetings.Timetable(c.UserContext(), group)
	if err != nil {
		return err
	}
	form, simple := whenValues(table)
	if !simple {
		form.values = map[string][]string{"rhythm": {"1"}, "from": {s.Now().In(group.Location()).Format(time.DateOnly)}}
	}
	return s.render(c, editWhen(group, table, form))
}

// saveEditWhen replaces the schedule, or with the button "show" only shows which
// dates that would give.
func (s *Server) saveEditWhen(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	table, err := s.Meetings.Timetable(c.UserContext(), group)
	if err != nil {
		return err
	}
	form := readForm(c)
	when := readWhen(form, group.Location(), s.Now())
	page := editWhen(group, table, form)
	if err := form.Err(); err != nil {
		return s.refuse(c, err, form, page)
	}
	if form.Bool("show") {
		page.When.preview(when, s.Now())
		return s.render(c, page)
	}
	if page.Simple { // single dates that were left out or added stay so
		when.Except, when.Extra = table[0].Except, table[0].Extra
	}
	told, err := s.keepWhen(c, group, when)
	if err != nil {
		return err
	}
	return s.done(c, page.URL()+"/dates", "Saved: "+when.Words()+"."+toldWords(told))
}

// keepWhen replaces the timetable, and those whose dates change hear of it.
func (s *Server) keepWhen(c *fiber.Ctx, group groups.Group, when schedule.Schedule) (told int, err error) {
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		changed, err := s.Meetings.In(tx).SetTimetable(ctx, group.ID, meetings.Timetable{when})
		if err != nil {
			return err
		}
		told, err = s.tell(ctx, tx, changed...)
		return err
	})
	return told, err
}

// toldWords goes on with how many people get a mail about a change.
func toldWords(told int) string {
	if told == 0 {
		return " Nobody had a place, so nobody gets a mail."
	}
	return " " + plural(told, "person who comes gets", "people who come get") + " a mail."
}
