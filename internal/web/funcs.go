package web

import (
	"fmt"
	"html/template"
	"time"

	"regulars/internal/quilt"
	"regulars/internal/words"
	"regulars/public"
)

// funcs are what templates can call; the views package lists them.
var funcs = template.FuncMap{
	"alternates": alternates,
	"cards":      cardsHTML,
	"clock":      clock,
	"day":        day,
	"dict":       dict,
	"follow":     followHTML,
	"kin":        kinHTML,
	"list":       list,
	"moment":     moment,
	"patches":    patches,
	"plural":     plural,
	"quilt":      quilt.Block,
	"ticks":      ticks,
	"ways":       ways,
}

// assetURL is the address of a file of package public, "/js/x.js". It changes with the files.
func assetURL(path string) string { return "/assets/" + public.Version + path }

// day is a date as a person would write it, in the zone that t carries.
func day(t time.Time) template.HTML {
	return stamped(t, time.DateOnly, words.English.ShortDay(t))
}

// clock is a time of day, in the zone that t carries.
func clock(t time.Time) string { return words.English.Clock(t) }

// plural counts things: "1 person", "6 people".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// list joins words: "Tue, Thu and Sat".
func list(items []string) string { return words.English.List(items) }

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
