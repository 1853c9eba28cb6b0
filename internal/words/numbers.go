package words

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
)

// List joins words as one says them: "Ada, Ben and Cyd".
func (l *Language) List(items []string) string { return l.join("list.and", items) }

// Or joins words of which one holds: "Monday or Wednesday".
func (l *Language) Or(items []string) string { return l.join("list.or", items) }

func (l *Language) join(id string, items []string) string {
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return l.pair(id, "Rest", strings.Join(items[:last], ", "), items[last])
}

// pair says a message with two places, by the name of the first: mails and pages
// are full of times, and this costs half of what Say does.
func (l *Language) pair(id, name, value, other string) string {
	return l.pattern(id).fill(func(place string) string {
		if place == name {
			return value
		}
		return other
	})
}

// Ordinal says a place in words, counted from the end where n is negative:
// "first", "last", "second to last", "12th". In German it ends as it does after
// "am" and "jeden": "ersten", "vorletzten", "12.".
func (l *Language) Ordinal(n int) string {
	switch {
	case n > 0 && n <= len(l.ordinals):
		return l.ordinals[n-1]
	case n < 0 && -n <= len(l.lastOrdinals):
		return l.lastOrdinals[-n-1]
	case n < 0:
		return l.Say("ordinals.to-last", Data{"Numeral": l.Numeral(-n)})
	}
	return l.Numeral(n)
}

// Numeral writes a place in figures: "1st", "22nd"; "1.", "22.".
func (l *Language) Numeral(n int) string { return l.count("numeral", plural.Ordinal, n, nil) }

// Number spells a number of things out, from two to twelve; others stay figures.
func (l *Language) Number(n int) string {
	if n < 2 || n-2 >= len(l.numbers) {
		return strconv.Itoa(n)
	}
	return l.numbers[n-2]
}

// Capital begins a sentence.
func Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
