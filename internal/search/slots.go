package search

import (
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

const (
	// aWeek is how soon a date is "this week".
	aWeek = 7 * 24 * time.Hour
	// thisWeek is by how many bits the slots of a group's dates within a week stand
	// above those of all its dates: whoever asks for Thursday in this week does not
	// want a group that meets on Thursdays, has this one off and meets on Tuesday.
	thisWeek = 21
)

// slots are when the group meets: at the times of the week that come back among its
// dates, and when it does so next. A rhythm in words has one hour only, where some
// groups dance on Friday evenings and on Sunday mornings; but of a calendar that has
// run out it is all there is.
func (f facts) slots() schedule.Slots {
	if f.next == nil {
		return f.table.Slots()
	}
	var once, again schedule.Slots
	for _, m := range f.coming {
		slot := f.slotOf(m)
		again |= once & slot
		once |= slot
	}
	return again | f.slotOf(*f.next)
}

// week are the times of the dates within a week, and until when that holds: until
// the next date comes within a week, nil if none is known.
func (f facts) week() (slots schedule.Slots, until *time.Time) {
	for _, m := range f.coming {
		comes := m.Starts.Add(-aWeek)
		if comes.After(f.noticed) {
			return slots, &comes
		}
		slots |= f.slotOf(m)
	}
	return slots, nil
}

func (f facts) slotOf(m meetings.Meeting) schedule.Slots {
	return schedule.SlotOf(schedule.WallOf(m.Starts, f.group.Location()))
}

// earlier is the first of two moments that may not be known.
func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

// slots are the times of the week that are asked for, as a group holds them;
// false if any time will do. Days in "this week" are this week's dates.
func (q Query) slots() (mask int64, asked bool) {
	if len(q.Days)+len(q.Times) == 0 {
		return 0, false
	}
	mask = int64(schedule.SlotsOf(q.Days, q.Times))
	if q.Week {
		mask <<= thisWeek
	}
	return mask, true
}
