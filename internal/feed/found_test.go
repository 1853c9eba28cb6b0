package feed_test

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/feed"
	"regulars/internal/groups"
	"regulars/internal/icaltest"
	"regulars/internal/schedule"
)

var singing = feed.Search{Title: "Singing near Bath; “here”, there", Page: "/find?near=Bath&q=singing", File: "/find.ics?near=Bath&q=singing"}

func ranked(found ...groups.Group) (all []feed.Found) {
	for _, group := range found {
		all = append(all, feed.Found{ID: group.ID, Summary: "Every Tuesday, " + group.Name})
	}
	return all
}

func (r *rig) found(found ...groups.Group) string {
	r.t.Helper()
	body, err := r.FoundCalendar(r.t.Context(), singing, ranked(found...))
	r.must(err)
	return string(body)
}

// In order of time, since the order of two groups is the search's.
func byStart(all []icaltest.Occurrence) []icaltest.Occurrence {
	slices.SortStableFunc(all, func(a, b icaltest.Occurrence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.UID, b.UID))
	})
	return all
}

func TestASearchTellsWhatItsGroupsTell(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var found []groups.Group
	var own []string
	for kind, table := range timetables {
		group := r.group(zones[len(found)%len(zones)], slices.Clone(table)...)
		if kind != "counted" { // one is left in peace
			r.disturb(group)
		}
		listed := r.listing("Europe/London", slices.Clone(table)...)
		found, own = append(found, group, listed), append(own, r.calendar(group), r.calendar(listed))
	}
	from, to := noon, noon.AddDate(0, 0, 16*7)
	want := byStart(slices.Concat(icaltest.Read(t, from, to, own...)...))
	got := byStart(icaltest.Read(t, from, to, r.found(found...))[0])
	if !slices.Equal(got, want) || len(got) < 200 {
		t.Errorf("of %d occurrences: %s", len(want), firstDifference(got, want))
	}
}

func TestASearchTellsOnlyWhatIsToCome(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	dates := r.group("Europe/London", schedule.Schedule{Start: wall("2026-08-20T18:00"), Length: time.Hour,
		Extra: []schedule.Wall{wall("2026-09-10T18:00"), wall("2027-01-10T18:00")}})
	over := r.listing("Europe/London", schedule.Schedule{Start: wall("2026-07-01T18:00"), Length: time.Hour, Rule: rule("FREQ=WEEKLY;COUNT=3")})
	under := r.group("UTC", schedule.Schedule{Start: wall("2026-09-01T11:00"), Length: 2 * time.Hour})
	removed := r.group("UTC", schedule.Schedule{Start: wall("2026-09-02T11:00"), Length: 2 * time.Hour})
	r.must(r.groups.SetState(t.Context(), r.ada.ID, removed.ID, groups.Removed))
	ics := r.found(over, under, removed, dates)
	if n := strings.Count(ics, "BEGIN:VEVENT"); n != 2 {
		t.Errorf("%d events:\n%s", n, ics)
	}
	for _, want := range []string{"DTSTART:20260901T110000Z", "DTSTART;TZID=Europe/London:20260910T180000", "X-WR-CALNAME:Singing near Bath\\; “here”\\, there\r\n",
		"SOURCE;VALUE=URI:https://regulars.example/find.ics?near=Bath&q=singing\r\n", "\r\nURL:https://regulars.example/find?near=Bath&q=singing\r\n"} {
		if !strings.Contains(ics, want) {
			t.Errorf("lacks %s:\n%s", want, ics)
		}
	}
	if empty := r.found(); !strings.Contains(empty, "BEGIN:VTIMEZONE") || strings.Contains(empty, "VEVENT") {
		t.Errorf("of nothing it says\n%s", empty)
	}
}

// A group whose dates do not all fit is left out with those that rank below it.
func TestASearchIsBounded(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var hourly []schedule.Wall
	for i := range 450 {
		hourly = append(hourly, wall("2026-09-02T00:00").Add(time.Duration(i)*time.Hour))
	}
	busy := schedule.Schedule{Start: wall("2026-09-02T00:30"), Length: time.Minute, Extra: hourly}
	a, b, c := r.group("UTC", busy), r.group("UTC", busy), r.group("UTC", busy)
	d := r.group("UTC", tuesdays())
	if n := strings.Count(r.found(a, b, c, d), "BEGIN:VEVENT"); n != 902 {
		t.Errorf("%d events", n)
	}
}

func TestASearchAsNews(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ctx := t.Context()
	old := r.group("Europe/London", tuesdays())
	r.at = noon.Add(time.Hour)
	young := r.group("Europe/London", tuesdays())
	_, err := r.db.Exec(ctx, `UPDATE timetables SET changed_at = $1`, noon)
	r.must(err)
	type entry struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Summary string `xml:"summary"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	}
	news := func(found ...groups.Group) (updated string, entries []entry) {
		t.Helper()
		body, err := r.FoundNews(ctx, singing, ranked(found...))
		r.must(err)
		var file struct {
			Updated string  `xml:"updated"`
			Entries []entry `xml:"entry"`
		}
		r.must(xml.Unmarshal(body, &file))
		return file.Updated, file.Entries
	}
	updated, entries := news(old, young)
	if len(entries) != 2 || updated != "2026-09-01T13:00:00Z" || entries[0].Updated != updated || entries[1].Updated != "2026-09-01T12:00:00Z" {
		t.Fatalf("got %s, %+v", updated, entries)
	}
	if got := entries[1]; got.Summary != "Every Tuesday, "+old.Name || got.Link.Href != "https://regulars.example/groups/"+old.Slug {
		t.Errorf("got %+v", got)
	}
	id := entries[1].ID
	d := old.Details
	d.Name = "Valley Chorus"
	r.at = noon.Add(2 * time.Hour)
	_, err = r.groups.Update(ctx, r.ada.ID, old.ID, old.Version, d)
	r.must(err)
	if _, entries = news(old, young); entries[0].ID != id || entries[0].Link.Href != "https://regulars.example/groups/valley-chorus" {
		t.Errorf("under its new name it is %+v, want the id %s", entries[0], id)
	}
	if updated, entries = news(); updated != "1970-01-01T00:00:00Z" || len(entries) != 0 {
		t.Errorf("of nothing it says %s, %+v", updated, entries)
	}
}
