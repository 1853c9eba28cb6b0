package search

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"regulars/internal/interest"
	"regulars/internal/schedule"
)

// when is what a word says about the time of a meeting.
type when struct {
	days  []time.Weekday
	parts []schedule.Part
	week  bool
}

// timeWords are the words for days and times of day. What is wanted today, tonight or
// tomorrow is found among the meetings of this week: which day that is depends on where
// the groups are.
var timeWords = func() map[string]when {
	evening := []schedule.Part{schedule.Evening}
	working := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	all := map[string]when{
		"weekend": {days: []time.Weekday{time.Saturday, time.Sunday}}, "weekday": {days: working},
		"weeknight": {days: working, parts: evening},
		"today":     {week: true}, "tomorrow": {week: true}, "tonight": {week: true, parts: evening},
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		all[name], all[name[:3]] = when{days: []time.Weekday{day}}, when{days: []time.Weekday{day}}
	}
	for short, name := range map[string]string{"tues": "tue", "weds": "wed", "thur": "thu", "thurs": "thu"} {
		all[short] = all[name]
	}
	for part := schedule.Morning; part <= schedule.Evening; part++ {
		all[part.String()] = when{parts: []schedule.Part{part}}
	}
	for word, says := range all {
		if len(word) > 5 { // no abbreviation
			all[word+"s"] = says
		}
	}
	return all
}()

// doubtful abbreviations are also words of their own, as in "sun style tai chi", and mean
// a day where they stand last, or beside a day or time.
var doubtful = []string{"mon", "wed", "sat", "sun"}

// joints lead to a time, or from one to another, and go with it.
var joints = []string{"on", "in", "at", "the", "a", "every", "each", "any", "other", "this", "next", "and", "or", "by", "for", "during"}

// timed takes the days and times out of the words of a query and asks for them as if they
// had been ticked: "chess on friday evening" is chess, Friday, evening. They leave the
// words, so that whoever takes the tick away is rid of them. What is part of an interest
// ("coffee morning", "sunday assembly") stays.
//
// Days that are said and days that are ticked will both do, as two ticked days will: who
// ticked Tuesday and types "chess on friday" is shown either, sees both boxes ticked, and
// can take one away.
func (q Query) timed() Query {
	for {
		words, spans := spareWords(q.Words)
		said := words.times()
		if len(said) == 0 {
			return q
		}
		for _, says := range said {
			q.Days, q.Times, q.Week = append(q.Days, says.days...), append(q.Times, says.parts...), q.Week || says.week
		}
		q.Days, _ = schedule.ParseWeekdays(schedule.FormatWeekdays(q.Days)) // in order, each once
		q.Times, _ = schedule.ParseParts(schedule.FormatParts(q.Times))
		q.Words = words.without(said, q.Words, spans)
	}
}

// spare are the words of a query by their places, of which those that are part of an
// interest are "", as commas are.
type spare []string

// wordForm is a word as package interest tells words apart, or a comma.
var wordForm = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*|&|,`)

// spareWords gives the spare words of a text, and where each stands; none if nothing in it
// says a time, or where that is not sure.
func spareWords(text string) (words spare, spans [][]int) {
	if !slices.ContainsFunc(strings.FieldsFunc(text, betweenWords), maySayTime) { // as nearly always
		return nil, nil
	}
	spans = wordForm.FindAllStringIndex(text, -1)
	understood, typed := interest.Parse(text), 0
	for _, at := range spans {
		word := ""
		if text[at[0]:at[1]] != "," {
			if slices.Contains(understood.Spare, typed) {
				word = understood.Typed[typed]
			}
			typed++
		}
		words = append(words, word)
	}
	if typed != len(understood.Typed) {
		return nil, nil
	}
	return words, spans
}

func betweenWords(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.N, unicode.M) && r != '\'' && r != '’'
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

func maySayTime(word string) bool {
	word = apostrophes.Replace(strings.ToLower(word))
	_, ok := timeWords[word]
	return ok || word == "week"
}

// times are the words that say a time, by their places.
func (s spare) times() map[int]when {
	said := map[int]when{}
	for n, word := range s {
		says, ok := timeWords[word]
		before, after := s.beyondJoints(n, -1), s.beyondJoints(n, 1)
		switch {
		case slices.Contains(doubtful, word):
			last := n == len(s)-1 && s.at(n-1) != "the" // as in "yoga in the sun"
			ok = last || saysTime(before) || saysTime(after)
		case word == "week":
			says, ok = when{}, s.at(n-1) == "this"
		case word == "night" || word == "nights":
			says, ok = when{parts: timeWords["evening"].parts}, len(timeWords[s.at(n-1)].days) > 0
		}
		if ok {
			says.week = says.week || s.at(n-1) == "this"
			said[n] = says
		}
	}
	return said
}

// at is the word at a place; "" beyond the first and the last.
func (s spare) at(n int) string {
	if n < 0 || n >= len(s) {
		return ""
	}
	return s[n]
}

// beyondJoints is the next word in a direction, 1 or -1, that is no joint.
func (s spare) beyondJoints(n, way int) string {
	for n += way; slices.Contains(joints, s.at(n)); n += way {
	}
	return s.at(n)
}

func saysTime(word string) bool { _, ok := timeWords[word]; return ok }

// without is the text without the words at some places and the joints around them. A
// comma parts what did not stand together before.
func (s spare) without(said map[int]when, text string, spans [][]int) string {
	gone := make([]bool, len(s))
	for n := range said {
		gone[n] = true
		for _, way := range []int{-1, 1} {
			for k := n + way; slices.Contains(joints, s.at(k)); k += way {
				gone[k] = true
			}
		}
	}
	var left strings.Builder
	from := 0
	for n, at := range spans {
		if gone[n] {
			left.WriteString(text[from:at[0]] + ",")
			from = at[1]
		}
	}
	var parts []string
	for part := range strings.SplitSeq(left.String()+text[from:], ",") {
		if part = strings.Trim(part, " -–/()"); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
