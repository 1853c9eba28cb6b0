package calendar

import (
	"cmp"
	"context"
	"slices"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// part is one schedule of a series, and how much later its dates are than the
// calendar calls them since it was split off (RANGE=THISANDFUTURE).
type part struct {
	schedule.Schedule
	shift time.Duration
	walls map[schedule.Wall]bool // its dates that are read
}

// newPart reads the dates of a part between two moments once: there may be many
// changes.
func newPart(one schedule.Schedule, shift time.Duration, from, to time.Time) part {
	p := part{one, shift, map[schedule.Wall]bool{}}
	one.Overrides = nil
	for _, date := range one.Between(from, to) {
		p.walls[date.Wall] = true
	}
	return p
}

// dateOf gives the date of the part that an event stands for; false if it has no
// such date.
func (p part) dateOf(e event) (was schedule.Wall, given bool) {
	called := p.Schedule
	called.Start = called.Start.Add(-p.shift)
	was = e.recurrence.dateOf(called).Add(p.shift)
	return was, p.walls[was]
}

// change notes what became of single dates, and of all from one date on; of two
// events about the same date the later version counts. Those that stand for no
// date of the series, though they might, come back.
func (s *Series) change(changes []event, asOf time.Time) (strays []event) {
	if len(changes) == 0 {
		return nil
	}
	from, to := asOf.AddDate(-yearsBack, 0, 0), asOf.AddDate(yearsAhead, 0, 0)
	slices.SortStableFunc(changes, func(a, b event) int { return cmp.Compare(a.sequence, b.sequence) })
	parts := make([]part, len(s.Timetable))
	for i, one := range s.Timetable {
		parts[i] = newPart(one, 0, from, to)
	}
	var single []event
	for _, e := range changes {
		at := e.recurrence.wall.Instant(e.recurrence.zone)
		switch {
		case at.Before(from) || at.After(to):
		case e.thisAndFuture && len(parts) < mostParts:
			var found bool
			if parts, found = splitAt(parts, e, s.Zone, from, to); !found {
				strays = append(strays, e)
			}
		default:
			single = append(single, e)
		}
	}
	for _, e := range single {
		if !s.override(parts, e) {
			strays = append(strays, e)
		}
	}
	s.Timetable = nil
	for _, p := range parts {
		s.Timetable = append(s.Timetable, p.Schedule)
	}
	return strays
}

// splitAt parts the schedule that has an event's date there: from then on it is as
// the event says, or over. False if none has that date.
func splitAt(parts []part, e event, zone *time.Location, from, horizon time.Time) ([]part, bool) {
	for i, p := range parts {
		was, given := p.dateOf(e)
		if !given {
			continue
		}
		to := e.start.in(zone)
		before, after, _ := p.SplitAt(was, to, e.length, horizon)
		var in []part
		if !before.Start.IsZero() {
			in = append(in, newPart(before, p.shift, from, horizon))
		}
		if !e.cancelled {
			in = append(in, newPart(after, p.shift+to.Sub(was), from, horizon))
		}
		return slices.Replace(parts, i, i+1, in...), true
	}
	return parts, false
}

// override lets an event stand for a date of one of the parts; false if none has
// that date. One that takes the whole day is nothing that one can go to.
func (s *Series) override(parts []part, e event) bool {
	for i := range parts {
		one := &parts[i]
		was, given := one.dateOf(e)
		if !given {
			continue
		}
		o := s.became(e, was)
		one.Overrides = slices.DeleteFunc(one.Overrides, func(o schedule.Override) bool { return o.Original == was })
		switch {
		case !e.cancelled && e.allDay():
			one.Except = append(one.Except, was)
		case e.cancelled || o.Start != was || o.Length != one.Length || o.Where != "":
			one.Overrides = append(one.Overrides, o)
		}
		return true
	}
	return false
}

// became says what an event makes of a date.
func (s *Series) became(e event, was schedule.Wall) schedule.Override {
	o := schedule.Override{Original: was, Why: e.why}
	if e.cancelled {
		return o
	}
	o.Start, o.Length = e.start.in(s.Zone), e.length
	if where := placeLine(e.location); where != placeLine(s.Location) {
		o.Where = clip(where, maxPlace)
	}
	return o
}

// datesOf makes a timetable of single dates, one schedule for each length. Dates
// that are called off stay, and say so, unless something else begins just then.
func datesOf(events []event, zone *time.Location) meetings.Timetable {
	live := map[schedule.Wall]bool{}
	for _, e := range events {
		if !e.cancelled {
			live[e.start.in(zone)] = true
		}
	}
	byLength := map[time.Duration]*schedule.Schedule{}
	for _, e := range events {
		at := e.start.in(zone)
		if e.cancelled && live[at] {
			continue
		}
		one := byLength[e.length]
		if one == nil {
			one = &schedule.Schedule{Zone: zone, Length: e.length}
			byLength[e.length] = one
		}
		one.Extra = append(one.Extra, at)
		if e.cancelled {
			one.Overrides = append(one.Overrides, schedule.Override{Original: at, Why: e.why})
		}
	}
	var table meetings.Timetable
	for _, one := range byLength {
		slices.SortFunc(one.Extra, schedule.Wall.Compare)
		one.Extra = slices.Compact(one.Extra)
		one.Start, one.Extra = one.Extra[0], one.Extra[1:]
		table = append(table, *one)
	}
	slices.SortFunc(table, func(a, b schedule.Schedule) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Length, b.Length))
	})
	return table
}

// remember keeps the past dates of a listing whose calendar lists only those to
// come: they tell its rhythm, and it may be claimed.
func (r *run) remember(ctx context.Context, id int64, l *listing) error {
	var begins time.Time
	for _, one := range l.Timetable {
		if at := one.Start.Instant(one.Zone); !one.Rule.IsZero() {
			return nil
		} else if begins.IsZero() || at.Before(begins) {
			begins = at
		}
	}
	group, err := r.groups.ByID(ctx, id)
	if err != nil {
		return err
	}
	known, err := r.meetings.Schedules(ctx, group)
	if err != nil {
		return err
	}
	since := r.now().AddDate(-yearsBack, 0, 0)
	for _, one := range known {
		past := one.Between(since, begins)
		if !one.Rule.IsZero() || len(past) == 0 {
			continue
		}
		one.Start, one.Extra, one.Breaks = past[0].Wall, nil, nil
		for _, date := range past[1:] {
			one.Extra = append(one.Extra, date.Wall)
		}
		l.Timetable = append(l.Timetable, one)
	}
	return nil
}
