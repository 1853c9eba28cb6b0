package search

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

const (
	pageSize   = 20
	candidates = 200 // nearest groups per interest that are ranked; more than are counted
	glance     = 20  // where the nearest few are wanted, however far: on a map that has not one scale
)

// Service finds groups.
type Service struct {
	db        *postgres.DB
	replica   *replica // nil: none
	meetings  *meetings.Store
	gazetteer *place.Gazetteer
	memory    *memory
	turns     *semaphore.Weighted // at asking the database
	now       func() time.Time
}

// New makes a service that tells the time by now.
func New(db *postgres.DB, meetings *meetings.Store, gazetteer *place.Gazetteer, now func() time.Time) *Service {
	return &Service{db: db, meetings: meetings, gazetteer: gazetteer, memory: newMemory(), turns: newTurns(), now: now}
}

// MostCounted is up to how many groups are counted exactly.
const MostCounted = 50

// Result is one page of what was found.
type Result struct {
	Query      Query // as asked; with the distance where the search was widened
	Place      place.Place
	Understood interest.Query // what the words were taken to mean
	KM         int            // how far was looked, in kilometres
	Little     int            // how far was looked before, which gave little; 0: KM at once
	Hits       []Hit
	Found      int  // on all pages; exact up to MostCounted, more beyond
	More       bool // there is another page
	end        position
}

// Find looks for groups. fault.Invalid with the field "near" if the place is
// missing or not known; the Result then still says what the words were taken to
// mean.
func (s *Service) Find(ctx context.Context, q Query) (r Result, err error) {
	defer fault.Wrap(&err, "find groups") // errors are logged; what people look for is not
	r = Result{Query: q, Understood: interest.Parse(q.Words)}
	if q.Near == "" {
		return r, fault.Fields{"near": "Near which town?"}.Err()
	}
	if r.Place, err = s.gazetteer.Find(q.Near); err != nil {
		if e, ok := fault.As(err); ok {
			return r, &fault.Error{Kind: fault.Invalid, Text: e.Text, Fields: fault.Fields{"near": e.Text}, Cause: err}
		}
		return r, err
	}
	r.Understood.Rest = without(r.Understood.Rest, interest.Words(q.Near+" "+r.Place.String()))
	ranked, err := s.widely(ctx, &r)
	if err != nil {
		return r, err
	}
	r.Found = len(ranked)
	err = s.fill(ctx, &r, following(ranked, q))
	r.More = r.More && q.Page < maxPage
	return r, err
}

// without are the words that are not among others. The name of the place says nothing, since
// every group there has it.
func without(words, others []string) (left []string) {
	for _, word := range words {
		if !slices.Contains(others, word) {
			left = append(left, word)
		}
	}
	return left
}

// Any tells whether a query finds any group at all, in a fraction of the time.
func (s *Service) Any(ctx context.Context, q Query) (bool, error) {
	q.Limit, q.most, q.whether = 1, glance, true
	r, err := s.Find(ctx, q)
	return len(r.Hits) > 0, err
}

// Nearby finds the best of about so many groups that are the nearest of all that are listed
// under what a query asks for.
func (s *Service) Nearby(ctx context.Context, q Query, n int) (Result, error) {
	q.Limit, q.most, q.listed = n, n, true
	return s.Find(ctx, q)
}

// Nearest finds so many groups that a query asks for in order of distance alone, however
// far; groups of any kind as far as people go.
func (s *Service) Nearest(ctx context.Context, q Query, n int) (Result, error) {
	q.Limit, q.most, q.nearby, q.KM = n, glance, true, globe
	if q.Words == "" {
		q.KM = MaxKM
	}
	return s.Find(ctx, q)
}

// Listed finds the groups that stand under the interests of a query, and none whose
// description merely has its words.
func (s *Service) Listed(ctx context.Context, q Query) (Result, error) {
	q.listed = true
	return s.Find(ctx, q)
}

// fill makes hits of the first of those that follow, as many as a page holds. A group
// that went a moment ago is left out where its card has to be read.
func (s *Service) fill(ctx context.Context, r *Result, following []ranked) error {
	most := r.Query.limit()
	r.More = len(following) > most
	page := following[:min(len(following), most)]
	cards, err := s.cards(ctx, page)
	if err != nil || len(page) == 0 {
		return err
	}
	r.Hits = make([]Hit, 0, len(page))
	for _, one := range page {
		if card, there := cards[one.ID]; there {
			r.Hits = append(r.Hits, card.hit(*r, one))
		}
	}
	r.end = page[len(page)-1].position
	return nil
}

// everything is the number under which all groups stand; no interest has it.
const everything = 0

// wanted are the interests whose rows are looked through: those understood, with
// families as a whole; all groups if nothing was asked for. None if words were
// typed that mean nothing to us: then only names can match.
func wanted(q Query, understood interest.Query) []int32 {
	var ids []int32
	for _, i := range understood.Interests {
		ids = append(ids, i.ID())
	}
	for _, f := range understood.Families {
		ids = append(ids, f.ID())
	}
	if len(ids) == 0 && len(understood.Rest) == 0 {
		return []int32{everything}
	}
	return ids
}
