package web

import (
	"cmp"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// listPage is the one short form that lists a group.
type listPage struct {
	Base
	Form *Form
	When whenForm
}

func (*listPage) view() string { return "list" }

func listing(form *Form) *listPage {
	return &listPage{Base: Base{Title: "List a group"}, Form: form, When: whenOf(form)}
}

func (s *Server) showList(c *fiber.Ctx) error {
	if _, err := s.signedIn(c); err != nil {
		return err
	}
	asked := readQuery(c) // whoever is invited to open a group comes with what and where
	return s.render(c, listing(filled(map[string]string{
		"rhythm": "1", "from": s.Now().Format(time.DateOnly), // what the group is like, nobody has said: nothing is ticked
		"interest": asked.Line("interest", 200), "near": asked.Line("near", 200),
	})))
}

// list lists a group, or with the button "show" only shows which dates that
// would give.
func (s *Server) list(c *fiber.Ctx) error {
	m, err := s.signedIn(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	if form.Bool("show") {
		return s.showDates(c, form)
	}
	details := s.readDetails(form, groups.Details{})
	when := readWhen(form, details.Location(), s.Now())
	name := cmp.Or(m.Name, form.Line("you", members.LongestName))
	var group groups.Group
	if err = form.Err(); err == nil {
		group, err = s.found(c, m.ID, name, details, when)
	}
	if err != nil {
		return s.refuse(c, err, form, listing(form))
	}
	return s.done(c, "/groups/"+group.Slug, group.Name+" is listed. You are its organizer; “Who is coming” leads to everything you can change.")
}

// found makes the group and its meetings, and notes the organizer's name, or does
// nothing at all.
func (s *Server) found(c *fiber.Ctx, organizer int64, name string, details groups.Details, when schedule.Schedule) (group groups.Group, err error) {
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		if group, err = s.Groups.In(tx).Create(ctx, organizer, details); err != nil {
			return err
		}
		if err := s.Members.In(tx).SetName(ctx, organizer, name); err != nil {
			return err
		}
		_, err = s.Meetings.In(tx).SetTimetable(ctx, group.ID, meetings.Timetable{when})
		return err
	})
	return group, err
}

// showDates shows the form again with the schedule in words and its next dates,
// and changes nothing.
func (s *Server) showDates(c *fiber.Ctx, form *Form) error {
	details := groups.Details{Zone: time.UTC.String()}
	if town, err := s.Places.Find(form.Value("near")); err == nil {
		details.Zone = town.Zone
	}
	when := readWhen(form, details.Location(), s.Now())
	page := listing(form)
	if err := form.Err(); err != nil {
		return s.refuse(c, err, form, page)
	}
	page.When.preview(when, s.Now())
	return s.render(c, page)
}
