package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/schedule"
	"regulars/internal/search"
)

// searchForm is what the partial search-form shows: the words as they were
// typed, what is wrong with them, and what can be ticked.
type searchForm struct {
	*Form
	Q, Near string
	Days    []tick
	Times   []tick
	Within  []tick // distances; none: the form does not ask for one
	Traits  []tick
	Week    bool   // only this week
	Kept    []tick // what an address may hold and the form does not ask for
	Chosen  string // what is ticked, in words
}

// More tells whether what can be ticked has to be seen, since something is wrong
// with it. Otherwise it stays folded, so that a phone shows what was found.
func (f searchForm) More() bool {
	return f.Error("day") != "" || f.Error("week") != "" || f.Error("time") != "" || f.Error("km") != ""
}

// tick is a box or a choice.
type tick struct {
	Value, Label string
	On           bool
}

// traits are what a group can be, by the keys of an address.
var traits = []tick{
	{Value: "beginners", Label: "beginners welcome"}, {Value: "alone", Label: "most come alone"},
	{Value: "free", Label: "free"}, {Value: "stepfree", Label: "step-free"}, {Value: "loop", Label: "hearing loop"},
	{Value: "quiet", Label: "quiet room"}, {Value: "children", Label: "with children"}, {Value: "online", Label: "online"},
}

// radii are the distances that can be chosen, in kilometres.
var radii = []int{5, 10, search.DefaultKM, 50, 100, search.MaxKM}

// readSearch reads the form of the home page and of the results from an address.
// Whatever is wrong with it, the form can be shown again.
func readSearch(c *fiber.Ctx) (searchForm, search.Query, error) {
	typed := readQuery(c)
	q, err := search.ParseQuery(queryValues(c))
	return searchForm{
		Form: typed, Q: typed.Value("q"), Near: typed.Value("near"),
		Days: dayTicks(q), Times: timeTicks(q), Week: q.Week, Kept: kept(q), Chosen: chosen(q),
	}, q, err
}

// wider adds what only the page of results asks for.
func (f searchForm) wider(q search.Query) searchForm {
	f.Within, f.Traits = radiusTicks(q), traitTicks(q.Traits)
	return f
}

// chosen says what narrows a query down: "Mondays, evenings, within 50 km".
func chosen(q search.Query) string {
	said := dayNames(q.Days)
	for _, part := range q.Times {
		said = append(said, part.String()+"s")
	}
	if q.Week {
		said = append(said, "this week")
	}
	if q.Price != nil {
		said = append(said, fmt.Sprintf("at most %d to pay", *q.Price))
	}
	if q.Lang != "" {
		said = append(said, "language "+q.Lang)
	}
	if q.KM != search.DefaultKM {
		said = append(said, fmt.Sprintf("within %d km", q.KM))
	}
	return strings.Join(append(said, traitLabels(q.Traits)...), ", ")
}

// kept are the filters that come by address only, to go along with the form.
func kept(q search.Query) (ticks []tick) {
	values := q.Values()
	for _, key := range []string{"price", "lang"} {
		if value := values.Get(key); value != "" {
			ticks = append(ticks, tick{Label: key, Value: value})
		}
	}
	return ticks
}

// queryValues is what stands behind the question mark, byte by byte as it came:
// search says itself what it cannot read.
func queryValues(c *fiber.Ctx) url.Values {
	values := url.Values{}
	c.Request().URI().QueryArgs().VisitAll(func(key, value []byte) {
		values.Add(string(key), string(value))
	})
	return values
}

func dayTicks(q search.Query) (ticks []tick) {
	for i := range 7 {
		day := time.Weekday((i + 1) % 7) // from Monday
		ticks = append(ticks, tick{schedule.FormatWeekdays([]time.Weekday{day}), day.String()[:3], q.HasDay(day)})
	}
	return ticks
}

func timeTicks(q search.Query) (ticks []tick) {
	for _, part := range []schedule.Part{schedule.Morning, schedule.Afternoon, schedule.Evening} {
		ticks = append(ticks, tick{part.String(), part.String() + "s", q.HasTime(part)})
	}
	return ticks
}

// radiusTicks has the radius that is asked for among them, whichever it is.
func radiusTicks(q search.Query) (ticks []tick) {
	choices := append(slices.Clone(radii), q.KM)
	slices.Sort(choices)
	for _, km := range slices.Compact(choices) {
		ticks = append(ticks, tick{strconv.Itoa(km), fmt.Sprintf("%d km", km), km == q.KM})
	}
	return ticks
}

func traitTicks(asked search.Trait) []tick {
	keys, ticks := asked.Keys(), slices.Clone(traits)
	for i, t := range ticks {
		ticks[i].On = slices.Contains(keys, t.Value)
	}
	return ticks
}

// traitLabels says what a group is.
func traitLabels(has search.Trait) (labels []string) {
	for _, t := range traitTicks(has) {
		if t.On {
			labels = append(labels, t.Label)
		}
	}
	return labels
}
