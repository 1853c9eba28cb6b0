package calendar_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/words"
)

var ctx = context.Background()

// text is the source of a calendar that stands in a string.
func text(name, content string) calendar.Source {
	return calendar.Source{Name: name, Open: func(context.Context) (io.ReadCloser, time.Time, error) {
		return io.NopCloser(strings.NewReader(content)), time.Time{}, nil
	}}
}

func (h *house) read(t testing.TB, src calendar.Source) calendar.Outcome {
	t.Helper()
	out := h.im.Import(ctx, src, find(t, "Asheville, North Carolina"))
	if out.Err != nil {
		t.Fatalf("import %s: %v", src.Name, out.Err)
	}
	return out
}

// group finds a listing by its name.
func (h *house) group(t testing.TB, name string) groups.Group {
	t.Helper()
	var id int64
	if err := h.db.Get(ctx, &id, `SELECT id FROM groups WHERE name = $1`, name); err != nil {
		t.Fatalf("%q: %v", name, err)
	}
	g, err := h.groups.ByID(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (h *house) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := h.db.Exec(ctx, statement, args...); err != nil {
		t.Fatal(err)
	}
}

func (h *house) count(t testing.TB, query string) (n int) {
	t.Helper()
	if err := h.db.Get(ctx, &n, query); err != nil {
		t.Fatal(err)
	}
	return n
}

// next are a group's coming dates in its own zone, at most three.
func (h *house) next(t testing.TB, g groups.Group) string {
	t.Helper()
	coming, err := h.meetings.Upcoming(ctx, g.ID, 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range coming {
		at := m.Starts.In(g.Location()).Format("01-02 15:04")
		if m.Status == meetings.CalledOff {
			at = "not " + at
		}
		all = append(all, at)
	}
	return strings.Join(all, ", ")
}

func TestImportAVenue(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	out := h.read(t, calendar.File("testdata/venue.ics"))
	want := calendar.Outcome{
		Source: "testdata/venue.ics", Calendar: "Lantern House Events", Kind: calendar.Venue,
		Listed: 3, Withheld: 1, Ended: 2, OneOffs: 3, Unread: 1,
	}
	skipped := out.Skipped
	if out.Skipped = nil; !reflect.DeepEqual(out, want) {
		t.Errorf("%+v\nwant %+v", out, want)
	}
	var said []string
	for _, s := range skipped {
		said = append(said, s.Name+" "+string(s.Reason))
	}
	if want := []string{
		"Radio Drama Circle was over long before",
		"Founders' dinner comes too seldom for people to get to know each other",
		"Bell repeats by a rule that cannot be read",
		"Flea market lasts whole days",
		"Autumn concert is a single event, not something that happens again and again",
		"Watercolour Circle was over long before",
	}; !slices.Equal(said, want) {
		t.Errorf("skipped: %q", said)
	}
	quilts := h.group(t, "Tuesday Quilters")
	if quilts.Claimed || quilts.State != groups.Listed || !slices.Equal(quilts.Interests, []string{"quilting"}) {
		t.Errorf("%+v", quilts)
	}
	if quilts.Venue != "Lantern House" || quilts.Address != "12 Mill Lane, Asheville, NC 28801, USA" ||
		quilts.Town != "Asheville, North Carolina" || quilts.Zone != "America/New_York" {
		t.Errorf("it meets at %q, %q, %q, %q", quilts.Venue, quilts.Address, quilts.Town, quilts.Zone)
	}
	if got := h.next(t, quilts); got != "08-25 18:30, 09-16 19:00, not 09-22 18:30" {
		t.Errorf("its next dates are %s", got)
	}
	if choir := h.group(t, "Community Choir"); choir.Venue != "Great Hall, Lantern House" || choir.Address != quilts.Address {
		t.Errorf("the choir meets at %q, %q", choir.Venue, choir.Address)
	}
	if board := h.group(t, "Board Meeting"); board.State != groups.Withheld {
		t.Errorf("the board is %s", board.State)
	}
	if quilts.Web != "https://lantern.example.org/quilters" {
		t.Errorf("its own page is %q", quilts.Web)
	}
	origin, ok, err := calendar.Listing(ctx, h.db, quilts.ID)
	if err != nil || !ok || origin.Source != "venue.ics" || origin.Page != "https://lantern.example.org/quilters" ||
		!origin.AsOf.Equal(time.Date(2026, 8, 21, 6, 0, 0, 0, time.UTC)) || !origin.LastListed.IsZero() {
		t.Errorf("%+v %t %v", origin, ok, err)
	}
}

func TestImportAGroup(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	out := h.read(t, calendar.File("testdata/group.ics"))
	if out.Listed != 1 || out.Kind != calendar.GroupFeed {
		t.Errorf("%+v", out)
	}
	singers := h.group(t, "River Street Singers")
	if !slices.Equal(singers.Interests, []string{"singing"}) || h.next(t, singers) != "08-25 18:30, 09-01 18:30, 09-08 18:30" {
		t.Errorf("%v %s", singers.Interests, h.next(t, singers))
	}
	origin, _, err := calendar.Listing(ctx, h.db, singers.ID)
	if err != nil || origin.Page != "https://meet.example.org/river-street-singers/events/" || !origin.Own || origin.Shown() != "River Street Singers" || origin.LastListed.In(newYork).Format("01-02 15:04") != "09-08 18:30" {
		t.Errorf("%+v %v", origin, err)
	}
}

// Imported again, the same calendar writes nothing at all, or the search would
// look at every listing each night.
func TestImportAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	h.read(t, calendar.File("testdata/venue.ics"))
	h.exec(t, `DELETE FROM changes`)
	versions := `SELECT sum(xmin::text::bigint) FROM (SELECT xmin FROM groups UNION ALL SELECT xmin FROM origins UNION ALL SELECT xmin FROM meetings UNION ALL SELECT xmin FROM schedules) v`
	before := h.count(t, versions)
	h.now = h.now.Add(24 * time.Hour)
	out := h.read(t, calendar.File("testdata/venue.ics"))
	if out.Unchanged != 4 || out.Listed+out.Withheld+out.Changed+out.Gone != 0 {
		t.Errorf("%+v", out)
	}
	if h.count(t, versions) != before || h.count(t, `SELECT count(*) FROM changes`) != 0 {
		t.Error("something was written")
	}
}

func TestImportWhatChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	h.read(t, calendar.File("testdata/venue.ics"))
	before, choir := h.group(t, "Tuesday Quilters"), h.group(t, "Community Choir")
	whole, err := os.ReadFile("testdata/venue.ics")
	if err != nil {
		t.Fatal(err)
	}
	now := strings.Replace(string(whole), "SUMMARY:Tuesday Quilters\n", "SUMMARY:Patchwork Tuesdays\n", 1)
	now = strings.Replace(now, "RRULE:FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=WEEKLY;BYDAY=TU;INTERVAL=2", 1)
	if out := h.read(t, text("venue.ics", now)); out.Changed != 1 || out.Unchanged != 3 {
		t.Errorf("%+v", out)
	}
	after := h.group(t, "Patchwork Tuesdays")
	if after.ID != before.ID || after.Slug != before.Slug || h.next(t, after) != "09-16 19:00, 09-29 18:30, 10-13 18:30" {
		t.Errorf("%d at %s meets %s", after.ID, after.Slug, h.next(t, after))
	}
	if again := h.group(t, "Community Choir"); again.Version != choir.Version {
		t.Error("another listing was written too")
	}
}

