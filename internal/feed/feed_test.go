package feed_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/icaltest"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

var update = flag.Bool("update", false, "write the files in testdata anew")

// golden compares with a file byte by byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s has changed (-update renews it):\n%s", path, got)
	}
}

func tuesdays() schedule.Schedule {
	return schedule.Schedule{
		Start: wall("2026-09-01T19:00"), Length: 2 * time.Hour, Rule: rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
		Except: []schedule.Wall{wall("2026-12-22T19:00")}, Extra: []schedule.Wall{wall("2026-10-01T18:00")},
	}
}

func TestFilesAreAsTheyWere(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	group := r.group("America/New_York", tuesdays())
	r.callOff(group, "2026-09-15", "the heating is broken")
	r.move(group, "2026-09-29", 24*time.Hour, "")
	r.move(group, "2026-10-13", 0, "The Library, Pack Square")
	ben, err := r.members.Ensure(ctx, "ben@example.org")
	r.must(err)
	_, err = r.meetings.Stand(ctx, group.ID, ben.ID, 0)
	r.must(err)
	saved := r.listing("Europe/London", schedule.Schedule{Start: wall("2026-09-03T18:30"), Length: time.Hour,
		Extra: []schedule.Wall{wall("2026-10-01T18:30"), wall("2027-03-04T18:30")}})
	r.must(r.groups.Join(ctx, saved.ID, ben.ID))
	r.datedAlike()

	golden(t, "group.ics", []byte(r.calendar(group)))
	golden(t, "listing.ics", []byte(r.calendar(saved)))
	body, _, err := r.Meeting(ctx, group, "2026-09-29")
	r.must(err)
	golden(t, "meeting.ics", body)
	body, err = r.Member(ctx, ben)
	r.must(err)
	golden(t, "member.ics", body)
	body, err = r.News(ctx, group)
	r.must(err)
	golden(t, "group.atom", body)
}

func TestLinesAreAsTheStandardWantsThem(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, ics := range []string{r.calendar(r.group("America/New_York", tuesdays())), r.calendar(r.group("UTC"))} {
		text, ended := strings.CutSuffix(ics, "\r\n")
		if !ended || strings.Count(ics, "\n") != strings.Count(ics, "\r\n") {
			t.Error("lines do not end in CRLF")
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Errorf("%d bytes: %q", len(line), line)
			}
		}
	}
}

// property gives all values of a property, unfolded, by the order in the file.
func property(ics, name string) (values []string) {
	unfolded := strings.ReplaceAll(ics, "\r\n ", "")
	for _, found := range regexp.MustCompile(`(?m)^`+name+`[;:]([^\r]*)\r$`).FindAllStringSubmatch(unfolded, -1) {
		values = append(values, found[1])
	}
	return values
}

func TestWhatChangesIsCounted(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	group := r.group("America/New_York", tuesdays())
	first := r.calendar(group)
	if again := r.calendar(group); again != first {
		t.Error("the same rows gave another file")
	}
	steps := []struct {
		what string
		do   func()
		want []string // SEQUENCE of the series, then of the one date that differs
	}{
		{"nothing", func() {}, []string{"0"}},
		{"calling off", func() { r.callOff(group, "2026-09-15", "ill") }, []string{"0", "1"}},
		{"putting on again", func() {
			_, err := r.meetings.PutOn(ctx, r.ada.ID, group, r.key(group, "2026-09-15").ID)
			r.must(err)
		}, []string{"0"}},
		{"moving", func() { r.move(group, "2026-09-15", time.Hour, "") }, []string{"0", "3"}},
		{"another timetable", func() { r.meets(group, tuesdays()) }, []string{"1", "4"}},
		{"another name", func() {
			d := details("America/New_York")
			d.About = "We sing."
			_, err := r.groups.Update(ctx, r.ada.ID, group.ID, group.Version, d)
			r.must(err)
		}, []string{"2", "5"}},
	}
	for _, step := range steps {
		step.do()
		if got := property(r.calendar(group), "SEQUENCE"); !slices.Equal(got, step.want) {
			t.Errorf("after %s the sequence is %v, want %v", step.what, got, step.want)
		}
	}
	if uids := property(r.calendar(group), "UID"); uids[0] != property(first, "UID")[0] || uids[0] != uids[1] {
		t.Errorf("the series is called %v, was %v", uids, property(first, "UID"))
	}
}

