package calendar

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Origin is where an imported listing comes from.
type Origin struct {
	Source     string    // the feed's own address, else the file's name
	Page       string    // where people can read it; may be empty
	AsOf       time.Time // when the calendar was made or fetched
	LastListed time.Time // start of the last date it lists; zero: it goes on
}

// Listing tells where the listing of a group comes from; false if no calendar
// brought it.
func Listing(ctx context.Context, db postgres.Conn, group int64) (_ Origin, ok bool, err error) {
	defer fault.Wrap(&err, "origin of group %d", group)
	var row struct {
		Source     string     `db:"source"`
		Page       string     `db:"page"`
		AsOf       time.Time  `db:"as_of"`
		LastListed *time.Time `db:"last_listed"`
	}
	err = db.Get(ctx, &row, `SELECT source, page, as_of, last_listed FROM origins WHERE group_id = $1`, group)
	if fault.KindOf(err) == fault.NotFound {
		return Origin{}, false, nil
	}
	origin := Origin{Source: row.Source, Page: row.Page, AsOf: row.AsOf}
	if row.LastListed != nil {
		origin.LastListed = *row.LastListed
	}
	return origin, err == nil, err
}
