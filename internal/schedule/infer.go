package schedule

import (
	"cmp"
	"slices"
	"time"
)

// What a rhythm must explain to be told. A group that calls off two dates in
// five still meets weekly, and one that meets every Tuesday does so although it
// also goes on outings; both at once are no rhythm.
const (
	leastDates = 3
	leastFit   = 0.6 // share of the dates that the rhythm gives × share of its own that are there
	looseDates = 4   // dates from which a mere weekday is worth telling,
	looseShare = 0.8 // and how many of them must lie on it
)

// Infer finds the rhythm of dates that came without a rule, in any order. It is
// false if there is none that can honestly be told: fewer than three days, or
// no pattern that explains them.
//
// Every rule a person might mean is tried over the span of the dates; the one
// that hits most of them with the fewest misses wins, the simpler at a tie.
func Infer(starts []Wall) (Rhythm, bool) {
	days := distinctDays(starts)
	if len(days) < leastDates {
		return Rhythm{}, false
	}
	var best Rhythm
	for _, c := range candidates(days) {
		if fit := c.fit(days); fit > best.Fit+0.001 {
			best = c.rule.plain(c.start).rhythm()
			best.Fit = fit
		}
	}
	if best.Fit == 0 {
		best = loosely(days)
	}
	if best.IsZero() {
		return Rhythm{}, false
	}
	best.Minute = usualMinute(starts, best.Weekdays)
	return best, true
}

// distinctDays gives the midnights of the days that have a start, in order.
func distinctDays(starts []Wall) []Wall {
	days := make([]Wall, 0, len(starts))
	for _, w := range starts {
		if !w.IsZero() {
			days = append(days, w.Midnight())
		}
	}
	slices.SortFunc(days, Wall.Compare)
	return slices.Compact(days)
}

// candidate is a rule that might explain the dates, from a start.
type candidate struct {
	rule  Rule
	start Wall
}

// candidates gives the rules worth trying, the simplest first.
func candidates(days []Wall) []candidate {
	first := days[0]
	sets := weekdaySets(days)
	var all []candidate
	for _, set := range sets {
		all = append(all, candidate{Weekly(1, set...), first})
	}
	all = append(all, everyWeeks(2, sets, days)...)
	if len(sets) > 0 {
		for _, nth := range monthPlaces {
			all = append(all, candidate{MonthlyByWeekday(nth, sets[0][0]), first})
		}
	}
	all = append(all, everyWeeks(3, sets, days)...)
	all = append(all, everyWeeks(4, sets, days)...)
	_, _, day := first.Date()
	return append(all, candidate{MonthlyByDay(day), first}, candidate{MonthlyByDay(-1), first})
}

// monthPlaces lists the numbered weekdays that groups choose.
var monthPlaces = [][]int{{1}, {2}, {3}, {4}, {-1}, {1, 3}, {2, 4}, {1, 2}, {2, 3}, {3, 4}, {1, 4}, {1, -1}, {2, -1}, {3, -1}}

// everyWeeks gives every so many weeks on each set of weekdays. Any early date
// may be the one out of step, so that the count begins at each of the first few.
func everyWeeks(weeks int, sets [][]time.Weekday, days []Wall) []candidate {
	var all []candidate
	for _, set := range sets {
		for _, start := range days[:min(len(days), leastDates)] {
			all = append(all, candidate{Weekly(weeks, set...), start})
		}
	}
	return all
}

// weekdaySets gives the most usual weekday, the two most usual, and so on. A
// weekday that came once is no habit; seven days in a row are daily.
func weekdaySets(days []Wall) [][]time.Weekday {
	var counts [7]int
	for _, d := range days {
		counts[d.Weekday()]++
	}
	usual := slices.Clone(week)
	slices.SortStableFunc(usual, func(a, b time.Weekday) int { return cmp.Compare(counts[b], counts[a]) })
	var sets [][]time.Weekday
	for n := range usual {
		if counts[usual[n]] < 2 && !(n == 6 && len(days) >= 7) {
			continue
		}
		sets = append(sets, usual[:n+1])
	}
	return sets
}

// fit tells how well the rule explains the days, 0 if not well enough: the
// share of days that it gives times the share of its dates that are there.
func (c candidate) fit(days []Wall) float64 {
	e := expand(c.rule, c.start)
	given, hits := 0, 0
	for w := range e.walls(c.start, days[len(days)-1]) {
		given++
		if _, there := slices.BinarySearchFunc(days, w, Wall.Compare); there {
			hits++
		}
	}
	if hits < leastDates {
		return 0
	}
	fit := float64(hits) / float64(len(days)) * float64(hits) / float64(given)
	if fit < leastFit {
		return 0
	}
	return fit
}

// loosely gives the weekday that nearly all dates share although they follow no
// count; the zero Rhythm if they share none.
func loosely(days []Wall) Rhythm {
	sets := weekdaySets(days)
	if len(days) < looseDates || len(sets) == 0 {
		return Rhythm{}
	}
	on := 0
	for _, d := range days {
		if d.Weekday() == sets[0][0] {
			on++
		}
	}
	share := float64(on) / float64(len(days))
	if share < looseShare {
		return Rhythm{}
	}
	return Rhythm{Weekdays: sets[0], Every: medianGap(days), Fit: share * leastFit}
}

func medianGap(days []Wall) int {
	gaps := make([]int, len(days)-1)
	for i := range gaps {
		gaps[i] = int(dayOf(days[i+1]) - dayOf(days[i]))
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// usualMinute gives the start that at least half of the dates on those weekdays
// have, the earlier at a tie; NoMinute if there is none.
func usualMinute(starts []Wall, weekdays []time.Weekday) int {
	counts := map[int]int{}
	total := 0
	for _, w := range starts {
		if w.IsZero() || len(weekdays) > 0 && !slices.Contains(weekdays, w.Weekday()) {
			continue
		}
		counts[w.MinuteOfDay()]++
		total++
	}
	best := NoMinute
	for minute, n := range counts {
		if 2*n >= total && (best == NoMinute || n > counts[best] || n == counts[best] && minute < best) {
			best = minute
		}
	}
	return best
}
