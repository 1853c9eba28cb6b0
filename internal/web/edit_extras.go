package web

import (
	"cmp"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// extraRow is a date that a group meets on besides what its rules give.
type extraRow struct {
	Wall  string // as scheduled
	Words string // "Thu 17 Dec, 19:00"
}

// extrasOf are those to come of a timetable that has a rule. Without one, all its
// dates are of this kind.
func (s *Server) extrasOf(table meetings.Timetable) (rows []extraRow) {
	for _, one := range table {
		if one.Rule.IsZero() {
			continue
		}
		for _, wall := range one.Extra {
			if wall.Instant(one.Zone).After(s.Now()) {
				rows = append(rows, extraRow{wall.String(), words.English.ShortMoment(wall)})
			}
		}
	}
	slices.SortFunc(rows, func(a, b extraRow) int { return cmp.Compare(a.Wall, b.Wall) })
	return rows
}

// firstOf is the schedule that single dates besides are noted with: the first
// one with a rule; -1 if there is none.
func firstOf(table meetings.Timetable) int {
	return slices.IndexFunc(table, func(one schedule.Schedule) bool { return !one.Rule.IsZero() })
}

// addExtra has the group meet on one more date.
func (s *Server) addExtra(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	wall := form.neededDay("also", "Please say on which day, like 2027-01-31.")
	at, ok := form.Clock("at")
	if !ok {
		form.Wrong("at", "Please say when it starts, like 18:30.")
	}
	wall = wall.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	if err = form.Err(); err == nil {
		_, err = s.changeTimetable(c, group, func(table meetings.Timetable) (meetings.Timetable, error) {
			return withExtra(table, wall, s.Now())
		})
	}
	if err != nil {
		return s.refuseWhen(c, err, group, form, func(page *editWhenPage) { page.Extra = form })
	}
	return s.done(c, "/edit/"+group.Slug+"/when", "Also on "+words.English.Moment(wall)+".")
}

// mostExtras is how many dates besides a group can have.
const mostExtras = 100

// withExtra adds a date to the first schedule that has a rule.
func withExtra(table meetings.Timetable, wall schedule.Wall, now time.Time) (meetings.Timetable, error) {
	at := firstOf(table)
	if at < 0 {
		return nil, fault.New(fault.Conflict, "Please say first when the group meets, again and again.")
	}
	one := &table[at]
	if err := checkExtra(table, wall, wall.Instant(one.Zone), now); err != nil {
		return nil, err
	}
	one.Except = slices.DeleteFunc(one.Except, func(w schedule.Wall) bool { return w == wall })
	if len(table.Between(wall.Instant(one.Zone), wall.Instant(one.Zone).Add(time.Second))) == 0 {
		one.Extra = append(one.Extra, wall)
	}
	return table, nil
}

func checkExtra(table meetings.Timetable, wall schedule.Wall, at, now time.Time) error {
	var wrong fault.Fields
	switch one := table[firstOf(table)]; {
	case !at.After(now):
		wrong.Add("also", "That has passed already.")
	case at.After(now.AddDate(mostYearsAhead, 0, 0)):
		wrong.Add("also", "Please type a date within a year.")
	case slices.ContainsFunc(one.Breaks, func(b schedule.Break) bool { return b.Covers(wall) }):
		wrong.Add("also", "The group has a break then. Please make the break shorter first.")
	case len(one.Extra) >= mostExtras:
		wrong.Add("also", "There can be %d such dates.", mostExtras)
	}
	return wrong.Err()
}

// removeExtra takes such a date away.
func (s *Server) removeExtra(c *fiber.Ctx) error {
	_, group, err := s.organized(c)
	if err != nil {
		return err
	}
	form := readForm(c)
	gone := func(w schedule.Wall) bool { return w.String() == form.Value("wall") }
	told, err := s.changeTimetable(c, group, func(table meetings.Timetable) (meetings.Timetable, error) {
		for i := range table {
			table[i].Extra = slices.DeleteFunc(table[i].Extra, gone)
		}
		return table, nil
	})
	if err != nil {
		return err
	}
	return s.done(c, "/edit/"+group.Slug+"/when", "That date is removed."+toldWords(told))
}
