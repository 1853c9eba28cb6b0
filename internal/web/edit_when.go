package web

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// editWhenPage is when the group meets: its schedules, one of them in a form;
// dates besides, and breaks.
type editWhenPage struct {
	organizing
	Schedules []scheduleRow
	Chosen    string // key of the schedule in the form; empty: none is shown
	Since     string // day from which on the form counts, in words; empty: all of it
	Odd       string // the chosen one in words, where the form cannot say it
	Form      *Form
	When      whenForm
	Extras    []extraRow
	Extra     *Form
	Breaks    []rest
	Break     *Form
	Follows   string // where the calendar is that the group follows; empty: it follows none
}

func (*editWhenPage) view() string { return "edit-when" }

// Several tells whether schedules run side by side.
func (p *editWhenPage) Several() bool { return len(p.Schedules) > 1 }

// New tells whether the form is about one more schedule.
func (p *editWhenPage) New() bool { return p.Chosen == newSchedule }

// newSchedule is the key of a schedule that is not there yet.
const newSchedule = "new"

// scheduleRow is one schedule in the list.
type scheduleRow struct {
	Key   string
	Words string
	Over  bool // it has no date to come
}

// keyOf tells a schedule of a group from its others. A change makes it another
// one, so a form that comes too late is refused.
func keyOf(one schedule.Schedule) string { return one.Start.String() + " " + one.Rule.String() }

// indexOf finds a schedule by its key; -1 if there is none.
func indexOf(table meetings.Timetable, key string) int {
	return slices.IndexFunc(table, func(one schedule.Schedule) bool { return keyOf(one) == key })
}

func (s *Server) showEditWhen(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	query := readQuery(c)
	page, table, err := s.whenPage(c, group, query.Value("schedule"))
	if err != nil {
		return err
	}
	if day, ok := splitDay(query, table); ok {
		page.Form.values["from"] = []string{day.Format(time.DateOnly)}
		page.Form.values["since"] = page.Form.values["from"]
		page.Since = words.English.Day(day)
	}
	return s.render(c, page)
}

// whenPage puts the page together, with the schedule of that key in the form. An
// only one is always there, and a group that has none begins one.
func (s *Server) whenPage(c *fiber.Ctx, group groups.Group, key string) (*editWhenPage, meetings.Timetable, error) {
	ctx := c.UserContext()
	table, err := s.Meetings.Timetable(ctx, group)
	if err != nil {
		return nil, nil, err
	}
	breaks, err := s.comingBreaks(ctx, group)
	if err != nil {
		return nil, nil, err
	}
	page := &editWhenPage{organizing: organizingOf(group, "when", "When it meets"), Extras: s.extrasOf(table), Extra: filled(nil)}
	for _, b := range breaks {
		page.Breaks = append(page.Breaks, rest{b.ID, restWords(b.Break)})
	}
	for _, one := range table {
		_, coming := one.Next(s.Now())
		page.Schedules = append(page.Schedules, scheduleRow{keyOf(one), meetings.Timetable{one}.Words(words.English), !coming})
	}
	follow, _, err := s.Calendars.Of(ctx, group.ID)
	if err != nil {
		return nil, nil, err
	}
	page.Follows = follow.Shown()
	if at := firstOf(table); at >= 0 {
		page.Extra = filled(map[string]string{"at": table[at].Start.Format("15:04")})
	}
	page.choose(table, key, schedule.WallOf(s.Now(), group.Location()))
	return page, table, nil
}

// choose puts one of the schedules into the form.
func (p *editWhenPage) choose(table meetings.Timetable, key string, today schedule.Wall) {
	switch {
	case len(table) == 0 || key == newSchedule:
		p.Chosen = newSchedule
	case indexOf(table, key) >= 0:
		p.Chosen = key
	case len(table) == 1:
		p.Chosen = keyOf(table[0])
	}
	var one schedule.Schedule
	if at := indexOf(table, p.Chosen); at >= 0 {
		one = table[at]
	}
	form, simple := whenValues(one)
	if !simple {
		form.values = map[string][]string{"rhythm": {"1"}, "from": {today.Format(time.DateOnly)}}
		p.Odd = meetings.Timetable{one}.Words(words.English)
	}
	p.fill(form)
}

// fill shows a form about one schedule.
func (p *editWhenPage) fill(form *Form) {
	p.Form, p.When = form, whenOf(form)
	p.When.Rhythms = tickedOf(form, "rhythm", alsoOnce)
}

