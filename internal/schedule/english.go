package schedule

import (
	"strconv"
	"strings"
	"time"
)

func dayNames(days []time.Weekday) []string {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = d.String()
	}
	return names
}

func monthNames(months []int) []string {
	names := make([]string, len(months))
	for i, m := range months {
		names[i] = time.Month(m).String()
	}
	return names
}

func ordinals(places []int) string {
	each := make([]string, len(places))
	for i, n := range places {
		each[i] = ordinal(n)
	}
	return joinWords(each)
}

// ordinal says a place in words: "first", "last", "second to last", "12th".
func ordinal(n int) string {
	words := [...]string{"", "first", "second", "third", "fourth", "fifth"}
	switch {
	case n == -1:
		return "last"
	case n < 0:
		return ordinal(-n) + " to last"
	case n < len(words):
		return words[n]
	}
	return numeral(n)
}

// numeral writes "1st", "2nd", "11th".
func numeral(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// joinWords lists with commas and a last "and".
func joinWords(words []string) string { return listWords(words, "and") }

func listWords(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}
