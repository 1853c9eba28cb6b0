package web

import "html/template"

// link leads somewhere.
type link struct{ URL, Text string }

// ways are links as a list of buttons.
func ways(links []link) template.HTML {
	m := newMarkup()
	m.raw(`<ul class="actions">`)
	for _, l := range links {
		m.raw("\n" + `<li><a class="btn quiet" href="`).text(l.URL).raw(`">`).text(l.Text).raw(`</a></li>`)
	}
	m.raw("\n</ul>")
	return m.html()
}
