package schedule

import (
	"slices"
	"time"

	"regulars/internal/words"
)

// NoMinute is Rhythm.Minute where the time of day varies.
const NoMinute = -1

// Rhythm is when a group usually meets, as a person would say it: what holds
// for most of its dates. The zero Rhythm is none.
type Rhythm struct {
	Weekdays []time.Weekday // from Monday; empty: no usual weekday
	Weeks    int            // 1: every week, 2: every other; 0: not counted in weeks
	Nth      []int          // of the month: 1 to 5, -1 the last; empty: not so counted
	MonthDay int            // 1 to 31, -1 the last; 0: not so counted
	Minute   int            // start, in minutes of the day; NoMinute if it varies
	Every    int            // typical days between meetings: 1, 7, 14, 30; 0 for none
	Fit      float64        // how well it explains the dates, 0 to 1; 1 for a rule
}

// IsZero reports whether there is no rhythm.
func (r Rhythm) IsZero() bool { return r.Every == 0 }

// Slots gives the slots of the week that the rhythm's meetings begin in; none
// for the zero Rhythm.
func (r Rhythm) Slots() Slots {
	switch {
	case r.IsZero():
		return 0
	case r.Minute == NoMinute:
		return SlotsOf(r.Weekdays, nil)
	}
	at := NewWall(2000, time.January, 1, 0, r.Minute)
	return SlotsOf(r.Weekdays, []Part{PartOf(at)})
}

// Words says "usually Tuesdays 18:30", "usually every other Tuesday 18:30",
// "usually first Saturdays 10:00", "usually daily 09:00"; "" for the zero Rhythm.
func (r Rhythm) Words(l *words.Language) string {
	switch {
	case r.IsZero():
		return ""
	case r.Minute == NoMinute:
		return l.Say("rhythm", words.Data{"Pattern": r.days(l)})
	}
	at := l.Clock(NewWall(2000, time.January, 1, 0, r.Minute))
	return l.Say("rhythm.at", words.Data{"Pattern": r.days(l), "Time": at})
}

func (r Rhythm) days(l *words.Language) string {
	switch {
	case r.Weeks == 1:
		return daysOr(l, r.Weekdays, l.HabitWeekday)
	case r.Weeks > 1:
		return weeksWords(l, r.Weeks, r.Weekdays)
	case len(r.Nth) > 0 && len(r.Weekdays) == 1:
		return l.Say("rhythm.nth", words.Data{"Ordinals": ordinals(l, r.Nth), "Day": l.Weekday(r.Weekdays[0])})
	case r.MonthDay == -1:
		return l.Say("rhythm.last-day")
	case r.MonthDay != 0:
		return l.Say("rhythm.date", words.Data{"Date": l.Numeral(r.MonthDay)})
	case r.Every == 1:
		return l.Say("rhythm.daily")
	case len(r.Weekdays) > 0:
		return l.Say("rhythm.on-a", words.Data{"Days": l.Or(each(r.Weekdays, l.Weekday))})
	}
	return r.apart(l)
}

// apart says how often, where there is nothing better to say.
func (r Rhythm) apart(l *words.Language) string {
	switch {
	case r.Every < 12:
		return daysWords(l, r.Every)
	case r.Every < 25:
		return l.Count("rhythm.about-weeks", (r.Every+3)/7)
	}
	return l.Count("rhythm.about-months", max((r.Every+15)/30, 1))
}

// Rhythm gives the rhythm of the rule, or of the dates where there is no rule
// or none that is said in a few words; the zero Rhythm for a single date.
func (s Schedule) Rhythm() Rhythm {
	rhythm := s.Rule.plain(s.Start).rhythm()
	if rhythm.IsZero() {
		return s.rhythmOfDates()
	}
	rhythm.Minute, rhythm.Fit = s.Start.MinuteOfDay(), 1
	return rhythm
}

// sampleSize is a year of weekly dates.
const sampleSize = 52

// rhythmOfDates looks at the dates themselves. A rule is a promise, so what
// Infer would not tell is told as weekdays and distance.
func (s Schedule) rhythmOfDates() Rhythm {
	start := s.Start.Instant(s.Zone)
	var walls []Wall
	for _, d := range s.dates(start, start.AddDate(nextYears, 0, 0), sampleSize) {
		walls = append(walls, d.Wall)
	}
	if rhythm, ok := Infer(walls); ok {
		return rhythm
	}
	days := distinctDays(walls)
	if len(days) < 2 {
		return Rhythm{}
	}
	rhythm := Rhythm{Minute: usualMinute(walls, nil), Every: medianGap(days), Fit: 1}
	for _, d := range days {
		rhythm.Weekdays = append(rhythm.Weekdays, d.Weekday())
	}
	rhythm.Weekdays = sortedDays(rhythm.Weekdays)
	if len(rhythm.Weekdays) > 3 {
		rhythm.Weekdays = nil
	}
	return rhythm
}

// rhythm gives what a plain rule says, without the time of day; the zero Rhythm
// where it has no plain words.
func (r Rule) rhythm() Rhythm {
	switch {
	case r.kind() == odd || len(r.months) > 0 && r.freq == monthly:
		return Rhythm{}
	case r.freq == daily && r.interval == 1:
		return Rhythm{Weekdays: slices.Clone(week), Every: 1}
	case r.freq == daily:
		return Rhythm{Every: r.interval}
	case r.freq == weekly:
		days := r.weekdays()
		return Rhythm{Weekdays: days, Weeks: r.interval, Every: apart(7*r.interval, len(days))}
	}
	return r.monthlyRhythm()
}

func (r Rule) monthlyRhythm() Rhythm {
	rhythm := Rhythm{Every: apart(30*r.interval, max(len(r.days), len(r.monthDays)))}
	if len(r.monthDays) == 1 && r.interval == 1 {
		rhythm.MonthDay = r.monthDays[0]
		return rhythm
	}
	rhythm.Weekdays = r.weekdays()
	for _, d := range r.days {
		rhythm.Nth = append(rhythm.Nth, d.n)
	}
	if r.interval > 1 || len(rhythm.Weekdays) != 1 {
		return Rhythm{}
	}
	return rhythm
}

// apart gives the typical days between meetings, to the nearest.
func apart(days, meetings int) int { return max((2*days+meetings)/(2*meetings), 1) }
