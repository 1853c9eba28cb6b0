package search

import (
	"strings"

	"regulars/internal/postgres"
)

// spoken are the words that are looked for in what groups say of themselves. All
// but Slips are tsqueries that want every word, or empty.
type spoken struct {
	Names string // in one name: all that was typed
	Texts string // in one name and description: what we do not know
	Heads string // the same in one name
	Slips string // in names, nearly: what we do not know, where it finds little as typed
}

// spokenIn finds these words in a query. Who types several that are no single
// phrase of ours may mean a name ("black cat" is a book club). Words that we do not
// know have to be somewhere.
func spokenIn(r Result) (s spoken) {
	if !r.Understood.Certain {
		s.Names = allOf(r.Understood.Typed, inNames)
	}
	rest := r.Understood.Rest
	s.Texts, s.Heads, s.Slips = allOf(rest, ""), allOf(rest, inNames), strings.Join(rest, " ")
	return s
}

// inNames is the weight of words of names in cards.
const inNames = ":A"

// allOf writes plain words as a tsquery that wants all of them, with a weight.
func allOf(words []string, weight string) string {
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, weight+" & ") + weight
}

// said is a query for the groups within km of a place whose name or description holds
// the words of a search; "" if there are none. A name counts as much as an interest, and
// more with all that was typed; a description counts less. Beside an interest, words that
// we do not know are one more thing that fits.
func (a *asking) said(s *Service, r Result, km int) string {
	words := spokenIn(r)
	switch {
	case words.Texts != "": // among which are those that have all that was typed
		heads, all := a.hold(words.Heads), a.hold(words.Names)
		return a.nearFirst(s, r, km, `CASE WHEN `+all+` THEN 1.5 WHEN `+heads+` THEN 1 ELSE 0.3 END AS weight, true AS shelf, `+heads+` AS named
			FROM cards WHERE `+a.hold(words.Texts))
	case words.Names != "":
		return a.nearFirst(s, r, km, `1.5 AS weight, false AS shelf, true AS named FROM cards WHERE `+a.hold(words.Names))
	}
	return ""
}

// hold is the condition that a card has the words of a tsquery, which stands in a query
// of its own: Postgres asks that once, and not again for every card that it looks at.
func (a *asking) hold(query string) string {
	return `words @@ (SELECT to_tsquery('english', ` + a.arg(query) + `))`
}

// slips is a query for the groups near a place whose names nearly hold the words that
// we do not know; "" if there are none.
func (a *asking) slips(s *Service, r Result, km int) string {
	words := spokenIn(r).Slips
	if words == "" {
		return ""
	}
	return a.around(s, r, km, `1 AS weight, false AS shelf, true AS named
			FROM cards WHERE `+a.arg(words)+` <% name`)
}

// nearFirst is around, and before it those near here where it is looked farther than people
// go: a word may be common in the world, so that of those far away a thousand are enough.
func (a *asking) nearFirst(s *Service, r Result, km int, way string) string {
	if km > MaxKM {
		return a.around(s, r, MaxKM, way) + ` UNION ALL (` + a.around(s, r, km, way) + ` LIMIT 1000)`
	}
	return a.around(s, r, km, way)
}

// around is a way to find groups by words, in the cells around a place alone, since a
// word may be common in the world.
func (a *asking) around(s *Service, r Result, km int, way string) string {
	if cells := r.Place.CellsWithin(float64(km)); len(cells) > 0 {
		way += ` AND cells && ` + a.arg(postgres.Array(cells))
	}
	var inside []string
	for _, w := range windows(r.Place, km, everything) {
		inside = append(inside, `pin <@ `+a.box(w))
	}
	return `
			SELECT group_id, edition, pin, dated, steady, traits, ` + way + `
			AND (` + strings.Join(inside, " OR ") + `) AND ` + a.fits(s, r.Query)
}
