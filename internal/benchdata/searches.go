package benchdata

import (
	"time"

	"regulars/internal/interest"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// Kind is what somebody types.
type Kind int

// The kinds of searches.
const (
	Known    Kind = iota // an interest by its name
	LeftOver             // a word that stands in names and is no interest, alone or with one
	Unknown              // a word that stands nowhere
)

// asked is how many interests people ask for: the commonest whose names are
// understood as they are.
const asked = 300

// Search draws what somebody may look for: near a town by its people, half of the
// time on one or two weekdays.
func (w *World) Search(kind Kind, number int) search.Query {
	c := w.chance(ofSearch+int(kind), number)
	q := search.Query{Words: w.words(kind, c), Near: w.town(c).String(), Page: 1}
	if c.percent(50) {
		day := time.Weekday(c.IntN(7))
		q.Days = []time.Weekday{day}
		if c.percent(40) {
			q.Days = append(q.Days, (day+1)%7)
		}
		if c.percent(40) {
			q.Times = []schedule.Part{schedule.Evening}
		}
	}
	return q
}

func (w *World) words(kind Kind, c chance) string {
	what := of(c, w.askable()).Name
	switch {
	case kind == Unknown:
		return unknown(c)
	case kind == LeftOver && c.percent(50):
		return of(c, landmarks)
	case kind == LeftOver:
		return of(c, landmarks) + " " + what
	}
	return what
}

// askable are the interests that people ask for.
func (w *World) askable() []interest.Interest {
	if w.known == nil {
		for _, i := range w.interests {
			if q := interest.Parse(i.Name); q.Certain && len(q.Interests) == 1 && q.Interests[0].Slug == i.Slug && len(w.known) < asked {
				w.known = append(w.known, i)
			}
		}
	}
	return w.known
}

// unknown is a word that nobody writes and that is taken for no other.
func unknown(c chance) string {
	for {
		word := make([]byte, 6+c.IntN(4))
		for i := range word {
			word[i] = "bcdfghjkmpqrtvwxz"[c.IntN(17)]
		}
		if q := interest.Parse(string(word)); len(q.Rest) == 1 {
			return string(word)
		}
	}
}
