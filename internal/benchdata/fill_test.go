package benchdata_test

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"regulars/internal/benchdata"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/search"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var gazetteer = sync.OnceValues(place.Load)

// A Tuesday evening, when some meetings are under way.
var start = time.Date(2026, 9, 1, 18, 40, 0, 0, time.UTC)

func world(t *testing.T, seed uint64, n int) *benchdata.World {
	t.Helper()
	g, err := gazetteer()
	must(t, err)
	w, err := benchdata.NewWorld(g, seed, n)
	must(t, err)
	return w
}

func filled(t *testing.T, seed uint64, n int) *postgres.DB {
	t.Helper()
	db := pgtest.New(t)
	must(t, world(t, seed, n).Fill(context.Background(), db, start, func(int) {}))
	return db
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rows gives a table as text, a line a row, but for what chance gives it.
func rows(t *testing.T, db *postgres.DB, table string) (lines []string) {
	t.Helper()
	must(t, db.Select(context.Background(), &lines, `SELECT (to_jsonb(t) - 'edition')::text FROM `+table+` t ORDER BY 1`))
	return lines
}

// What is measured has to be what a site has: the search makes the same of these
// groups by itself.
func TestTheSearchMakesTheSameOfThem(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const n = 300
	db := filled(t, 1, n)
	cards, listings := rows(t, db, "cards"), rows(t, db, "listings")
	if len(cards) != n || len(listings) < 3*n {
		t.Fatalf("%d cards and %d listings", len(cards), len(listings))
	}
	_, err := db.Exec(ctx, `INSERT INTO changes (group_id) SELECT id FROM groups`)
	must(t, err)
	g, err := gazetteer()
	must(t, err)
	clock := func() time.Time { return start }
	looked, err := search.New(db, meetings.New(db, groups.New(db, clock), clock), g, clock).Refresh(ctx)
	if err != nil || looked != n {
		t.Fatalf("looked at %d groups, %v", looked, err)
	}
	for table, loaded := range map[string][]string{"cards": cards, "listings": listings} {
		for i, line := range rows(t, db, table) {
			if line != loaded[i] {
				t.Fatalf("%s: loaded\n%s\nbut the search makes\n%s", table, loaded[i], line)
			}
		}
	}
}

// Nothing is left for the jobs to do, and what is added later has a place.
func TestTheyAreComplete(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := filled(t, 2, 50)
	clock := func() time.Time { return start }
	store := groups.New(db, clock)
	dated := meetings.New(db, store, clock)
	before := rows(t, db, "meetings")
	done, err := dated.Extend(ctx)
	if err != nil || done.Groups != 0 || done.Stalled != 0 {
		t.Errorf("extended %+v, %v", done, err)
	}
	for id := range int64(50) {
		if _, err := dated.Materialise(ctx, id+1); err != nil {
			t.Fatal(err)
		}
	}
	if after := rows(t, db, "meetings"); !slices.Equal(before, after) {
		t.Errorf("%d meetings become %d", len(before), len(after))
	}
	group, err := store.Import(ctx, groups.Details{Name: "New", Town: "Bath, England", Zone: "Europe/London"}, false)
	if err != nil || group.ID != 51 {
		t.Errorf("the next is %d, %v", group.ID, err)
	}
}

func TestTheSameSeedGivesTheSame(t *testing.T) {
	t.Parallel()
	one, again, other := filled(t, 7, 20), filled(t, 7, 20), filled(t, 8, 20)
	for _, table := range []string{"groups", "group_interests", "cards", "listings"} {
		lines := rows(t, one, table)
		if !slices.Equal(lines, rows(t, again, table)) {
			t.Errorf("%s: the same seed gives others", table)
		}
		if slices.Equal(lines, rows(t, other, table)) {
			t.Errorf("%s: another seed gives the same", table)
		}
	}
}

func TestOnlyIntoAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	db := filled(t, 1, 3)
	err := world(t, 1, 3).Fill(context.Background(), db, start, func(int) {})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v", err)
	}
}

// Who types a landmark looks through names: none may be taken for an interest.
func TestLandmarksAreNoInterests(t *testing.T) {
	t.Parallel()
	for _, word := range benchdata.Landmarks() {
		if q := interest.Parse(word); len(q.Interests)+len(q.Families) > 0 || len(q.Rest) != 1 {
			t.Errorf("%s is taken for %v, %v", word, q.Interests, q.Families)
		}
	}
}

// What a description says beside the interest speaks of no other: else a third of all groups
// would stand on the shelf of those that mention coffee.
func TestDescriptionsMentionNothingElse(t *testing.T) {
	t.Parallel()
	for _, sentence := range benchdata.Sentences() {
		if much, little := interest.Mentioned("", sentence); len(much)+len(little) > 0 {
			t.Errorf("%s speaks of %v, %v", sentence, much, little)
		}
	}
}

func TestSearchesAreOfTheirKind(t *testing.T) {
	t.Parallel()
	w := world(t, 1, 1000)
	on := 0
	for i := range 300 {
		known, left, unknown := w.Search(benchdata.Known, i), w.Search(benchdata.LeftOver, i), w.Search(benchdata.Unknown, i)
		if q := interest.Parse(known.Words); len(q.Interests) != 1 || len(q.Rest) > 0 {
			t.Errorf("%q is taken for %v and %v", known.Words, q.Interests, q.Rest)
		}
		if q := interest.Parse(left.Words); len(q.Rest) != 1 || len(q.Interests) > 1 {
			t.Errorf("%q is taken for %v and %v", left.Words, q.Interests, q.Rest)
		}
		if q := interest.Parse(unknown.Words); len(q.Rest) != 1 || len(q.Interests) > 0 {
			t.Errorf("%q is taken for %v and %v", unknown.Words, q.Interests, q.Rest)
		}
		if len(known.Days) > 0 {
			on++
		}
	}
	if on < 120 || on > 180 {
		t.Errorf("%d of 300 searches are for some weekdays", on)
	}
	if !reflect.DeepEqual(w.Search(benchdata.Known, 5), world(t, 1, 1000).Search(benchdata.Known, 5)) {
		t.Error("the same seed gives other searches")
	}
}
