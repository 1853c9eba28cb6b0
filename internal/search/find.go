package search

import (
	"context"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

const (
	pageSize   = 20
	candidates = 200 // nearest groups per interest that are ranked
)

// Service finds groups.
type Service struct {
	db        *postgres.DB
	replica   *postgres.DB // nil: none
	meetings  *meetings.Store
	gazetteer *place.Gazetteer
	now       func() time.Time
}

// New makes a service that tells the time by now.
func New(db *postgres.DB, meetings *meetings.Store, gazetteer *place.Gazetteer, now func() time.Time) *Service {
	return &Service{db: db, meetings: meetings, gazetteer: gazetteer, now: now}
}

// ReadFrom lets finding read from a replica of the database. What it finds is as
// old as the replica is behind; where the replica is away, the database itself
// answers.
func (s *Service) ReadFrom(replica *postgres.DB) { s.replica = replica }

// read selects rows from the replica if there is one. Whatever fails there (it is
// away, or gave the query up for its recovery) is asked of the database itself.
func (s *Service) read(ctx context.Context, rows any, query string, args ...any) error {
	if s.replica != nil {
		err := s.replica.Select(ctx, rows, query, args...)
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
	return s.db.Select(ctx, rows, query, args...)
}

// Result is one page of what was found.
type Result struct {
	Query      Query
	Place      place.Place
	Understood interest.Query // what the words were taken to mean
	Hits       []Hit
	More       bool // there is another page
}

// Find looks for groups. fault.Invalid with the field "near" if the place is
// missing or not known; the Result then still says what the words were taken to
// mean.
func (s *Service) Find(ctx context.Context, q Query) (r Result, err error) {
	defer fault.Wrap(&err, "find groups") // errors are logged; what people look for is not
	r = Result{Query: q, Understood: interest.Parse(q.Words)}
	if q.Near == "" {
		return r, fault.Fields{"near": "Near which town or postcode?"}.Err()
	}
	if r.Place, err = s.gazetteer.Find(q.Near); err != nil {
		if e, ok := fault.As(err); ok {
			return r, &fault.Error{Kind: fault.Invalid, Text: e.Text, Fields: fault.Fields{"near": e.Text}, Cause: err}
		}
		return r, err
	}
	rows, err := s.near(ctx, r)
	if err != nil {
		return r, err
	}
	r.More = len(rows) > pageSize && q.Page < maxPage
	for _, row := range rows[:min(len(rows), pageSize)] {
		r.Hits = append(r.Hits, row.hit(r))
	}
	return r, nil
}

// wanted are the interests whose rows are looked through: those understood, with
// families as a whole; all groups if nothing was asked for. None if words were
// typed that mean nothing to us: then only names can match.
func wanted(q Query, understood interest.Query) []int64 {
	var ids []int64
	for _, i := range understood.Interests {
		ids = append(ids, int64(i.ID()))
	}
	for _, f := range understood.Families {
		ids = append(ids, int64(f.ID()))
	}
	if len(ids) == 0 && len(understood.Rest) == 0 {
		return []int64{0}
	}
	return ids
}

// near is the one wide read.
//
// Candidates come from the index in order of distance, a few hundred per
// interest, and then from names that hold the words typed. A chord is as good as
// a distance, since both grow together.
//
// Two tiers follow: groups with a date to come, then those whose calendar has
// run out but was alive when it was read. A newcomer who is sent to a date that
// exists is helped; one who has to ask first is helped less, and is told so.
//
// Within a tier the cost decides: the distance, with two kilometres added so that
// the next street does not beat the next but one for nothing, divided by how
// steady the group is (see steadiness). A group that meets without fail outranks
// a doubtful one up to twice as near. A name that holds the words typed counts as
// a quarter of the way: whoever types a group's name wants that group. So does
// each interest beyond the first that a group shares with the words: "women's
// walking group" is two of them.
func (s *Service) near(ctx context.Context, r Result) (rows []row, err error) {
	q := r.Query
	words := strings.Join(r.Understood.Rest, " ")
	slots := schedule.AllSlots
	if len(q.Days)+len(q.Times) > 0 {
		slots = schedule.SlotsOf(q.Days, q.Times)
	}
	filtered := len(q.Days)+len(q.Times) > 0
	err = s.read(ctx, &rows, `
		WITH by_interest AS (
			SELECT l.group_id, w.id AS interest, l.chord, l.dated, l.steady, false AS named
			FROM unnest($1::int[]) w (id), LATERAL (
				SELECT group_id, point <-> $2::cube AS chord, dated, steady
				FROM listings
				WHERE interest = w.id AND point <@ cube_enlarge($2::cube, $3, 3)
				  AND (NOT $5 OR slots & $4 <> 0) AND traits & $6 = $6
				  AND ($11::timestamptz IS NULL OR next_at < $11)
				  AND ($12::int IS NULL OR price <= $12) AND ($13 = '' OR language = $13)
				ORDER BY point <-> $2::cube LIMIT $9) l
			WHERE l.chord <= $3
		), by_name AS (
			SELECT l.group_id, 0 AS interest, l.point <-> $2::cube AS chord, l.dated, l.steady, true AS named
			FROM cards c JOIN listings l ON l.group_id = c.group_id AND l.interest = 0
			WHERE $7 <> '' AND $7 <% c.name AND l.point <-> $2::cube <= $3
			  AND (NOT $5 OR l.slots & $4 <> 0) AND l.traits & $6 = $6
			  AND ($11::timestamptz IS NULL OR l.next_at < $11)
			  AND ($12::int IS NULL OR l.price <= $12) AND ($13 = '' OR l.language = $13)
			LIMIT $9
		), best AS (
			SELECT group_id, min(chord) AS chord, max(interest) FILTER (WHERE NOT named) AS interest, bool_or(named) AS named,
			       bool_or(dated) AS dated,
			       (min(chord) + 2) / max(steady) * CASE WHEN bool_or(named) THEN 0.25 ELSE 1 END
			         * power(0.25, greatest(count(DISTINCT interest) FILTER (WHERE NOT named) - 1, 0)) AS cost
			FROM (SELECT * FROM by_interest UNION ALL SELECT * FROM by_name) found
			GROUP BY group_id
			ORDER BY dated DESC, cost, group_id
			LIMIT $8::int + 1 OFFSET $8::int * $10::int
		)
		SELECT b.named, c.slug, c.name, c.interests, c.venue, c.town, c.lat, c.lon, c.zone, c.rhythm, c.claimed,
		       c.next_at, c.next_ends, c.next_status, c.next_venue, c.as_of, c.last_listed,
		       c.held, c.of, c.low, c.high, c.beats, l.traits
		FROM best b JOIN cards c ON c.group_id = b.group_id JOIN listings l ON l.group_id = b.group_id AND l.interest = 0
		ORDER BY b.dated DESC, b.cost, b.group_id`,
		postgres.Array(wanted(q, r.Understood)), r.Place.Point.Cube(), place.Chord(float64(q.KM)),
		int64(slots), filtered, int64(q.Traits), words, pageSize, candidates, q.Page-1,
		s.weekEnds(q), q.Price, q.Lang)
	return rows, err
}

// weekEnds is until when the next date has to be, if that was asked for.
func (s *Service) weekEnds(q Query) *time.Time {
	if !q.Week {
		return nil
	}
	end := s.now().AddDate(0, 0, 7)
	return &end
}
