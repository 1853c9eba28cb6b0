package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
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
	form := readForm(c)
	m, err := s.signedIn(c)
	if fault.KindOf(err) == fault.SignIn {
		form.notice = "You are not signed in any more. Please sign in on another page of this browser, then come back to this one and press the button again: all that you typed is still here."
		return s.render(c.Status(http.StatusUnauthorized), listing(form))
	}
	if err != nil {
		return err
	}
	if form.Bool("show") {
		return s.showDates(c, form)
	}
	details := s.readDetails(form, groups.Details{})
	when := readWhen(form, details.Location(), s.Now())
	name := cmp.Or(m.Name, form.Line("you", members.LongestName))
	var group groups.Group
	var known bool
	if err = form.Err(); err == nil {
		group, known, err = s.found(c, m.ID, name, details, when)
	}
	if err != nil {
		return s.refuse(c, err, form, listing(form))
	}
	if known {
		return s.done(c, groupPath(group.Slug), "You have listed "+group.Name+" already, with the same first date. Here it is; “Edit the group” changes what it says.")
	}
	return s.done(c, groupPath(group.Slug), group.Name+" is listed in "+group.Town+". Under “You organize this group” you can change everything.")
}

// found makes the group and its meetings, and notes the organizer's name, or does
// nothing at all. A form that is sent twice makes one group: the second finds it known.
func (s *Server) found(c *fiber.Ctx, organizer int64, name string, details groups.Details, when schedule.Schedule) (group groups.Group, known bool, err error) {
	ctx := c.UserContext()
	err = s.DB.InTx(ctx, func(tx postgres.Conn) error {
		// First, since it holds the member's row: of two at once one waits here.
		if err := s.Members.In(tx).SetName(ctx, organizer, name); err != nil {
			return err
		}
		if group, known, err = s.listedBefore(ctx, tx, organizer, details.Name, when.Start); err != nil || known {
			return err
		}
		if group, err = s.Groups.In(tx).Create(ctx, organizer, details); err != nil {
			return err
		}
		_, err = s.Meetings.In(tx).SetTimetable(ctx, group.ID, meetings.Timetable{when})
		return err
	})
	return group, known, err
}

// listedBefore finds the group of that name that a member organizes and that meets from
// the same date on.
func (s *Server) listedBefore(ctx context.Context, tx postgres.Conn, organizer int64, name string, first schedule.Wall) (groups.Group, bool, error) {
	joined, err := s.Groups.In(tx).Of(ctx, organizer)
	if err != nil {
		return groups.Group{}, false, err
	}
	for _, one := range joined {
		if one.Role != groups.Organizer || !one.Offered() || !strings.EqualFold(one.Name, name) {
			continue
		}
		table, err := s.Meetings.In(tx).Schedules(ctx, one.Group)
		if err != nil {
			return groups.Group{}, false, err
		}
		if slices.ContainsFunc(table, func(when schedule.Schedule) bool { return when.Start == first }) {
			return one.Group, true, nil
		}
	}
	return groups.Group{}, false, nil
}

// showDates shows the form again with the schedule in words and its next dates,
// and changes nothing.
func (s *Server) showDates(c *fiber.Ctx, form *Form) error {
	details := groups.Details{Zone: time.UTC.String()}
	if town, err := s.Places.Find(form.Value("near")); err == nil {
		details.Zone = town.Zone
		s.takeTown(form, town)
	}
	when := readWhen(form, details.Location(), s.Now())
	page := listing(form)
	if err := form.Err(); err != nil {
		return s.refuse(c, err, form, page)
	}
	page.When.preview(when, s.Now())
	return s.render(c, page)
}
