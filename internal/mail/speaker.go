package mail

import (
	"html/template"
	"time"

	"regulars/internal/words"
)

// speaker gives templates the functions with which they speak one language.
type speaker struct {
	site Site
	*words.Language
}

// text gives the functions of plain text.
func (s speaker) text() map[string]any {
	return map[string]any{
		"site":     func() Site { return s.site },
		"language": s.Tag,
		"people":   s.List,
		"date":     s.Date,
		"day":      func(t time.Time) string { return s.Day(t) },
		"span":     func(when Span) string { return s.Span(when.From, when.To) },
		"strong":   func(words string) string { return words },
		"say":      func(id string, pairs ...any) string { return s.Say(id, dataOf(pairs)) },
		"count":    func(id string, n int, pairs ...any) string { return s.Count(id, n, dataOf(pairs)) },
	}
}

// html gives those of HTML.
func (s speaker) html() map[string]any {
	functions := s.text()
	functions["strong"] = func(words string) template.HTML { return within("strong", words) }
	functions["struck"] = func(words string) template.HTML { return within("s", words) }
	functions["link"] = func(words, url string) button { return button{words, url} }
	return functions
}

// button is a link that is drawn as one.
type button struct{ Words, URL string }

func within(element, words string) template.HTML {
	return template.HTML("<" + element + ">" + template.HTMLEscapeString(words) + "</" + element + ">")
}

// dataOf makes data of names and values in turn.
func dataOf(pairs []any) words.Data {
	data := make(words.Data, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		data[pairs[i].(string)] = pairs[i+1]
	}
	return data
}
