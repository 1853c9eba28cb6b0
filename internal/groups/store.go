package groups

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Store keeps groups in Postgres.
type Store struct {
	db  postgres.Conn
	now func() time.Time
}

// New makes a store that tells the time by now.
func New(db postgres.Conn, now func() time.Time) *Store { return &Store{db: db, now: now} }

// In is the same store inside a transaction that the caller opened.
func (s *Store) In(tx postgres.Conn) *Store { return &Store{db: tx, now: s.now} }

// columns of a Group, from groups g.
const columns = `
	g.id, g.slug, g.state, g.claimed, g.version, g.created_at, g.updated_at,
	g.name, g.about, g.web, g.venue, g.address, g.town, g.lat, g.lon, g.exact, g.zone, g.directions, g.public_place, g.online,
	g.come_in, g.look_for, g.first_minutes, g.bring, g.cost, g.price, g.step_free, g.hearing_loop, g.quiet,
	g.beginners, g.alone, g.children, g.language, coalesce(g.capacity, 0) AS capacity,
	ARRAY(SELECT i.interest FROM group_interests i WHERE i.group_id = g.id ORDER BY i.position) AS interests`

// detailColumns are those that Details fill, in the order of values.
const detailColumns = `name, about, web, venue, address, town, lat, lon, exact, zone, directions, public_place, online,
	come_in, look_for, first_minutes, bring, cost, price, step_free, hearing_loop, quiet,
	beginners, alone, children, language, capacity`

func (d Details) values() []any {
	var capacity *int
	if d.Capacity > 0 {
		capacity = &d.Capacity
	}
	return []any{d.Name, d.About, d.Web, d.Venue, d.Address, d.Town, d.Lat, d.Lon, d.Exact, d.Zone, d.Directions, d.PublicPlace, d.Online,
		d.ComeIn, d.LookFor, d.FirstMinutes, d.Bring, d.Cost, d.Price, d.StepFree, d.HearingLoop, d.Quiet,
		d.Beginners, d.Alone, d.Children, d.Language, capacity}
}

// Create lists a new group with one organizer. fault.Invalid if the details are
// not right.
func (s *Store) Create(ctx context.Context, organizer int64, d Details) (group Group, err error) {
	defer fault.Wrap(&err, "create group %q", d.Name)
	if err := d.Check(); err != nil {
		return Group{}, err
	}
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if group, err = in.insert(ctx, d, Listed, true); err != nil {
			return err
		}
		return in.setRole(ctx, group.ID, organizer, Organizer)
	})
	return group, err
}

// Import lists a group found in a public calendar. Nobody answers for it yet,
// its interests may be unknown, and it is withheld if it looks internal.
func (s *Store) Import(ctx context.Context, d Details, withheld bool) (group Group, err error) {
	defer fault.Wrap(&err, "import group %q", d.Name)
	if err := d.checkImported(); err != nil {
		return Group{}, err
	}
	state := Listed
	if withheld {
		state = Withheld
	}
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		group, err = s.In(tx).insert(ctx, d, state, false)
		return err
	})
	return group, err
}

// Reimport brings an unclaimed listing up to date; a claimed one stays as its
// organizers left it. The address and the state do not change.
func (s *Store) Reimport(ctx context.Context, id int64, d Details) (err error) {
	defer fault.Wrap(&err, "import group %d again", id)
	if err := d.checkImported(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		var group Group
		if group, err = s.In(tx).Lock(ctx, id); err != nil || group.Claimed {
			return err
		}
		return s.In(tx).save(ctx, id, d)
	})
}

// checkImported is Check for a listing that may have no known interest.
func (d *Details) checkImported() error {
	err := d.Check()
	if e, ok := fault.As(err); ok && len(d.Interests) == 0 {
		delete(e.Fields, "interest")
		return fault.Fields(e.Fields).Err()
	}
	return err
}

// Update changes a group for one of its organizers. fault.Conflict if it was
// changed since the version that the form was made of; fault.Forbidden if by is
// no organizer. Another name gives another address; the old one redirects. With another
// venue, address or town the point is exact no more.
func (s *Store) Update(ctx context.Context, by, id int64, version int, d Details) (group Group, err error) {
	defer fault.Wrap(&err, "update group %d", id)
	if err := d.Check(); err != nil {
		return Group{}, err
	}
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if group, err = in.organized(ctx, by, id); err != nil {
			return err
		}
		if group.Version != version {
			return fault.New(fault.Conflict, "Somebody else has changed this group since you opened the form. Please look at it again before you save.")
		}
		if err := in.rename(ctx, &group, d.Name); err != nil {
			return err
		}
		d.Exact = d.staysExact(group.Details)
		if err := in.save(ctx, id, d); err != nil {
			return err
		}
		group, err = in.ByID(ctx, id)
		return err
	})
	return group, err
}