// A calendar that is fetched again and says the same is as of the later day, and
// the search hears of it.
func TestReadAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	singers := func(stamp string) calendar.Source {
		return text("singers.ics", vcal("X-WR-CALNAME:Mill Singers", "PRODID:Meetup",
			"BEGIN:VEVENT", "UID:1", "DTSTAMP:"+stamp, "DTSTART:20260901T183000", "END:VEVENT"))
	}
	h.read(t, singers("20260820T000000Z"))
	h.exec(t, `DELETE FROM changes`)
	if out := h.read(t, singers("20260821T000000Z")); out.Unchanged != 1 {
		t.Errorf("%+v", out)
	}
	g := h.group(t, "Mill Singers")
	if origin, _, _ := calendar.Listing(ctx, h.db, g.ID); origin.AsOf.Format(time.DateOnly) != "2026-08-21" {
		t.Errorf("as of %v", origin.AsOf)
	}
	if h.count(t, `SELECT count(*) FROM changes`) != 1 || g.Version != 1 {
		t.Error("the search was not told, or the listing was written")
	}
}

func TestAClaimedGroupIsLeftAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	h.read(t, calendar.File("testdata/group.ics"))
	h.exec(t, `UPDATE groups SET claimed = true, about = 'Ours now.'`)
	other := vcal("X-WR-CALNAME:River Street Singers", "PRODID:Meetup", vevent("9", "Rehearsal", "DTSTART:20261201T183000"))
	if out := h.read(t, text("group.ics", other)); out.Claimed != 1 || out.Changed+out.Listed+out.Gone != 0 {
		t.Errorf("%+v", out)
	}
	if out := h.read(t, text("group.ics", vcal("X-WR-CALNAME:River Street Singers", "PRODID:Meetup"))); out.Gone != 0 {
		t.Errorf("%+v", out)
	}
	singers := h.group(t, "River Street Singers")
	if singers.About != "Ours now." || h.next(t, singers) != "08-25 18:30, 09-01 18:30, 09-08 18:30" {
		t.Errorf("it says %q and meets %s", singers.About, h.next(t, singers))
	}
}

