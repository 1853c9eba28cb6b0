package htmltest

import (
	"fmt"
	"testing"
)

const sample = `<nav><a href="/find">Find</a> <a href="/list">List
  a group</a></nav><p id="going">2 places <b>left</b></p>`

// spy is a test that is expected to fail.
type spy struct {
	testing.TB
	said []string
}

func (s *spy) Helper() {}
func (s *spy) Errorf(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
}

func TestWhatHolds(t *testing.T) {
	t.Parallel()
	page := Parse(t, sample)
	page.In("#going", HasText("2 places left"), HasNoText("full"), Count(1))
	page.In("nav a", Count(2), HasAttr("href", "/list"), HasText("List a group"))
	page.In("form", Count(0))
	page.In("nav")
	if got := page.Text("nav"); got != "Find List a group" {
		t.Errorf("text is %q", got)
	}
	if got := page.Links("nav"); len(got) != 2 || got["List a group"] != "/list" {
		t.Errorf("links are %v", got)
	}
	if got := page.Attr("nav a", "href"); got != "/find" {
		t.Errorf("attribute is %q", got)
	}
}

func TestWhatDoesNotHoldIsSaid(t *testing.T) {
	t.Parallel()
	for want, ask := range map[string]func(Page){
		`form: not on the page`:                                   func(p Page) { p.In("form") },
		`#going: the text is "2 places left", without "3 places"`: func(p Page) { p.In("#going", HasText("3 places")) },
		`form: the text is "", without ""`:                        func(p Page) { p.In("form", HasText("")) },
		`#going: the text is "2 places left", with "left"`:        func(p Page) { p.In("#going", HasNoText("left")) },
		`nav a: 2 elements found, want 1 element`:                 func(p Page) { p.In("nav a", Count(1)) },
		`nav a: no href is "/host" but "/find", "/list"`:          func(p Page) { p.In("nav a", HasAttr("href", "/host")) },
		`#going: no attribute href on the page`:                   func(p Page) { p.Attr("#going", "href") },
	} {
		s := &spy{TB: t}
		ask(Parse(s, sample))
		if len(s.said) != 1 || s.said[0] != want {
			t.Errorf("said %q, want %q", s.said, want)
		}
	}
}
