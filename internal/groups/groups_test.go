package groups_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var start = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// house is a store with a clock that a test moves.
type house struct {
	*groups.Store
	db  *postgres.DB
	now time.Time
}

func newHouse(t *testing.T) *house {
	h := &house{db: pgtest.New(t), now: start}
	h.Store = groups.New(h.db, func() time.Time { return h.now })
	return h
}

// member makes an account and gives its id.
func (h *house) member(t *testing.T, name string) (id int64) {
	t.Helper()
	err := h.db.Get(context.Background(), &id, `
		INSERT INTO members (email, name, created_at) VALUES ($1 || '@example.org', $1, $2) RETURNING id`, name, start)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func singing() groups.Details {
	return groups.Details{
		Name: "River Singers", Interests: []string{"singing"}, About: "We sing rounds.",
		Town: "Asheville, North Carolina", Point: place.Point{Lat: 35.6, Lon: -82.55}, Zone: "America/New_York",
	}
}

func (h *house) group(t *testing.T, organizer int64) groups.Group {
	t.Helper()
	group, err := h.Create(context.Background(), organizer, singing())
	if err != nil {
		t.Fatal(err)
	}
	return group
}

func want(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Fatalf("got %v, want a fault of kind %d", err, kind)
	}
}

func TestCreateKeepsEverythingSaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	price := 5
	d := singing()
	d.Venue, d.Address, d.Directions = "St Mary's", "1 Church Street", "Bus 4"
	d.ComeIn, d.LookFor, d.FirstMinutes, d.Bring = "red door", "Ann", "tea", "nothing"
	d.Cost, d.Price, d.Capacity, d.Language = "5 a night", &price, 12, "en"
	d.StepFree, d.PublicPlace, d.Beginners, d.Alone, d.Quiet = true, true, true, true, true
	made, err := h.Create(context.Background(), h.member(t, "ann"), d)
	if err != nil {
		t.Fatal(err)
	}
	found, err := h.BySlug(context.Background(), "river-singers")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(found.Interests, []string{"singing"}) || found.Point != d.Point {
		t.Errorf("got interests %v at %v", found.Interests, found.Point)
	}
	if *found.Price != 5 || found.Capacity != 12 || found.ComeIn != "red door" || !found.StepFree || found.HearingLoop {
		t.Errorf("got %+v", found.Details)
	}
	if found.ID != made.ID || !found.Claimed || found.State != groups.Listed || found.Version != 1 {
		t.Errorf("got %+v", found)
	}
}

func TestCheckSaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*groups.Details)
		field  string
	}{
		"no name":           {func(d *groups.Details) { d.Name = " \n " }, "name"},
		"name too long":     {func(d *groups.Details) { d.Name = strings.Repeat("x", 1<<20) }, "name"},
		"name with NUL":     {func(d *groups.Details) { d.Name = "a\x00b" }, "name"},
		"invalid UTF-8":     {func(d *groups.Details) { d.About = "caf\xe9" }, "about"},
		"no interest":       {func(d *groups.Details) { d.Interests = nil }, "interest"},
		"unknown interest":  {func(d *groups.Details) { d.Interests = []string{"nonsense"} }, "interest"},
		"an interest twice": {func(d *groups.Details) { d.Interests = []string{"singing", "singing"} }, "interest"},
		"NaN":               {func(d *groups.Details) { d.Lat = math.NaN() }, "near"},
		"the server's zone": {func(d *groups.Details) { d.Zone = "Local" }, "near"},
		"no town":           {func(d *groups.Details) { d.Town = "" }, "near"},
		"off the earth":     {func(d *groups.Details) { d.Lat = 91 }, "near"},
		"no such zone":      {func(d *groups.Details) { d.Zone = "Mars/Olympus" }, "near"},
		"negative capacity": {func(d *groups.Details) { d.Capacity = -1 }, "capacity"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := singing()
			test.change(&d)
			err := d.Check()
			want(t, err, fault.Invalid)
			e, _ := fault.As(err)
			if e.Fields[test.field] == "" || len(e.Fields) != 1 {
				t.Errorf("got fields %v, want only %s", e.Fields, test.field)
			}
		})
	}
	d := groups.Details{}
	err := d.Check()
	e, _ := fault.As(err)
	if len(e.Fields) != 3 {
		t.Errorf("an empty form: got %v, want name, interest and near", e.Fields)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"River Singers":               "river-singers",
		"  Café & Crème – Straße ":    "cafe-and-creme-strasse",
		"Łódź Ærø":                    "lodz-aero",
		"Ann's Quilters":              "anns-quilters",
		"合唱団":                         "group",
		"!!!":                         "group",
		"a" + strings.Repeat("b", 80): "a" + strings.Repeat("b", 54),
		strings.Repeat("word ", 20):   "word-word-word-word-word-word-word-word-word-word-word",
	}
	for name, slug := range tests {
		if got := groups.Slug(name); got != slug {
			t.Errorf("%q: got %q, want %q", name, got, slug)
		}
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("River Singers")
	f.Add("--a--\xff--")
	f.Fuzz(func(t *testing.T, name string) {
		slug := groups.Slug(name)
		if slug == "" || len(slug) > 55 || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			slug[0] == '-' || slug[len(slug)-1] == '-' {
			t.Errorf("%q gives %q", name, slug)
		}
	})
}

