package search

import (
	"cmp"
	"fmt"
	"strings"

	"regulars/internal/place"
	"regulars/internal/postgres"
)

// step is one way to find groups by words.
type step struct {
	name   string // of the table of what it finds
	query  string // reads cards, as cardsThat does
	enough int    // so many groups close by, found by the steps before, make it needless; 0: nothing does
	where  string // it is taken only where this holds; "": always
}

// speaking is a statement for the nearest groups that have words, in steps: names that have
// them, descriptions, the whole world if that is asked for, and names that nearly have them.
//
// Descriptions mention words in passing, and cost ten times as much: where enough names close
// by have them, those were meant, whenever they meet, and beside them only groups that were
// found already, under an interest, are asked whether they say so. Who wants the nearest hears
// of all.
func (a *asking) speaking(s *Service, r Result, words spoken, already []int64) string {
	q, near, enough := r.Query, min(r.widest(), MaxKM), r.Query.satisfied()
	steps := []step{{name: "named", query: a.named(r.Place, near, words)}}
	if len(words.rest) > 0 && q.nearby {
		steps = append(steps, step{name: "told", query: a.told(words, a.around(r.Place, near))})
	} else if len(words.rest) > 0 {
		steps = append(steps, step{name: "told", query: a.told(words, a.around(r.Place, near)), enough: enough})
	}
	if len(words.rest) > 0 && len(already) > 0 && !q.nearby {
		query := a.told(words, `group_id = ANY (`+a.arg(postgres.Array(already))+`)`)
		steps = append(steps, step{name: "confirmed", query: query, where: howMany("named") + ` >= ` + a.arg(enough)})
	}
	if r.widest() > near {
		steps = append(steps, step{name: "beyond", query: a.beyond(words), enough: enough})
	}
	if missing := enough - len(already); len(words.rest) > 0 && missing > 0 && q.lastWay(r.widest()) {
		steps = append(steps, a.nearly(r, words, missing))
	}
	return a.inTurn(s, r, steps) + `
		SELECT group_id, pin, dated, steady * weight AS steady, traits, edition, shelf, named, slip
		FROM found WHERE fits ORDER BY ` + a.far(r.Place, r.widest()) + ` LIMIT ` + q.mostRows()
}

// nearly is the step to names with slips. A word that stands in a name as it was typed is
// none.
func (a *asking) nearly(r Result, words spoken, missing int) step {
	km := min(r.usual(), MaxKM)
	around := a.far(r.Place, km) + ` <= ` + a.arg(r.Place.OnMap(float64(km)))
	return step{"slips", a.slips(words, a.around(r.Place, km)), missing,
		around + ` AND NOT EXISTS (SELECT FROM named WHERE ` + around + ` AND ` + rooms(r.Query) + `)`}
}

// inTurn begins a statement in which found is what some steps find: whether it fits what was
// asked for, and whether it counts, as all that is close by does, or what of it fits for who
// wants the nearest. Postgres takes a step when it has counted what those before found; who is
// found twice counts twice.
func (a *asking) inTurn(s *Service, r Result, steps []step) string {
	fits := a.inside(r.Place, r.widest()) + ` AND ` + a.fits(s, r.Query)
	counts := rooms(r.Query)
	if r.Query.nearby {
		counts = fits
	}
	counts += ` AND ` + a.far(r.Place, r.close()) + ` <= ` + a.arg(r.Place.OnMap(0.99*float64(r.close()))) // surely, whatever the scale
	var tables, all, before []string
	for _, one := range steps {
		where := cmp.Or(one.where, `true`)
		if one.enough > 0 {
			where += ` AND ` + strings.Join(before, ` + `) + ` < ` + a.arg(one.enough)
		}
		tables = append(tables, fmt.Sprintf(`%s AS MATERIALIZED (SELECT *, %s AS fits, %s AS counts FROM (%s) each WHERE %s)`,
			one.name, fits, counts, one.query, where))
		all = append(all, `TABLE `+one.name)
		before = append(before, howMany(one.name))
	}
	return `WITH ` + strings.Join(tables, ", ") + `, found AS (` + strings.Join(all, " UNION ALL ") + `)`
}

// howMany is how many that count a step found.
func howMany(step string) string { return `(SELECT count(*) FROM ` + step + ` WHERE counts)` }

// inside is the condition that a pin lies in the windows around a place.
func (a *asking) inside(p place.Place, km int) string {
	if km == globe {
		return `true`
	}
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
