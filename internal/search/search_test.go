package search_test

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var gazetteer = sync.OnceValues(place.Load)

// Tuesday 1 September 2026, noon in New York.
var start = time.Date(2026, 9, 1, 16, 0, 0, 0, time.UTC)

// asheville is its middle, rounded as typed coordinates are.
var asheville = place.Point{Lat: 35.60, Lon: -82.55}

type house struct {
	*search.Service
	groups    *groups.Store
	meetings  *meetings.Store
	db        *postgres.DB
	now       time.Time
	organizer int64
}

func newHouse(t *testing.T) *house { return newHouseOn(t, pgtest.New(t)) }

func newHouseOn(t *testing.T, db *postgres.DB) *house {
	t.Helper()
	g, err := gazetteer()
	must(t, err)
	h := &house{db: db, now: start}
	clock := func() time.Time { return h.now }
	h.groups = groups.New(h.db, clock)
	h.meetings = meetings.New(h.db, h.groups, clock)
	h.Service = search.New(h.db, h.meetings, g, clock)
	must(t, h.db.Get(context.Background(), &h.organizer, `
		INSERT INTO members (email, name, created_at) VALUES ('ann@example.org', 'Ann', $1) RETURNING id`, start))
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// offset is a point some km north and east of Asheville.
func offset(north, east float64) place.Point {
	return place.Point{
		Lat: asheville.Lat + north/111.195,
		Lon: asheville.Lon + east/111.195/math.Cos(asheville.Lat*math.Pi/180),
	}
}

// listed makes a claimed group that meets weekly from the clock's day on.
func (h *house) listed(t *testing.T, name, interest string, at place.Point, day time.Weekday, hour int) groups.Group {
	t.Helper()
	group, err := h.groups.Create(context.Background(), h.organizer, details(name, interest, at))
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, day), hour)
	return group
}

func details(name, interest string, at place.Point) groups.Details {
	d := groups.Details{Name: name, Town: "Asheville, North Carolina", Point: at, Zone: "America/New_York"}
	if interest != "" {
		d.Interests = []string{interest}
	}
	return d
}

func (h *house) meets(t *testing.T, group groups.Group, rule schedule.Rule, hour int) {
	t.Helper()
	s := schedule.Schedule{Start: schedule.NewWall(2026, 9, 1, hour, 0), Zone: group.Location(), Length: 2 * time.Hour, Rule: rule}
	if dates := s.Between(start, start.AddDate(0, 2, 0)); len(dates) > 0 {
		s.Start = dates[0].Wall
	}
	_, err := h.meetings.SetTimetable(context.Background(), group.ID, meetings.Timetable{s})
	must(t, err)
}

// dates makes an unclaimed listing that meets at plain dates only.
func (h *house) dates(t *testing.T, name string, asOf time.Time, walls ...schedule.Wall) groups.Group {
	t.Helper()
	ctx := context.Background()
	group, err := h.groups.Import(ctx, details(name, "singing", asheville), false)
	must(t, err)
	zone := group.Location()
	_, err = h.meetings.SetTimetable(ctx, group.ID, meetings.Timetable{{Start: walls[0], Zone: zone, Length: time.Hour, Extra: walls[1:]}})
	must(t, err)
	_, err = h.db.Exec(ctx, `
		INSERT INTO origins (group_id, source, uid, fingerprint, as_of, last_listed) VALUES ($1, $2, '', '', $3, $4)`,
		group.ID, name, asOf, walls[len(walls)-1].Instant(zone))
	must(t, err)
	return group
}

func weeks(first schedule.Wall, n int) (walls []schedule.Wall) {
	for i := range n {
		walls = append(walls, first.AddDate(0, 0, 7*i))
	}
	return walls
}

func (h *house) refresh(t *testing.T) {
	t.Helper()
	_, err := h.Refresh(context.Background())
	must(t, err)
}

func (h *house) find(t *testing.T, address string) search.Result {
	t.Helper()
	values, err := url.ParseQuery(address)
	must(t, err)
	q, err := search.ParseQuery(values)
	must(t, err)
	r, err := h.Find(context.Background(), q)
	must(t, err)
	return r
}

func names(r search.Result) (all []string) {
	for _, hit := range r.Hits {
		all = append(all, hit.Name)
	}
	return all
}

