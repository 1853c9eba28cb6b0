package search_test

import (
	"net/url"
	"testing"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/search"
)

// Days and times that are said are asked for as if they were ticked.
func TestTimesInWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"tuesday":                                   "day=tue",
		"Singing Saturdays":                         "q=Singing&day=sat",
		"chess on friday evening":                   "q=chess&day=fri&time=evening",
		"Friday evenings chess":                     "q=chess&day=fri&time=evening",
		"chess, tues or thurs mornings":             "q=chess&day=tue,thu&time=morning",
		"Café am Dienstag, weekends":                "q=Café am Dienstag&day=sat,sun",
		"weeknight pottery":                         "q=pottery&day=mon,tue,wed,thu,fri&time=evening",
		"friday night poker":                        "q=poker&day=fri&time=evening",
		"saturday’s walk & talk":                    "q=walk %26 talk&day=sat",
		"singing (fridays)":                         "q=singing&day=fri",
		"singing fri/sat":                           "q=singing&day=fri,sat",
		"walking wednesday football":                "q=walking, football&day=wed",
		"every other thursday in the evening chess": "q=chess&day=thu&time=evening",
		"chess this week":                           "q=chess&week=this",
		"chess this thursday":                       "q=chess&day=thu&week=this",
		"chess tonight":                             "q=chess&time=evening&week=this",
		"chess sat":                                 "q=chess&day=sat",
		"sun morning yoga":                          "q=yoga&day=sun&time=morning",
		"sat and sun singing":                       "q=singing&day=sat,sun",
	} {
		asks(t, "q="+url.QueryEscape(words), want)
	}
}

// What is part of an interest, or may be another word, says no time.
func TestWordsThatSayNoTime(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"coffee morning", "sunday assembly", "morning pages", "Sunday school", "friday night magic", "boardgame night",
		"sun style tai chi", "sat prep", "yoga in the sun", "day hikes", "weekly chess", "chess next week",
	} {
		asks(t, "q="+url.QueryEscape(words), "q="+words)
	}
	asks(t, "q=sunday+school+on+tuesday", "q=sunday school&day=tue")
}

// Days that are said and days that are ticked will both do.
func TestTimesInWordsAndBoxes(t *testing.T) {
	t.Parallel()
	asks(t, "q=friday+chess&day=tue&time=morning", "q=chess&day=tue,fri&time=morning")
	asks(t, "q=tuesday&day=tue", "day=tue")
	asks(t, "q=Singing&q=Chess&day=fri", "q=Singing, Chess&day=fri")
	asks(t, "q=friday&day=someday", "day=fri")
}

func asks(t *testing.T, address, want string) {
	t.Helper()
	values, err := url.ParseQuery(address)
	must(t, err)
	q, _ := search.ParseQuery(values)
	if values, err = url.ParseQuery(want); err != nil || q.Encode() != values.Encode() {
		t.Errorf("%s asks for %s, want %s", address, q.Encode(), want)
	}
}

func TestFindsOnTheDayThatIsSaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Early Singers", "singing", offset(1, 1), time.Tuesday, 9)
	h.listed(t, "Hill Singers", "singing", offset(2, 0), time.Friday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=singing+on+tuesdays&near=Asheville"), "River Singers", "Early Singers")
	r := h.find(t, "q=Tuesday+evening+choir&near=Asheville")
	same(t, r, "River Singers")
	if q := r.Query; q.Words != "choir" || !q.HasDay(time.Tuesday) || !q.HasTime(schedule.Evening) {
		t.Errorf("asked for %s", q.URL())
	}
}
