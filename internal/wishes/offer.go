package wishes

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/search"
)

// Offer is what a page of results can offer beyond them, and what of it a member has
// asked for already.
type Offer struct {
	Asked
	MayWish bool
	Saved   int64 // id of the member's search; 0: not saved
	Wished  int64 // id of the member's wish; 0: not wished
	Others  int   // how many others wish for the same; 0 for fewer than Shown
}

// Offer says what can be asked for beyond a result, by a member or by somebody who
// did not sign in (0).
func (s *Service) Offer(ctx context.Context, r search.Result, member int64) (o Offer, err error) {
	defer fault.Wrap(&err, "see what to offer")
	o.Query = s.plain(r)
	if len(r.Hits) == 0 {
		if err := s.fill(ctx, &o.Asked, r); err != nil {
			return o, err
		}
		o.MayWish = o.Interest.Slug != "" && !o.There
	}
	var rows struct {
		Saved  int64 `db:"saved"`
		Wished int64 `db:"wished"`
		Others int   `db:"others"`
	}
	if member == 0 && !o.MayWish {
		return o, nil
	}
	err = s.db.Get(ctx, &rows, `
		SELECT coalesce((SELECT id FROM saved_searches WHERE member_id = $1 AND query = $2), 0) AS saved,
			coalesce((SELECT id FROM wishes WHERE member_id = $1 AND interest = $3 AND area = $4), 0) AS wished,
			(SELECT count(*) FROM wishes WHERE interest = $3 AND area = $4 AND member_id <> $1) AS others`,
		member, o.Stored(), o.Interest.Slug, o.Area.String())
	o.Saved, o.Wished = rows.Saved, rows.Wished
	if rows.Others >= Shown {
		o.Others = rows.Others
	}
	return o, err
}
