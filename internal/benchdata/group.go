package benchdata

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// lookBack is how far back meetings are made: as far as the pulse of one that
// meets every week looks.
const lookBack = 12 * 7 * 24 * time.Hour

// madeUp is one group with all that is kept of it.
type madeUp struct {
	search.Known
	meetings []meetings.Meeting // past ones and those ahead, in order
}

// group makes up the group of a number, from 1 on.
func (w *World) group(number int, now time.Time) madeUp {
	c := w.chance(ofGroup, number)
	m := madeUp{}
	m.Group = groups.Group{
		ID: int64(number), State: groups.Listed, Version: 1, Claimed: c.percent(70),
		CreatedAt: now.Add(-lookBack), UpdatedAt: now, Details: w.details(c),
	}
	m.Group.Slug = fmt.Sprintf("%.40s-%d", groups.Slug(m.Group.Name), number)
	timetable := timetable(c, m.Group.Location(), now)
	m.Table = meetings.Timetable{timetable}
	m.meet(c, timetable.Between(now.Add(-lookBack), now.Add(meetings.Horizon)), now)
	if !m.Group.Claimed {
		m.Origin = &search.Origin{AsOf: now.Add(-time.Duration(c.IntN(60*24)) * time.Hour)}
	}
	return m
}

func (w *World) details(c chance) groups.Details {
	town := w.town(c)
	what := w.interests[c.spin(w.byFame)]
	landmark := of(c, landmarks)
	d := groups.Details{
		Name: name(c, what, town, landmark), About: about(c, what, town, landmark), Interests: []string{what.Slug},
		Venue: landmark + " " + of(c, venues), Address: strconv.Itoa(1+c.IntN(200)) + " " + of(c, landmarks) + " Street",
		Town: town.String(), Zone: town.Zone, Point: pointIn(town, c), PublicPlace: c.percent(60),
		StepFree: c.percent(40), HearingLoop: c.percent(5), Quiet: c.percent(10), Beginners: c.percent(60),
		Alone: c.percent(40), Children: c.percent(10), Online: c.percent(3),
	}
	if also := w.interests[c.spin(w.byFame)]; also.Slug != what.Slug && c.percent(30) {
		d.Interests = append(d.Interests, also.Slug)
	}
	if c.percent(60) {
		price := max(0, c.IntN(25)-12)
		d.Price = &price
	}
	if c.percent(50) {
		d.Language = "en"
	}
	return d
}

// timetable begins two years ago: every week, every other week, or on an nth
// weekday of the month, mostly in the evening.
func timetable(c chance, zone *time.Location, now time.Time) schedule.Schedule {
	day := time.Weekday(c.IntN(7))
	hour := of(c, []int{9, 10, 11, 13, 14, 15, 18, 18, 18, 19, 19, 19, 19, 19, 20, 20})
	first := schedule.WallOf(now, zone).Midnight().AddDate(-2, 0, c.IntN(28))
	s := schedule.Schedule{
		Start: first.Add(time.Duration(hour)*time.Hour + time.Duration(30*c.IntN(2))*time.Minute),
		Zone:  zone, Length: of(c, []time.Duration{60, 90, 120, 120, 180}) * time.Minute,
	}
	switch kind := c.IntN(100); {
	case kind < 55:
		s.Rule = schedule.Weekly(1, day)
	case kind < 75:
		s.Rule = schedule.Weekly(2, day)
	default:
		s.Rule = schedule.MonthlyByWeekday([]int{of(c, []int{1, 2, 3, 4, -1})}, day)
	}
	if date, ok := s.Next(s.Start.Instant(zone)); ok {
		s.Start = date.Wall
	}
	return s
}

// meet makes the meetings and the pulse: of one group in five nobody ever says
// whether it met, and a listing that nobody answers for is only expected.
func (m *madeUp) meet(c chance, dates []schedule.Date, now time.Time) {
	silent, size := c.percent(20), 4+c.IntN(20)
	for _, date := range dates {
		one := meetings.Of(date, m.Group.Claimed)
		one.GroupID, one.Key = m.Group.ID, date.Wall.Format(time.DateOnly)
		over := !one.Ends.After(now)
		switch {
		case !m.Group.Claimed:
		case c.percent(4):
			one.Status, one.Reason = meetings.CalledOff, "Too few could come."
		case over && !silent && c.percent(90):
			came := max(1, size+int(c.NormFloat64()*2))
			one.Status, one.Came = meetings.Held, &came
		case !over && c.percent(2):
			one.Status, one.Venue = meetings.Moved, of(c, landmarks)+" "+of(c, venues)
		}
		m.meetings = append(m.meetings, one)
	}
	m.settle(now)
}

// settle tells the meetings apart as the search reads them: the pulse with the
// one that is under way or next, and those that are not over.
func (m *madeUp) settle(now time.Time) {
	var past, ahead []meetings.Beat
	for _, one := range m.meetings {
		beat := meetings.Beat{Starts: one.Starts.UTC(), Ends: one.Ends.UTC(), Status: one.Status, Came: one.Came}
		switch {
		case one.Ends.After(now):
			ahead, m.Ahead = append(ahead, beat), append(m.Ahead, one)
		case one.Status != meetings.Expected:
			past = append(past, beat)
		}
	}
	long := max(0, len(past)-meetings.PulseOver)
	met := slices.ContainsFunc(past[:long], func(beat meetings.Beat) bool { return beat.Status == meetings.Held })
	m.Pulse = meetings.PulseOf(append(past[long:], ahead[:min(1, len(ahead))]...), met, now)
}
