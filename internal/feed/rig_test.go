package feed_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"regulars/internal/feed"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/schedule"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// noon is a Tuesday.
var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// rig holds the stores with a clock that a test moves.
type rig struct {
	*feed.Feeds
	t        testing.TB
	db       *postgres.DB
	groups   *groups.Store
	meetings *meetings.Store
	members  *members.Store
	ada      members.Member // organizes every group
	at       time.Time
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, db: pgtest.New(t), at: noon}
	now := func() time.Time { return r.at }
	r.groups, r.members = groups.New(r.db, now), members.New(r.db, now)
	r.meetings = meetings.New(r.db, r.groups, now)
	base, err := url.Parse("https://regulars.example/")
	r.must(err)
	r.Feeds = feed.New(r.groups, r.meetings, base, now)
	r.ada, err = r.members.Ensure(context.Background(), "ada@example.org")
	r.must(err)
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func details(zone string) groups.Details {
	return groups.Details{
		Name: "Hill Street Chorus; “Ünïsono”, tuesdays", Interests: []string{"singing"}, Zone: zone,
		About: "We sing **old and new songs**, in four parts, without auditions.\n\nCome as you are; scores are lent out.",
		Venue: "Hill Street Hall", Address: "12 Hill Street", Town: "Asheville, North Carolina",
		Point: place.Point{Lat: 35.5951, Lon: -82.5515}, Exact: true,
		ComeIn: "the green door in the yard", LookFor: "Ada, in a red scarf", Bring: "nothing but water",
	}
}

// group makes a claimed group that meets by a timetable.
func (r *rig) group(zone string, table ...schedule.Schedule) groups.Group {
	r.t.Helper()
	group, err := r.groups.Create(context.Background(), r.ada.ID, details(zone))
	r.must(err)
	return r.meets(group, table...)
}

// listing makes an unclaimed one.
func (r *rig) listing(zone string, table ...schedule.Schedule) groups.Group {
	r.t.Helper()
	group, err := r.groups.Import(context.Background(), details(zone), false)
	r.must(err)
	return r.meets(group, table...)
}

func (r *rig) meets(group groups.Group, table ...schedule.Schedule) groups.Group {
	r.t.Helper()
	for i := range table {
		table[i].Zone = group.Location()
	}
	_, err := r.meetings.SetTimetable(context.Background(), group.ID, table)
	r.must(err)
	for _, one := range table {
		for _, rest := range one.Breaks {
			_, err := r.meetings.AddBreak(context.Background(), group.ID, rest)
			r.must(err)
		}
	}
	return group
}

// key finds the meeting of a date.
func (r *rig) key(group groups.Group, key string) meetings.Meeting {
	r.t.Helper()
	m, err := r.meetings.ByKey(context.Background(), group, key, 0)
	r.must(err)
	return m
}

func (r *rig) callOff(group groups.Group, key, reason string) {
	r.t.Helper()
	_, err := r.meetings.CallOff(context.Background(), r.ada.ID, group, r.key(group, key).ID, reason)
	r.must(err)
}

// move moves a date by so long, or to another venue.
func (r *rig) move(group groups.Group, key string, by time.Duration, venue string) {
	r.t.Helper()
	m := r.key(group, key)
	_, err := r.meetings.Move(context.Background(), r.ada.ID, group, m.ID, m.Starts.Add(by), venue, "the hall is let")
	r.must(err)
}

func (r *rig) calendar(group groups.Group) string {
	r.t.Helper()
	group, err := r.groups.ByID(context.Background(), group.ID)
	r.must(err)
	body, err := r.Group(context.Background(), group)
	r.must(err)
	return string(body)
}

// datedAlike lets all rows say that they changed last at noon, so that files can
// be compared byte by byte.
func (r *rig) datedAlike() {
	r.t.Helper()
	for _, table := range []string{"meetings", "timetables"} {
		_, err := r.db.Exec(context.Background(), "UPDATE "+table+" SET changed_at = $1", noon)
		r.must(err)
	}
}

func wall(text string) schedule.Wall {
	w, err := schedule.ParseWall(text)
	if err != nil {
		panic(err)
	}
	return w
}

func rule(text string) schedule.Rule {
	r, err := schedule.ParseRule(text)
	if err != nil {
		panic(err)
	}
	return r
}
