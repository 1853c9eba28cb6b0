package search

import (
	"fmt"
	"slices"
	"strings"

	"regulars/internal/interest"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// spoken are the words that are looked for in what groups say of themselves: all of them
// have to be there.
type spoken struct {
	typed []string // all that was typed, where it may be a name
	rest  []string // what we do not know
}

// spokenIn finds these words in a query. Who types several that are no single
// phrase of ours may mean a name ("black cat" is a book club). Words that we do not
// know have to be somewhere. The name of the place says nothing, since every other
// group there has it.
func spokenIn(r Result) (s spoken) {
	if !r.Understood.Certain {
		s.typed = r.Understood.Typed
	}
	if len(r.Understood.Rest) > 0 {
		here := interest.Words(r.Query.Near + " " + r.Place.String())
		s.rest = slices.DeleteFunc(slices.Clone(r.Understood.Rest), func(word string) bool { return slices.Contains(here, word) })
	}
	return s
}

// none tells that there is nothing to look for.
func (s spoken) none() bool { return len(s.typed)+len(s.rest) == 0 }

// inNames is the weight of words of names in cards.
const inNames = ":A"

// hold is the condition that cards have all of some words, with a weight.
//
// The tsquery stands in a query of its own, which Postgres asks once, and not again
// for every card that it looks at.
func (a *asking) hold(words []string, weight string) string {
	return `words @@ (SELECT to_tsquery('english', ` + a.arg(strings.Join(words, weight+" & ")+weight) + `))`
}

// nameHere is the condition that cards within km of a place have all of some words in their
// names: the index cards_named has them by the cells of their groups. Words are letters and
// digits, so that a key needs no quoting.
func (a *asking) nameHere(p place.Place, km int, words []string) string {
	cells := p.FewCellsWithin(float64(km))
	if len(cells) == 0 { // around the poles
		return a.hold(words, inNames) + ` AND ` + a.around(p, km)
	}
	keys := make([]string, len(cells))
	for i, cell := range cells {
		keys[i] = fmt.Sprintf("'_@%d'", cell)
	}
	return nameKeys + ` @@ (
		SELECT string_agg(replace(` + a.arg("("+strings.Join(keys, " | ")+")") + `, '_', lexeme), ' & ')::tsquery
		FROM unnest(to_tsvector('english', ` + a.arg(strings.Join(words, " ")) + `)))`
}

// nameKeys is what cards_named is an index of: "garnet@301465682".
const nameKeys = `located(ts_filter(words, '{a}'), array[cells[2], cells[4], cells[6]])`

// named looks for names within km of a place that have the words of a search. A name counts
// as much as an interest, and more with all that was typed. Beside an interest, words that we
// do not know are one more thing that fits.
func (a *asking) named(p place.Place, km int, words spoken) string {
	weight, shelf, names := `1.5`, `false`, words.typed
	if len(words.rest) > 0 {
		weight, shelf, names = a.weight(words), `true`, words.rest
	}
	return cardsThat(weight+` AS weight, `+shelf+` AS shelf, true AS named, false AS slip`, a.nameHere(p, km, names))
}

// weight is what a name counts that has the words we do not know.
func (a *asking) weight(words spoken) string {
	if len(words.typed) == 0 {
		return `1`
	}
	return `CASE WHEN ` + a.hold(words.typed, inNames) + ` THEN 1.5 ELSE 1 END`
}

// told looks for descriptions that have the words we do not know, with the names of their
// groups, among those around or those found already. They count less.
func (a *asking) told(words spoken, among string) string {
	return cardsThat(`0.3 AS weight, true AS shelf, false AS named, false AS slip`,
		a.hold(words.rest, "")+` AND NOT `+a.hold(words.rest, inNames)+` AND `+among)
}

// beyond looks in the whole world: for names where we know all words, or else for
// descriptions too.
func (a *asking) beyond(words spoken) string {
	if len(words.rest) == 0 {
		return cardsThat(`1.5 AS weight, false AS shelf, true AS named, false AS slip`, a.hold(words.typed, inNames))
	}
	return cardsThat(`1 AS weight, true AS shelf, `+a.hold(words.rest, inNames)+` AS named, false AS slip`, a.hold(words.rest, ""))
}

// slips looks for names around that nearly have the words we do not know.
func (a *asking) slips(words spoken, around string) string {
	return cardsThat(`1 AS weight, false AS shelf, true AS named, true AS slip`, a.arg(strings.Join(words.rest, " "))+` <% name AND `+around)
}

// around is the condition of cells that lie around a place; see Point.CellsWithin.
func (a *asking) around(p place.Place, km int) string {
	if cells := p.CellsWithin(float64(km)); len(cells) > 0 {
		return `cells && ` + a.arg(postgres.Array(cells))
	}
	return `true`
}

// cardsThat reads some cards, and how they were found. Where many fulfil the condition, it
// is a thousand, before any filter: where few pass one, Postgres would read all.
func cardsThat(found, condition string) string {
	return `SELECT ` + sortColumns + `, ` + found + ` FROM cards WHERE ` + condition + ` LIMIT 1000`
}

// sortColumns are what cards are filtered and sorted by.
var sortColumns = "group_id, edition, pin, steady, " + strings.Join(filterColumns, ", ")
