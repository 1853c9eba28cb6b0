// Package htmltest asks pages in tests, by CSS selector:
//
//	page := htmltest.Parse(t, body)
//	page.In("#going", htmltest.HasText("2 places left"))
//	page.In("nav a", htmltest.Count(3), htmltest.HasAttr("href", "/find"))
package htmltest

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Page is a parsed page of one test.
type Page struct {
	t   testing.TB
	doc *goquery.Document
}

// Check looks at the elements that a selector found, and says what is wrong with
// them; empty if nothing is.
type Check func(found *goquery.Selection) string

// Parse reads a page; the test ends if it is none.
func Parse(t testing.TB, body string) Page {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatalf("parse page: %v", err)
	}
	return Page{t, doc}
}

// In makes every check on what selector finds; with no check it only has to be
// there. Use Count(0) for what must not be.
func (p Page) In(selector string, checks ...Check) {
	p.t.Helper()
	found := p.doc.Find(selector)
	if len(checks) == 0 && found.Length() == 0 {
		p.t.Errorf("%s: not on the page", selector)
	}
	for _, check := range checks {
		if wrong := check(found); wrong != "" {
			p.t.Errorf("%s: %s", selector, wrong)
		}
	}
}

// Text gives the text of what selector finds, with single spaces.
func (p Page) Text(selector string) string { return text(p.doc.Find(selector)) }

// Attr gives an attribute of the first that selector finds; the test fails if
// there is none.
func (p Page) Attr(selector, name string) string {
	p.t.Helper()
	value, there := p.doc.Find(selector).First().Attr(name)
	if !there {
		p.t.Errorf("%s: no attribute %s on the page", selector, name)
	}
	return value
}

// Links gives the links inside what selector finds: their text, and where they
// lead.
func (p Page) Links(selector string) map[string]string {
	links := map[string]string{}
	for _, a := range p.doc.Find(selector).Find("a[href]").EachIter() {
		links[text(a)] = a.AttrOr("href", "")
	}
	return links
}

// HasText wants some of the text to be part.
func HasText(part string) Check {
	return func(found *goquery.Selection) string {
		if got := text(found); found.Length() == 0 || !strings.Contains(got, part) {
			return "the text is " + quote(got) + ", without " + quote(part)
		}
		return ""
	}
}

// HasNoText wants part to be nowhere in the text.
func HasNoText(part string) Check {
	return func(found *goquery.Selection) string {
		if got := text(found); strings.Contains(got, part) {
			return "the text is " + quote(got) + ", with " + quote(part)
		}
		return ""
	}
}

// Count wants the selector to find exactly n.
func Count(n int) Check {
	return func(found *goquery.Selection) string {
		if found.Length() != n {
			return plural(found.Length()) + " found, want " + plural(n)
		}
		return ""
	}
}

// HasAttr wants one of the elements to have an attribute of that value.
func HasAttr(name, value string) Check {
	return func(found *goquery.Selection) string {
		got := []string{}
		for _, element := range found.EachIter() {
			have, there := element.Attr(name)
			if there && have == value {
				return ""
			}
			got = append(got, quote(have))
		}
		return "no " + name + " is " + quote(value) + " but " + strings.Join(got, ", ")
	}
}