// refuseWhen shows the page again with what could not be done, and the form that
// was sent in its place.
func (s *Server) refuseWhen(c *fiber.Ctx, err error, group groups.Group, form *Form, put func(*editWhenPage)) error {
	if !mendable(err) {
		return err
	}
	page, _, failed := s.whenPage(c, group, form.Value("schedule"))
	if failed != nil {
		return failed
	}
	put(page)
	return s.refuse(c, err, form, page)
}

// saveEditWhen changes or adds a schedule, or with the button "show" only shows
// which dates that would give.
func (s *Server) saveEditWhen(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	page, table, err := s.whenPage(c, group, form.Value("schedule"))
	if err != nil {
		return err
	}
	page.fill(form)
	when := readWhen(form, group.Location(), s.Now())
	day, later := splitDay(form, table)
	if later {
		page.Since = words.English.Day(day)
		if when.Start.Before(day) {
			form.Wrong("from", "Please type a date from %s on: what was before stays.", page.Since)
		}
	}
	if err := form.Err(); err != nil {
		return s.refuse(c, err, form, page)
	}
	if form.Bool("show") {
		if len(table) > 0 {
			when.Breaks = table[0].Breaks
		}
		page.When.preview(when, s.Now())
		return s.render(c, page)
	}
	key := form.Value("schedule")
	if key == "" {
		key = page.Chosen
	}
	told, err := s.changeTimetable(c, group, func(table meetings.Timetable) (meetings.Timetable, error) {
		switch {
		case later:
			return withLater(table, key, day, when)
		case form.Value("since") != "": // the date is gone meanwhile
			return nil, overtakenWhen()
		default:
			return withSchedule(table, key, when)
		}
	})
	if err != nil {
		return s.refuse(c, err, form, page)
	}
	return s.done(c, page.URL()+"/dates", "Saved: "+when.Words(words.English)+"."+toldWords(told))
}

// mostSchedules is how many a group can have side by side.
const mostSchedules = 20

// withSchedule puts a schedule in the place of the one of that key, or besides
// the others. Single dates that were left out or added stay so.
func withSchedule(table meetings.Timetable, key string, when schedule.Schedule) (meetings.Timetable, error) {
	if key == newSchedule {
		if len(table) >= mostSchedules {
			return nil, fault.New(fault.Conflict, "A group can have %d schedules. Please remove one first.", mostSchedules)
		}
		return append(table, when), nil
	}
	at := indexOf(table, key)
	if at < 0 {
		return nil, overtakenWhen()
	}
	if _, simple := whenValues(table[at]); simple {
		when.Except, when.Extra, when.Overrides = table[at].Except, table[at].Extra, table[at].Overrides
	}
	table[at] = when
	return table, nil
}

func overtakenWhen() error {
	return fault.New(fault.Conflict, "Somebody has changed when the group meets meanwhile. Please open this page again and look.")
}

// removeSchedule takes one of several schedules away.
func (s *Server) removeSchedule(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	told, err := s.changeTimetable(c, group, func(table meetings.Timetable) (meetings.Timetable, error) {
		at := indexOf(table, form.Value("schedule"))
		switch {
		case at < 0:
			return nil, overtakenWhen()
		case len(table) == 1:
			return nil, fault.New(fault.Conflict, "This is all there is. Please change it, or pause the group.")
		}
		return slices.Delete(table, at, at+1), nil
	})
	if err != nil {
		return s.refuseWhen(c, err, group, form, func(page *editWhenPage) { page.Form.take(err) })
	}
	return s.done(c, "/edit/"+group.Slug+"/when", "It is removed."+toldWords(told))
}

// changeTimetable changes when the group meets by a rule, and those whose dates
// change hear of it.
func (s *Server) changeTimetable(c *fiber.Ctx, group groups.Group, rule func(meetings.Timetable) (meetings.Timetable, error)) (told int, err error) {
	if err := s.ownDates(c.UserContext(), group); err != nil {
		return 0, err
	}
	return s.changeDates(c, func(ctx context.Context, in *meetings.Store) ([]meetings.Changed, error) {
		return in.ChangeTimetable(ctx, group.ID, rule)
	})
}

// toldWords goes on with how many people get a mail about a change.
func toldWords(told int) string {
	if told == 0 {
		return " Nobody needs a mail about it."
	}
	return " " + plural(told, "person who comes gets", "people who come get") + " a mail."
}