// A group whose claim is approved while its calendar is read is left alone wholly,
// whether the calendar has other dates for it or does not have it any more.
func TestAGroupClaimedMeanwhileIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]string{
		"changed":  vcal("X-WR-CALNAME:River Street Singers", "PRODID:Meetup", vevent("9", "Rehearsal", "DTSTART:20261201T183000")),
		"vanished": vcal("X-WR-CALNAME:River Street Singers", "PRODID:Meetup"),
	} {
		h := newHouse(t, at)
		h.read(t, calendar.File("testdata/group.ics"))
		before := h.group(t, "River Street Singers")
		ended := make(chan calendar.Outcome, 1)
		err := h.db.InTx(ctx, func(tx postgres.Conn) error {
			if _, err := tx.Exec(ctx, `UPDATE groups SET claimed = true WHERE id = $1`, before.ID); err != nil {
				return err
			}
			go func() { ended <- h.im.Import(ctx, text("group.ics", other), find(t, "Asheville, North Carolina")) }()
			return h.untilOneWaits(t)
		})
		if err != nil {
			t.Fatal(err)
		}
		if out := <-ended; out.Err != nil || out.Changed+out.Gone != 0 {
			t.Errorf("%s: %+v", name, out)
		}
		after := h.group(t, "River Street Singers")
		if after.Version != before.Version || h.next(t, after) != "08-25 18:30, 09-01 18:30, 09-08 18:30" {
			t.Errorf("%s: version %d, it meets %s", name, after.Version, h.next(t, after))
		}
	}
}

