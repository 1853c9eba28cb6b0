package wishes_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/schedule"
	"regulars/internal/search"
	"regulars/internal/wishes"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var gazetteer = sync.OnceValues(place.Load)

// world is a town in which people wait for groups. Its clock begins at noon.
type world struct {
	*wishes.Service
	t         *testing.T
	db        *postgres.DB
	search    *search.Service
	groups    *groups.Store
	meetings  *meetings.Store
	members   *members.Store
	at        time.Time
	organizer int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	places, err := gazetteer()
	w := &world{t: t, db: pgtest.New(t), at: time.Date(2026, 9, 1, 16, 0, 0, 0, time.UTC)}
	w.must(err)
	now := func() time.Time { return w.at }
	w.members, w.groups = members.New(w.db, now), groups.New(w.db, now)
	w.meetings = meetings.New(w.db, w.groups, now)
	w.search = search.New(w.db, w.meetings, places, now)
	w.Service = wishes.New(w.db, w.groups, w.search, places, now)
	w.organizer = w.member("maren")
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wantKind(err error, kind fault.Kind) {
	w.t.Helper()
	if fault.KindOf(err) != kind {
		w.t.Errorf("got %v, want kind %v", err, kind)
	}
}

func (w *world) member(name string) int64 {
	w.t.Helper()
	m, err := w.members.Ensure(w.t.Context(), name+"@example.org")
	w.must(err)
	return m.ID
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.must(w.db.Get(w.t.Context(), &n, query, args...))
	return n
}

// lists makes a group so many kilometres north of Asheville.
func (w *world) lists(name, interest string, km float64, day time.Weekday) groups.Group {
	w.t.Helper()
	group, err := w.groups.Create(w.t.Context(), w.organizer, groups.Details{
		Name: name, Interests: []string{interest}, Town: "Asheville, North Carolina", Zone: "America/New_York",
		Point: place.Point{Lat: 35.6 + km/111.195, Lon: -82.55},
	})
	w.must(err)
	start := schedule.NewWall(2026, 8, 31, 19, 0).AddDate(0, 0, (int(day)+6)%7)
	_, err = w.meetings.SetTimetable(w.t.Context(), group.ID, meetings.Timetable{
		{Start: start, Zone: group.Location(), Length: time.Hour, Rule: schedule.Weekly(1, day)}})
	w.must(err)
	return group
}

func (w *world) asked(words, near string, change ...func(*search.Query)) wishes.Asked {
	w.t.Helper()
	_, err := w.search.Refresh(w.t.Context())
	w.must(err)
	q := search.Query{Words: words, Near: near, KM: 25}
	for _, apply := range change {
		apply(&q)
	}
	a, err := w.Ask(w.t.Context(), q)
	w.must(err)
	return a
}

func (w *world) saves(member int64, words string, change ...func(*search.Query)) {
	w.t.Helper()
	w.must(w.Save(w.t.Context(), member, w.asked(words, "Asheville", change...)))
}

func (w *world) wishes(member int64, words, near string) {
	w.t.Helper()
	w.must(w.Make(w.t.Context(), member, w.asked(words, near)))
}

// run runs the job, and wants it to have done just that.
func (w *world) run(want wishes.Report) {
	w.t.Helper()
	_, err := w.search.Refresh(w.t.Context())
	w.must(err)
	got, err := w.Job(w.t.Context())
	w.must(err)
	if got != want {
		w.t.Errorf("at %v the job did %+v, want %+v", w.at, got, want)
	}
}

const day = 24 * time.Hour

func (w *world) later(by time.Duration) { w.at = w.at.Add(by) }

func TestNewsComeWithinADayAndAtMostWeekly(t *testing.T) {
	w := newWorld(t)
	ana := w.member("ana")
	w.saves(ana, "quilting")
	w.saves(ana, "quilting") // twice is once
	w.lists("Walcot Quilters", "quilting", 3, time.Thursday)
	w.run(wishes.Report{})
	w.later(day)
	w.run(wishes.Report{Searches: 1, News: 1})
	w.lists("Piecemakers", "quilting", 4, time.Friday)
	w.later(7*day - time.Second)
	w.run(wishes.Report{})
	w.later(time.Second)
	w.run(wishes.Report{Searches: 1, News: 1})
	w.later(7 * day)
	w.run(wishes.Report{Searches: 1})
	if n := w.count(`SELECT count(*) FROM mails WHERE kind = 'search-news' AND member_id = $1`, ana); n != 2 {
		t.Errorf("%d mails came, want 2", n)
	}
}

// A group is news once for a member: not if it was there, not by a second search, not
// if it is their own, and not again when it comes back.
func TestAGroupIsNewsOnce(t *testing.T) {
	w := newWorld(t)
	ana := w.member("ana")
	old := w.lists("Walcot Quilters", "quilting", 3, time.Thursday)
	w.saves(ana, "quilting")
	w.saves(ana, "crafts")
	w.later(day)
	w.run(wishes.Report{Searches: 2})
	w.must(w.groups.SetState(t.Context(), w.organizer, old.ID, groups.Paused))
	w.later(day)
	w.run(wishes.Report{Searches: 2})
	w.must(w.groups.SetState(t.Context(), w.organizer, old.ID, groups.Listed))
	w.later(day)
	w.run(wishes.Report{Searches: 2})
	own := w.lists("Ana's Bee", "quilting", 3, time.Thursday)
	w.must(w.groups.Join(t.Context(), own.ID, ana))
	w.later(day)
	w.run(wishes.Report{Searches: 2})
	w.lists("Piecemakers", "quilting", 4, time.Friday)
	w.later(day)
	w.run(wishes.Report{Searches: 2, News: 1})
}

// What begins to fit is news too, if it was not there when the search was saved; that
// a date comes within this week is none.
func TestNewsKeepsToTheFilters(t *testing.T) {
	w := newWorld(t)
	ana := w.member("ana")
	group := w.lists("Walcot Quilters", "quilting", 3, time.Thursday)
	tuesdays := func(q *search.Query) { q.Days, q.Week = []time.Weekday{time.Tuesday}, true }
	w.saves(ana, "quilting", tuesdays)
	w.later(day)
	w.run(wishes.Report{Searches: 1})
	_, err := w.meetings.SetTimetable(t.Context(), group.ID, meetings.Timetable{{
		Start: schedule.NewWall(2026, 10, 6, 19, 0), Zone: group.Location(), Length: time.Hour, Rule: schedule.Weekly(1, time.Tuesday)}})
	w.must(err)
	w.later(day)
	w.run(wishes.Report{Searches: 1, News: 1})
}

// Where nobody chose a distance, a search is made as its page is: farther where little is
// nearby. It is one search either way, and what lay there before is no news.
func TestASearchWithoutADistanceIsOneHoweverFarItLooks(t *testing.T) {
	w := newWorld(t)
	ana, bea := w.member("ana"), w.member("bea")
	nearby := func(q *search.Query) { q.KM = 0 }
	w.saves(ana, "quilting", nearby)
	w.lists("Far Quilters", "quilting", 40, time.Monday)
	w.later(day)
	w.run(wishes.Report{Searches: 1, News: 1})

	var ended []groups.Group
	for i := range 5 {
		ended = append(ended, w.lists(fmt.Sprintf("Near Quilters %d", i), "quilting", 3, time.Monday))
	}
	w.saves(ana, "quilting", nearby)
	w.saves(bea, "quilting", nearby)
	if n := w.count(`SELECT count(*) FROM saved_searches WHERE member_id = $1`, ana); n != 1 {
		t.Errorf("saved before and after there were some nearby, it is %d searches", n)
	}
	for _, group := range ended {
		w.must(w.groups.SetState(t.Context(), w.organizer, group.ID, groups.Paused))
	}
	w.later(day)
	w.run(wishes.Report{Searches: 1}) // of bea, to whom the far ones are no news
	w.lists("New Quilters", "quilting", 42, time.Monday)
	w.later(day)
	w.run(wishes.Report{Searches: 1, News: 1})
}

func TestNewsDoesNotComeByNight(t *testing.T) {
	w := newWorld(t)
	ana, bea := w.member("ana"), w.member("bea")
	w.must(w.members.SetZone(t.Context(), bea, "Asia/Tokyo"))
	w.later(10 * time.Hour) // 22:00 in Asheville, 11:00 in Tokyo
	w.saves(ana, "quilting")
	w.saves(bea, "quilting")
	w.lists("Walcot Quilters", "quilting", 3, time.Thursday)
	w.later(day)
	w.run(wishes.Report{Searches: 2, News: 2})
	for member, due := range map[int64]time.Time{ana: time.Date(2026, 9, 3, 12, 0, 0, 0, time.UTC), bea: w.at} {
		var got time.Time
		w.must(w.db.Get(t.Context(), &got, `SELECT due_at FROM mails WHERE member_id = $1`, member))
		if !got.Equal(due) {
			t.Errorf("the mail of member %d is due at %v, want %v", member, got, due)
		}
	}
}

func TestBoundsOfWhatAMemberHas(t *testing.T) {
	w := newWorld(t)
	ana := w.member("ana")
	var all sync.WaitGroup
	asked := make([]wishes.Asked, 30)
	for i := range asked {
		asked[i] = w.asked("quilting", "Asheville", func(q *search.Query) { q.KM = i + 1 })
	}
	for _, a := range asked {
		all.Go(func() {
			if err := w.Save(context.Background(), ana, a); err != nil && fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.count(`SELECT count(*) FROM saved_searches`); n != wishes.Most {
		t.Errorf("%d searches are saved, want %d", n, wishes.Most)
	}
	w.wantKind(w.Make(t.Context(), ana, w.asked("xyzzy", "Asheville")), fault.Conflict)
	for i := range 101 {
		w.lists(fmt.Sprintf("Quilters %d", i), "quilting", 1, time.Monday)
	}
	w.wantKind(w.Save(t.Context(), w.member("bea"), w.asked("quilting", "Asheville")), fault.Conflict)
}

func TestWhatOneAsksForGoesWithTheAccount(t *testing.T) {
	w := newWorld(t)
	ana := w.member("ana")
	w.lists("Knit Night", "knitting", 3, time.Thursday)
	w.saves(ana, "knitting")
	w.wishes(ana, "quilting", "Asheville")
	w.must(w.members.Delete(t.Context(), w.db, ana))
	if n := w.count(`SELECT (SELECT count(*) FROM saved_searches) + (SELECT count(*) FROM wishes) + (SELECT count(*) FROM seen_groups)`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}
