package web

import (
	"bytes"
	"html"
	"html/template"
	"sync"
)

// markup is written by hand where a page has so much of one kind that a template,
// which looks up every field and calls a function to escape it, takes longer than all
// else together: the cards of a page of results, with their patches, the boxes of
// the form, and links with long addresses, which a template escapes three times. Whatever
// is not written here goes through text.
//
// It is taken from a pool by newMarkup and goes back with html.
type markup struct{ bytes.Buffer }

var markups = sync.Pool{New: func() any { return new(markup) }}

func newMarkup() *markup { return markups.Get().(*markup) }

// raw adds markup.
func (m *markup) raw(pieces ...string) *markup {
	for _, piece := range pieces {
		m.WriteString(piece)
	}
	return m
}

// text adds what people or programs wrote, in an element or in a quoted attribute.
func (m *markup) text(words string) *markup { return m.raw(html.EscapeString(words)) }

// element adds an element with a text in it, given its start tag and its end tag;
// nothing if there is no text.
func (m *markup) element(start, words, end string) *markup {
	if words == "" {
		return m
	}
	return m.raw(start).text(words).raw(end)
}

// html is all that was added, and the end of m.
func (m *markup) html() template.HTML {
	all := template.HTML(m.String())
	m.Reset()
	markups.Put(m)
	return all
}
