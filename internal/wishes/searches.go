package wishes

import (
	"context"
	"net/url"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/search"
)

// Search is a saved search.
type Search struct {
	ID     int64  `db:"id"`
	Member int64  `db:"member_id"`
	Stored string `db:"query"` // what stands behind the question mark of /find
	Near   string `db:"area"`  // its place, as the gazetteer says it
	Zone   string `db:"zone"`  // of that place
}

const selectSearch = `SELECT id, member_id, query, area, zone FROM saved_searches`

// Query is the search itself.
func (s Search) Query() search.Query {
	values, err := url.ParseQuery(s.Stored)
	if err != nil {
		return search.Query{Near: s.Near, KM: areaKM}
	}
	q, _ := search.ParseQuery(values) // what it cannot read any more is as if it had not been asked for
	return q
}

// CanSave tells whether the search can be saved at all, whoever asks: fault.Conflict if it
// finds more than can be told apart from what is new.
func (a Asked) CanSave() error {
	if a.crowded {
		return fault.New(fault.Conflict, "This finds more than %d groups already. Please narrow it down first, by an interest or the evenings when you are free.", mostFound)
	}
	return nil
}

// Save lets a member be told when a group starts that a search would find. What it
// finds now is known to them. Saving it twice is no failure. fault.Conflict as
// CanSave has it, or beyond Most searches.
func (s *Service) Save(ctx context.Context, member int64, a Asked) (err error) {
	defer fault.Wrap(&err, "save a search of member %d", member)
	if err := a.CanSave(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if err := in.alone(ctx, member); err != nil {
			return err
		}
		had, err := in.Searches(ctx, member)
		if err != nil {
			return err
		}
		query := a.Stored()
		for _, one := range had {
			if one.Stored == query {
				return nil
			}
		}
		if len(had) >= Most {
			return fault.New(fault.Conflict, "You have %d saved searches already. Please end one of them first, on “My meetings”.", Most)
		}
		if _, err := in.notice(ctx, member, a.found); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO saved_searches (member_id, query, area, zone, saved_at, look_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			member, query, a.Place.String(), a.Place.Zone, s.now(), s.now().Add(looksEvery))
		return err
	})
}

// Searches lists what a member has saved, oldest first.
func (s *Service) Searches(ctx context.Context, member int64) (all []Search, err error) {
	defer fault.Wrap(&err, "list the searches of member %d", member)
	err = s.db.Select(ctx, &all, selectSearch+` WHERE member_id = $1 ORDER BY id`, member)
	return all, err
}

// SearchByID finds a saved search; fault.NotFound if it was ended.
func (s *Service) SearchByID(ctx context.Context, id int64) (one Search, err error) {
	defer fault.Wrap(&err, "find search %d", id)
	err = s.db.Get(ctx, &one, selectSearch+` WHERE id = $1`, id)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.Because(err, fault.NotFound, "This search has been ended already, so no more mails come of it.")
	}
	return one, err
}

// EndSearch ends a saved search of a member; that there is none is no error.
func (s *Service) EndSearch(ctx context.Context, member, id int64) (err error) {
	defer fault.Wrap(&err, "end search %d", id)
	return s.drop(ctx, `DELETE FROM saved_searches WHERE id = $1 AND member_id = $2`, id, member)
}

// drop runs a deletion of something that a member has.
func (s *Service) drop(ctx context.Context, deletion string, id, member int64) error {
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		if _, err := tx.Exec(ctx, deletion, id, member); err != nil {
			return err
		}
		return s.In(tx).tidy(ctx, member)
	})
}