func TestSlugsAreNeverGivenTwice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	first := h.group(t, ann)
	second := h.group(t, ann)
	if first.Slug != "river-singers" || second.Slug != "river-singers-2" {
		t.Fatalf("got %q and %q", first.Slug, second.Slug)
	}
	d := first.Details
	d.Name = "Hill Singers"
	renamed, err := h.Update(ctx, ann, first.ID, first.Version, d)
	if err != nil {
		t.Fatal(err)
	}
	byOld, err := h.BySlug(ctx, "river-singers")
	if err != nil || renamed.Slug != "hill-singers" || byOld.Slug != "hill-singers" {
		t.Fatalf("renamed to %q, the old address finds %q, %v", renamed.Slug, byOld.Slug, err)
	}
	if third := h.group(t, ann); third.Slug != "river-singers-3" {
		t.Errorf("an old address was given out again: %q", third.Slug)
	}
	back := renamed.Details
	back.Name = "River Singers"
	if again, err := h.Update(ctx, ann, first.ID, renamed.Version, back); err != nil || again.Slug != "river-singers" {
		t.Errorf("going back to the old name: %q, %v", again.Slug, err)
	}
}

func TestUpdateRefusesStaleForms(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	d := group.Details
	d.About = "New words."
	if _, err := h.Update(ctx, ann, group.ID, group.Version, d); err != nil {
		t.Fatal(err)
	}
	d.About = "Words on top of the old ones."
	_, err := h.Update(ctx, ann, group.ID, group.Version, d)
	want(t, err, fault.Conflict)
	_, err = h.Update(ctx, h.member(t, "bob"), group.ID, group.Version+1, d)
	want(t, err, fault.Forbidden)
	if now, _ := h.ByID(ctx, group.ID); now.About != "New words." {
		t.Errorf("got %q", now.About)
	}
}

// A point that a calendar gave is that of the venue as long as nobody types another.
func TestAPointIsExactUntilAnotherPlaceIsTyped(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*groups.Details){
		"venue":   func(d *groups.Details) { d.Venue = "Library" },
		"address": func(d *groups.Details) { d.Address = "4 Hill Street" },
		"town":    func(d *groups.Details) { d.Town = "Weaverville, North Carolina" },
	} {
		h := newHouse(t)
		ann := h.member(t, "ann")
		d := singing()
		d.Exact = true
		group, err := h.Create(t.Context(), ann, d)
		if err != nil || !group.Exact {
			t.Fatalf("got %+v, %v", group, err)
		}
		d.About = "New words."
		if group, err = h.Update(t.Context(), ann, group.ID, group.Version, d); err != nil || !group.Exact {
			t.Errorf("with other words the point is exact: %t, %v", group.Exact, err)
		}
		change(&d)
		for range 2 { // and it does not become so by being saved again
			if group, err = h.Update(t.Context(), ann, group.ID, group.Version, d); err != nil || group.Exact {
				t.Errorf("with another %s the point is exact: %t, %v", name, group.Exact, err)
			}
		}
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann)
	want(t, h.SetState(ctx, bob, group.ID, groups.Removed), fault.Forbidden)
	want(t, h.SetState(ctx, ann, group.ID, groups.Withheld), fault.Invalid)
	if err := h.SetState(ctx, ann, group.ID, groups.Paused); err != nil {
		t.Fatal(err)
	}
	if paused, err := h.BySlug(ctx, group.Slug); err != nil || paused.State != groups.Paused {
		t.Fatalf("got %v, %v", paused.State, err)
	}
	if err := h.SetState(ctx, ann, group.ID, groups.Removed); err != nil {
		t.Fatal(err)
	}
	_, err := h.BySlug(ctx, group.Slug)
	want(t, err, fault.NotFound)
	want(t, h.Join(ctx, group.ID, bob), fault.Conflict)

	h.now = start.Add(groups.Keep + time.Hour)
	if erased, err := h.Sweep(ctx); err != nil || erased != 1 {
		t.Fatalf("erased %d, %v", erased, err)
	}
	_, err = h.BySlug(ctx, group.Slug)
	want(t, err, fault.NotFound)
	if next := h.group(t, ann); next.Slug != "river-singers-2" {
		t.Errorf("an erased group's address was given out again: %q", next.Slug)
	}
}

