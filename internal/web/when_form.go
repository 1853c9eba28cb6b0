package web

import (
	"slices"
	"strconv"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

// How far the first date of a schedule may lie from today.
const (
	mostYearsBack  = 10
	mostYearsAhead = 1
)

// mostWeeks is the longest rhythm in weeks that the form offers.
const mostWeeks = 4

// option is a choice that a form offers.
type option struct {
	Value, Label string
	On           bool
}

// What the form about when a group meets offers.
var (
	rhythms = []option{
		{Value: "1", Label: "every week"}, {Value: "2", Label: "every other week"},
		{Value: "3", Label: "every 3 weeks"}, {Value: "4", Label: "every 4 weeks"},
		{Value: "nth", Label: "every month, by weekday"}, {Value: "day", Label: "every month, on the same date"},
	}
	alsoOnce = append(slices.Clone(rhythms), option{Value: "once", Label: "once, on the first date"})
	nths     = numbered(words.English.Ordinal, 1, 2, 3, 4, 5, -1)
	weekdays = numbered(func(day int) string { return words.English.ShortWeekday(time.Weekday(day)) }, 1, 2, 3, 4, 5, 6, 0)
)

// numbered makes options of numbers.
func numbered(label func(int) string, numbers ...int) (options []option) {
	for _, n := range numbers {
		options = append(options, option{Value: strconv.Itoa(n), Label: label(n)})
	}
	return options
}

// whenFields are the fields of the form about when a group meets.
var whenFields = []string{"rhythm", "which", "on", "from", "starts", "ends", "until"}

// whenForm is the part of a page that asks when a group meets.
type whenForm struct {
	Rhythms, Nths, Weekdays []option
	Words                   string      // the schedule as typed, in words; empty until asked for
	Next                    []time.Time // its next dates, in the zone of the group
}

// whenOf is that part for what stands in a form.
func whenOf(f *Form) whenForm {
	return whenForm{Rhythms: tickedOf(f, "rhythm", rhythms), Nths: tickedOf(f, "which", nths), Weekdays: tickedOf(f, "on", weekdays)}
}

// datesPreviewed is how many dates a preview shows.
const datesPreviewed = 6

// preview says a schedule in words, and when it would meet next.
func (w *whenForm) preview(s schedule.Schedule, now time.Time) {
	w.Words = s.Words(words.English)
	for after := now; len(w.Next) < datesPreviewed; after = w.Next[len(w.Next)-1] {
		date, more := s.Next(after)
		if !more {
			return
		}
		w.Next = append(w.Next, date.Start)
	}
}

// tickedOf ticks the options that a form holds.
func tickedOf(f *Form, name string, options []option) []option {
	ticked := slices.Clone(options)
	for i := range ticked {
		ticked[i].On = f.Has(name, ticked[i].Value)
	}
	return ticked
}

// readWhen reads when a group meets and notes everything that is wrong. The
// first date is moved on to one that the rhythm gives.
func readWhen(f *Form, zone *time.Location, now time.Time) schedule.Schedule {
	from, length := f.hours()
	s := schedule.Schedule{Start: f.firstDate(schedule.WallOf(now, zone)).Add(from), Zone: zone, Length: length}
	shape := f.shape(&s)
	if slices.ContainsFunc(whenFields, func(field string) bool { return f.Error(field) != "" }) {
		return s
	}
	if f.Value("rhythm") != "once" {
		s.Rule = shape.Rule()
	}
	if first, ok := s.Next(s.Start.Instant(zone).Add(-time.Second)); ok {
		s.Start = first.Wall
	}
	if _, more := s.Next(now); !more {
		f.Wrong("from", "With this there would be no date to come. Please look at the first and the last date again.")
	}
	return s
}

// shape reads the rhythm. The days of a weekly one begin with the first day on
// which it can be, so that "every other Tuesday" counts from a Tuesday.
func (f *Form) shape(s *schedule.Schedule) (shape schedule.Shape) {
	rhythm := f.Choice("rhythm", "1", "2", "3", "4", "nth", "day", "once")
	shape.Through = f.lastDate(s.Start)
	for _, n := range f.numbers("on", weekdays) {
		shape.Days = append(shape.Days, time.Weekday(n))
	}
	if len(shape.Days) == 0 {
		shape.Days = []time.Weekday{s.Start.Weekday()}
	}
	switch rhythm {
	case "once":
	case "nth":
		shape.Nth = f.numbers("which", nths)
		if len(shape.Nth) == 0 {
			f.Wrong("which", "Please choose which of them in the month: the first, the third …")
		}
		if len(shape.Days) > 1 {
			f.Wrong("on", "Please choose one weekday for a group that meets by the month.")
		}
	case "day":
		_, _, shape.MonthDay = s.Start.Date()
	default:
		shape.Weeks, _ = strconv.Atoi(rhythm) // one of the choices
		for !slices.Contains(shape.Days, s.Start.Weekday()) {
			s.Start = s.Start.AddDate(0, 0, 1)
		}
	}
	return shape
}

// hours reads from when to when: the time after midnight, and the length. One
// that ends by 06:00 may have begun the evening before.
func (f *Form) hours() (from, length time.Duration) {
	starts, hasStart := f.Clock("starts")
	ends, hasEnd := f.Clock("ends")
	if !hasStart {
		f.Wrong("starts", "Please say when it starts, like 18:30.")
	}
	if !hasEnd {
		f.Wrong("ends", "Please say when it ends, like 20:30: people have to get home.")
	}
	if !hasStart || !hasEnd {
		return 0, 0
	}
	if length = ends.Sub(starts); length < 0 && ends.Hour() < 6 {
		length += 24 * time.Hour
	}
	if length <= 0 {
		f.Wrong("ends", "The end has to come after the start.")
	}
	return time.Duration(starts.Hour())*time.Hour + time.Duration(starts.Minute())*time.Minute, length
}

// firstDate reads from which date on a group meets.
func (f *Form) firstDate(today schedule.Wall) schedule.Wall {
	day, ok := f.Date("from")
	if !ok {
		f.Wrong("from", "Please say from which date on, like 2027-01-31.")
		return today.Midnight()
	}
	first := schedule.WallOf(day, time.UTC)
	switch {
	case first.Before(today.AddDate(-mostYearsBack, 0, 0)):
		f.Wrong("from", "That is long ago. Please type a date of the last ten years.")
	case first.After(today.AddDate(mostYearsAhead, 0, 0)):
		f.Wrong("from", "Please type a first date within a year.")
	}
	return first
}

// lastDate reads the last date, if there is to be one.
func (f *Form) lastDate(start schedule.Wall) (last schedule.Wall) {
	day, ok := f.Date("until")
	if !ok {
		return last
	}
	if last = schedule.WallOf(day, time.UTC); last.Before(start.Midnight()) {
		f.Wrong("until", "The last date has to come after the first.")
	}
	return last
}

// numbers reads ticked boxes whose values are numbers; what is none of the
// options is noted.
func (f *Form) numbers(name string, options []option) (ticked []int) {
	for _, value := range f.Many(name) {
		n, err := strconv.Atoi(value)
		if err != nil || !slices.ContainsFunc(options, func(o option) bool { return o.Value == value }) {
			f.Wrong(name, "Please choose among these.")
			return nil
		}
		ticked = append(ticked, n)
	}
	return ticked
}

// whenValues fills the form with one schedule; false if the form cannot say it,
// and starts afresh.
func whenValues(one schedule.Schedule) (f *Form, ok bool) {
	f = filled(nil)
	shape, ok := one.Shape()
	once := one.Rule.IsZero() && len(one.Extra) == 0 && !one.Start.IsZero()
	if !once && (!ok || shape.Weeks > mostWeeks) {
		return f, false
	}
	f.values = map[string][]string{
		"from": {one.Start.Format(time.DateOnly)}, "starts": {one.Start.Format("15:04")},
		"ends": {one.Start.Add(one.Length).Format("15:04")}, "rhythm": {"once"},
	}
	if once {
		return f, true
	}
	if !shape.Through.IsZero() {
		f.values["until"] = []string{shape.Through.Format(time.DateOnly)}
	}
	for _, day := range shape.Days {
		f.values["on"] = append(f.values["on"], strconv.Itoa(int(day)))
	}
	for _, n := range shape.Nth {
		f.values["which"] = append(f.values["which"], strconv.Itoa(n))
	}
	f.values["rhythm"] = []string{rhythmOf(shape)}
	return f, true
}

func rhythmOf(shape schedule.Shape) string {
	switch {
	case shape.Weeks > 0:
		return strconv.Itoa(shape.Weeks)
	case len(shape.Nth) > 0:
		return "nth"
	default:
		return "day"
	}
}
