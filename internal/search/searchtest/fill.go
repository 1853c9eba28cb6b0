// Package searchtest fills a database with as many groups as a measurement
// needs.
package searchtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"regulars/internal/interest"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// Fill makes n groups that can be found as of now, spread over towns by their
// population, in one interest each, and returns the towns they are in.
// The same n gives the same groups.
func Fill(ctx context.Context, db *postgres.DB, gazetteer *place.Gazetteer, n int, now time.Time) ([]place.Place, error) {
	towns := gazetteer.Complete("", 50)
	for _, letter := range "abcdefghijklmnopqrstuvw" {
		towns = append(towns, gazetteer.Complete(string(letter), 50)...)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	const batch = 5000
	for first := 0; first < n; first += batch {
		if err := fillSome(ctx, db, chance, towns, first, min(batch, n-first), now); err != nil {
			return nil, err
		}
	}
	_, err := db.Exec(ctx, `ANALYZE cards, listings, groups`)
	return towns, err
}

// columns of the rows to come, one slice each, as unnest takes them.
type columns struct {
	slugs, names, towns, zones, interests, points []string
	lats, lons                                    []float64
	ids, families, slots                          []int64
	next                                          []string
}

func fillSome(ctx context.Context, db *postgres.DB, chance *rand.Rand, towns []place.Place, first, n int, now time.Time) error {
	var c columns
	all := interest.All()
	for i := range n {
		town := towns[int(float64(len(towns))*chance.Float64()*chance.Float64())]
		what := all[chance.IntN(len(all))]
		if chance.IntN(3) == 0 {
			what, _ = interest.BySlug("singing")
		}
		family, _ := interest.FamilyBySlug(what.Family)
		at := place.Point{Lat: town.Lat + chance.NormFloat64()/15, Lon: town.Lon + chance.NormFloat64()/15}
		starts := now.Add(time.Duration(1+chance.IntN(14*24)) * time.Hour)
		c.slugs = append(c.slugs, fmt.Sprintf("group-%d", first+i))
		c.names = append(c.names, fmt.Sprintf("%s of %s %d", what.Name, town.Name, first+i))
		c.towns = append(c.towns, town.String())
		c.zones = append(c.zones, town.Zone)
		c.interests = append(c.interests, what.Slug)
		c.points = append(c.points, at.Cube())
		c.lats, c.lons = append(c.lats, at.Lat), append(c.lons, at.Lon)
		c.ids = append(c.ids, int64(what.ID()))
		c.families = append(c.families, int64(family.ID()))
		c.slots = append(c.slots, int64(schedule.SlotOf(schedule.WallOf(starts, time.UTC))))
		c.next = append(c.next, starts.Format(time.RFC3339))
	}
	return db.InTx(ctx, func(tx postgres.Conn) error { return c.insert(ctx, tx, now) })
}

func (c columns) insert(ctx context.Context, tx postgres.Conn, now time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO groups (slug, name, claimed, town, lat, lon, zone, created_at, updated_at)
		SELECT slug, name, true, town, lat, lon, zone, $7, $7
		FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::text[]) r (slug, name, town, lat, lon, zone)`,
		postgres.Array(c.slugs), postgres.Array(c.names), postgres.Array(c.towns),
		postgres.Array(c.lats), postgres.Array(c.lons), postgres.Array(c.zones), now)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO cards (group_id, slug, name, interests, venue, town, lat, lon, zone, rhythm, claimed,
			next_at, next_ends, next_status, next_venue, held, of, low, high, beats)
		SELECT g.id, g.slug, g.name, ARRAY[r.interest], 'The hall', g.town, g.lat, g.lon, g.zone, 'Every Tuesday, 19:00 to 21:00', true,
			r.next, r.next + interval '2 hours', 'on', '', 11, 12, 6, 9,
			(SELECT jsonb_agg(jsonb_build_object('Starts', r.next - n * interval '7 days', 'Status', 'held', 'Came', 7)) FROM generate_series(0, 12) n)
		FROM unnest($1::text[], $2::text[], $3::timestamptz[]) r (slug, interest, next) JOIN groups g ON g.slug = r.slug`,
		postgres.Array(c.slugs), postgres.Array(c.interests), postgres.Array(c.next))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO listings (group_id, interest, point, slots, traits, dated, steady)
		SELECT g.id, i, r.point::cube, r.slots, 0, true, 0.5 + (g.id % 7) / 10.0
		FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::int[]) r (slug, id, family, point, slots)
		JOIN groups g ON g.slug = r.slug, unnest(ARRAY[0, r.id, r.family]) i`,
		postgres.Array(c.slugs), postgres.Array(c.ids), postgres.Array(c.families), postgres.Array(c.points), postgres.Array(c.slots))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM changes`)
	return err
}
