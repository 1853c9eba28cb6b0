package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed *.json
var files embed.FS

// message is what stands under one id, by plural form. That for all other
// numbers, and for what is not counted, is always there.
type message struct {
	forms [plural.Many + 1]*pattern
}

func (m message) form(f plural.Form) *pattern {
	if m.forms[f] == nil {
		return m.forms[plural.Other]
	}
	return m.forms[f]
}

var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// UnmarshalJSON takes one text, or one for each form.
func (m *message) UnmarshalJSON(source []byte) error {
	forms := map[string]string{}
	if source[0] == '"' {
		var only string
		if err := json.Unmarshal(source, &only); err != nil {
			return err
		}
		forms["other"] = only
	} else if err := json.Unmarshal(source, &forms); err != nil {
		return err
	}
	for name, text := range forms {
		form, ok := formNames[name]
		if !ok && name != "description" {
			return fmt.Errorf("there is no plural form %q", name)
		}
		if ok {
			m.forms[form] = parse(text)
		}
	}
	if m.forms[plural.Other] == nil {
		return fmt.Errorf(`a message needs the form "other": %s`, source)
	}
	return nil
}

// pattern is a text taken apart at its places: what stands before the first, and
// each with what stands after it. A page has dozens of them; to fill one takes a
// tenth of the time in which text/template executes the same.
type pattern struct {
	head  string
	holes []hole
	size  int // of most of what comes out
}

type hole struct{ name, tail string }

var place = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

func parse(text string) *pattern {
	var p pattern
	found := place.FindAllStringSubmatchIndex(text, -1)
	if len(found) == 0 {
		return &pattern{head: text}
	}
	p.head, p.size = text[:found[0][0]], 2*len(text)
	for i, at := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		p.holes = append(p.holes, hole{text[at[2]:at[3]], text[at[1]:end]})
	}
	return &p
}

func (p *pattern) fill(value func(name string) string) string {
	if len(p.holes) == 0 {
		return p.head
	}
	var b strings.Builder
	b.Grow(p.size)
	b.WriteString(p.head)
	for _, h := range p.holes {
		b.WriteString(value(h.name))
		b.WriteString(h.tail)
	}
	return b.String()
}

// load reads the file of a language. The files are part of the program, so a
// mistake in them is one of the program.
func load(tag string) *Language {
	l := &Language{tag: tag, code: language.MustParse(tag)}
	source, err := files.ReadFile(tag + ".json")
	if err == nil {
		err = json.Unmarshal(source, &l.messages)
	}
	if err != nil {
		panic(fmt.Sprintf("words: read %s.json: %v", tag, err))
	}
	for _, table := range []struct {
		id   string
		into *[]string
	}{
		{"weekdays", &l.weekdays}, {"weekdays.short", &l.shortWeekdays}, {"weekdays.habit", &l.habitWeekdays}, {"weekdays.on", &l.onWeekdays},
		{"months", &l.months}, {"months.short", &l.shortMonths},
		{"ordinals", &l.ordinals}, {"ordinals.last", &l.lastOrdinals}, {"numbers", &l.numbers},
	} {
		*table.into = strings.Split(l.pattern(table.id).head, ", ")
	}
	return l
}
