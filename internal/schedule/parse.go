package schedule

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"regulars/internal/fault"
)

// limit of INTERVAL, COUNT: far beyond any group's life, and safe to multiply.
const maxNumber = 100_000

// ParseRule reads an RRULE, with or without "RRULE:" in front; an empty text is
// the zero Rule. What calendars get slightly wrong (lower case, spaces, a
// trailing semicolon) is tidied. Everything else that is not a rule for whole
// days, or that calendars are known to read differently, is fault.Invalid with
// a sentence that names it.
func ParseRule(s string) (Rule, error) { return ParseRuleFrom(s, Wall{}) }

// ParseRuleFrom is ParseRule for the rule of a start: parts that only repeat its
// time of day (BYHOUR, BYMINUTE, BYSECOND) say nothing new and are dropped.
func ParseRuleFrom(s string, start Wall) (Rule, error) {
	text := strings.ToUpper(strings.Join(strings.Fields(s), ""))
	text = strings.Trim(strings.TrimPrefix(text, "RRULE:"), ";")
	if text == "" {
		return Rule{}, nil
	}
	r := Rule{interval: 1, weekStart: time.Monday}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok || value == "":
			return Rule{}, refuse("The rule has a part without a value: %q.", brief(part))
		case seen[name]:
			return Rule{}, refuse("The rule says %s twice.", brief(name))
		}
		seen[name] = true
		if start.repeatedBy(name, value) {
			continue
		}
		if err := r.read(name, value); err != nil {
			return Rule{}, err
		}
	}
	if err := r.check(seen); err != nil {
		return Rule{}, err
	}
	return r.tidied(), nil
}

func refuse(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// brief shortens what strangers wrote, so that a sentence stays one.
func brief(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// read takes one part of a rule.
func (r *Rule) read(name, value string) (err error) {
	switch name {
	case "FREQ":
		r.freq, err = parseFrequency(value)
	case "INTERVAL":
		r.interval, err = parseNumber(name, value)
	case "COUNT":
		r.count, err = parseNumber(name, value)
	case "UNTIL":
		r.until, err = parseUntil(value)
	case "BYMONTH":
		r.months, err = parsePlaces(name, value, 12)
	case "BYYEARDAY":
		r.yearDays, err = parsePlaces(name, value, 366)
	case "BYMONTHDAY":
		r.monthDays, err = parsePlaces(name, value, 31)
	case "BYSETPOS":
		r.setPos, err = parsePlaces(name, value, 366)
	case "BYDAY":
		r.days, err = parseDays(value)
	case "WKST":
		r.weekStart, err = parseDayCode(value)
	case "BYWEEKNO":
		err = refuse("Rules by the number of the week (BYWEEKNO) are not supported; name the months or the weekdays instead.")
	case "BYHOUR", "BYMINUTE", "BYSECOND":
		err = refuse("The time of day comes from the start, so %s is not supported; enter a second schedule for a second time.", name)
	default:
		err = refuse("The rule has a part that is not known: %s.", brief(name))
	}
	return err
}

// repeatedBy reports whether a part of a rule only says what time of day w is.
func (w Wall) repeatedBy(name, value string) bool {
	hour, minute, second := w.Clock()
	said, isTime := map[string]int{"BYHOUR": hour, "BYMINUTE": minute, "BYSECOND": second}[name]
	if !isTime || w.IsZero() {
		return false
	}
	for text := range strings.SplitSeq(value, ",") {
		if n, err := strconv.Atoi(text); err != nil || n != said {
			return false
		}
	}
	return true
}

// check refuses parts that contradict each other.
func (r *Rule) check(seen map[string]bool) error {
	nth := slices.ContainsFunc(r.days, func(d nthDay) bool { return d.n != 0 })
	switch {
	case r.freq == once:
		return refuse("The rule does not say how often (FREQ).")
	case seen["COUNT"] && seen["UNTIL"]:
		return refuse("The rule has both a number of dates (COUNT) and a last day (UNTIL); keep one of them.")
	case nth && r.freq < monthly:
		return refuse("A numbered weekday such as 1MO needs a monthly or yearly rule.")
	case r.freq == monthly && slices.ContainsFunc(r.days, func(d nthDay) bool { return d.n < -5 || d.n > 5 }):
		return refuse("A month has at most five of a weekday.")
	case seen["BYMONTHDAY"] && r.freq == weekly:
		return refuse("Days of the month (BYMONTHDAY) do not go with a weekly rule.")
	case seen["BYYEARDAY"] && r.freq != yearly:
		return refuse("Days of the year (BYYEARDAY) need a yearly rule.")
	case slices.ContainsFunc(r.months, func(m int) bool { return m < 0 }):
		return refuse("Months (BYMONTH) are numbered 1 to 12.")
	}
	return nil
}

func parseFrequency(value string) (frequency, error) {
	switch value {
	case "HOURLY", "MINUTELY", "SECONDLY":
		return once, refuse("A group cannot meet more often than once a day by one rule (FREQ=%s).", value)
	}
	if f := slices.Index(frequencyNames[1:], value); f >= 0 {
		return frequency(f + 1), nil
	}
	return once, refuse("How often (FREQ) must be DAILY, WEEKLY, MONTHLY or YEARLY, not %q.", brief(value))
}

func parseNumber(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxNumber {
		return 0, refuse("%s must be a whole number from 1 to %d, not %q.", name, maxNumber, brief(value))
	}
	return n, nil
}

// parsePlaces reads a list of places counted from the beginning, or from the
// end with a minus sign.
func parsePlaces(name, value string, most int) ([]int, error) {
	var places []int
	for text := range strings.SplitSeq(value, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n == 0 || n < -most || n > most {
			return nil, refuse("%s must be numbers from 1 to %d, not %q.", name, most, brief(text))
		}
		places = append(places, n)
	}
	return places, nil
}

func parseDays(value string) ([]nthDay, error) {
	var days []nthDay
	for text := range strings.SplitSeq(value, ",") {
		d, err := parseNthDay(text)
		if err != nil {
			return nil, err
		}
		days = append(days, d)
	}
	return days, nil
}

func parseNthDay(text string) (nthDay, error) {
	split := max(len(text)-2, 0)
	day, err := parseDayCode(text[split:])
	if err != nil || split == 0 {
		return nthDay{day: day}, err
	}
	n, err := strconv.Atoi(text[:split])
	if err != nil || n == 0 || n < -53 || n > 53 {
		return nthDay{}, refuse("A numbered weekday is written like 1MO or -1FR, not %q.", brief(text))
	}
	return nthDay{n, day}, nil
}

func parseDayCode(value string) (time.Weekday, error) {
	if day := slices.Index(dayCodes[:], value); day >= 0 {
		return time.Weekday(day), nil
	}
	return 0, refuse("Weekdays are written MO, TU, WE, TH, FR, SA, SU, not %q.", brief(value))
}

func parseUntil(value string) (until, error) {
	for form, layout := range untilLayouts {
		if t, err := time.Parse(layout, value); err == nil && t.Year() > 0 && !t.IsZero() {
			return until{Wall{t.Truncate(time.Second)}, untilForm(form)}, nil
		}
	}
	return until{}, refuse("The last day (UNTIL) is written 20261215 or 20261215T190000Z, not %q.", brief(value))
}
