// Package wishes keeps what people ask for beyond one search: to be told when a
// group starts that the search would find (a saved search), and that there were a
// group of an interest in their area at all (a wish). It owns the tables
// saved_searches, wishes and seen_groups.
//
// A wish is for an interest in an area. An area is a town that has no larger one
// within ten kilometres, with all that lies nearer to it than to another such town
// (place.Hub): whoever types Bath, a suburb or a postcode of it wishes for the same.
// A group is in the area of which its own place is, if that is no more than 25 km
// from the town.
//
// The rows say when each is looked at next, so a missed run costs nothing, and
// several processes share the work. Whatever a member is told of is noted in the
// same transaction, so that no group is told twice, by whichever search or wish.
package wishes

import (
	"context"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/search"
)

// Most is how many searches, and how many wishes, a member may have.
const Most = 20

// mostFound is how many groups a search may find that is saved. What is there at
// that moment is remembered as known, so all of it has to fit.
const mostFound = 100

// areaKM is how far a group may be from the town of its area.
const areaKM = 25

// Service keeps searches and wishes. It is safe for concurrent use.
type Service struct {
	db     postgres.Conn
	groups *groups.Store
	search *search.Service
	places *place.Gazetteer
	now    func() time.Time
}

// New makes a service that tells the time by now.
func New(db postgres.Conn, groups *groups.Store, search *search.Service, places *place.Gazetteer, now func() time.Time) *Service {
	return &Service{db: db, groups: groups, search: search, places: places, now: now}
}

// In is the same service inside a transaction that the caller opened. What it looks
// for, it still finds outside of it.
func (s *Service) In(tx postgres.Conn) *Service { return New(tx, s.groups, s.search, s.places, s.now) }

// Asked is a search with what can be asked for beyond it.
type Asked struct {
	Query    search.Query      // from its first page, its place in our words
	Place    place.Place       // where it looks
	Interest interest.Interest // the first that it asks for; without a slug: none
	Area     place.Place       // the town of a wish
	There    bool              // there is a group of that interest in that area
	found    []int64           // groups, at most mostFound
	crowded  bool              // there are more
}

// Ask makes a search, to see what can be asked for beyond it. fault.Invalid as
// search.Find has it.
func (s *Service) Ask(ctx context.Context, q search.Query) (a Asked, err error) {
	defer fault.Wrap(&err, "make a search that is asked about")
	q = lasting(q)
	q.Limit = mostFound
	r, err := s.search.Find(ctx, q)
	if err != nil {
		return a, err
	}
	a.crowded = r.More
	if a.found, err = s.known(ctx, r); err != nil {
		return a, err
	}
	return a, s.fill(ctx, &a, r)
}

// known are the groups that are no news to who saves a search. Where nobody chose a
// distance it is looked as far as there is little nearby, now or some day; what lies
// there already is no news then.
func (s *Service) known(ctx context.Context, r search.Result) (ids []int64, err error) {
	if _, wide := search.Reach(r.Place); r.Query.KM == 0 {
		if r, err = s.search.Find(ctx, r.Query.Within(wide)); err != nil {
			return nil, err
		}
	}
	for _, hit := range r.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, nil
}

// fill says what a result stands for.
func (s *Service) fill(ctx context.Context, a *Asked, r search.Result) (err error) {
	a.Query, a.Place = s.plain(r), r.Place
	if len(r.Understood.Interests) == 0 {
		return nil
	}
	a.Interest, a.Area = r.Understood.Interests[0], s.places.Hub(r.Place.Point)
	_, a.There, err = s.thereIs(ctx, a.Interest, a.Area.String())
	return err
}

// Stored is the search as it is kept: what stands behind the question mark of /find. It
// has a distance if somebody chose one; else it looks as far as its page does, which
// goes by how much is nearby.
func (a Asked) Stored() string { return a.Query.Encode() }

// lasting is a query without what makes sense today only: its page, and that a date
// has to be within this week, by which any monthly group would be new now and then.
func lasting(q search.Query) search.Query {
	q = q.OnPage(1)
	q.Limit, q.Week = 0, false
	return q
}

// plain is a lasting query with its place as the gazetteer says it, so that one who
// types "bath" has the search of one who types "Bath, England". A point becomes the
// nearest town, since it is where somebody is, and that is written down nowhere. What
// else cannot be said so, such as a postcode, stays as it was typed.
func (s *Service) plain(r search.Result) search.Query {
	q := lasting(r.Asked()) // whether it was widened, it is one search
	_, isPoint := place.ParsePoint(q.Near)
	if said, err := s.places.Find(r.Place.String()); isPoint || err == nil && said.Point == r.Place.Point {
		return q.At(r.Place.String())
	}
	return q
}

// thereIs finds the first group that is listed under an interest, or under a kind of
// it, in an area; false if there is none.
func (s *Service) thereIs(ctx context.Context, i interest.Interest, area string) (group int64, is bool, err error) {
	r, err := s.search.Listed(ctx, search.Query{Words: i.Name, Near: area, KM: areaKM, Limit: mostFound})
	if fault.KindOf(err) == fault.Invalid { // a town that the gazetteer has no more
		return 0, false, nil
	}
	for _, hit := range r.Hits {
		if isListed(hit, i) && s.places.Hub(hit.Point).String() == area {
			return hit.ID, true, nil
		}
	}
	return 0, false, err
}

func isListed(hit search.Hit, i interest.Interest) bool {
	return slices.ContainsFunc(hit.Interests, func(of interest.Interest) bool {
		return of.Slug == i.Slug || slices.Contains(of.Broader, i.Slug)
	})
}

// alone lets one transaction at a time add to what a member has, so that the bounds
// hold.
func (s *Service) alone(ctx context.Context, member int64) error {
	_, err := s.db.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('wishes', $1))`, member)
	return err
}

// notice notes that a member knows of groups, and gives those that are new to them,
// in the order given.
func (s *Service) notice(ctx context.Context, member int64, groups []int64) (unseen []int64, err error) {
	var noted []int64
	err = s.db.Select(ctx, &noted, `
		INSERT INTO seen_groups (member_id, group_id)
		SELECT $1, id FROM groups WHERE id = ANY ($2) ORDER BY id -- two who note the same may not wait for each other
		ON CONFLICT DO NOTHING RETURNING group_id`, member, postgres.Array(groups))
	for _, id := range groups {
		if slices.Contains(noted, id) {
			unseen = append(unseen, id)
		}
	}
	return unseen, err
}

// tidy forgets what a member knows of once nothing is left to tell them.
func (s *Service) tidy(ctx context.Context, member int64) error {
	_, err := s.db.Exec(ctx, `
		DELETE FROM seen_groups WHERE member_id = $1
			AND NOT EXISTS (SELECT FROM saved_searches WHERE member_id = $1)
			AND NOT EXISTS (SELECT FROM wishes WHERE member_id = $1)`, member)
	return err
}

// End ends all searches and wishes of a member.
func (s *Service) End(ctx context.Context, member int64) (err error) {
	defer fault.Wrap(&err, "end the searches and wishes of member %d", member)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		for _, table := range []string{"saved_searches", "wishes"} {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE member_id = $1`, member); err != nil {
				return err
			}
		}
		return s.In(tx).tidy(ctx, member)
	})
}
