package main

import (
	"context"
	"fmt"
	"net/url"

	"regulars/internal/benchdata"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// draw is one search that is made again and again, with what the floor asks for it.
type draw struct {
	query search.Query
	floor floor
}

// path is where the search is a page, or JSON.
func (d draw) path(prefix string) string { return prefix + "?" + d.query.Values().Encode() }

// floor asks for no more than the index has: the nearest 200 rows of the interest,
// on the same days.
type floor struct {
	Centre string // a spot on the sheet of the interest,
	Box    string // and a box around it, as package place writes them
	Slots  int64
}

// floorText is the statement, with places for Centre, Box and Slots.
const floorText = `SELECT group_id, spot <-> %[1]s::point AS far, dated, steady FROM listings
	WHERE spot <@ %[2]s::box AND slots & %[3]s <> 0
	ORDER BY spot <-> %[1]s::point LIMIT 200`

// text is the statement with what this floor asks in it.
func (f floor) text() string {
	return fmt.Sprintf(floorText, "'"+f.Centre+"'", "'"+f.Box+"'", fmt.Sprint(f.Slots))
}

// values are those of an address.
func (f floor) values() url.Values {
	return url.Values{"centre": {f.Centre}, "box": {f.Box}, "slots": {fmt.Sprint(f.Slots)}}
}

// drawn are the searches. Of twenty, two have words left over and two find nothing,
// one of these for its words and one for its place or its days. The others find
// something, which is seen by looking.
func (s *size) drawn(ctx context.Context, world *benchdata.World) (draws []draw, err error) {
	next := map[benchdata.Kind]int{}
	for len(draws) < s.searches {
		kind, finds := benchdata.Known, true
		switch len(draws) % 20 {
		case 3, 13:
			kind = benchdata.LeftOver
		case 8:
			finds = false
		case 18:
			kind, finds = benchdata.Unknown, false
		}
		found, err := s.search.Find(ctx, world.Search(kind, next[kind]))
		if err != nil {
			return nil, err
		}
		if next[kind]++; len(found.Hits) > 0 == finds {
			draws = append(draws, drawOf(found))
		}
	}
	return draws, nil
}

func drawOf(r search.Result) draw {
	near, _ := search.Reach(r.Place)
	window := r.Place.Windows(float64(near))[0] // the second is beyond the date line, where none of the towns is
	if asked := r.Understood.Interests; len(asked) > 0 {
		window = window.On(asked[0].ID())
	}
	f := floor{Centre: window.Centre.String(), Box: window.String(), Slots: int64(schedule.AllSlots)}
	if len(r.Query.Days)+len(r.Query.Times) > 0 {
		f.Slots = int64(schedule.SlotsOf(r.Query.Days, r.Query.Times))
	}
	return draw{r.Asked(), f}
}
