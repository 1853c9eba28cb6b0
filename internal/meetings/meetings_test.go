package meetings_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// A Tuesday noon in New York.
var start = time.Date(2026, 9, 1, 16, 0, 0, 0, time.UTC)

var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

// house holds the stores with a clock that a test moves.
type house struct {
	*meetings.Store
	groups *groups.Store
	db     *postgres.DB
	now    time.Time
}

func newHouse(t *testing.T) *house {
	h := &house{db: pgtest.New(t), now: start}
	clock := func() time.Time { return h.now }
	h.groups = groups.New(h.db, clock)
	h.Store = meetings.New(h.db, h.groups, clock)
	return h
}

func (h *house) member(t *testing.T, name string) (id int64) {
	t.Helper()
	err := h.db.Get(context.Background(), &id, `
		INSERT INTO members (email, name, created_at) VALUES ($1 || '@example.org', $1, $2) RETURNING id`, name, start)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func details() groups.Details {
	return groups.Details{
		Name: "River Singers", Interests: []string{"singing"},
		Town: "Asheville, North Carolina", Point: place.Point{Lat: 35.6, Lon: -82.55}, Zone: "America/New_York",
	}
}

// tuesdays is every Tuesday, 19:00 to 21:00, from the clock's first Tuesday on.
func tuesdays() meetings.Timetable {
	return meetings.Timetable{{
		Start: schedule.NewWall(2026, 9, 1, 19, 0), Zone: newYork, Length: 2 * time.Hour,
		Rule: schedule.Weekly(1, time.Tuesday),
	}}
}

// group makes a claimed group that meets on Tuesdays.
func (h *house) group(t *testing.T, organizer int64, capacity int) groups.Group {
	t.Helper()
	d := details()
	d.Capacity = capacity
	group, err := h.groups.Create(context.Background(), organizer, d)
	if err != nil {
		t.Fatal(err)
	}
	h.meets(t, group.ID, tuesdays())
	return group
}

func (h *house) meets(t *testing.T, group int64, table meetings.Timetable) []meetings.Changed {
	t.Helper()
	changed, err := h.SetTimetable(context.Background(), group, table)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func (h *house) upcoming(t *testing.T, group, member int64) []meetings.Meeting {
	t.Helper()
	coming, err := h.Upcoming(context.Background(), group, member, 200)
	if err != nil {
		t.Fatal(err)
	}
	return coming
}

func want(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Fatalf("got %v, want a fault of kind %d", err, kind)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAttendRule(t *testing.T) {
	t.Parallel()
	on := meetings.Meeting{Status: meetings.On, Starts: start.Add(time.Hour)}
	with := func(change func(*meetings.Meeting)) meetings.Meeting {
		m := on
		change(&m)
		return m
	}
	tests := map[string]struct {
		meeting                  meetings.Meeting
		friends, taken, capacity int
		kind                     fault.Kind
		text                     string
	}{
		"no limit":          {on, 5, 500, 0, fault.Internal, ""},
		"the last place":    {on, 0, 4, 5, fault.Internal, ""},
		"the last two":      {on, 1, 3, 5, fault.Internal, ""},
		"full":              {on, 0, 5, 5, fault.Conflict, "This meeting is full. Places come free when somebody cannot come; please look again later, or take the next date."},
		"one left":          {on, 1, 4, 5, fault.Conflict, "Only one place is left, too few for you and your friends."},
		"two left":          {on, 2, 3, 5, fault.Conflict, "Only two places are left, too few for you and your friends."},
		"six friends":       {on, 6, 0, 0, fault.Invalid, "You can bring up to 5 friends."},
		"a negative friend": {on, -1, 0, 0, fault.Invalid, "You can bring up to 5 friends."},
		"begun":             {with(func(m *meetings.Meeting) { m.Starts = start }), 0, 0, 0, fault.Conflict, "This meeting has already begun."},
		"called off":        {with(func(m *meetings.Meeting) { m.Status = meetings.CalledOff }), 0, 0, 0, fault.Conflict, "This meeting was called off."},
		"only expected":     {with(func(m *meetings.Meeting) { m.Status = meetings.Expected }), 0, 0, 0, fault.Conflict, "Nobody answers for this group here yet, so places cannot be kept. You can save it and be reminded."},
		"moved":             {with(func(m *meetings.Meeting) { m.Status = meetings.Moved }), 0, 0, 0, fault.Internal, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.meeting.Attend(start, test.friends, test.taken, test.capacity)
			if test.text == "" {
				must(t, err)
				return
			}
			want(t, err, test.kind)
			if e, _ := fault.As(err); e.Text != test.text {
				t.Errorf("got %q", e.Text)
			}
		})
	}
}

func TestOtherRules(t *testing.T) {
	t.Parallel()
	coming := meetings.Meeting{Status: meetings.On, Starts: start.Add(time.Hour)}
	over := meetings.Meeting{Status: meetings.On, Starts: start.Add(-time.Hour)}
	off := meetings.Meeting{Status: meetings.CalledOff, Starts: start.Add(time.Hour)}
	minus, many := -1, 1_000_000
	tests := map[string]struct {
		err  error
		kind fault.Kind
	}{
		"decline":                 {coming.Decline(start), fault.Internal},
		"decline what has begun":  {over.Decline(start), fault.Conflict},
		"call off":                {coming.CallOff(), fault.Internal},
		"call off what is over":   {over.CallOff(), fault.Internal},
		"call off twice":          {off.CallOff(), fault.Conflict},
		"move":                    {coming.Move(start, start.Add(2*time.Hour)), fault.Internal},
		"move into the past":      {coming.Move(start, start), fault.Invalid},
		"move by years":           {coming.Move(start, start.AddDate(2, 0, 0)), fault.Invalid},
		"move what has begun":     {over.Move(start, start.Add(time.Hour)), fault.Conflict},
		"move what is called off": {off.Move(start, start.Add(time.Hour)), fault.Conflict},
		"hold":                    {over.Hold(start, nil), fault.Internal},
		"hold too early":          {coming.Hold(start, nil), fault.Conflict},
		"hold with fewer than 0":  {over.Hold(start, &minus), fault.Invalid},
		"hold with a million":     {over.Hold(start, &many), fault.Invalid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.kind == fault.Internal {
				must(t, test.err)
				return
			}
			want(t, test.err, test.kind)
		})
	}
}

func TestTimetableSpeaks(t *testing.T) {
	t.Parallel()
	dated := func(walls ...schedule.Wall) meetings.Timetable {
		return meetings.Timetable{{Start: walls[0], Zone: newYork, Length: time.Hour, Extra: walls[1:]}}
	}
	weekly := tuesdays()
	both := append(tuesdays(), schedule.Schedule{
		Start: schedule.NewWall(2026, 9, 5, 10, 0), Zone: newYork, Length: time.Hour, Rule: schedule.Weekly(1, time.Saturday)})
	usual := dated(
		schedule.NewWall(2026, 9, 1, 18, 30), schedule.NewWall(2026, 9, 8, 18, 30),
		schedule.NewWall(2026, 9, 15, 18, 30), schedule.NewWall(2026, 9, 22, 18, 30))
	tests := map[string]struct {
		table        meetings.Timetable
		words, habit string
	}{
		"weekly":      {weekly, "Every Tuesday, 19:00 to 21:00", "every Tuesday"},
		"two a week":  {both, "Every Tuesday, 19:00 to 21:00; Every Saturday, 10:00 to 11:00", "every time"},
		"plain dates": {usual, "usually Tuesdays 18:30", "every time"},
		"one date":    {dated(schedule.NewWall(2026, 9, 8, 18, 30)), "Tuesday 8 September 2026, 18:30 to 19:30", "every time"},
		"no rhythm":   {dated(schedule.NewWall(2026, 9, 8, 18, 30), schedule.NewWall(2026, 11, 1, 9, 0)), "", "every time"},
		"nothing":     {nil, "", "every time"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.table.Words(words.English); got != test.words {
				t.Errorf("got %q, want %q", got, test.words)
			}
			if got := test.table.Habit(words.English); got != test.habit {
				t.Errorf("got %q, want %q", got, test.habit)
			}
		})
	}
	evening := schedule.SlotsOf([]time.Weekday{time.Tuesday}, []schedule.Part{schedule.Evening})
	if both.Slots()&evening == 0 || usual.Slots() != evening {
		t.Errorf("slots: got %b and %b, want %b", both.Slots(), usual.Slots(), evening)
	}
}
