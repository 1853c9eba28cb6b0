package benchdata

import (
	"iter"

	"regulars/internal/meetings"
)

// table is one that is copied into, with the rows of a group for it.
type table struct {
	name    string
	columns []string
	rows    func(m madeUp) [][]any
}

// all are the rows of several groups.
func (t table) all(made []madeUp) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, one := range made {
			for _, row := range t.rows(one) {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// tables are all that hold something of a group, in the order of their references.
var tables = []table{
	{"groups", []string{
		"id", "slug", "name", "about", "claimed", "venue", "address", "town", "lat", "lon", "zone", "public_place", "online", "price",
		"step_free", "hearing_loop", "quiet", "beginners", "alone", "children", "language", "created_at", "updated_at",
	}, groupRow},
	{"slugs", []string{"slug", "group_id"}, func(m madeUp) [][]any { return [][]any{{m.Group.Slug, m.Group.ID}} }},
	{"group_interests", []string{"group_id", "interest", "position"}, interestRows},
	{"origins", []string{"group_id", "source", "uid", "fingerprint", "as_of"}, originRows},
	{"schedules", []string{"group_id", "starts", "minutes", "rule", "made_through"}, scheduleRows},
	{"meetings", []string{"group_id", "key", "original", "starts_at", "ends_at", "status", "reason", "venue", "came"}, meetingRows},
}

func groupRow(m madeUp) [][]any {
	g := m.Group
	return [][]any{{
		g.ID, g.Slug, g.Name, g.About, g.Claimed, g.Venue, g.Address, g.Town, g.Lat, g.Lon, g.Zone, g.PublicPlace, g.Online, g.Price,
		g.StepFree, g.HearingLoop, g.Quiet, g.Beginners, g.Alone, g.Children, g.Language, g.CreatedAt, g.UpdatedAt,
	}}
}

func interestRows(m madeUp) (rows [][]any) {
	for position, slug := range m.Group.Interests {
		rows = append(rows, []any{m.Group.ID, slug, position})
	}
	return rows
}

func originRows(m madeUp) [][]any {
	if m.Origin == nil {
		return nil
	}
	return [][]any{{m.Group.ID, m.Group.Slug + ".ics", "", []byte("made up"), m.Origin.AsOf}}
}

func scheduleRows(m madeUp) (rows [][]any) {
	for _, s := range m.Table {
		made := m.Group.UpdatedAt.Add(meetings.Horizon)
		rows = append(rows, []any{m.Group.ID, s.Start, int(s.Length.Minutes()), s.Rule.String(), made})
	}
	return rows
}

func meetingRows(m madeUp) (rows [][]any) {
	for _, one := range m.meetings {
		rows = append(rows, []any{
			m.Group.ID, one.Key, one.Original, one.Starts, one.Ends, string(one.Status), one.Reason, one.Venue, one.Came,
		})
	}
	return rows
}
