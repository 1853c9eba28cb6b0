// Package demo fills a small invented town, so that a new site is not empty
// while somebody looks around. Every group says that it is an example.
package demo

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// past is how long the demo's groups have met already.
const past = 13 * 7 * 24 * time.Hour

// Fill makes the demo town as of now, in one transaction, and tells how many
// groups it made: none if it is there already. No mail ever goes to its people.
func Fill(ctx context.Context, db postgres.Conn, gazetteer *place.Gazetteer, now time.Time) (made int, err error) {
	defer fault.Wrap(&err, "fill the demo town")
	where, err := gazetteer.Find(town)
	if err != nil {
		return 0, err
	}
	err = db.InTx(ctx, func(tx postgres.Conn) error {
		made = 0
		b := newBuilder(tx, where, now)
		// Of two who fill it at once, the second finds it there.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('demo town'))`); err != nil {
			return err
		}
		if there, err := b.isThere(ctx); there || err != nil {
			return err
		}
		if err := b.settle(ctx); err != nil {
			return err
		}
		for _, e := range examples {
			if err := b.build(ctx, e); err != nil {
				return err
			}
			made++
		}
		return nil
	})
	return made, err
}

// builder lives through the demo's past: its clock stands wherever the story is.
type builder struct {
	members  *members.Store
	groups   *groups.Store
	meetings *meetings.Store
	where    place.Place
	zone     *time.Location
	today    time.Time
	clock    time.Time
	people   []int64
}

func newBuilder(tx postgres.Conn, where place.Place, now time.Time) *builder {
	b := &builder{where: where, today: now, clock: now, zone: groups.Details{Zone: where.Zone}.Location()}
	tell := func() time.Time { return b.clock }
	b.members = members.New(tx, tell)
	b.groups = groups.New(tx, tell)
	b.meetings = meetings.New(tx, b.groups, tell)
	return b
}

// address is one that cannot exist (RFC 2606).
func address(name string) string { return strings.ToLower(name) + "@demo.invalid" }

func (b *builder) isThere(ctx context.Context) (bool, error) {
	_, err := b.members.ByEmail(ctx, address(people[0]))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// settle brings the people, who get no mails.
func (b *builder) settle(ctx context.Context) error {
	for _, name := range people {
		member, err := b.members.Ensure(ctx, address(name))
		if err != nil {
			return err
		}
		if err := b.members.SetName(ctx, member.ID, name); err != nil {
			return err
		}
		if err := b.members.StopEverything(ctx, member.ID); err != nil {
			return err
		}
		b.people = append(b.people, member.ID)
	}
	return nil
}

// build founds one group in the past and lets it meet until today.
func (b *builder) build(ctx context.Context, e example) error {
	b.clock = b.today.Add(-past)
	group, err := b.groups.Create(ctx, b.people[0], b.details(e))
	if err != nil {
		return err
	}
	if _, err := b.meetings.SetTimetable(ctx, group.ID, b.timetable(e)); err != nil {
		return err
	}
	if err := b.meet(ctx, group, e); err != nil {
		return err
	}
	b.clock = b.today
	if _, err := b.meetings.Materialise(ctx, group.ID); err != nil {
		return err
	}
	return b.stand(ctx, group)
}

func (b *builder) details(e example) groups.Details {
	const kmPerDegree = 111.2
	return groups.Details{
		Name: e.name, Interests: []string{e.interest},
		About: e.about + "\n\nThis is an example: the group is invented, to show what a listing looks like.",
		Venue: e.venue, Address: e.address, Town: b.where.String(), Zone: b.where.Zone, PublicPlace: true,
		Point: place.Point{
			Lat: b.where.Lat + e.north/kmPerDegree,
			Lon: b.where.Lon + e.east/kmPerDegree/math.Cos(b.where.Lat*math.Pi/180),
		},
		Directions: e.way,
		ComeIn:     e.comeIn, LookFor: e.lookFor, FirstMinutes: e.first, Bring: e.bring,
		Cost: e.cost, Capacity: e.capacity, Language: "en",
		Beginners: e.beginners, Alone: e.alone, StepFree: e.stepFree,
	}
}

// timetable begins with the first date that the rule gives in the demo's past.
func (b *builder) timetable(e example) meetings.Timetable {
	year, month, day := b.clock.In(b.zone).Date()
	s := schedule.Schedule{
		Start: schedule.NewWall(year, month, day, e.hour, e.minute), Zone: b.zone, Length: e.length, Rule: e.rule,
	}
	if dates := s.Between(b.clock, b.today); len(dates) > 0 {
		s.Start = dates[0].Wall
	}
	return meetings.Timetable{s}
}

// meet says of each past meeting that it took place, or was called off.
func (b *builder) meet(ctx context.Context, group groups.Group, e example) error {
	b.clock = b.today
	held, err := b.meetings.Past(ctx, group.ID, 100)
	if err != nil {
		return err
	}
	for i, m := range held {
		if e.missed > 0 && i%e.missed == e.missed-1 {
			_, err = b.meetings.CallOff(ctx, b.people[0], group, m.ID, "Too few could come.")
		} else {
			came := e.low + chance(group.Slug, i, e.high-e.low+1)
			_, err = b.meetings.Hold(ctx, b.people[0], group, m.ID, &came)
		}
		if err != nil {
			return fmt.Errorf("%s on %s: %w", group.Name, m.Key, err)
		}
	}
	return nil
}

// stand lets some of the people come every time.
func (b *builder) stand(ctx context.Context, group groups.Group) error {
	for i, who := range b.people[1:] {
		if chance(group.Slug, 1000+i, 2) == 0 {
			continue
		}
		if _, err := b.meetings.Stand(ctx, group.ID, who, 0); err != nil {
			return err
		}
	}
	return nil
}

// chance gives a number from 0 to below n that is the same on every machine.
func chance(slug string, i, n int) int {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s %d", slug, i)
	return int(h.Sum32()>>8) % n
}