// A removed group can be brought back until it is erased, also by an address that it
// had before.
func TestARemovedGroupComesBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	old := group.Slug
	d := group.Details
	d.Name = "Hill Singers"
	group, err := h.Update(t.Context(), ann, group.ID, group.Version, d)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Restore(t.Context(), old)
	want(t, err, fault.NotFound) // it is not removed
	remove := func() {
		t.Helper()
		if err := h.SetState(t.Context(), ann, group.ID, groups.Removed); err != nil {
			t.Fatal(err)
		}
	}
	remove()
	h.now = h.now.Add(groups.Keep - time.Hour)
	if _, err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if back, err := h.Restore(t.Context(), old); err != nil || back.ID != group.ID || back.State != groups.Listed {
		t.Errorf("got %+v, %v", back, err)
	}
	remove()
	h.now = h.now.Add(groups.Keep + time.Hour)
	if n, err := h.Sweep(t.Context()); err != nil || n != 1 {
		t.Errorf("%d erased, %v", n, err)
	}
	_, err = h.Restore(t.Context(), group.Slug)
	want(t, err, fault.NotFound)
}

// What is restored is what it was: paused, or not yet offered.
func TestARestoredGroupIsWhatItWas(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	paused := h.group(t, ann)
	for _, state := range []groups.State{groups.Paused, groups.Removed} {
		if err := h.SetState(t.Context(), ann, paused.ID, state); err != nil {
			t.Fatal(err)
		}
	}
	withheld, err := h.Import(t.Context(), singing(), true)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Offer(t.Context(), withheld.ID, false); err != nil {
		t.Fatal(err)
	}
	for slug, state := range map[string]groups.State{paused.Slug: groups.Paused, withheld.Slug: groups.Withheld} {
		if back, err := h.Restore(t.Context(), slug); err != nil || back.State != state {
			t.Errorf("%s is %q, want %q: %v", slug, back.State, state, err)
		}
	}
}

func TestImportAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	d := singing()
	d.Interests = nil
	listing, err := h.Import(ctx, d, false)
	if err != nil || listing.Claimed || listing.State != groups.Listed {
		t.Fatalf("got %+v, %v", listing, err)
	}
	internal, err := h.Import(ctx, d, true)
	if err != nil || internal.State != groups.Withheld {
		t.Fatalf("got %v, %v", internal.State, err)
	}
	_, err = h.BySlug(ctx, internal.Slug)
	want(t, err, fault.NotFound)

	d.About = "Told anew."
	if err := h.Reimport(ctx, listing.ID, d); err != nil {
		t.Fatal(err)
	}
	if again, _ := h.ByID(ctx, listing.ID); again.About != "Told anew." {
		t.Errorf("got %q", again.About)
	}
	claim, err := h.Claim(ctx, listing.ID, h.member(t, "ann"), "I lead it.")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Decide(ctx, claim, true); err != nil {
		t.Fatal(err)
	}
	d.About = "From the calendar."
	if err := h.Reimport(ctx, listing.ID, d); err != nil {
		t.Fatal(err)
	}
	if claimed, _ := h.ByID(ctx, listing.ID); claimed.About != "Told anew." {
		t.Error("a claimed group was overwritten")
	}
}
