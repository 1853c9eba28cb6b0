package words

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
)

// places gives the names of a message's places, those of all its forms.
func (m message) places() []string {
	names := map[string]bool{}
	for _, p := range m.forms {
		for i := 0; p != nil && i < len(p.holes); i++ {
			names[p.holes[i].name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// counts tells whether a message has forms to choose from.
func (m message) counts() bool { return m.forms[plural.One] != nil }

func TestEveryLanguageHasTheSameMessages(t *testing.T) {
	t.Parallel()
	for _, l := range All()[1:] {
		for id, want := range English.messages {
			got, there := l.messages[id]
			switch {
			case !there:
				t.Errorf("%s lacks %q", l.Name(), id)
			case !slices.Equal(got.places(), want.places()):
				t.Errorf("%q has the places %v in %s, and %v in English", id, got.places(), l.Name(), want.places())
			case got.counts() != want.counts() && id != "numeral":
				t.Errorf("%q counts in one of %s and English only", id, l.Name())
			}
		}
		for id := range l.messages {
			if _, there := English.messages[id]; !there {
				t.Errorf("English lacks %q", id)
			}
		}
	}
}

// Messages stand in HTML as they are, and what reads like a place has to be one.
func TestMessagesArePlainText(t *testing.T) {
	t.Parallel()
	odd := regexp.MustCompile(`[<>&{}]|^\s|\s$|  `)
	for _, l := range All() {
		for id, m := range l.messages {
			for form, p := range m.forms {
				if p == nil {
					continue
				}
				said := p.fill(func(string) string { return "x" })
				if said == "" || odd.MatchString(said) {
					t.Errorf("%q, form %d, is %q in %s", id, form, said, l.Name())
				}
			}
		}
	}
}

func TestTablesAreComplete(t *testing.T) {
	t.Parallel()
	for _, l := range All() {
		for _, table := range []struct {
			names []string
			want  int
		}{
			{l.weekdays, 7}, {l.shortWeekdays, 7}, {l.habitWeekdays, 7}, {l.onWeekdays, 7}, {l.months, 12}, {l.shortMonths, 12},
			{l.ordinals, 5}, {l.lastOrdinals, 5}, {l.numbers, 11},
		} {
			if len(table.names) != table.want || slices.Contains(table.names, "") {
				t.Errorf("%s has %d in %q, want %d", l.Name(), len(table.names), table.names, table.want)
			}
		}
	}
}

// All is what people choose from, and Match and For have to know the same.
func TestEveryFileIsALanguage(t *testing.T) {
	t.Parallel()
	entries, err := files.ReadDir(".")
	if err != nil || len(entries) != len(All()) {
		t.Fatalf("%d files for %d languages, %v", len(entries), len(All()), err)
	}
	for _, entry := range entries {
		tag := strings.TrimSuffix(entry.Name(), ".json")
		if l := For(tag); l.Tag() != tag || l.Name() == "" || Match(tag) != l || Match("tlh,"+tag+";q=0.3") != l {
			t.Errorf("%s leads to %s", entry.Name(), l.Name())
		}
	}
}

func TestFilesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for _, source := range []string{`{"one": "1"}`, `{"other": "2", "several": "3"}`, `{"other": 2}`, `17`} {
		var m message
		if err := m.UnmarshalJSON([]byte(source)); err == nil {
			t.Errorf("%s is taken for a message", source)
		}
	}
}
