package web

import (
	"html/template"

	"regulars/internal/quilt"
)

// cardsHTML is a list of groups.
func cardsHTML(cards []groupCard) template.HTML {
	m := newMarkup()
	m.raw(`<ul class="hits">`)
	for _, card := range cards {
		card.addTo(m)
	}
	m.raw(`</ul>`)
	return m.html()
}

// kinHTML is a list of interests that lie close to another.
func kinHTML(all []kin) template.HTML {
	m := newMarkup()
	m.raw(`<ul class="browse">`)
	for _, k := range all {
		m.raw("\n" + `<li><a href="`).text(k.URL).raw(`">`)
		quilt.Sew(m, k.Slug, k.Family)
		m.raw(`<span>`).text(k.Name).raw(` <span class="soft">`).text(k.Far).raw(`</span></span></a></li>`)
	}
	m.raw("\n</ul>")
	return m.html()
}

func (c groupCard) addTo(m *markup) {
	m.raw("\n" + `<li class="hit">`)
	quilt.Sew(m, c.Slug, c.Family)
	m.raw(`<h3 class="hit-name"><a href="`).text(c.URL).raw(`">`).text(c.Name).raw("</a></h3>\n")
	m.raw(`<div class="hit-body"><div><p class="rhythm">`).text(c.Rhythm).raw("</p>\n<p>")
	c.addNext(m)
	m.raw("</p>\n").element(`<p class="soft">`, c.Where, `</p>`).raw("</div>\n", `<div class="hit-why">`)
	c.addWhy(m)
	if c.Pulse != nil && len(c.Pulse.Marks) > 0 {
		c.Pulse.addTo(m)
	}
	m.element("\n"+`<p class="soft small">`, c.Listed, "</p>\n")
	c.addTags(m)
	m.raw(`</div></div></li>`)
}

// addNext says when the group meets next, or what is to be said instead.
func (c groupCard) addNext(m *markup) {
	switch {
	case c.NextWords != "":
		m.text(c.NextWords)
	case c.Next.IsZero():
		m.raw(`<span class="soft">No date announced</span>`)
	case c.Expected:
		m.raw(`Next expected `, string(day(c.Next)))
	default:
		m.raw(`<span class="will">Next: `, string(day(c.Next)), `</span>`)
	}
}

// addWhy says in one line what speaks for the group.
func (c groupCard) addWhy(m *markup) {
	for at, one := range c.Why {
		if at == 0 {
			m.raw(`<p>`)
		} else {
			m.raw(`&nbsp;· `)
		}
		m.text(one)
	}
	if len(c.Why) > 0 {
		m.raw("</p>\n")
	}
}

// addTags says what else the group is.
func (c groupCard) addTags(m *markup) {
	if len(c.Tags) == 0 && !c.Expected {
		return
	}
	m.raw(`<ul class="tags">`)
	if c.Expected {
		m.raw(`<li class="expected">expected, ask before you go</li>`)
	}
	for _, tag := range c.Tags {
		m.element(`<li>`, tag, `</li>`)
	}
	m.raw(`</ul>`)
}
