package search

import (
	"strings"

	"regulars/internal/place"
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
			FROM cards WHERE `, words.Texts, r.Understood.Rest)
	case words.Names != "":
		return a.nearFirst(s, r, km, `1.5 AS weight, false AS shelf, true AS named FROM cards WHERE `, words.Names, r.Understood.Typed)
	}
	return ""
}

// hold is the condition that a card has the words of a tsquery, which stands in a query
// of its own: Postgres asks that once, and not again for every card that it looks at.
func (a *asking) hold(query string) string {
	return `words @@ (SELECT to_tsquery('english', ` + a.arg(query) + `))`
}

// slips is a query for the groups near a place whose names nearly hold the words that
// we do not know; "" if there are none. Where a name has them as they were typed, on another
// day or at another price, they are no slips.
func (a *asking) slips(s *Service, r Result, km int) string {
	words := spokenIn(r)
	if words.Slips == "" {
		return ""
	}
	way := `1 AS weight, false AS shelf, true AS named
			FROM cards WHERE ` + a.arg(words.Slips) + ` <% name` + a.inCells(r.Place.CellsWithin(float64(km)))
	if r.Query.Narrow() {
		way += ` AND NOT EXISTS (
				SELECT FROM cards WHERE ` + a.holdNear(r.Place, km, words.Heads, r.Understood.Rest) + ` AND ` + a.inside(r.Place, km) + `)`
	}
	return a.around(s, r, km, way)
}

// nearFirst is a way to find those that hold a tsquery of some words. Where it is looked
// farther than people go, those near here come first: a word may be common in the world, so
// that of those far away a thousand are enough.
func (a *asking) nearFirst(s *Service, r Result, km int, way, query string, words []string) string {
	near := a.around(s, r, min(km, MaxKM), way+a.holdNear(r.Place, min(km, MaxKM), query, words))
	if km > MaxKM {
		return near + ` UNION ALL (` + a.around(s, r, km, way+a.hold(query)) + ` LIMIT 1000)`
	}
	return near
}

// wordCells is the size of the cells of the index by words and cells, which Postgres counts
// from 1: cells[5:5].
const wordCells = 4

// holdNear is hold for cards near a place. The index by words and cells leads to those that
// have the longest of the words, which are few, and it is seen there whether they have all:
// IS TRUE keeps Postgres from the index by words.
func (a *asking) holdNear(p place.Place, km int, query string, words []string) string {
	cells := p.CellsOf(wordCells, float64(km))
	if len(cells) == 0 {
		return a.hold(query) + a.inCells(p.CellsWithin(float64(km)))
	}
	return `words_in_cells(words, cells[5:5]) && (
				SELECT array_agg(hashtext(word) # cell)
				FROM unnest(` + a.arg(postgres.Array(cells)) + `::int[]) cell, (
					SELECT word FROM unnest(tsvector_to_array(to_tsvector('english', ` + a.arg(strings.Join(words, " ")) + `))) word
					ORDER BY length(word) DESC LIMIT 1) longest)
			AND (` + a.hold(query) + `) IS TRUE`
}

// inCells is one more condition: that a card lies in one of some cells, if there are any.
func (a *asking) inCells(cells []int32) string {
	if len(cells) == 0 {
		return ""
	}
	return ` AND cells && ` + a.arg(postgres.Array(cells))
}

// around is a way to find cards, within km of a place.
func (a *asking) around(s *Service, r Result, km int, way string) string {
	return `
			SELECT group_id, edition, pin, dated, steady, traits, ` + way + `
			AND ` + a.inside(r.Place, km) + ` AND ` + a.fits(s, r.Query)
}

// inside is the condition that a card lies in the windows on what is near a place.
func (a *asking) inside(p place.Place, km int) string {
	var windowed []string
	for _, w := range windows(p, km, everything) {
		windowed = append(windowed, `pin <@ `+a.box(w))
	}
	return `(` + strings.Join(windowed, " OR ") + `)`
}
