package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
)

// index makes one group's card and rows anew, or takes them away.
func (s *Service) index(ctx context.Context, tx postgres.Conn, id int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM cards WHERE group_id = $1`, id); err != nil {
		return err
	}
	f, err := s.gather(ctx, tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	yes, until := f.offered()
	if !yes {
		return nil
	}
	if _, err := tx.Exec(ctx, insertCard, f.card(until)...); err != nil {
		return err
	}
	return tx.Copy(ctx, "listings", listingColumns, slices.Values(f.listings()))
}

// cardColumns are those that card fills, in its order, and then the words of name
// and description, of which the column words is made.
var cardColumns = slices.Concat([]string{
	"group_id", "slug", "name", "interests", "venue", "town", "lat", "lon", "cells", "zone", "rhythm", "claimed",
	"next_ends", "next_status", "next_venue", "as_of", "last_listed", "held", "of", "low", "high", "beats", "stale_at", "edition",
	"pin", "steady",
}, filterColumns, []string{"heading", "about"})

// filterColumns are those that a search asks for, which cards and listings both have, and
// that filters fills, in its order.
var filterColumns = []string{"slots", "traits", "dated", "next_at", "price", "language"}

// storedColumns are those of cardColumns that a card has.
var storedColumns = strings.Join(cardColumns[:len(cardColumns)-2], ", ")

// wordsOf makes what said looks through of a heading and a description.
func wordsOf(heading, about string) string {
	return fmt.Sprintf(`setweight(to_tsvector('english', %s), 'A') || to_tsvector('english', %s)`, heading, about)
}

// insertCard puts in what card gives.
var insertCard = func() string {
	marks := make([]string, len(cardColumns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	stored := len(cardColumns) - 2
	return `INSERT INTO cards (` + storedColumns + `, words) VALUES (` +
		strings.Join(marks[:stored], ", ") + `, ` + wordsOf(marks[stored], marks[stored+1]) + `)`
}()

// card is the row of cards of a group that is offered until then, if nothing else
// changes.
func (f facts) card(until *time.Time) []any {
	_, turns := f.week()
	var next meetings.Meeting
	var ends *time.Time
	if f.next != nil {
		next, ends = *f.next, &f.next.Ends
	}
	var from Origin
	var asOf *time.Time
	if f.origin != nil && !f.group.Claimed {
		from, asOf = *f.origin, &f.origin.AsOf
	}
	g := f.group
	return slices.Concat([]any{
		g.ID, g.Slug, g.Name, g.Interests, g.Venue, g.Town, g.Lat, g.Lon, postgres.Array(g.Point.Cells()), g.Zone, f.rhythm(), g.Claimed,
		ends, string(next.Status), next.Venue, asOf, from.LastListed,
		f.pulse.Held, f.pulse.Of, f.pulse.Low, f.pulse.High, writeBeats(f.pulse.Beats), earlier(until, turns), f.edition,
		g.Point.Spot().On(everything).String(), f.worth(),
	}, f.filters(), []any{strings.Join(interest.Words(g.Name), " "), strings.Join(interest.Words(g.About), " ")})
}

// filters are what a search asks for of a group.
func (f facts) filters() []any {
	week, _ := f.week()
	traits := TraitsOf(f.group.Details)
	if f.group.Roomless() {
		traits |= roomless
	}
	return []any{int64(f.slots()) | int64(week)<<thisWeek, int64(traits), f.next != nil, f.starts(), f.group.Price, f.group.Language}
}

// listingColumns are those that listings fills, in its order.
var listingColumns = slices.Concat([]string{"group_id", "interest", "pin", "steady", "edition"}, filterColumns)

// listings are the rows of listings, one for each shelf.
func (f facts) listings() (rows [][]any) {
	spot, filters := f.group.Point.Spot(), f.filters()
	for id, weight := range f.shelves() {
		rows = append(rows, append([]any{f.group.ID, id, spot.On(id).String(), f.worth() * weight, f.edition}, filters...))
	}
	return rows
}