func TestBreaksAreCountedAndGoWithTheirGroup(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	group := r.group("America/New_York", tuesdays())
	_, err := r.meetings.AddBreak(ctx, group.ID, schedule.Break{From: wall("2026-11-01T00:00"), Through: wall("2026-11-30T00:00")})
	r.must(err)
	ics := r.calendar(group)
	if got := property(ics, "SEQUENCE"); !slices.Equal(got, []string{"1"}) {
		t.Errorf("the sequence is %v", got)
	}
	if got := property(ics, "EXDATE"); !slices.Equal(got, []string{"TZID=America/New_York:20261110T190000,20261124T190000,20261222T190000"}) {
		t.Errorf("leaves out %v", got)
	}
	r.must(r.groups.SetState(ctx, r.ada.ID, group.ID, groups.Removed))
	r.at = noon.Add(groups.Keep + time.Hour)
	if erased, err := r.groups.Sweep(ctx); err != nil || erased != 1 {
		t.Errorf("%d groups were erased: %v", erased, err)
	}
}

func TestThatItTookPlaceIsNoChange(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.group("America/New_York", tuesdays())
	before := r.calendar(group)
	r.at = noon.AddDate(0, 0, 1)
	came := 12
	_, err := r.meetings.Hold(context.Background(), r.ada.ID, group, r.key(group, "2026-09-01").ID, &came)
	r.must(err)
	if after := r.calendar(group); after != before {
		t.Errorf("the calendar changed:\n%s", after)
	}
}

func TestImportedEventsKeepTheirNames(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	listing := r.listing("America/New_York", tuesdays(), schedule.Schedule{Start: wall("2026-09-03T18:30"), Length: time.Hour,
		Extra: []schedule.Wall{wall("2026-10-01T18:30")}})
	r.must(r.meetings.SetUIDs(ctx, listing.ID, meetings.UIDs{
		Series: map[schedule.Wall]string{wall("2026-09-01T19:00"): "abc@google.com"},
		Dates: map[schedule.Wall]string{
			wall("2026-09-01T19:00"): "abc@google.com", wall("2026-10-01T18:30"): "event_7@meetup.com", wall("2026-11-01T18:30"): "event_7@meetup.com",
		},
	}))
	got := property(r.calendar(listing), "UID")
	want := []string{"abc@google.com", "group-1-20260903T183000@regulars.example", "event_7@meetup.com"}
	if !slices.Equal(got, want) {
		t.Errorf("called %v, want %v", got, want)
	}
	alone, _, err := r.Meeting(ctx, listing, "2026-09-01")
	r.must(err)
	if got := property(string(alone), "UID")[0]; got != "group-1-20260901T190000@regulars.example" {
		t.Errorf("one meeting of the series is called %s", got)
	}
	r.must(r.meetings.SetUIDs(ctx, listing.ID, meetings.UIDs{}))
	if got := property(r.calendar(listing), "UID")[0]; got != "group-1@regulars.example" {
		t.Errorf("called %s", got)
	}
}

// A group of which only the town is known sends nobody to the middle of it.
func TestOnlyExactPointsAreTold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.group("Europe/London", tuesdays())
	if got := property(r.calendar(group), "GEO"); !slices.Equal(got, []string{"35.59510;-82.55150"}) {
		t.Errorf("an exact point is told as %v", got)
	}
	_, err := r.db.Exec(t.Context(), `UPDATE groups SET exact = false`)
	r.must(err)
	if got := property(r.calendar(group), "GEO"); len(got) != 0 {
		t.Errorf("the town's point is told as %v", got)
	}
}

func TestUnconfirmedDatesSayThatTheyAre(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ics := r.calendar(r.listing("Europe/London", tuesdays()))
	if got := property(ics, "STATUS"); !slices.Equal(got, []string{"TENTATIVE"}) {
		t.Errorf("status %v", got)
	}
	if said := property(ics, "DESCRIPTION")[0]; !strings.HasPrefix(said, `Expected\, from a public calendar`) || !strings.Contains(said, "ask before you go") {
		t.Errorf("says %q", said)
	}
	if ics := r.calendar(r.group("Europe/London", tuesdays())); strings.Contains(ics, "xpected") {
		t.Error("a claimed group's dates are called expected")
	}
}