// untilOneWaits returns when a connection waits for a lock of another.
func (h *house) untilOneWaits(t *testing.T) error {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for waiting := 0; waiting == 0; {
		err := h.db.Get(ctx, &waiting, `
			SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)
		if err != nil {
			return err
		}
	}
	return nil
}

func TestWhatWasTakenDownStaysDown(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"removed": `UPDATE groups SET state = 'removed'`,
		"erased":  `DELETE FROM groups`,
	} {
		h := newHouse(t, at)
		h.read(t, calendar.File("testdata/group.ics"))
		h.exec(t, statement)
		for range 2 {
			if out := h.read(t, calendar.File("testdata/group.ics")); out.TakenDown != 1 || out.Listed != 0 {
				t.Errorf("%s: %+v", name, out)
			}
		}
		if h.count(t, `SELECT count(*) FROM groups WHERE state <> 'removed'`) != 0 {
			t.Errorf("%s: it is back", name)
		}
	}
}

func TestAHostsWordStands(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	h.read(t, calendar.File("testdata/venue.ics"))
	board := h.group(t, "Board Meeting")
	if err := h.groups.Offer(ctx, board.ID, true); err != nil {
		t.Fatal(err)
	}
	whole, _ := os.ReadFile("testdata/venue.ics")
	if out := h.read(t, text("venue.ics", strings.ReplaceAll(string(whole), "BYDAY=2MO", "BYDAY=3MO"))); out.Changed != 1 || out.Withheld != 0 {
		t.Errorf("%+v", out)
	}
	if h.group(t, "Board Meeting").State != groups.Listed {
		t.Error("what a host offered is withheld again")
	}
}

func TestASeriesVanishesAndComesBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	choir := vevent("choir", "Mill Choir", "DTSTART;TZID=America/New_York:20260106T190000", "RRULE:FREQ=WEEKLY;BYDAY=TU")
	chess := vevent("chess", "Chess Club", "DTSTART;TZID=America/New_York:20260107T190000", "RRULE:FREQ=WEEKLY;BYDAY=WE")
	both, alone := text("hall.ics", vcal(choir, chess)), text("hall.ics", vcal(chess))
	h.read(t, both)
	h.now = h.now.AddDate(0, 0, 7)
	if out := h.read(t, alone); out.Gone != 1 || out.Unchanged != 1 {
		t.Errorf("%+v", out)
	}
	g := h.group(t, "Mill Choir")
	table, err := h.meetings.Timetable(ctx, g)
	if err != nil || h.next(t, g) != "" || table.Words(words.English) != "usually Tuesdays 19:00" || g.State != groups.Listed {
		t.Errorf("a vanished choir is %s, %q, next %q, %v", g.State, table.Words(words.English), h.next(t, g), err)
	}
	if origin, _, _ := calendar.Listing(ctx, h.db, g.ID); origin.LastListed.In(newYork).Format("01-02 15:04") != "08-25 19:00" {
		t.Errorf("last listed for %v", origin.LastListed)
	}
	if out := h.read(t, alone); out.Gone != 0 {
		t.Errorf("gone a second time: %+v", out)
	}
	if out := h.read(t, both); out.Changed != 1 || h.next(t, g) != "09-01 19:00, 09-08 19:00, 09-15 19:00" {
		t.Errorf("%+v, next %s", out, h.next(t, g))
	}
}

func TestANewSeasonKeepsItsListing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	spring := vevent("spring", "Beginners' Tango", "DTSTART;TZID=America/New_York:20260506T190000", "RRULE:FREQ=WEEKLY;COUNT=14")
	autumn := vevent("autumn", "Beginners' Tango", "DTSTART;TZID=America/New_York:20260902T200000", "RRULE:FREQ=WEEKLY;COUNT=14")
	if out := h.read(t, text("hall.ics", vcal(spring))); out.Listed != 1 || out.Stale != 1 {
		t.Errorf("%+v", out)
	}
	before := h.group(t, "Beginners' Tango")
	for _, changed := range []int{1, 0} {
		if out := h.read(t, text("hall.ics", vcal(spring, autumn))); out.Changed != changed || out.Listed+out.Gone != 0 {
			t.Errorf("%+v, want %d changed", out, changed)
		}
	}
	if after := h.group(t, "Beginners' Tango"); after.ID != before.ID || h.next(t, after) != "09-02 20:00, 09-09 20:00, 09-16 20:00" {
		t.Errorf("%d became %d, next %s", before.ID, after.ID, h.next(t, after))
	}
}

// Programs call every calendar "basic.ics".
func TestAnotherCalendarUnderTheSameName(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	h.read(t, text("a/basic.ics", vcal(vevent("1", "Chess Club", "DTSTART:20260901T190000", "RRULE:FREQ=WEEKLY"))))
	out := h.im.Import(ctx, text("b/basic.ics", vcal(vevent("2", "Mill Choir", "DTSTART:20260901T190000", "RRULE:FREQ=WEEKLY"))), find(t, "Asheville"))
	if e, ok := fault.As(out.Err); !ok || !strings.Contains(e.Text, `"basic.ics"`) || out.Listed != 0 {
		t.Errorf("%+v", out)
	}
	if g := h.group(t, "Chess Club"); h.next(t, g) == "" {
		t.Error("the first calendar lost its dates")
	}
	addressed := func(name string) calendar.Source {
		return text(name, vcal("SOURCE:https://example.org/choir.ics", vevent("2", "Mill Choir", "DTSTART:20260901T190000", "RRULE:FREQ=WEEKLY")))
	}
	if out := h.read(t, addressed("b/basic.ics")); out.Listed != 1 {
		t.Errorf("%+v", out)
	}
	if out := h.read(t, addressed("c/other.ics")); out.Unchanged != 1 {
		t.Errorf("a calendar is not known by its own address: %+v", out)
	}
}

func TestWhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	near := find(t, "Asheville, North Carolina")
	weaverville, err := gazetteer().Find("Weaverville, North Carolina")
	if err != nil {
		t.Fatal(err)
	}
	for location, want := range map[string]struct {
		venue, town string
		near        place.Point
		online      bool
	}{
		`LOCATION:Town Hall\, 30 South Main St\, Weaverville\, NC`:           {"Town Hall", "Weaverville, North Carolina", weaverville.Point, false},
		`LOCATION:Town Hall\n30 South Main St\nWeaverville\, NC 28787\, USA`: {"Town Hall", "Weaverville, North Carolina", weaverville.Point, false},
		`LOCATION:Old Mill\, 5 Far Rd\, Chicago\, IL 60601`:                  {"Old Mill", "Asheville, North Carolina", near.Point, false},
		`LOCATION:https://us02web.zoom.us/j/123`:                             {"Online", "Asheville, North Carolina", near.Point, true},
		`LOCATION:Online`:                                                    {"Online", "Asheville, North Carolina", near.Point, true},
		`LOCATION:Online and at 5 Hill St`:                                   {"Online and at 5 Hill St", "Asheville, North Carolina", near.Point, true},
		`LOCATION:Zoom Online see description`:                               {"Online", "Asheville, North Carolina", near.Point, true},
		`LOCATION:Virtual + Hacklab`:                                         {"Virtual + Hacklab", "Asheville, North Carolina", near.Point, true},
		`LOCATION:Hill Club https://zoom.us/j/456`:                           {"Hill Club", "Asheville, North Carolina", near.Point, true},
		`LOCATION:By the lake`:                                               {"By the lake", "Asheville, North Carolina", near.Point, false},
		`X-A:b`:                                                              {"Mill Hall", "Asheville, North Carolina", near.Point, false},
		`LOCATION:Room 4`:                                                    {"Room 4, Mill Hall", "Asheville, North Carolina", near.Point, false},
		"GEO:35.6972;-82.5607\r\nLOCATION:By the dam":                        {"By the dam", "Asheville, North Carolina", weaverville.Point, false},
		"GEO:48.2;16.37\r\nLOCATION:By the canal":                            {"By the canal", "Asheville, North Carolina", near.Point, false},
		`LOCATION:` + strings.Repeat("Long Hall ", 100):                      {strings.TrimSpace(strings.Repeat("Long Hall ", 20))[:194] + "…", "Asheville, North Carolina", near.Point, false},
	} {
		h.read(t, text(location, vcal("X-WR-CALNAME:Mill Hall Events", vevent("1", "Chess Club "+location[:3], "DTSTART:20260901T190000", "RRULE:FREQ=WEEKLY", location))))
		var id int64
		if err := h.db.Get(ctx, &id, `SELECT max(id) FROM groups`); err != nil {
			t.Fatal(err)
		}
		g, err := h.groups.ByID(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if exact := strings.HasPrefix(location, "GEO:35"); g.Exact != exact {
			t.Errorf("%.60s: the point is exact: %t", location, g.Exact)
		}
		if g.Venue != want.venue || g.Town != want.town || g.Online != want.online || g.Point.DistanceKM(want.near) > 3 {
			t.Errorf("%.60s: %q in %s at %v, online %t\nwant %+v", location, g.Venue, g.Town, g.Point, g.Online, want)
		}
	}
}

// A bad file changes nothing, and the others are imported all the same.
func TestBadFilesChangeNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	folder := t.TempDir()
	paths := []string{filepath.Join(folder, "missing.ics"), folder}
	for name, c := range badFiles {
		path := filepath.Join(folder, name+".ics")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	for _, path := range paths {
		out := h.im.Import(ctx, calendar.File(path), find(t, "Asheville"))
		if e, ok := fault.As(out.Err); !ok || e.Text == "" || strings.Contains(e.Text, "\n") {
			t.Errorf("%s: %v", path, out.Err)
		}
		if want := (calendar.Outcome{Source: path, Err: out.Err}); !reflect.DeepEqual(out, want) {
			t.Errorf("%s: %+v", path, out)
		}
	}
	if n := h.count(t, `SELECT count(*) FROM groups`); n != 0 {
		t.Errorf("%d groups", n)
	}
	if out := h.read(t, calendar.File("testdata/group.ics")); out.Listed != 1 {
		t.Errorf("%+v", out)
	}
}

func TestTwoImportsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	var wait sync.WaitGroup
	outcomes := make([]calendar.Outcome, 4)
	near := find(t, "Asheville")
	for i := range outcomes {
		wait.Go(func() { outcomes[i] = h.im.Import(ctx, calendar.File("testdata/venue.ics"), near) })
	}
	wait.Wait()
	listed, unchanged := 0, 0
	for _, out := range outcomes {
		if out.Err != nil {
			t.Error(out.Err)
		}
		listed, unchanged = listed+out.Listed+out.Withheld, unchanged+out.Unchanged
	}
	if listed != 4 || unchanged != 12 || h.count(t, `SELECT count(*) FROM groups`) != 4 {
		t.Errorf("%d listed, %d unchanged", listed, unchanged)
	}
}

func TestListingOfNoImport(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	if _, ok, err := calendar.Listing(ctx, h.db, 77); ok || err != nil {
		t.Errorf("%t %v", ok, err)
	}
}
