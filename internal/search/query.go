// Package search finds groups: by interest and place, nearest and steadiest
// first. It owns a wide copy of what finding reads, and keeps that copy up to
// date with what the other packages write.
package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"regulars/internal/fault"
	"regulars/internal/place"
	"regulars/internal/schedule"
)

// MaxKM is the largest radius that an address can ask for, in kilometres; with the globe's
// Nearest looks everywhere.
const (
	MaxKM = 200
	globe = 20_100
)

// What is typed may have so many characters: the words of a search, which may be a long
// list of interests that were ticked, and a place.
const (
	longestWords = 1000
	longestPlace = 200
)

// maxPage keeps to the candidates that are ranked.
const maxPage = candidates / pageSize

// Query is what somebody looks for. The zero value looks for all groups, and
// lacks a place.
type Query struct {
	Words   string // what: "choir", "board games"; empty: everything
	Near    string // where, as typed
	KM      int    // radius in kilometres, 1 to 200; 0: as far as Reach says
	Days    []time.Weekday
	Times   []schedule.Part
	Week    bool   // with a date within seven days
	Traits  Trait  // all of them are wanted
	Price   *int   // at most, in whole units of the local currency; nil: any, or none said
	Lang    string // BCP 47, as in "fr"; empty: any
	Page    int    // from 1 on
	Limit   int    // groups of one page, at most 100; 0: 20
	after   position
	most    int  // rows that are read of an interest; 0: as many as are ranked
	nearby  bool // the nearest are wanted, and not the best of them
	listed  bool // descriptions that merely have the words do not count
	whether bool // there is any; which, nobody asks
}

// Trait is a set of things that a group can be.
type Trait int32

// The traits, each a bit.
const (
	StepFree Trait = 1 << iota
	Loop           // has a hearing loop
	Quiet
	Beginners
	Alone // one can come alone
	Children
	Online
	Free
	roomless // meets online alone; nobody asks for that
)

// traitNames are the keys in an address.
var traitNames = []struct {
	key   string
	trait Trait
}{
	{"stepfree", StepFree}, {"loop", Loop}, {"quiet", Quiet}, {"beginners", Beginners},
	{"alone", Alone}, {"children", Children}, {"online", Online}, {"free", Free},
}

// Keys are the traits of t as an address writes them.
func (t Trait) Keys() (keys []string) {
	for _, one := range traitNames {
		if t.Has(one.trait) {
			keys = append(keys, one.key)
		}
	}
	return keys
}

// Has tells whether all of other is in t.
func (t Trait) Has(other Trait) bool { return t&other == other }

// ParseQuery reads a query from an address. Unknown keys do not matter. Days and times
// that the words say are asked for as if they were ticked, and are no words any more. With
// fault.Invalid, Fields says which keys cannot be used, and the query holds what
// could be read.
func ParseQuery(values url.Values) (q Query, err error) {
	var wrong fault.Fields
	q.Words = text(joined(values["q"]), "q", longestWords, &wrong)
	q.Near = blurred(text(values.Get("near"), "near", longestPlace, &wrong))
	q.KM = number(values.Get("km"), "km", 0, MaxKM, "The distance has to be a number of kilometres from 1 to 200.", &wrong)
	q.Page = number(values.Get("page"), "page", 1, maxPage, "There is no such page.", &wrong)
	if q.Days, err = schedule.ParseWeekdays(list(values, "day")); err != nil {
		wrong.Add("day", "%s", sentence(err))
	}
	if q.Times, err = schedule.ParseParts(list(values, "time")); err != nil {
		wrong.Add("time", "%s", sentence(err))
	}
	if week := values.Get("week"); week == "this" {
		q.Week = true
	} else if week != "" {
		wrong.Add("week", "Only “this” week can be asked for.")
	}
	q.Price = price(values.Get("price"), &wrong)
	if q.Lang = text(values.Get("lang"), "lang", longestPlace, &wrong); !isLanguage(q.Lang) {
		wrong.Add("lang", "A language is two or three letters, as in “en” or “fr”.")
		q.Lang = ""
	}
	for _, t := range traitNames {
		if isYes(values.Get(t.key)) {
			q.Traits |= t.trait
		}
	}
	return q.timed(), wrong.Err()
}

