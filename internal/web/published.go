package web

import (
	"time"

	"regulars/internal/calendar"
	"regulars/internal/words"
)

// published is the public calendar that an unclaimed listing comes from.
type published struct {
	Name       string    // of the calendar
	Page       string    // where people can read about it; may be empty
	Own        bool      // that is the group's own page, and not the calendar's
	AsOf       time.Time // zero: not known
	LastListed string    // "22 September"; empty: it goes on
}

func (s *Server) publishedOf(from calendar.Origin, zone *time.Location) published {
	o := published{Name: from.Shown(), Page: from.Page, Own: from.Own, AsOf: from.AsOf.In(zone)}
	if !from.LastListed.IsZero() {
		last := from.LastListed.In(zone)
		if o.LastListed = words.English.DayMonth(last); last.Year() != s.Now().In(zone).Year() {
			o.LastListed = words.English.Date(last)
		}
	}
	return o
}
