package web

import (
	"net/url"
	"slices"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// "This date and all after it": the schedule that gives the date ends before it,
// and another one goes on from there.

// afterURL is where a date and all after it are changed; empty if no rule gives
// the date.
func afterURL(group groups.Group, table meetings.Timetable, m meetings.Meeting) string {
	at := slices.IndexFunc(table, func(one schedule.Schedule) bool { return !one.Rule.IsZero() && meetsAt(one, m.Original) })
	if at < 0 {
		return ""
	}
	query := url.Values{"schedule": {keyOf(table[at])}, "since": {m.Original.Format(time.DateOnly)}}
	return "/edit/" + group.Slug + "/when?" + query.Encode()
}

// meetsAt tells whether a schedule gives a date, whatever has become of it.
func meetsAt(one schedule.Schedule, wall schedule.Wall) bool {
	_, gives := one.Date(wall)
	return gives
}

// splitDay reads from which day on a schedule is to change; false if all of it
// is, or it gives no date on that day.
func splitDay(f *Form, table meetings.Timetable) (day schedule.Wall, ok bool) {
	typed, err := time.Parse(time.DateOnly, f.Value("since"))
	at := indexOf(table, f.Value("schedule"))
	if err != nil || at < 0 {
		return day, false
	}
	day = schedule.WallOf(typed, time.UTC)
	zone := table[at].Zone
	return day, len(table[at].Between(day.Instant(zone), day.AddDate(0, 0, 1).Instant(zone))) > 0
}

// withLater ends the schedule of that key before a day and lets another follow,
// which takes over the single dates from then on. One that gives nothing before
// the day is replaced.
func withLater(table meetings.Timetable, key string, day schedule.Wall, when schedule.Schedule) (meetings.Timetable, error) {
	at := indexOf(table, key)
	if at < 0 {
		return nil, overtakenWhen()
	}
	before := table[at].EndBefore(day)
	when.Except, when.Overrides = table[at].Except, table[at].Overrides
	when.Extra = slices.DeleteFunc(slices.Clone(table[at].Extra), func(w schedule.Wall) bool { return w.Before(day) })
	if _, gives := before.Next(before.Start.Instant(before.Zone).Add(-time.Second)); !gives {
		table[at] = when
		return table, nil
	}
	table[at] = before
	return slices.Insert(table, at+1, when), nil
}