func same(t *testing.T, r search.Result, want ...string) {
	t.Helper()
	if got := names(r); !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", r.Query.URL(), got, want)
	}
}

func TestWordsBecomeInterests(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Hill Quilters", "quilting", offset(2, 0), time.Saturday, 10)
	h.listed(t, "Ukes of Asheville", "ukulele", offset(3, 0), time.Monday, 18)
	h.refresh(t)
	same(t, h.find(t, "q=choir&near=Asheville"), "River Singers")
	same(t, h.find(t, "q=a+cappella&near=asheville+nc"), "River Singers")
	same(t, h.find(t, "q=sewing+bee&near=28801"), "Hill Quilters")
	same(t, h.find(t, "q=making+music&near=Asheville"), "River Singers", "Ukes of Asheville")
	same(t, h.find(t, "near=Asheville"), "River Singers", "Hill Quilters", "Ukes of Asheville")
	same(t, h.find(t, "q=singing+quilting&near=Asheville"), "River Singers", "Hill Quilters")
	same(t, h.find(t, "q=zzyzx&near=Asheville"))
}

func TestNamesAreFoundToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Zzyzx Society", "singing", offset(8, 0), time.Tuesday, 19)
	h.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	h.refresh(t)
	r := h.find(t, "q=zzyzx&near=Asheville")
	same(t, r, "Zzyzx Society")
	if r.Hits[0].Why != "Its name matches" {
		t.Errorf("got %q", r.Hits[0].Why)
	}
	both := h.find(t, "q=zzyzx+singing&near=Asheville")
	same(t, both, "Zzyzx Society", "River Singers")
	if both.Hits[0].Why != "Its name matches, and it is listed under Singing" {
		t.Errorf("got %q", both.Hits[0].Why)
	}
	for _, address := range []string{"near=Asheville", "q=making+music&near=Asheville"} {
		if why := h.find(t, address).Hits[0].Why; why != "Listed under Singing" {
			t.Errorf("%s: got %q", address, why)
		}
	}
}

func TestSharingMoreInterestsCountsMore(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	h.listed(t, "Walkers", "walking", offset(1, 0), time.Tuesday, 19)
	both := h.listed(t, "Women who walk", "walking", offset(6, 0), time.Tuesday, 19)
	d := both.Details
	d.Interests = append(d.Interests, "women")
	_, err := h.groups.Update(ctx, h.organizer, both.ID, both.Version, d)
	must(t, err)
	h.refresh(t)
	same(t, h.find(t, "q=womens+walking+group&near=Asheville"), "Women who walk", "Walkers")
}

func TestAHitSaysEverything(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.listed(t, "River Singers", "singing", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	r := h.find(t, "q=choir&near=Asheville")
	hit := r.Hits[0]
	if r.Place.Name != "Asheville" || r.Understood.Interests[0].Slug != "singing" || r.More {
		t.Errorf("got %+v", r)
	}
	if hit.Slug != group.Slug || hit.Family() != "making-music" || math.Abs(hit.DistanceKM-2) > 0.5 || !hit.Claimed {
		t.Errorf("got %+v", hit)
	}
	if hit.Rhythm != "Every Tuesday, 19:00 to 21:00" || hit.Why != "Listed under Singing" {
		t.Errorf("got %q, %q", hit.Rhythm, hit.Why)
	}
	if hit.Next == nil || hit.Next.Starts.In(hit.Zone).Format("Mon 2 Jan 15:04") != "Tue 1 Sep 19:00" {
		t.Errorf("got %+v", hit.Next)
	}
}

func TestNearestAndSteadiestFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	near := h.listed(t, "Shaky", "singing", offset(3, 0), time.Tuesday, 19)
	far := h.listed(t, "Steady", "singing", offset(4, 0), time.Tuesday, 19)
	h.listed(t, "Far", "singing", offset(20, 0), time.Tuesday, 19)
	h.now = start.AddDate(0, 0, 28)
	for _, g := range []groups.Group{near, far} {
		past, err := h.meetings.Past(ctx, g.ID, 10)
		must(t, err)
		for i, m := range past {
			if g.ID == near.ID && i > 0 {
				_, err = h.meetings.CallOff(ctx, h.organizer, g, m.ID, "")
			} else {
				_, err = h.meetings.Hold(ctx, h.organizer, g, m.ID, nil)
			}
			must(t, err)
		}
	}
	h.refresh(t)
	r := h.find(t, "q=singing&near=Asheville")
	same(t, r, "Steady", "Shaky", "Far")
	if p := r.Hits[0].Pulse; p.Held != 4 || p.Of != 4 || len(p.Beats) != 5 {
		t.Errorf("got %+v", p)
	}
}

