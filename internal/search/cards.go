package search

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// readFor is how long a public calendar whose dates have all passed still stands
// for a group that may well meet.
const readFor = 180 * 24 * time.Hour

// facts are what a card is made of.
type facts struct {
	group   groups.Group
	table   meetings.Timetable
	pulse   meetings.Pulse
	next    *meetings.Meeting
	ends    *time.Time // of the meeting under way, when it counts for the pulse; nil: none is
	origin  *origin    // nil: listed by an organizer
	noticed time.Time
}

// origin is what the calendar package knows of an imported listing.
type origin struct {
	AsOf       time.Time  `db:"as_of"`
	LastListed *time.Time `db:"last_listed"`
}

// gather reads the facts of one group.
func (s *Service) gather(ctx context.Context, tx postgres.Conn, id int64) (f facts, err error) {
	f.noticed = s.now()
	if f.group, err = groups.New(tx, s.now).ByID(ctx, id); err != nil {
		return f, err
	}
	in := s.meetings.In(tx)
	if f.table, err = in.Timetable(ctx, f.group); err != nil {
		return f, err
	}
	if f.pulse, err = in.Pulse(ctx, id); err != nil {
		return f, err
	}
	coming, err := in.Upcoming(ctx, id, 0, 200)
	if err != nil {
		return f, err
	}
	if i := slices.IndexFunc(coming, func(m meetings.Meeting) bool { return m.WillBe(f.noticed) }); i >= 0 {
		f.next = &coming[i]
	}
	if len(coming) > 0 && coming[0].Started(f.noticed) {
		f.ends = &coming[0].Ends
	}
	var from []origin
	err = tx.Select(ctx, &from, `SELECT as_of, last_listed FROM origins WHERE group_id = $1`, id)
	if len(from) > 0 {
		f.origin = &from[0]
	}
	return f, err
}

// offered tells whether a group is shown to newcomers, and until when that holds
// by itself. A group with a date to come is. One whose calendar has run out still
// is if its last date was not long past when the calendar was read, by the
// group's own rhythm, and the reading is not old either. Anything else may be
// dead, and a dead group is never offered.
func (f facts) offered() (yes bool, until *time.Time) {
	switch {
	case f.group.State != groups.Listed:
		return false, nil
	case f.next != nil && f.ends != nil && f.ends.Before(f.next.Starts):
		return true, f.ends
	case f.next != nil:
		return true, &f.next.Starts
	case f.group.Claimed || f.origin == nil || f.origin.LastListed == nil:
		return false, nil
	}
	old := f.origin.AsOf.Add(readFor)
	wasAlive := f.origin.LastListed.After(f.origin.AsOf.Add(-f.quiet()))
	return wasAlive && f.noticed.Before(old), &old
}

// quiet is how long a group may be silent without being dead: three times its
// rhythm, and a month at least.
func (f facts) quiet() time.Duration {
	days := 30
	if rhythm, ok := f.table.Rhythm(); ok {
		days = max(days, 3*rhythm.Every)
	}
	return time.Duration(days) * 24 * time.Hour
}

// steadiness is how much a group can be relied on, from 0.5 to 1.25. A group
// that somebody answers for starts higher than one that is only expected; what
// it really held lately moves it up or down.
func (f facts) steadiness() float64 {
	switch {
	case !f.group.Claimed:
		return 0.75
	case f.pulse.Known():
		return 0.5 + 0.75*float64(f.pulse.Held)/float64(f.pulse.Of)
	default:
		return 0.9
	}
}

// starts is when the next meeting does; nil without one.
func (f facts) starts() *time.Time {
	if f.next == nil {
		return nil
	}
	return &f.next.Starts
}

// ids are the interests that a group's rows stand under.
func (f facts) ids() []int64 {
	ids := []int64{0}
	for _, slug := range f.group.Interests {
		i, known := interest.BySlug(slug)
		if !known {
			continue
		}
		ids = append(ids, int64(i.ID()))
		if family, ok := interest.FamilyBySlug(i.Family); ok {
			ids = append(ids, int64(family.ID()))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// slots are when the group meets; without a rhythm to speak of, when it does so
// next.
func (f facts) slots() schedule.Slots {
	if slots := f.table.Slots(); slots != 0 || f.next == nil {
		return slots
	}
	return schedule.SlotOf(schedule.WallOf(f.next.Starts, f.group.Location()))
}

func traits(d groups.Details) Trait {
	var t Trait
	for trait, has := range map[Trait]bool{
		StepFree: d.StepFree, Loop: d.HearingLoop, Quiet: d.Quiet, Beginners: d.Beginners,
		Alone: d.Alone, Children: d.Children, Online: d.Online, Free: d.Price != nil && *d.Price == 0,
	} {
		if has {
			t |= trait
		}
	}
	return t
}

// index makes one group's card and rows anew, or takes them away.
func (s *Service) index(ctx context.Context, tx postgres.Conn, id int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM cards WHERE group_id = $1`, id); err != nil {
		return err
	}
	f, err := s.gather(ctx, tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	yes, until := f.offered()
	if !yes {
		return nil
	}
	if err := f.saveCard(ctx, tx, until); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO listings (group_id, interest, point, slots, traits, dated, steady, next_at, price, language)
		SELECT $1, unnest($2::int[]), $3::cube, $4, $5, $6, $7, $8, $9, $10`,
		id, postgres.Array(f.ids()), f.group.Point.Cube(), int64(f.slots()), int64(traits(f.group.Details)),
		f.next != nil, f.steadiness(), f.starts(), f.group.Price, f.group.Language)
	return err
}

func (f facts) saveCard(ctx context.Context, tx postgres.Conn, until *time.Time) error {
	var next meetings.Meeting
	var starts, ends *time.Time
	if f.next != nil {
		next, starts, ends = *f.next, &f.next.Starts, &f.next.Ends
	}
	var from origin
	var asOf *time.Time
	if f.origin != nil && !f.group.Claimed {
		from, asOf = *f.origin, &f.origin.AsOf
	}
	beats, err := json.Marshal(f.pulse.Beats)
	if err != nil {
		return err
	}
	g := f.group
	_, err = tx.Exec(ctx, `
		INSERT INTO cards (group_id, slug, name, interests, venue, town, lat, lon, zone, rhythm, claimed,
			next_at, next_ends, next_status, next_venue, as_of, last_listed, held, of, low, high, beats, stale_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		g.ID, g.Slug, g.Name, g.Interests, g.Venue, g.Town, g.Lat, g.Lon, g.Zone, f.rhythm(), g.Claimed,
		starts, ends, string(next.Status), next.Venue, asOf, from.LastListed,
		f.pulse.Held, f.pulse.Of, f.pulse.Low, f.pulse.High, string(beats), until)
	return err
}

// rhythm says when the group meets. Of a calendar that has run out only what was
// usual can be said, if anything was.
func (f facts) rhythm() string {
	if f.next != nil {
		return f.table.Words()
	}
	rhythm, _ := f.table.Rhythm()
	return rhythm.Words()
}
