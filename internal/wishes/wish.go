package wishes

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/interest"
	"regulars/internal/postgres"
)

// Wish is that there were a group of an interest in an area.
type Wish struct {
	ID     int64  `db:"id"`
	Member int64  `db:"member_id"`
	Slug   string `db:"interest"`
	Area   string `db:"area"` // a town, as the gazetteer says it
	Zone   string `db:"zone"` // of that town
	Others int    `db:"others"`
}

const selectWish = `
	SELECT w.id, w.member_id, w.interest, w.area, w.zone,
		(SELECT count(*) FROM wishes o WHERE o.interest = w.interest AND o.area = w.area) - 1 AS others
	FROM wishes w`

// Interest is what is wished for.
func (w Wish) Interest() interest.Interest { return interestOf(w.Slug) }

// interestOf finds an interest; one that was taken from the list since is called by
// its slug.
func interestOf(slug string) interest.Interest {
	if i, known := interest.BySlug(slug); known {
		return i
	}
	return interest.Interest{Slug: slug, Name: slug}
}

// CanWish tells whether this can be wished for at all, whoever asks: fault.Conflict if
// there is such a group, or if it is no interest that we know.
func (a Asked) CanWish() error {
	switch {
	case a.Interest.Slug == "":
		return fault.New(fault.Conflict, "We do not know that interest yet, so it cannot be counted. Please try another word for it.")
	case a.There:
		return fault.New(fault.Conflict, "There is a group for %s near %s now. Have a look.", a.Interest.Name, a.Area.Name)
	}
	return nil
}

// Make notes a member's wish; making it twice is no failure. fault.Conflict as CanWish
// has it, or beyond Most wishes.
func (s *Service) Make(ctx context.Context, member int64, a Asked) (err error) {
	defer fault.Wrap(&err, "note a wish of member %d", member)
	if err := a.CanWish(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if err := in.alone(ctx, member); err != nil {
			return err
		}
		had, err := in.Of(ctx, member)
		if err != nil {
			return err
		}
		for _, one := range had {
			if one.Slug == a.Interest.Slug && one.Area == a.Area.String() {
				return nil
			}
		}
		if len(had) >= Most {
			return fault.New(fault.Conflict, "You have %d wishes already. Please withdraw one of them first, on “My meetings”.", Most)
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO wishes (member_id, interest, area, zone, wished_at, look_at) VALUES ($1, $2, $3, $4, $5, $5)`,
			member, a.Interest.Slug, a.Area.String(), a.Area.Zone, s.now())
		return err
	})
}

// Of lists the wishes of a member, oldest first.
func (s *Service) Of(ctx context.Context, member int64) (all []Wish, err error) {
	defer fault.Wrap(&err, "list the wishes of member %d", member)
	err = s.db.Select(ctx, &all, selectWish+` WHERE w.member_id = $1 ORDER BY w.id`, member)
	return all, err
}

// ByID finds a wish; fault.NotFound if it was withdrawn or has come true.
func (s *Service) ByID(ctx context.Context, id int64) (one Wish, err error) {
	defer fault.Wrap(&err, "find wish %d", id)
	err = s.db.Get(ctx, &one, selectWish+` WHERE w.id = $1`, id)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.Because(err, fault.NotFound, "This wish has ended already: it was withdrawn, or there is a group now.")
	}
	return one, err
}

// Withdraw ends a wish of a member; that there is none is no error.
func (s *Service) Withdraw(ctx context.Context, member, id int64) (err error) {
	defer fault.Wrap(&err, "withdraw wish %d", id)
	return s.drop(ctx, `DELETE FROM wishes WHERE id = $1 AND member_id = $2`, id, member)
}

// Demand is how many wish for the same.
type Demand struct {
	Slug  string `db:"interest"`
	Area  string `db:"area"`
	Count int    `db:"count"`
}

// Interest is what is wished for.
func (d Demand) Interest() interest.Interest { return interestOf(d.Slug) }

// Shown is from how many on it is told how many wish for the same, so that nobody is
// shown alone.
const Shown = 2

// Wished lists what at least Shown people wish for, what most wish for first, at
// most limit.
func (s *Service) Wished(ctx context.Context, limit int) (all []Demand, err error) {
	defer fault.Wrap(&err, "list what people wish for")
	err = s.db.Select(ctx, &all, `
		SELECT interest, area, count(*) AS count FROM wishes
		GROUP BY interest, area HAVING count(*) >= $1
		ORDER BY count(*) DESC, interest, area LIMIT $2`, Shown, limit)
	return all, err
}