// Values writes the query as ParseQuery reads it, without what is as usual.
func (q Query) Values() url.Values {
	values := url.Values{}
	set := func(key, value string) {
		if value != "" {
			values.Set(key, value)
		}
	}
	set("q", q.Words)
	set("near", q.Near)
	if q.KM != 0 {
		set("km", strconv.Itoa(q.KM))
	}
	set("day", schedule.FormatWeekdays(q.Days))
	set("time", schedule.FormatParts(q.Times))
	if q.Week {
		set("week", "this")
	}
	if q.Price != nil {
		set("price", strconv.Itoa(*q.Price))
	}
	set("lang", q.Lang)
	for _, key := range q.Traits.Keys() {
		set(key, "1")
	}
	if q.Page > 1 {
		set("page", strconv.Itoa(q.Page))
	}
	if q.Limit != 0 && q.Limit != pageSize {
		set("limit", strconv.Itoa(q.Limit))
	}
	set("cursor", q.cursor())
	return values
}

// Encode is what stands behind the question mark of an address.
func (q Query) Encode() string { return q.Values().Encode() }

// URL is the address of the query's results.
func (q Query) URL() string { return "/find?" + q.Encode() }

// OnPage is the same query on another page.
func (q Query) OnPage(page int) Query { q.Page = page; return q }

// Within is the same query with another radius, from its first page.
func (q Query) Within(km int) Query { q.KM, q.Page = min(km, MaxKM), 1; return q }

// For is the same query for other words, from its first page.
func (q Query) For(words string) Query { q.Words, q.Page = words, 1; return q }

// At is the same query near another place, from its first page.
func (q Query) At(near string) Query { q.Near, q.Page = near, 1; return q }

// AnyTime is the same query without days and times.
func (q Query) AnyTime() Query { q.Days, q.Times, q.Week, q.Page = nil, nil, false, 1; return q }

// Plain is the same query for words and place alone, from its first page.
func (q Query) Plain() Query {
	q = q.AnyTime()
	q.Traits, q.Price, q.Lang = 0, nil, ""
	return q
}

// Narrow tells that a query asks for more than words and a place.
func (q Query) Narrow() bool {
	return len(q.Days)+len(q.Times) > 0 || q.Week || q.Traits != 0 || q.Price != nil || q.Lang != ""
}

// HasDay tells whether a weekday is asked for.
func (q Query) HasDay(day time.Weekday) bool { return slices.Contains(q.Days, day) }

// HasTime tells whether a part of the day is asked for.
func (q Query) HasTime(part schedule.Part) bool { return slices.Contains(q.Times, part) }

// joined makes one text of words that come one by one, as boxes that are ticked
// send them.
func joined(words []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "" }), ", ")
}

// blurred rounds a point, so that no address that we write tells where somebody
// lives; towns and postcodes stay.
func blurred(near string) string {
	if point, ok := place.ParsePoint(near); ok {
		return point.Rounded().String()
	}
	return near
}

// price reads the most that a visit may cost.
func price(value string, wrong *fault.Fields) *int {
	if value == "" {
		return nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > 1_000_000 {
		wrong.Add("price", "The price has to be a whole number from 0 on, without the currency.")
		return nil
	}
	return &n
}

// isLanguage tells whether a tag is one of BCP 47's primary languages by its
// form, or empty.
func isLanguage(tag string) bool {
	return tag == "" || len(tag) >= 2 && len(tag) <= 3 && strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") == ""
}

func text(value, key string, most int, wrong *fault.Fields) string {
	switch {
	case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
		wrong.Add(key, "There is a character in it that we cannot read. Please type it again.")
		return ""
	case utf8.RuneCountInString(value) > most:
		wrong.Add(key, "That is too long: at most %d characters, please.", most)
		return ""
	}
	return strings.Join(strings.Fields(value), " ")
}

func number(value, key string, usual, most int, sentence string, wrong *fault.Fields) int {
	if value == "" {
		return usual
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most {
		wrong.Add(key, "%s", sentence)
		return usual
	}
	return n
}

// list joins repeated keys, as a form of checkboxes sends them.
func list(values url.Values, key string) string { return strings.Join(values[key], ",") }

func isYes(value string) bool { return value == "1" || value == "on" || value == "true" }

func sentence(err error) string {
	if e, ok := fault.As(err); ok {
		return e.Text
	}
	return err.Error()
}
