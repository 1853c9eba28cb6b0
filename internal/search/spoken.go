package search

import (
	"cmp"
	"strconv"
	"strings"

	"regulars/internal/place"
)

// step is one way to find groups by words, which is gone where fewer are found before than
// are enough.
type step struct {
	name   string // of what it finds
	query  string // of which it finds what
	fits   string // and it is gone
	where  string // besides, if that is said
	enough int
}

// spoken is a statement for the nearest groups that have words. They are looked for in
// names, then in descriptions, then in the whole world if that is asked for, and at last,
// where something is missing, in names that nearly have them: each step takes several times
// as long as the one before. A word that stands in a name around as it was typed, whenever that
// group meets, is no slip.
func (a *asking) spoken(s *Service, r Result, words spoken, missing int) string {
	usual, widest := min(r.usual(), MaxKM), r.widest()
	near, few, fits := min(widest, MaxKM), r.Query.satisfied(), a.fits(s, r.Query)
	here := a.inside(r.Place, widest) + ` AND ` + fits
	steps := []step{{name: "named", query: a.named(r.Place, near, words), fits: here}}
	if len(words.rest) > 0 {
		steps = append(steps, step{name: "told", query: a.told(r.Place, near, words), fits: here, enough: few})
	}
	if widest > near {
		steps = append(steps, step{name: "beyond", query: a.beyond(words), fits: here, enough: few})
	}
	if len(words.rest) > 0 && missing > 0 && r.Query.lastWay(widest) {
		close := a.inside(r.Place, usual) + ` AND ` + fits
		steps = append(steps, step{"slips", a.slips(r.Place, usual, words), close, `NOT EXISTS (SELECT FROM named)`, missing})
	}
	return inTurn(steps) + `
		SELECT group_id, pin, dated, steady * weight AS steady, traits, edition, shelf, named, slip
		FROM spoken WHERE fits ORDER BY ` + a.far(r.Place, widest) + ` LIMIT ` + r.Query.mostRows()
}

// inside is the condition that a pin lies in the windows around a place.
func (a *asking) inside(p place.Place, km int) string {
	var boxes []string
	for _, w := range p.Windows(float64(km)) {
		boxes = append(boxes, `pin <@ `+a.box(w))
	}
	return `(` + strings.Join(boxes, " OR ") + `)`
}

// far is how far a pin is from a place, on the map of its windows.
func (a *asking) far(p place.Place, km int) string {
	var ways []string
	for _, w := range p.Windows(float64(km)) {
		ways = append(ways, `pin <-> `+a.centre(w))
	}
	return `least(` + strings.Join(ways, ", ") + `)`
}

// inTurn begins a statement in which spoken is what some steps find. Postgres takes a step
// when it has counted what those before found.
func inTurn(steps []step) string {
	var tables, all, counts []string
	for _, step := range steps {
		where := cmp.Or(step.where, `true`)
		if len(counts) > 0 {
			where += ` AND ` + strings.Join(counts, ` + `) + ` < ` + strconv.Itoa(step.enough)
		}
		tables = append(tables, step.name+` AS MATERIALIZED (SELECT *, `+step.fits+` AS fits FROM (`+step.query+`) each WHERE `+where+`)`)
		all = append(all, `SELECT *, `+strconv.FormatBool(step.name == "slips")+` AS slip FROM `+step.name)
		counts = append(counts, `(SELECT count(*) FROM `+step.name+` WHERE fits)`)
	}
	return `WITH ` + strings.Join(tables, ", ") + `, spoken AS (` + strings.Join(all, " UNION ALL ") + `)`
}
