package search

import (
	"context"
	"math/rand/v2"
	"time"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/words"
)

// readFor is how long a public calendar whose dates have all passed still stands
// for a group that may well meet; six times its rhythm if that is longer. One that goes
// on without end, and that nobody reads again, is believed twice as long.
const readFor = 26 * 7 * 24 * time.Hour

// facts are what a card is made of.
type facts struct {
	group   groups.Group
	table   meetings.Timetable
	pulse   meetings.Pulse
	coming  []meetings.Meeting // that will be
	next    *meetings.Meeting  // the first of them
	ends    *time.Time         // of the meeting under way, when it counts for the pulse; nil: none is
	origin  *Origin            // nil: listed by an organizer
	noticed time.Time
	edition int32 // of the card that is made of these, by chance: each is another one
}

// Origin is what the calendar package knows of an imported listing.
type Origin struct {
	AsOf       time.Time  `db:"as_of"`       // when its calendar was read
	LastListed *time.Time `db:"last_listed"` // the last date that it lists; nil: it goes on
}

// gather reads the facts of one group.
func (s *Service) gather(ctx context.Context, tx postgres.Conn, id int64) (f facts, err error) {
	f.noticed, f.edition = s.now(), rand.Int32()
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
	ahead, err := in.Upcoming(ctx, id, 0, 200)
	if err != nil {
		return f, err
	}
	f.look(ahead)
	var from []Origin
	err = tx.Select(ctx, &from, `SELECT as_of, last_listed FROM origins WHERE group_id = $1`, id)
	if len(from) > 0 {
		f.origin = &from[0]
	}
	return f, err
}

// look takes in the meetings that are not over yet, in order.
func (f *facts) look(ahead []meetings.Meeting) {
	if len(ahead) > 0 && ahead[0].Started(f.noticed) {
		f.ends = &ahead[0].Ends
	}
	for _, m := range ahead {
		if m.WillBe(f.noticed) {
			f.coming = append(f.coming, m)
		}
	}
	if len(f.coming) > 0 {
		f.next = &f.coming[0]
	}
}

// offered tells whether a group is shown to newcomers, and until when that holds
// by itself. A group with a date to come is, unless that stands only in a calendar that
// was read long ago. One whose calendar has run out still is if its last date was not
// long past when the calendar was read, by the group's own rhythm, and the reading is
// not old either. Anything else may be dead, and a dead group is never offered.
func (f facts) offered() (yes bool, until *time.Time) {
	switch {
	case f.group.State != groups.Listed:
		return false, nil
	case f.next != nil && !f.hearsay():
		return true, earlier(&f.next.Starts, f.ends)
	case f.next != nil:
		old := f.origin.AsOf.Add(2 * max(readFor, f.times(6)))
		return f.noticed.Before(old), earlier(&f.next.Starts, &old)
	case !f.hearsay() || f.origin.LastListed == nil:
		return false, nil
	}
	old := f.origin.AsOf.Add(max(readFor, f.times(6)))
	wasAlive := f.origin.LastListed.After(f.origin.AsOf.Add(-f.quiet()))
	return wasAlive && f.noticed.Before(old), &old
}

// hearsay tells whether all that is known of the group is what a calendar said once.
func (f facts) hearsay() bool { return !f.group.Claimed && f.origin != nil }

// quiet is how long a group may be silent without being dead: three times its
// rhythm, and a month at least.
func (f facts) quiet() time.Duration { return max(30*24*time.Hour, f.times(3)) }

// times is so many times the usual time between two meetings; 0 without a rhythm.
func (f facts) times(n int) time.Duration {
	rhythm, _ := f.table.Rhythm()
	return time.Duration(n*rhythm.Every) * 24 * time.Hour
}

// steadiness is how much a group can be relied on, from 0.5 to 1.25. A group
// that somebody answers for starts higher than one that is only expected; what
// it really held lately, since it first said so, moves it up or down, to the bottom
// if that is nothing. One date alone is no habit yet.
func (f facts) steadiness() float64 {
	switch {
	case !f.group.Claimed && f.table.Single():
		return 0.25
	case !f.group.Claimed:
		return 0.75
	case f.pulse.Known():
		return 0.5 + 0.75*float64(f.pulse.Held)/float64(f.pulse.Of)
	default:
		return 0.9
	}
}

// worth is how much farther people may go to the group than to another: by how steady it
// is, a tenth more where newcomers are said to be welcome, and a tenth more where it meets
// within a week, on a weekday that can be waited for.
func (f facts) worth() float64 {
	worth := f.steadiness()
	if f.group.Beginners || f.group.Alone {
		worth *= 1.1
	}
	if f.next != nil && f.next.Starts.Before(f.noticed.Add(aWeek)) {
		worth *= 1.1
	}
	return worth
}

// starts is when the next meeting does; nil without one.
func (f facts) starts() *time.Time {
	if f.next == nil {
		return nil
	}
	return &f.next.Starts
}

// What the steadiness of a group counts under an interest that it only speaks of: one that
// it comes back to comes after what is listed there, unless that is more than twice as far.
const (
	spokenOf  = 0.4
	mentioned = 0.3
)

// shelves are the interests that a group's rows stand under, each with the weight that
// the group has there: those it is listed under, and those it speaks of. Those that it
// merely mentions stand apart, see inPassing.
func (f facts) shelves() map[int32]float64 {
	weight := map[int32]float64{everything: 1}
	much, little := interest.Mentioned(f.group.Name, f.group.About)
	for _, i := range much {
		shelve(weight, i, spokenOf)
	}
	for _, slug := range f.group.Interests {
		if i, known := interest.BySlug(slug); known {
			shelve(weight, i, 1)
		}
	}
	passing := map[int32]float64{}
	for _, i := range little {
		shelve(passing, i, mentioned)
	}
	for id, w := range passing {
		if weight[id] == 0 {
			weight[inPassing(id)] = w
		}
	}
	return weight
}

// shelve puts a group under an interest, its family and what it is a kind of, with a
// weight or the one it has there, whichever is more.
func shelve(weight map[int32]float64, i interest.Interest, w float64) {
	ids := []int32{i.ID()}
	if family, ok := interest.FamilyBySlug(i.Family); ok {
		ids = append(ids, family.ID())
	}
	for _, slug := range i.Broader {
		if broader, ok := interest.BySlug(slug); ok {
			ids = append(ids, broader.ID())
		}
	}
	for _, id := range ids {
		weight[id] = max(weight[id], w)
	}
}

// inPassing is the number of the shelf of those groups that merely mention the interest
// or the family of a number, and stand on none of its own. They may be many.
func inPassing(id int32) int32 { return ^id }

// TraitsOf are the traits that a group says it has.
func TraitsOf(d groups.Details) Trait {
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

// rhythm says when the group meets. Of a calendar that has run out only what was
// usual can be said, if anything was.
func (f facts) rhythm() string {
	switch {
	case !f.group.Claimed && f.table.Single():
		return "One date listed"
	case f.next != nil:
		return f.table.Words(words.English)
	}
	rhythm, _ := f.table.Rhythm()
	return rhythm.Words(words.English)
}
