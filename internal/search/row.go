package search

import (
	"context"
	"time"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// row is a card as read.
type row struct {
	ID         int64            `db:"group_id"`
	Slug       string           `db:"slug"`
	Name       string           `db:"name"`
	Interests  postgres.Strings `db:"interests"`
	Venue      string           `db:"venue"`
	Town       string           `db:"town"`
	Lat        float64          `db:"lat"`
	Lon        float64          `db:"lon"`
	Zone       string           `db:"zone"`
	Rhythm     string           `db:"rhythm"`
	Claimed    bool             `db:"claimed"`
	NextAt     *time.Time       `db:"next_at"`
	NextEnds   *time.Time       `db:"next_ends"`
	NextStatus string           `db:"next_status"`
	NextVenue  string           `db:"next_venue"`
	AsOf       *time.Time       `db:"as_of"`
	LastListed *time.Time       `db:"last_listed"`
	Held       int              `db:"held"`
	Of         int              `db:"of"`
	Low        int              `db:"low"`
	High       int              `db:"high"`
	Beats      string           `db:"beats"`
}

// cards reads what the results of some groups show, by their numbers.
func (s *Service) cards(ctx context.Context, of []ranked) (map[int64]row, error) {
	if len(of) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(of))
	for i, one := range of {
		ids[i] = one.ID
	}
	rows, err := read[row](ctx, s, `
		SELECT group_id, slug, name, interests, venue, town, lat, lon, zone, rhythm, claimed,
			next_at, next_ends, next_status, next_venue, as_of, last_listed, held, of, low, high, beats
		FROM cards WHERE group_id = ANY ($1)`, postgres.Array(ids))
	cards := make(map[int64]row, len(rows))
	for _, card := range rows {
		cards[card.ID] = card
	}
	return cards, err
}

// hit is the group of a card as it was found.
func (r row) hit(result Result, found ranked) Hit {
	h := Hit{
		ID: r.ID, Slug: r.Slug, Name: r.Name, Venue: r.Venue, Town: r.Town, Point: place.Point{Lat: r.Lat, Lon: r.Lon},
		Zone: groups.Details{Zone: r.Zone}.Location(), Rhythm: r.Rhythm, Claimed: r.Claimed,
		AsOf: orZero(r.AsOf), LastListed: orZero(r.LastListed),
		Pulse: meetings.Pulse{Held: r.Held, Of: r.Of, Low: r.Low, High: r.High, Beats: readBeats(r.Beats)}, Traits: found.Traits,
	}
	h.DistanceKM = h.Point.DistanceKM(result.Place.Point)
	for _, slug := range r.Interests {
		if i, known := interest.BySlug(slug); known {
			h.Interests = append(h.Interests, i)
		}
	}
	if r.NextAt != nil && r.NextEnds != nil {
		h.Next = &Next{Starts: *r.NextAt, Ends: *r.NextEnds, Status: meetings.Status(r.NextStatus), Venue: r.NextVenue}
	}
	h.Why = h.why(result, found.Named)
	return h
}