// BySlug finds a group by its address. Where the address is an old one, the
// group found has another Slug: redirect to it. fault.NotFound if there is
// none, or if it is withheld or removed.
func (s *Store) BySlug(ctx context.Context, slug string) (group Group, err error) {
	defer fault.Wrap(&err, "find group %q", slug)
	if len(slug) > 60 || strings.ContainsRune(slug, 0) || !utf8.ValidString(slug) {
		return Group{}, fault.New(fault.NotFound, "There is no group at this address.")
	}
	err = s.db.Get(ctx, &group, `
		SELECT `+columns+`
		FROM slugs s JOIN groups g ON g.id = s.group_id
		WHERE s.slug = $1 AND g.state IN ('listed', 'paused')`, slug)
	if fault.KindOf(err) == fault.NotFound {
		return Group{}, fault.Because(err, fault.NotFound, "There is no group at this address. It may have ended, or it was taken down.")
	}
	return group, err
}

// ByID finds a group in any state.
func (s *Store) ByID(ctx context.Context, id int64) (group Group, err error) {
	defer fault.Wrap(&err, "find group %d", id)
	err = s.db.Get(ctx, &group, `SELECT `+columns+` FROM groups g WHERE g.id = $1`, id)
	return group, err
}

// Several finds groups by their ids, in any state and in no order; those that
// are not there are left out.
func (s *Store) Several(ctx context.Context, ids []int64) (found []Group, err error) {
	defer fault.Wrap(&err, "find %d groups", len(ids))
	err = s.db.Select(ctx, &found, `SELECT `+columns+` FROM groups g WHERE g.id = ANY ($1)`, postgres.Array(ids))
	return found, err
}

// Slugs are the addresses of all listed groups with the time of their last
// change, for the sitemap; at most limit, after the slug given.
func (s *Store) Slugs(ctx context.Context, after string, limit int) (pages []Page, err error) {
	defer fault.Wrap(&err, "list group addresses")
	err = s.db.Select(ctx, &pages, `
		SELECT slug, updated_at FROM groups
		WHERE state = 'listed' AND slug > $1 ORDER BY slug LIMIT $2`, after, limit)
	return pages, err
}

// Page is the address of a group and when what it says last changed.
type Page struct {
	Slug      string    `db:"slug"`
	UpdatedAt time.Time `db:"updated_at"`
}

func (s *Store) insert(ctx context.Context, d Details, state State, claimed bool) (Group, error) {
	slug, err := takeSlug(ctx, s.db, d.Name, 0)
	if err != nil {
		return Group{}, err
	}
	var id int64
	err = s.db.Get(ctx, &id, `
		INSERT INTO groups (slug, state, claimed, created_at, updated_at, `+detailColumns+`)
		VALUES ($1, $2, $3, $4, $4, `+detailsFrom(5)+`)
		RETURNING id`, append([]any{slug, string(state), claimed, s.now()}, d.values()...)...)
	if err != nil {
		return Group{}, asZone(err)
	}
	if _, err := s.db.Exec(ctx, `UPDATE slugs SET group_id = $2 WHERE slug = $1`, slug, id); err != nil {
		return Group{}, err
	}
	if err := s.setInterests(ctx, id, d.Interests); err != nil {
		return Group{}, err
	}
	return s.ByID(ctx, id)
}

func (s *Store) save(ctx context.Context, id int64, d Details) error {
	_, err := s.db.Exec(ctx, `
		UPDATE groups SET (version, updated_at, `+detailColumns+`)
		     = (version + 1, $2, `+detailsFrom(3)+`)
		WHERE id = $1`, append([]any{id, s.now()}, d.values()...)...)
	if err != nil {
		return asZone(err)
	}
	return s.setInterests(ctx, id, d.Interests)
}

// asZone says which field is wrong where the database does not know a zone that
// we know.
func asZone(err error) error {
	if postgres.UnknownZone(err) {
		return fault.Fields{"near": unknownZone}.Err()
	}
	return err
}

func (s *Store) setInterests(ctx context.Context, id int64, interests []string) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM group_interests WHERE group_id = $1`, id); err != nil {
		return err
	}
	_, err := s.db.Exec(ctx, `
		INSERT INTO group_interests (group_id, interest, position)
		SELECT $1, i.slug, i.n - 1 FROM unnest($2::text[]) WITH ORDINALITY i (slug, n)`,
		id, postgres.Array(interests))
	return err
}

// rename takes another address where the new name asks for one.
func (s *Store) rename(ctx context.Context, group *Group, name string) error {
	if Slug(name) == Slug(group.Name) {
		return nil
	}
	slug, err := takeSlug(ctx, s.db, name, group.ID)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE groups SET slug = $2 WHERE id = $1`, group.ID, slug)
	return err
}

// Lock is ByID that holds the group until the caller's transaction ends: what
// depends on its zone, capacity or claim is changed under this lock.
func (s *Store) Lock(ctx context.Context, id int64) (group Group, err error) {
	defer fault.Wrap(&err, "lock group %d", id)
	err = s.db.Get(ctx, &group, `SELECT `+columns+` FROM groups g WHERE g.id = $1 FOR NO KEY UPDATE`, id)
	return group, err
}

// detailsFrom gives "$5, $6, …", a place for each of detailColumns.
func detailsFrom(first int) string {
	places := make([]string, strings.Count(detailColumns, ",")+1)
	for i := range places {
		places[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(places, ", ")
}