// Of two that are as near and as steady the one comes first that meets soon, or welcomes
// newcomers; but neither outweighs a longer way.
func TestSoonAndWelcomeComeFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Soon", "singing", offset(4, 0), time.Tuesday, 19)
	later := h.listed(t, "Later", "singing", offset(4, 0), time.Tuesday, 19)
	h.meets(t, later, schedule.MonthlyByWeekday([]int{3}, time.Tuesday), 19)
	d := details("Soon and welcome", "singing", offset(4, 0))
	d.Beginners = true
	group, err := h.groups.Create(t.Context(), h.organizer, d)
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, time.Tuesday), 19)
	h.meets(t, h.listed(t, "Later, but near", "singing", offset(1, 0), time.Tuesday, 19), schedule.MonthlyByWeekday([]int{3}, time.Tuesday), 19)
	h.refresh(t)
	same(t, h.find(t, "q=singing&near=Asheville"), "Later, but near", "Soon and welcome", "Soon", "Later")
	h.now = h.now.AddDate(0, 0, 10) // the third Tuesday is within a week
	h.refresh(t)
	same(t, h.find(t, "q=singing&near=Asheville"), "Later, but near", "Soon and welcome", "Soon", "Later")
}

func TestCalendarsThatHaveRunOutComeLast(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	september := schedule.NewWall(2026, 9, 1, 18, 30)
	h.dates(t, "Run out", start, weeks(september, 4)...)
	h.dates(t, "Dead long ago", start, weeks(schedule.NewWall(2025, 9, 1, 18, 30), 4)...)
	h.listed(t, "Goes on", "singing", offset(20, 0), time.Tuesday, 19)
	h.now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	_, err := h.meetings.Extend(context.Background())
	must(t, err)
	h.refresh(t)
	r := h.find(t, "q=singing&near=Asheville")
	same(t, r, "Goes on", "Run out")
	hit := r.Hits[1]
	if hit.Next != nil || hit.Claimed || hit.Rhythm != "usually Tuesdays 18:30" || hit.LastListed.In(hit.Zone).Format("2 January") != "22 September" {
		t.Errorf("got %+v", hit)
	}
	// Half a year after the calendar was read, nobody can say any more.
	h.now = start.AddDate(0, 0, 183)
	h.refresh(t)
	same(t, h.find(t, "q=singing&near=Asheville"), "Goes on")
}

