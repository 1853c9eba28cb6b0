package calendar

import (
	"context"
	"net/url"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Origin is where an imported listing comes from.
type Origin struct {
	Source     string    // the feed's own address, else the file's name
	Calendar   string    // what the calendar calls itself; may be empty
	Page       string    // where people can read about it; may be empty
	Own        bool      // that is the group's own page, and not the calendar's
	AsOf       time.Time // when the calendar was made or fetched
	LastListed time.Time // start of the last date it lists; zero: it goes on
}

// Listing tells where the listing of a group comes from; false if no calendar
// brought it.
func Listing(ctx context.Context, db postgres.Conn, group int64) (_ Origin, ok bool, err error) {
	defer fault.Wrap(&err, "origin of group %d", group)
	var row struct {
		Source     string     `db:"source"`
		Calendar   string     `db:"calendar"`
		Page       string     `db:"page"`
		Own        bool       `db:"own"`
		AsOf       time.Time  `db:"as_of"`
		LastListed *time.Time `db:"last_listed"`
	}
	err = db.Get(ctx, &row, `SELECT source, calendar, page, own, as_of, last_listed FROM origins WHERE group_id = $1`, group)
	if fault.KindOf(err) == fault.NotFound {
		return Origin{}, false, nil
	}
	origin := Origin{Source: row.Source, Calendar: row.Calendar, Page: row.Page, Own: row.Own, AsOf: row.AsOf}
	if row.LastListed != nil {
		origin.LastListed = *row.LastListed
	}
	return origin, err == nil, err
}

// Shown is how people know the calendar: by what it calls itself, else by its site or
// the name of its file.
func (o Origin) Shown() string {
	u, web := webAddress(o.Source)
	switch {
	case o.Calendar != "":
		return o.Calendar
	case web:
		return siteOf(u)
	}
	return o.Source
}

// siteOf is the address of a site as people say it: "calendar.google.com".
func siteOf(u *url.URL) string { return strings.TrimPrefix(u.Hostname(), "www.") }
