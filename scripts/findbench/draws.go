package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"regulars/internal/benchdata"
	"regulars/internal/interest"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// draw is one search that is made again and again, with what the floor asks for it.
type draw struct {
	query search.Query
	floor floor // by the index of interest and spot, which the site has no more
	own   floor // by the index that the site has
}

// path is where the search is a page, or JSON.
func (d draw) path(prefix string) string { return prefix + "?" + d.query.Encode() }

// floor asks for no more than an index has: the nearest 200 rows of an interest, on the
// same days.
type floor struct {
	Interest string // its number; "": Centre and Box are on its sheet
	Centre   string // a spot,
	Box      string // and a box around it, as package place writes them
	Slots    int64
}

// makeFloor makes the table of the floor, in which all pins are on the one map, with the
// index that the goals are set by: GiST on interest and spot. Interests that are merely
// mentioned are left out.
func (s *size) makeFloor(ctx context.Context) error {
	var ids []string
	for _, i := range interest.All() {
		ids = append(ids, fmt.Sprint(i.ID()))
	}
	for _, f := range interest.Families() {
		ids = append(ids, fmt.Sprint(f.ID()))
	}
	_, err := s.db.Exec(ctx, `CREATE TABLE floor AS SELECT l.group_id, l.interest, o.pin, l.slots, l.dated, l.steady
		FROM listings l JOIN listings o USING (group_id)
		WHERE o.interest = 0 AND l.interest IN (0, `+strings.Join(ids, ", ")+`)`)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `CREATE INDEX floor_near ON floor USING gist (interest, pin)`)
	return err
}

// statement is what is asked, given how the text calls the values.
func (f floor) statement(centre, box, slots, interest string) string {
	from, of := "listings", ""
	if f.Interest != "" {
		from, of = "floor", "interest = "+interest+" AND "
	}
	return `SELECT group_id, pin <-> ` + centre + `::point AS far, dated, steady FROM ` + from + `
	WHERE ` + of + `pin <@ ` + box + `::box AND slots & ` + slots + ` <> 0
	ORDER BY pin <-> ` + centre + `::point LIMIT 200`
}

// text is the statement with what this floor asks in it.
func (f floor) text() string {
	return f.statement("'"+f.Centre+"'", "'"+f.Box+"'", fmt.Sprint(f.Slots), f.Interest)
}

// args are those of the statement where it is prepared.
func (f floor) args() []any {
	args := []any{f.Centre, f.Box, f.Slots}
	if f.Interest != "" {
		args = append(args, f.Interest)
	}
	return args
}

// values are those of an address.
func (f floor) values() url.Values {
	return url.Values{"interest": {f.Interest}, "centre": {f.Centre}, "box": {f.Box}, "slots": {fmt.Sprint(f.Slots)}}
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
	var asked int32
	if understood := r.Understood.Interests; len(understood) > 0 {
		asked = understood[0].ID()
	}
	slots := int64(schedule.AllSlots)
	if len(r.Query.Days)+len(r.Query.Times) > 0 {
		slots = int64(schedule.SlotsOf(r.Query.Days, r.Query.Times))
	}
	sheet := window.On(asked)
	return draw{
		query: r.Asked(),
		floor: floor{fmt.Sprint(asked), window.Centre.String(), window.String(), slots},
		own:   floor{"", sheet.Centre.String(), sheet.String(), slots},
	}
}

// byBoth is the floor of a draw by the index of interest and spot, byOwn by the site's.
func byBoth(d draw) floor { return d.floor }
func byOwn(d draw) floor  { return d.own }
