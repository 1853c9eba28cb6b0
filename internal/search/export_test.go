package search

import "context"

// Shelves is the statement by which a search for a result's query begins, and its
// arguments.
func (s *Service) Shelves(r Result) (statement string, args []any) {
	ask := asking{}
	return ask.shelves(s, r, r.KM, wanted(r.Query, r.Understood)), ask.args
}

// Renew is what Run does first.
func (s *Service) Renew(ctx context.Context) error { return s.renew(ctx) }

// Said is the statement by which a result's query looks for words near its place, and its
// arguments.
func (s *Service) Said(r Result) (statement string, args []any) {
	ask := asking{}
	return ask.spoken(r.Place, r.KM, r.Query.mostRows(), ask.said(s, r, r.KM)), ask.args
}