func TestDatesThatNoScheduleGivesAnyMoreStay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.group("America/New_York", tuesdays())
	r.at = noon.AddDate(0, 0, 20)
	r.meets(group, schedule.Schedule{Start: wall("2026-09-25T10:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;BYDAY=FR")})
	got := icaltest.Read(t, noon, noon.AddDate(0, 1, 0), r.calendar(group))[0]
	var days []string
	for _, o := range got {
		days = append(days, time.Unix(o.Start, 0).UTC().Format("2 Jan"))
	}
	if want := []string{"1 Sep", "15 Sep", "25 Sep"}; !slices.Equal(days, want) {
		t.Errorf("met %v, want %v", days, want)
	}
}

func TestAMemberSeesPlacesAndSavedListings(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	ben, err := r.members.Ensure(ctx, "ben@example.org")
	r.must(err)
	empty, err := r.Member(ctx, ben)
	r.must(err)
	if n := strings.Count(string(empty), "BEGIN:VEVENT"); n != 0 {
		t.Errorf("%d meetings of somebody without any", n)
	}
	group := r.group("America/New_York", tuesdays())
	for _, key := range []string{"2026-09-15", "2026-09-29", "2026-10-13"} {
		r.must(r.meetings.Attend(ctx, group, r.key(group, key).ID, ben.ID, 0))
	}
	r.must(r.meetings.NotThisTime(ctx, group, r.key(group, "2026-09-29").ID, ben.ID))
	r.callOff(group, "2026-10-13", "ill")
	saved := r.listing("Asia/Kathmandu", schedule.Schedule{Start: wall("2026-09-10T07:00"), Length: time.Hour})
	r.must(r.groups.Join(ctx, saved.ID, ben.ID))
	body, err := r.Member(ctx, ben)
	r.must(err)
	var got []string
	for _, o := range icaltest.Read(t, noon, noon.AddDate(1, 0, 0), string(body))[0] {
		got = append(got, time.Unix(o.Start, 0).UTC().Format("2 Jan 15:04 ")+o.Status)
	}
	want := []string{"10 Sep 01:15 TENTATIVE", "15 Sep 23:00 CONFIRMED", "13 Oct 23:00 CANCELLED"}
	if !slices.Equal(got, want) {
		t.Errorf("sees %q, want %q", got, want)
	}
}

func TestAMovedMeetingIsFoundByItsNewDate(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	group := r.group("America/New_York", tuesdays())
	r.move(group, "2026-09-15", 24*time.Hour, "")
	body, m, err := r.Meeting(ctx, group, "2026-09-16")
	r.must(err)
	if m.Key != "2026-09-15" || m.Status != meetings.Moved || !strings.Contains(string(body), "DTSTART;TZID=America/New_York:20260916T190000\r\n") {
		t.Errorf("found %+v:\n%s", m, body)
	}
	if _, _, err := r.Meeting(ctx, group, "2026-09-14"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a date without a meeting gives %v", err)
	}
}

// Mails carry the calendars of many meetings, read together: each the very file that
// the page of its meeting offers.
func TestSeveralMeetingsAtOnceAreWrittenAsEachAlone(t *testing.T) {
	t.Parallel()
	r, ctx := newRig(t), context.Background()
	chorus, listing := r.group("America/New_York", tuesdays()), r.listing("Europe/Berlin", tuesdays())
	r.move(chorus, "2026-09-15", 24*time.Hour, "The Library")
	r.callOff(chorus, "2026-09-29", "storm")
	alone := map[int64]string{}
	ids := []int64{1 << 40}
	for _, one := range []struct {
		group groups.Group
		key   string
	}{{chorus, "2026-10-13"}, {chorus, "2026-09-15"}, {chorus, "2026-09-29"}, {listing, "2026-10-13"}} {
		body, m, err := r.Meeting(ctx, one.group, one.key)
		r.must(err)
		alone[m.ID], ids = string(body), append(ids, m.ID)
	}
	files, err := r.Meetings(ctx, words.English, ids)
	r.must(err)
	if len(files) != len(alone) {
		t.Errorf("%d files, want %d", len(files), len(alone))
	}
	for id, want := range alone {
		if string(files[id]) != want {
			t.Errorf("together:\n%s\nalone:\n%s", files[id], want)
		}
	}
	if nothing, err := r.Meetings(ctx, words.English, nil); err != nil || len(nothing) != 0 {
		t.Errorf("of none: %v, %v", nothing, err)
	}
}
