package web

import (
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/schedule"
	"regulars/internal/search"
	"regulars/internal/words"
)

// searchForm is what the partial search-form shows: the words as they were
// typed, what is wrong with them, and what can be ticked.
type searchForm struct {
	*Form
	Q, Near string
	Days    []tick
	Times   []tick
	Choose  string // where interests can be chosen from a list
	Places  string // where places are completed, near the one that was asked for
	Week    bool   // only this week
	Chosen  string // what is ticked, in words

	// What only the page of results asks for. Elsewhere it goes along as it came.
	Wide   bool
	Within []tick // distances
	Traits []tick
	Spoken template.HTML // the options of languages
	Kept   []tick
}

// foldedFields are those of what is folded.
var foldedFields = []string{"day", "time", "week", "km", "price", "lang"}

// More tells whether what can be ticked has to be seen, since something is wrong
// with it. Otherwise it stays folded, so that a phone shows what was found.
func (f searchForm) More() bool {
	return slices.ContainsFunc(foldedFields, func(field string) bool { return f.Error(field) != "" })
}

// Stray is what is wrong with what an address brought and the form has no field for.
func (f searchForm) Stray() []string {
	drawn := []string{"q", "near", "day", "time", "week"}
	if f.Wide {
		drawn = append(drawn, "km", "price", "lang")
	}
	return f.stray(drawn...)
}

// stray is what is wrong with all but the fields that are drawn.
func (f searchForm) stray(drawn ...string) (sentences []string) {
	for _, field := range slices.Sorted(maps.Keys(f.Errors())) {
		if !slices.Contains(drawn, field) {
			sentences = append(sentences, f.Error(field))
		}
	}
	return sentences
}

// tick is a box or a choice.
type tick struct {
	Value, Label string
	On           bool
}

// ticks are boxes ("checkbox") or choices ("radio") of a form, each an item of a list.
// They send their values under a name or, where there is none, 1 under their values.
func ticks(kind, name string, all []tick) template.HTML {
	m := newMarkup()
	for _, t := range all {
		id, sends, as, on := name+"-"+t.Value, t.Value, name, ""
		if name == "" {
			id, sends, as = t.Value, "1", t.Value
		}
		if t.On {
			on = " checked"
		}
		m.raw("\n"+`<li><input type="`, kind, `" id="`).text(id).raw(`" name="`).text(as).raw(`" value="`).text(sends)
		m.raw(`"`, on, `><label for="`).text(id).raw(`">`).text(t.Label).raw(`</label></li>`)
	}
	return m.html()
}

// options are those of a choice.
func options(all []option) template.HTML {
	m := newMarkup()
	for _, o := range all {
		on := ""
		if o.On {
			on = " selected"
		}
		m.raw(`<option value="`).text(o.Value).raw(`"`, on, `>`).text(o.Label).raw(`</option>`)
	}
	return m.html()
}

// traits are what a group can be, as the form asks for them.
var traits = []struct {
	search.Trait
	label string
}{
	{search.Beginners, "beginners welcome"}, {search.Alone, "can come alone"}, {search.Free, "free"}, {search.StepFree, "step-free"},
	{search.Loop, "hearing loop"}, {search.Quiet, "quiet room"}, {search.Children, "with children"}, {search.Online, "online"},
}

// readSearch reads the form of the home page and of the results from an address.
// Whatever is wrong with it, the form can be shown again.
func readSearch(c *fiber.Ctx) (searchForm, search.Query, error) {
	typed := readQuery(c)
	q, err := search.ParseQuery(queryValues(c))
	asked := q.Words
	if e, ok := fault.As(err); ok && e.Fields["q"] != "" { // then nothing was read
		asked = strings.Join(said(slices.Clone(typed.values["q"])...), ", ")
	}
	return searchForm{
		Form: typed, Q: asked, Near: typed.Value("near"),
		Days: dayTicks(q), Times: timeTicks(q), Week: q.Week, Chosen: chosen(q, kilometres),
		Choose: choosePath + "?" + q.OnPage(1).Encode(), Places: placesPath + near(q),
	}, q, err
}

// near is the place asked for as a parameter, or nothing.
func near(q search.Query) string {
	if q.Near == "" {
		return ""
	}
	return "?near=" + url.QueryEscape(q.Near)
}

// wider adds what only the page of results asks for, distances in the unit of the
// place.
func (f searchForm) wider(q search.Query, u unit) searchForm {
	f.Wide, f.Within, f.Traits, f.Spoken = true, radiusTicks(q, u), traitTicks(q.Traits), languageOptions(q.Lang)
	f.Chosen = chosen(q, u)
	return f
}

// chosen says what narrows a query down: "Mondays, evenings, within 50 km".
func chosen(q search.Query, u unit) string {
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
		said = append(said, "in "+languageName(q.Lang))
	}
	if q.KM != 0 {
		said = append(said, u.within(q.KM))
	}
	return strings.Join(append(said, traitLabels(q.Traits)...), ", ")
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
		ticks = append(ticks, tick{schedule.FormatWeekdays([]time.Weekday{day}), words.English.ShortWeekday(day), q.HasDay(day)})
	}
	return ticks
}

func timeTicks(q search.Query) (ticks []tick) {
	for _, part := range []schedule.Part{schedule.Morning, schedule.Afternoon, schedule.Evening} {
		ticks = append(ticks, tick{part.String(), part.String() + "s", q.HasTime(part)})
	}
	return ticks
}

// radiusTicks are the distances, after none: then nearby is far enough, unless there
// is little. The one that is asked for is among them, whichever it is.
func radiusTicks(q search.Query, u unit) (ticks []tick) {
	choices := append(slices.Clone(u.radii), q.KM, 0)
	slices.Sort(choices)
	for _, km := range slices.Compact(choices) {
		said := tick{strconv.Itoa(km), u.says(float64(km)), km == q.KM}
		if km == 0 {
			said.Value, said.Label = "", "nearby"
		}
		ticks = append(ticks, said)
	}
	return ticks
}

func traitTicks(asked search.Trait) (ticks []tick) {
	for _, t := range traits {
		ticks = append(ticks, tick{t.Keys()[0], t.label, asked.Has(t.Trait)})
	}
	return ticks
}

// traitLabels says what a group is.
func traitLabels(has search.Trait) (labels []string) {
	for _, t := range traits {
		if has.Has(t.Trait) {
			labels = append(labels, t.label)
		}
	}
	return labels
}
