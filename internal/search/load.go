package search

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
)

// Known is what is known of a group, of which its card and its rows are made.
type Known struct {
	Group  groups.Group
	Table  meetings.Timetable
	Pulse  meetings.Pulse
	Ahead  []meetings.Meeting // those that are not over yet, in order
	Origin *Origin            // nil: listed by an organizer
}

// Load puts in the cards and rows of many groups that have none yet, the same that
// Refresh makes of each one by one. It is for those who have just made all that
// Refresh would read.
func Load(ctx context.Context, tx postgres.Conn, now time.Time, all []Known) (err error) {
	defer fault.Wrap(&err, "load the search with %d groups", len(all))
	var cards, listings [][]any
	for _, known := range all {
		f := facts{group: known.Group, table: known.Table, pulse: known.Pulse, origin: known.Origin, noticed: now, edition: rand.Int32()}
		f.look(known.Ahead)
		if yes, until := f.offered(); yes {
			cards, listings = append(cards, f.card(until)), append(listings, f.listings()...)
		}
	}
	if err := loadCards(ctx, tx, cards); err != nil {
		return err
	}
	if err := tx.Copy(ctx, "listings", listingColumns, slices.Values(listings)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE card_rules SET rules = $1`, rules)
	return err
}

// loadCards copies into a table beside cards first, since COPY takes values only,
// and words are made by Postgres.
func loadCards(ctx context.Context, tx postgres.Conn, cards [][]any) error {
	_, err := tx.Exec(ctx, `
		CREATE TEMP TABLE new_cards (LIKE cards INCLUDING DEFAULTS, heading text, about text) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	if err := tx.Copy(ctx, "new_cards", cardColumns, slices.Values(cards)); err != nil {
		return err
	}
	for _, statement := range []string{
		`INSERT INTO cards (` + storedColumns + `, words) SELECT ` + storedColumns + `, ` + wordsOf("heading", "about") + ` FROM new_cards`,
		`DROP TABLE new_cards`,
	} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
