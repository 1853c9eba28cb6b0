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
	enough int    // it is skipped where the steps before found so many that count; 0: never
	where  string // it is skipped where this does not hold; "": never
}

// speaking is a statement for the nearest groups that have words, in steps: names that have
// them, descriptions, the whole world if that is asked for, and names that nearly have them.
//
// Descriptions mention words in passing, and cost ten times as much: where enough names close
// by have them, those were meant, whenever they meet, and beside them only groups that were
// found already, under an interest, are asked whether theirs has them too. For who wants the
// nearest, descriptions are never skipped.
func (a *asking) speaking(s *Service, r Result, words spoken, already []int64) string {
	q, near, enough := r.Query, min(r.widest(), MaxKM), r.Query.satisfied()
	steps := []step{{name: "named", query: a.named(r.Place, near, words)}}
	if len(words.rest) > 0 {
		told := step{name: "told", query: a.told(words, a.around(r.Place, near))}
		if !q.nearby {
			told.enough = enough
		}
		steps = append(steps, told)
	}
	if len(words.rest) > 0 && len(already) > 0 && !q.nearby {
		query := a.told(words, `group_id = ANY (`+a.arg(postgres.Array(already))+`)`)
		steps = append(steps, step{name: "confirmed", query: query, where: howMany("named") + ` >= ` + a.arg(enough)})
	}
	if r.widest() > near {
		steps = append(steps, step{name: "beyond", query: a.beyond(words), enough: enough})
	}
	if missing := q.fewest() - len(already); len(words.rest) > 0 && missing > 0 && q.lastWay(r.widest()) {
		steps = append(steps, a.nearly(r, words, already, missing, steps))
	}
	return a.inTurn(s, r, steps) + `
		SELECT group_id, pin, dated, steady * weight AS steady, traits, edition, shelf, named, slip
		FROM found WHERE fits ORDER BY ` + a.far(r.Place, r.widest()) + ` LIMIT ` + q.mostRows()
}

// nearly is the step to names close by with slips, where those already found and those that the
// steps before find are too few. A word that stands in a name close by as it was typed is no slip.
func (a *asking) nearly(r Result, words spoken, already []int64, missing int, before []step) step {
	here := a.circle(r.Place, r.close())
	return step{name: "slips", query: a.slips(words, a.around(r.Place, r.close())), where: here + `
		AND NOT EXISTS (SELECT FROM named WHERE ` + here + ` AND ` + rooms(r.Query) + `)
		AND (SELECT count(DISTINCT group_id) FROM (` + union(before) + `) earlier
			WHERE fits AND ` + a.circle(r.Place, r.widest()) + ` AND group_id <> ALL (` + a.arg(postgres.Array(already)) + `)) < ` + a.arg(missing)}
}

// inTurn begins a statement in which found is what some steps find. A row fits if it passes all
// filters. It counts, to make later steps needless, if the group has a room close by and a date
// to come, whatever else is asked for; for who wants the nearest, if it fits and is close by.
func (a *asking) inTurn(s *Service, r Result, steps []step) string {
	fits := a.inside(r.Place, r.widest()) + ` AND ` + a.fits(s, r.Query)
	counts := `dated AND ` + hasRoom
	if r.Query.nearby {
		counts = fits
	}
	counts += ` AND ` + a.circle(r.Place, r.close())
	var tables, before []string
	for _, one := range steps {
		where := cmp.Or(one.where, `true`)
		if one.enough > 0 {
			where += ` AND ` + strings.Join(before, ` + `) + ` < ` + a.arg(one.enough)
		}
		tables = append(tables, fmt.Sprintf(`%s AS MATERIALIZED (SELECT *, %s AS fits, %s AS counts FROM (%s) each WHERE %s)`,
			one.name, fits, counts, one.query, where))
		before = append(before, howMany(one.name))
	}
	return `WITH ` + strings.Join(tables, ", ") + `, found AS (` + union(steps) + `)`
}

// howMany is how many rows that count a step found.
func howMany(step string) string { return `(SELECT count(*) FROM ` + step + ` WHERE counts)` }

// union is all that some steps found.
func union(steps []step) string {
	var tables []string
	for _, one := range steps {
		tables = append(tables, `TABLE `+one.name)
	}
	return strings.Join(tables, ` UNION ALL `)
}

// circle is the condition that a pin lies within km of a place, but for a few in a hundred at the
// edge: so much does the scale of the map change on the way.
func (a *asking) circle(p place.Place, km int) string {
	if km == globe {
		return `true`
	}
	return a.far(p, km) + ` <= ` + a.arg(p.OnMap(0.99*float64(km)))
}

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