func TestWhatIsNotOfferedIsNotFound(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	withheld, err := h.groups.Import(ctx, details("Board of Singers", "singing", asheville), true)
	must(t, err)
	h.meets(t, withheld, schedule.Weekly(1, time.Tuesday), 19)
	paused := h.listed(t, "Paused", "singing", asheville, time.Tuesday, 19)
	must(t, h.groups.SetState(ctx, h.organizer, paused.ID, groups.Paused))
	removed := h.listed(t, "Removed", "singing", asheville, time.Tuesday, 19)
	must(t, h.groups.SetState(ctx, h.organizer, removed.ID, groups.Removed))
	_, err = h.groups.Create(ctx, h.organizer, details("Without dates", "singing", asheville))
	must(t, err)
	h.refresh(t)
	same(t, h.find(t, "q=singing&near=Asheville"))
	must(t, h.groups.SetState(ctx, h.organizer, paused.ID, groups.Listed))
	must(t, h.groups.Offer(ctx, withheld.ID, true))
	h.refresh(t)
	if found := names(h.find(t, "q=singing&near=Asheville")); len(found) != 2 {
		t.Errorf("got %q", found)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	h.listed(t, "Tuesday evening", "singing", offset(1, 0), time.Tuesday, 19)
	saturday := h.listed(t, "Saturday morning", "singing", offset(2, 0), time.Saturday, 10)
	d := saturday.Details
	four := 4
	d.StepFree, d.Beginners, d.Price, d.Language = true, true, &four, "fr"
	_, err := h.groups.Update(ctx, h.organizer, saturday.ID, saturday.Version, d)
	must(t, err)
	h.refresh(t)
	same(t, h.find(t, "q=singing&near=Asheville&day=tue"), "Tuesday evening")
	same(t, h.find(t, "q=singing&near=Asheville&day=sat&day=sun"), "Saturday morning")
	same(t, h.find(t, "q=singing&near=Asheville&time=evening"), "Tuesday evening")
	same(t, h.find(t, "q=singing&near=Asheville&day=tue&time=morning"))
	accessible := h.find(t, "q=singing&near=Asheville&stepfree=1&beginners=1")
	same(t, accessible, "Saturday morning")
	if got := accessible.Hits[0].Traits; got != search.StepFree|search.Beginners || !slices.Equal(got.Keys(), []string{"stepfree", "beginners"}) {
		t.Errorf("got %v", got.Keys())
	}
	same(t, h.find(t, "q=singing&near=Asheville&stepfree=1&quiet=1"))
	same(t, h.find(t, "q=singing&near=Asheville&price=3"))
	same(t, h.find(t, "q=singing&near=Asheville&price=4"), "Saturday morning")
	same(t, h.find(t, "q=singing&near=Asheville&lang=fr"), "Saturday morning")
	same(t, h.find(t, "q=singing&near=Asheville&lang=en"))
	same(t, h.find(t, "q=singing&near=Asheville&week=this"), "Tuesday evening", "Saturday morning")
	h.now = start.AddDate(0, 0, -4) // four days before the Tuesday, eight before the Saturday
	same(t, h.find(t, "q=singing&near=Asheville&week=this"), "Tuesday evening")
}

// A box is wider than the circle: what lies in its corner is not within the
// radius.
func TestTheRadiusIsACircle(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Inside", "singing", offset(9.9, 0), time.Tuesday, 19)
	h.listed(t, "Outside", "singing", offset(10.1, 0), time.Tuesday, 19)
	h.listed(t, "Corner", "singing", offset(8, 8), time.Tuesday, 19)
	h.refresh(t)
	near := fmt.Sprintf("q=singing&near=%s&km=10", url.QueryEscape(asheville.String()))
	same(t, h.find(t, near), "Inside")
}

// Nobody who chose no distance is left with little while there is more a bit
// further away; whoever chose one gets what lies within it.
func TestTheReachWidensWhereThereIsLittle(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 4 {
		h.listed(t, fmt.Sprintf("Near %d", i), "singing", offset(float64(i), 0), time.Tuesday, 19)
	}
	far := h.listed(t, "Far", "singing", offset(40, 0), time.Tuesday, 19)
	h.refresh(t)
	near := "q=choir&near=Asheville"
	little := []string{"Near 0", "Near 1", "Near 2", "Near 3"}
	r := h.find(t, near)
	same(t, r, append(little, "Far")...)
	if r.Little != 24 || r.KM != 48 || r.Query.KM != 48 {
		t.Errorf("looked within %d, then %d km", r.Little, r.KM)
	}
	same(t, h.find(t, near+"&km=24"), little...)
	same(t, h.find(t, near+"&page=2"))
	h.listed(t, "Near 4", "singing", offset(5, 0), time.Tuesday, 19)
	h.refresh(t)
	r = h.find(t, near)
	same(t, r, append(little, "Near 4")...)
	if r.Little != 0 || r.KM != 24 || r.Query.KM != 0 {
		t.Errorf("looked within %d, then %d km", r.Little, r.KM)
	}
	r, err := h.Find(context.Background(), search.Query{Words: "choir", Near: "Asheville", Page: 1, Limit: 1})
	if must(t, err); r.Little != 0 || len(r.Hits) != 1 {
		t.Errorf("a page of one: looked within %d, then %d km", r.Little, r.KM)
	}
	must(t, h.groups.SetState(context.Background(), h.organizer, far.ID, groups.Removed))
	h.refresh(t)
	if r = h.find(t, "q=chess&near=Toronto"); r.Little != 25 || r.KM != 50 {
		t.Errorf("near Toronto: looked within %d, then %d km", r.Little, r.KM)
	}
}

func TestGroupsAreCountedExactlyUpToFifty(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range search.MostCounted {
		h.listed(t, fmt.Sprintf("Choir %02d", i), "singing", offset(float64(i%9), 0), time.Tuesday, 19)
	}
	h.refresh(t)
	for _, page := range []string{"", "&page=2", "&page=3"} {
		if r := h.find(t, "q=singing&near=Asheville"+page); r.Found != search.MostCounted {
			t.Errorf("%s: %d are counted", page, r.Found)
		}
	}
	if r := h.find(t, "q=singing&near=Asheville&km=3"); r.Found != 24 || len(r.Hits) != 20 {
		t.Errorf("%d are counted, %d shown", r.Found, len(r.Hits))
	}
	h.listed(t, "One more", "ukulele", offset(1, 0), time.Tuesday, 19)
	h.refresh(t)
	for _, q := range []string{"near=Asheville", "q=singing+ukulele&near=Asheville", "q=making+music&near=Asheville"} {
		if r := h.find(t, q); r.Found <= search.MostCounted {
			t.Errorf("%s: %d are counted", q, r.Found)
		}
	}
}

// The map begins anew at the date line, and ends before the poles.
func TestAtTheEdgesOfTheMap(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "East of it", "singing", "Palms and zithers.", place.Point{Lat: -16.8, Lon: -179.95})
	h.says(t, "West of it", "singing", "More zithers.", place.Point{Lat: -16.8, Lon: 179.8})
	h.listed(t, "Ice", "chess", place.Point{Lat: -89.5, Lon: 170}, time.Tuesday, 19)
	h.refresh(t)
	for _, q := range []string{"q=singing", "q=zithers"} {
		same(t, h.find(t, q+"&near=-16.8,179.95&km=30"), "East of it", "West of it")
		same(t, h.find(t, q+"&near=-16.8,-180&km=30"), "East of it", "West of it")
		same(t, h.find(t, q+"&near=-16.8,180&km=20"), "East of it")
		r, err := h.Nearest(t.Context(), asked(t, q+"&near=-16.8,-179.5"), 3)
		must(t, err)
		same(t, r, "East of it", "West of it")
		r, err = h.Nearest(t.Context(), asked(t, q+"&near=51.48,0"), 3)
		must(t, err)
		same(t, r, "West of it", "East of it")
	}
	for _, near := range []string{"-16.8,179.95", "-16.8,-180", "-16.8,180"} { // names too
		same(t, h.find(t, "q=east&km=30&near="+near), "East of it")
	}
	for _, near := range []string{"-90,0", "-89.5,-10", "-89.6,169"} { // across the pole too
		same(t, h.find(t, "q=chess&km=120&near="+near), "Ice")
		same(t, h.find(t, "q=ice&km=120&near="+near), "Ice")
	}
}

func TestPagesRepeatNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 45 {
		h.listed(t, fmt.Sprintf("Choir %02d", i), "singing", offset(float64(i%7), 0), time.Tuesday, 19)
	}
	h.refresh(t)
	seen := map[string]bool{}
	for page, more := 1, true; more; page++ {
		r := h.find(t, fmt.Sprintf("q=singing&near=Asheville&page=%d", page))
		for _, name := range names(r) {
			if seen[name] {
				t.Errorf("%s stands on two pages", name)
			}
			seen[name] = true
		}
		more = r.More
	}
	if len(seen) != 45 {
		t.Errorf("%d of 45 groups were found", len(seen))
	}
}

func TestAMissingOrUnknownPlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for near, hint := range map[string]string{"": "Near which town", "Ashvile": "Asheville", "Qwghlmx": "Qwghlmx"} {
		r, err := h.Find(context.Background(), search.Query{Words: "choir", Near: near, KM: 25, Page: 1})
		e, ok := fault.As(err)
		if !ok || e.Kind != fault.Invalid || !strings.Contains(e.Fields["near"], hint) {
			t.Errorf("%q: got %v", near, err)
		}
		if len(r.Understood.Interests) != 1 {
			t.Errorf("%q: the words are lost", near)
		}
	}
}

func TestChangesAreSeenByThemselves(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	ended := make(chan error, 1)
	seen := make(chan struct{}, 100)
	go func() { ended <- h.Run(ctx) }()
	go func() {
		defer close(seen)
		for ctx.Err() == nil {
			if r, err := h.Find(ctx, search.Query{Words: "choir", Near: "Asheville", KM: 25, Page: 1}); err == nil && len(r.Hits) > 0 {
				seen <- struct{}{}
				return
			}
		}
	}()
	h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	if _, found := <-seen; !found {
		t.Error("the new group was not found")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestTimeMovesTheNextDate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	h.refresh(t)
	h.now = start.AddDate(0, 0, 1)
	h.refresh(t)
	if next := h.find(t, "q=singing&near=Asheville").Hits[0].Next; next.Starts.Before(h.now) {
		t.Errorf("the next date is %v", next.Starts)
	}
	if n, err := h.Refresh(context.Background()); err != nil || n != 0 {
		t.Errorf("looked at %d groups again, %v", n, err)
	}
}

func TestProcessesShareTheWork(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 30 {
		h.listed(t, fmt.Sprintf("Choir %d", i), "singing", asheville, time.Tuesday, 19)
	}
	var wg sync.WaitGroup
	looked := make([]int, 4)
	for i := range looked {
		wg.Go(func() {
			n, err := h.Refresh(context.Background())
			if err != nil {
				t.Error(err)
			}
			looked[i] = n
		})
	}
	wg.Wait()
	if sum := looked[0] + looked[1] + looked[2] + looked[3]; sum != 30 {
		t.Errorf("30 groups were made anew %d times", sum)
	}
}

func TestQueryRoundTrip(t *testing.T) {
	t.Parallel()
	ten := 10
	q := search.Query{
		Week: true, Price: &ten, Lang: "fr",
		Words: "board games", Near: "Toronto, Ontario", KM: 40, Page: 2, Traits: search.Quiet | search.Alone,
		Days: []time.Weekday{time.Monday, time.Friday}, Times: []schedule.Part{schedule.Evening},
	}
	back, err := search.ParseQuery(q.Values())
	must(t, err)
	if back.URL() != q.URL() || !q.HasDay(time.Monday) || q.HasDay(time.Sunday) || !q.HasTime(schedule.Evening) {
		t.Errorf("got %s, want %s", back.URL(), q.URL())
	}
	if usual := (search.Query{Page: 1}).URL(); usual != "/find?" {
		t.Errorf("got %q", usual)
	}
}

func TestBoxesAreWordsTogether(t *testing.T) {
	t.Parallel()
	q, err := search.ParseQuery(url.Values{"q": {"", "Singing", "Board games"}})
	must(t, err)
	if q.Words != "Singing, Board games" {
		t.Errorf("got %q", q.Words)
	}
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Meeples", "board-games", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=Singing&q=Board+games&near=Asheville"), "River Singers", "Meeples")
}

