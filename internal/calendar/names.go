package calendar

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxName = 120

const monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`

// trailing is what stands behind the name of one date: when it is, or which of
// several it is.
var trailing = regexp.MustCompile(`(?i)[\s,;:(|–—-]+(?:` + strings.Join([]string{
	`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?` + monthName + `\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?`,
	`\d{1,2}(?:st|nd|rd|th)?\s+` + monthName + `(?:\s+\d{4})?`,
	monthName + `\s+\d{4}`,
	`\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?`,
	`\d{4}-\d{2}-\d{2}`,
	`(?:week|day|session|part|class|meeting)\s+#?\d{1,3}(?:\s+of\s+\d{1,3})?`,
	`#\d{1,4}`,
}, "|") + `)\)?$`)

// tidyName makes a name fit to be shown: on one line, without entities, dates at
// its end and things that only adorn; shouting is lowered.
func tidyName(name string) string {
	name = oneLine(strings.Map(plainRune, html.UnescapeString(tags.ReplaceAllString(name, " "))))
	name = strings.Trim(name, "`*_~#=|<> \t-–—:;,./\\")
	for {
		shorter := strings.TrimRight(trailing.ReplaceAllString(name, ""), " -–—:;,|(")
		if shorter == name || shorter == "" {
			break
		}
		name = shorter
	}
	return clip(unshout(name), maxName)
}

// plainRune drops emoji and what joins and colours them.
func plainRune(r rune) rune {
	switch {
	case r >= 0x2190 && (unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r)),
		r == 0x200D, r == 0xFE0F, r >= 0xE0000 && r <= 0xE007F:
		return -1
	}
	return r
}

var tags = regexp.MustCompile(`<[^>]*>`)

// oneLine drops what cannot be printed and joins what is left with single spaces.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// little words stay small in the middle of a name.
var little = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "by": true, "for": true, "in": true, "of": true, "on": true,
	"or": true, "the": true, "to": true, "with": true,
}

// unshout writes a name of several words that is all in capitals as names are
// written. A single short word is likely to be an abbreviation.
func unshout(name string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, name)
	words := strings.Fields(name)
	if letters != strings.ToUpper(letters) || utf8.RuneCountInString(letters) < 6 {
		return name
	}
	for i, word := range words {
		lower := strings.ToLower(word)
		if i > 0 && little[lower] {
			words[i] = lower
			continue
		}
		r, size := utf8.DecodeRuneInString(lower)
		words[i] = string(unicode.ToUpper(r)) + lower[size:]
	}
	return strings.Join(words, " ")
}

// nameKey is what two names have in common that mean the same.
func nameKey(name string) string {
	words := strings.FieldsFunc(strings.ToLower(tidyName(name)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, " ")
}

// clip cuts a text to at most so many characters, at a space where there is one,
// and says so with an ellipsis.
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most-1])
	if at := strings.LastIndexAny(cut, " \n"); at > len(cut)*3/4 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " \n,;:-") + "…"
}
