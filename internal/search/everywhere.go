package search

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/postgres"
)

// Everywhere looks for groups wherever they are, for programs that ask without a
// place. Where nothing is near, nothing is nearest: groups come in the order in
// which they were listed, and all of them can be paged through by cursor.
func (s *Service) Everywhere(ctx context.Context, q Query) (r Result, err error) {
	defer fault.Wrap(&err, "find groups everywhere")
	r = Result{Query: q, Understood: interest.Parse(q.Words)}
	found, err := s.anywhere(ctx, r)
	if err != nil {
		return r, err
	}
	return r, s.fill(ctx, &r, found)
}

// anywhere reads in the order of ids and stops when the page is full.
func (s *Service) anywhere(ctx context.Context, r Result) ([]ranked, error) {
	q, ask := r.Query, asking{}
	limit, fits := ask.arg(q.limit()), ` WHERE group_id > `+ask.arg(q.after.ID)+` AND `+ask.fits(s, q)
	found := `
		SELECT l.group_id, l.traits, l.edition, false AS named
		FROM unnest(` + ask.arg(postgres.Array(wanted(q, r.Understood))) + `::int[]) w (id), LATERAL (
			SELECT group_id, traits, edition FROM listings` + fits + ` AND interest = w.id
			ORDER BY group_id LIMIT ` + limit + `::int + 1) l`
	if words := spokenIn(r); words.Texts != "" {
		found += ` UNION ALL
		SELECT group_id, traits, edition, ` + ask.hold(words.Heads) + `
		FROM cards` + fits + ` AND (` + ask.hold(words.Texts) + ` OR ` + ask.arg(words.Slips) + ` <% name)`
	}
	return read[ranked](ctx, s, `
		SELECT group_id, max(traits) AS traits, bool_or(named) AS named, max(edition) AS edition
		FROM (`+found+`) found
		GROUP BY group_id ORDER BY group_id LIMIT `+limit+`::int + 1`, ask.args...)
}
