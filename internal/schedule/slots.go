package schedule

import (
	"slices"
	"strings"
	"time"

	"regulars/internal/fault"
)

// Part is a part of the day.
type Part int

// The parts of the day: before 12:00, before 17:00, and from 17:00 on.
const (
	Morning Part = iota
	Afternoon
	Evening
)

var partNames = [...]string{"morning", "afternoon", "evening"}

// String gives the part as ParseParts reads it, such as "morning".
func (p Part) String() string { return partNames[p] }

// PartOf gives the part of the day that w lies in.
func PartOf(w Wall) Part {
	switch minute := w.MinuteOfDay(); {
	case minute < 12*60:
		return Morning
	case minute < 17*60:
		return Afternoon
	}
	return Evening
}

// Slots is a set of times in the week, weekday by part of the day, as 21 bits:
// Monday morning is the lowest, Sunday evening the highest.
type Slots uint32

// AllSlots is every part of every day.
const AllSlots Slots = 1<<21 - 1

func slot(day time.Weekday, part Part) Slots {
	return 1 << (mondayFirst(day)*len(partNames) + int(part))
}

// SlotOf gives the one slot that w begins in.
func SlotOf(w Wall) Slots { return slot(w.Weekday(), PartOf(w)) }

// SlotsOf gives the slots of some parts of some days; no days are all days, no
// parts all parts.
func SlotsOf(days []time.Weekday, parts []Part) Slots {
	if len(days) == 0 {
		days = week
	}
	if len(parts) == 0 {
		parts = []Part{Morning, Afternoon, Evening}
	}
	var slots Slots
	for _, day := range days {
		for _, part := range parts {
			slots |= slot(day, part)
		}
	}
	return slots
}

// Meets reports whether the two sets have a slot in common.
func (s Slots) Meets(other Slots) bool { return s&other != 0 }

// Has reports whether a part of a day is in the set.
func (s Slots) Has(day time.Weekday, part Part) bool { return s.Meets(slot(day, part)) }

// week lists the weekdays from Monday.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// ParseWeekdays reads "mon,tue": English weekdays by their first three letters
// or in full, in any case. The days come back from Monday, each once; "" gives
// none. Anything else is fault.Invalid.
func ParseWeekdays(s string) ([]time.Weekday, error) {
	var days []time.Weekday
	for _, name := range listed(s) {
		i := slices.IndexFunc(week, func(d time.Weekday) bool {
			full := strings.ToLower(d.String())
			return name == full || name == full[:3]
		})
		if i < 0 {
			return nil, fault.New(fault.Invalid, "Weekdays are mon, tue, wed, thu, fri, sat and sun, with commas between, not %q.", brief(name))
		}
		days = append(days, week[i])
	}
	return sortedDays(days), nil
}

// FormatWeekdays writes days as ParseWeekdays reads them.
func FormatWeekdays(days []time.Weekday) string {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = strings.ToLower(d.String()[:3])
	}
	return strings.Join(names, ",")
}

// ParseParts reads "morning,evening"; the parts come back in the order of the
// day, each once; "" gives none. Anything else is fault.Invalid.
func ParseParts(s string) ([]Part, error) {
	var parts []Part
	for _, name := range listed(s) {
		i := slices.Index(partNames[:], name)
		if i < 0 {
			return nil, fault.New(fault.Invalid, "Times of day are morning, afternoon and evening, with commas between, not %q.", brief(name))
		}
		parts = append(parts, Part(i))
	}
	slices.Sort(parts)
	return slices.Compact(parts), nil
}

// FormatParts writes parts as ParseParts reads them.
func FormatParts(parts []Part) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.String()
	}
	return strings.Join(names, ",")
}

// listed splits a list at its commas; empty entries do not count.
func listed(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ',' || r == ' ' })
}

func sortedDays(days []time.Weekday) []time.Weekday {
	slices.SortFunc(days, func(a, b time.Weekday) int { return mondayFirst(a) - mondayFirst(b) })
	return slices.Compact(days)
}
