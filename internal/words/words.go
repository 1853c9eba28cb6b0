// Package words says things to people in their language. It holds the catalogue
// of messages, one file a language, and knows how a language writes days, hours,
// lists and numbers.
//
// A message has an id and, in every language, the same placeholders. One that
// counts has a form for each plural of the language, by the rules of CLDR:
//
//	"schedule.until": "{{.Schedule}}, until {{.Date}}"
//	"schedule.times": {"one": "{{.Schedule}}, once", "other": "{{.Schedule}}, {{.N}} times"}
//
// The files have the form of go-i18n's, so that tools of translators read them; a
// "description" beside the forms tells them what they cannot see. Messages are
// plain text, without < and &, and so may stand in HTML as they are.
//
// A language is added by its file and a line in the list below. Tests hold that
// no file lacks a message, and that each message is asked for with the data that
// it wants.
package words

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// The languages that Regulars speaks.
var (
	English = load("en")
	German  = load("de")
)

// spoken are those languages; the first is for everybody who speaks none of them.
var spoken = []*Language{English, German}

var matcher = newMatcher()

func newMatcher() language.Matcher {
	codes := make([]language.Tag, len(spoken))
	for i, l := range spoken {
		codes[i] = l.code
	}
	return language.NewMatcher(codes)
}

// Language says things in one language. It is safe for many goroutines.
type Language struct {
	tag      string
	code     language.Tag // the tag, read
	messages map[string]message

	// Taken from messages, since they are asked for often.
	weekdays, shortWeekdays, habitWeekdays, onWeekdays []string
	months, shortMonths                                []string
	ordinals, lastOrdinals, numbers                    []string
}

// All gives the languages, for people to choose from.
func All() []*Language { return spoken }

// For gives the language of a tag such as "de" or "de-AT"; English if it is none of
// ours.
func For(tag string) *Language {
	base, _, _ := strings.Cut(tag, "-")
	for _, l := range spoken {
		if l.tag == base {
			return l
		}
	}
	return English
}

// Match gives the language that a browser would rather have, by its header
// Accept-Language; English if it wants none of ours.
func Match(accept string) *Language {
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return English
	}
	_, i, _ := matcher.Match(wanted...)
	return spoken[i]
}

// Tag gives the language as HTML and BCP 47 write it: "de".
func (l *Language) Tag() string { return l.tag }

// Name gives the language in its own words: "Deutsch".
func (l *Language) Name() string { return l.Say("language") }

// Data is what stands in a message's places, by name: strings and numbers.
type Data map[string]any

// Say says a message. An id or a name that is not in the catalogue is a mistake
// of the program, which tests find; it panics.
func (l *Language) Say(id string, data ...Data) string {
	return l.pattern(id).fill(func(name string) string { return find(data, id, name) })
}

// Count says a message in the form for n things; its place {{.N}} is n.
func (l *Language) Count(id string, n int, data ...Data) string {
	return l.count(id, plural.Cardinal, n, data)
}

func (l *Language) count(id string, rules *plural.Rules, n int, data []Data) string {
	form := rules.MatchPlural(l.code, max(n, -n), 0, 0, 0, 0)
	return l.message(id).form(form).fill(func(name string) string {
		if name == "N" {
			return strconv.Itoa(n)
		}
		return find(data, id, name)
	})
}

// Apart takes a message apart: what stands before, between and after its places,
// and their names, one less.
func (l *Language) Apart(id string) (texts, names []string) {
	p := l.pattern(id)
	texts = []string{p.head}
	for _, h := range p.holes {
		texts, names = append(texts, h.tail), append(names, h.name)
	}
	return texts, names
}

// pattern gives a message that does not count.
func (l *Language) pattern(id string) *pattern { return l.message(id).forms[plural.Other] }

func (l *Language) message(id string) message {
	m, ok := l.messages[id]
	if !ok {
		panic(fmt.Sprintf("words: there is no message %q in %s", id, l.tag))
	}
	return m
}

// find gives what stands in a place of a message.
func find(data []Data, id, name string) string {
	for _, d := range data {
		switch value := d[name].(type) {
		case nil:
		case string:
			return value
		default:
			return fmt.Sprint(value)
		}
	}
	panic(fmt.Sprintf("words: message %q lacks its %s", id, name))
}