// No address that we write tells more exactly than to a kilometre where somebody is.
func TestPointsAreRounded(t *testing.T) {
	t.Parallel()
	for near, want := range map[string]string{
		"51.38123,-2.36456": "51.38,-2.36", "51.38, -2.36": "51.38,-2.36", "-0.001,179.999": "-0,180", "Bath": "Bath", "91,200": "91,200",
	} {
		q, err := search.ParseQuery(url.Values{"near": {near}})
		must(t, err)
		if q.Near != want {
			t.Errorf("%q becomes %q, want %q", near, q.Near, want)
		}
	}
}

func TestBadQueries(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"km=0": "km", "km=201": "km", "km=far": "km", "km=99999999999999999999": "km",
		"page=0": "page", "page=11": "page", "page=-1": "page",
		"price=-1": "price", "price=lots": "price", "lang=English": "lang", "week=next": "week",
		"day=someday": "day", "time=tea": "time",
		"q=" + strings.Repeat("x", 1<<20): "q", "q=a%00b": "q", "near=%ff": "near",
	}
	for address, field := range tests {
		values, err := url.ParseQuery(address)
		must(t, err)
		_, err = search.ParseQuery(values)
		e, ok := fault.As(err)
		if !ok || e.Kind != fault.Invalid || e.Fields[field] == "" {
			t.Errorf("%.20s: got %v", address, err)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add("q=choir&near=28801&km=10&day=mon,tue&time=evening&page=2&quiet=1")
	f.Add("day=mon&day=tue&near=%00")
	f.Add("q=chess+on+friday,+this+sat+walk+%26+talk+monday+night")
	f.Fuzz(func(t *testing.T, address string) {
		values, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		q, err := search.ParseQuery(values)
		if err != nil {
			return
		}
		back, err := search.ParseQuery(q.Values())
		if err != nil || back.URL() != q.URL() {
			t.Errorf("%q becomes %q, then %q, %v", address, q.URL(), back.URL(), err)
		}
	})
}
