package web

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"regulars/internal/quilt"
	"regulars/public"
)

// funcs are what templates can call; the views package lists them.
var funcs = template.FuncMap{
	"asset":  assetURL,
	"clock":  clock,
	"day":    day,
	"dict":   dict,
	"list":   list,
	"moment": moment,
	"plural": plural,
	"quilt":  quilt.Block,
}

// assetURL is the address of a file of package public. It changes with the files.
func assetURL(path string) string { return "/assets/" + public.Version + "/" + path }

// day is a date as a person would write it, in the zone that t carries.
func day(t time.Time) template.HTML {
	return template.HTML(t.Format(`<time datetime="2006-01-02">Mon 2 Jan</time>`))
}

// clock is a time of day, in the zone that t carries.
func clock(t time.Time) string { return t.Format("15:04") }

// plural counts things: "1 person", "6 people".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// list joins words: "Tue, Thu and Sat".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// dict makes a map of keys and values, to hand several things to a partial.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a key without a value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no key", pairs[i])
		}
		m[key] = pairs[i+1]
	}
	return m, nil
}
