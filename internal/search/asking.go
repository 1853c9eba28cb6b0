package search

import (
	"fmt"
	"strconv"
	"strings"
)

// asking collects the arguments of a statement while its text is put together. Only
// what is asked for stands in the text: Postgres plans and runs what stands there,
// also where it comes to nothing, and keeps each text prepared.
type asking struct{ args []any }

// arg gives the name by which the text calls a value.
func (a *asking) arg(value any) string {
	a.args = append(a.args, value)
	return "$" + strconv.Itoa(len(a.args))
}

// fits are the conditions of the filters that were asked for, on a row of listings or of
// cards; see filterColumns.
//
// Postgres guesses what they leave by their form: of one bit that is to equal a value one
// row in two hundred, so that it would rather sort all rows of a town than follow the
// index by distance. Written with "not" or "at least", it takes them to leave most. Of price,
// language and date it has statistics.
func (a *asking) fits(s *Service, q Query) string {
	fits := []string{"true"}
	if slots, asked := q.slots(); asked {
		fits = append(fits, "slots & "+a.arg(slots)+" <> 0")
	}
	if !q.Traits.Has(Online) { // this is about rooms
		fits = append(fits, fmt.Sprintf("traits & %d <> %[1]d", roomless))
	}
	if q.Traits != 0 {
		traits := a.arg(int64(q.Traits))
		fits = append(fits, "traits & "+traits+" >= "+traits)
	}
	if q.Week {
		fits = append(fits, "next_at < "+a.arg(s.now().Add(aWeek)))
	}
	if q.Price != nil {
		fits = append(fits, "price <= "+a.arg(*q.Price))
	}
	if q.Lang != "" {
		fits = append(fits, "language = "+a.arg(q.Lang))
	}
	return strings.Join(fits, " AND ")
}
