package search

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// card is what a group shows of itself, whatever was asked for.
type card struct {
	Hit     // of which all but the marks of the pulse is filled in
	beats   string
	edition int32
}

// memory keeps the cards that were shown lately. Whatever finds a group says which edition
// its card has, so what is remembered is as good as what is stored, and
// processes need not agree about it.
type memory = lru.Cache[int64, *card]

// remembered is how many cards a process keeps: about a kilobyte each.
const remembered = 8_000

func newMemory() *memory {
	m, err := lru.New[int64, *card](remembered)
	if err != nil {
		panic(err) // remembered is positive
	}
	return m
}

// cards gives what some groups show, by their numbers. Those that are not remembered as
// they are now are read.
func (s *Service) cards(ctx context.Context, of []ranked) (map[int64]*card, error) {
	cards := make(map[int64]*card, len(of))
	var others []int64
	for _, one := range of {
		if known, kept := s.memory.Get(one.ID); kept && known.edition == one.Edition && one.Edition != 0 {
			cards[one.ID] = known
		} else {
			others = append(others, one.ID)
		}
	}
	rows, err := s.readCards(ctx, others)
	for _, row := range rows {
		read := row.card()
		s.memory.Add(read.ID, read)
		cards[read.ID] = read
	}
	return cards, err
}

// row is a card as stored.
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
	Edition    int32            `db:"edition"`
}

// readCards reads the cards of some groups, by their numbers.
func (s *Service) readCards(ctx context.Context, ids []int64) ([]row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return read[row](ctx, s, `
		SELECT group_id, slug, name, interests, venue, town, lat, lon, zone, rhythm, claimed,
			next_at, next_ends, next_status, next_venue, as_of, last_listed, held, of, low, high, beats, edition
		FROM cards WHERE group_id = ANY ($1)`, postgres.Array(ids))
}

// card is what the row stands for.
func (r row) card() *card {
	h := Hit{
		ID: r.ID, Slug: r.Slug, Name: r.Name, Venue: r.Venue, Town: r.Town, Point: place.Point{Lat: r.Lat, Lon: r.Lon},
		Zone: groups.Details{Zone: r.Zone}.Location(), Rhythm: r.Rhythm, Claimed: r.Claimed,
		AsOf: orZero(r.AsOf), LastListed: orZero(r.LastListed),
		Pulse: meetings.Pulse{Held: r.Held, Of: r.Of, Low: r.Low, High: r.High},
	}
	for _, slug := range r.Interests {
		if i, known := interest.BySlug(slug); known {
			h.Interests = append(h.Interests, i)
		}
	}
	if r.NextAt != nil && r.NextEnds != nil {
		h.Next = &Next{Starts: *r.NextAt, Ends: *r.NextEnds, Status: meetings.Status(r.NextStatus), Venue: r.NextVenue}
	}
	return &card{h, r.Beats, r.Edition}
}

// hit is the group of a card as a search found it.
func (c *card) hit(result Result, found ranked) Hit {
	h := c.Hit
	h.Pulse.Beats = readBeats(c.beats)
	h.Traits = found.Traits
	h.DistanceKM = h.Point.DistanceKM(result.Place.Point)
	h.Why = h.why(result, found.Named)
	return h
}
