package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/schedule"
)

// reads decodes an answer of the API, which has to be 200.
func reads[T any](r *rig, path string) (value T) {
	r.t.Helper()
	r.must(json.Unmarshal([]byte(r.wantStatus(r.get(path), 200).body), &value))
	return value
}

// listed asks for a page of a search.
func (w *town) listed(query string) apiGroups {
	w.t.Helper()
	_, err := w.Search.Refresh(w.t.Context())
	w.must(err)
	return reads[apiGroups](w.rig, "/api/v1/groups?"+query)
}

func (p apiGroups) names() string {
	var names []string
	for _, group := range p.Groups {
		names = append(names, group.Name)
	}
	return strings.Join(names, ", ")
}

func TestASearchForPrograms(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	d := somewhere("Hill Street Chorus", "singing", 3)
	d.Beginners, d.StepFree = true, true
	w.lists(d, time.Tuesday, 19)
	_, err := w.Search.Refresh(t.Context())
	w.must(err)
	a := w.wantStatus(w.get("/api/v1/groups?q=choir&near=Asheville"), 200)
	want := `{"groups":[{"slug":"hill-street-chorus","name":"Hill Street Chorus","url":"http://regulars.example/groups/hill-street-chorus",` +
		`"interests":["singing"],"place":{"name":"Hill Street Hall, Asheville, North Carolina","lat":35.62698,"lon":-82.55},` +
		`"distance_km":2.9,"rhythm":"Every Tuesday, 19:00 to 21:00","claimed":true,"traits":["stepfree","beginners"],` +
		`"next_meeting":{"starts_at":"2026-09-01T19:00:00-04:00","ends_at":"2026-09-01T21:00:00-04:00","status":"on",` +
		`"place":{"name":"Hill Street Hall, Asheville, North Carolina","lat":35.62698,"lon":-82.55}},"pulse":null}],"next":null}`
	if a.body != want {
		t.Errorf("got  %s\nwant %s", a.body, want)
	}
	if a.header.Get("Content-Type") != "application/json" {
		t.Errorf("headers are %v", a.header)
	}
}

func TestEveryFilterWorksForProgramsToo(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	d := somewhere("Evening", "singing", 3)
	d.Beginners, d.StepFree, d.HearingLoop, d.Quiet, d.Alone, d.Children, d.Online, d.Language = true, true, true, true, true, true, true, "fr"
	nothing := 0
	d.Price = &nothing
	w.lists(d, time.Tuesday, 19)
	w.lists(somewhere("Morning", "quilting", 12), time.Saturday, 10)
	for query, want := range map[string]string{
		"near=Asheville": "Evening, Morning", "near=Asheville&km=5": "Evening", "near=28801": "Evening, Morning", "near=35.6,-82.55": "Evening, Morning",
		"near=Asheville&q=choir": "Evening", "near=Asheville&q=crafts": "Morning", "near=Asheville&day=sat,sun": "Morning",
		"near=Asheville&time=morning,evening": "Evening, Morning", "near=Asheville&time=afternoon": "", "near=Asheville&week=this": "Evening, Morning",
		"near=Asheville&price=0": "Evening", "near=Asheville&lang=fr": "Evening", "near=Asheville&lang=de": "",
		"near=Asheville&beginners=1&alone=1&free=1&stepfree=1&loop=1&quiet=1&children=1&online=1": "Evening",
		"near=Asheville&page=7": "Evening, Morning", "near=Asheville&km=&q=&day=": "Evening, Morning", "near=Knoxville": "",
		"": "Evening, Morning", "q=quilting": "Morning", "day=tue": "Evening",
	} {
		if got := w.listed(query).names(); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	for _, group := range w.listed("q=quilting").Groups {
		if group.DistanceKM != nil {
			t.Errorf("from nowhere it is %v km", *group.DistanceKM)
		}
	}
}

func TestProgramsGoOnByCursor(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for i := range 7 {
		w.lists(somewhere(fmt.Sprintf("Choir %d", i), "singing", float64(i)), time.Tuesday, 19)
	}
	for _, query := range []string{"near=Asheville&q=choir&day=tue&limit=3", "limit=3"} {
		var found []string
		page := w.listed(query)
		for {
			found = append(found, page.names())
			if page.Next == nil {
				break
			}
			if !strings.HasPrefix(*page.Next, "/api/v1/groups?") || !strings.Contains(*page.Next, "limit=3") {
				t.Fatalf("the next page is at %s", *page.Next)
			}
			page = reads[apiGroups](w.rig, *page.Next)
		}
		if got := strings.Join(found, "; "); got != "Choir 0, Choir 1, Choir 2; Choir 3, Choir 4, Choir 5; Choir 6" {
			t.Errorf("%s: got %s", query, got)
		}
	}
}

func TestProgramsHearWhatNobodyConfirmed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	tuesdays := tuesdays()
	r.barbershop(nil, tuesdays)
	_, err := r.DB.Exec(t.Context(), `UPDATE origins SET source = 'other.ics'`)
	r.must(err)
	run := r.barbershop(time.Date(2026, 8, 25, 22, 30, 0, 0, time.UTC), schedule.Schedule{
		Start: schedule.NewWall(2026, time.August, 11, 18, 30), Zone: newYork, Length: time.Hour,
		Extra: []schedule.Wall{schedule.NewWall(2026, time.August, 18, 18, 30), schedule.NewWall(2026, time.August, 25, 18, 30)}})
	w := &town{rig: r}
	page := w.listed("near=Asheville")
	if len(page.Groups) != 2 {
		t.Fatalf("got %+v", page)
	}
	expected, over := page.Groups[0], page.Groups[1]
	if expected.Claimed || expected.Next == nil || expected.Next.Status != meetings.Expected || expected.Pulse != nil {
		t.Errorf("got %+v", expected)
	}
	if over.Slug != run.Slug || over.Next != nil || over.Rhythm != "Usually Tuesdays 18:30" {
		t.Errorf("got %+v", over)
	}
	one := reads[apiGroupPage](r, "/api/v1/groups/"+run.Slug)
	if one.Source == nil || one.Source.Page != "https://valley.example/calendar" || one.Source.AsOf != "2026-08-22" || *one.Source.LastListed != "2026-08-25" {
		t.Errorf("got %+v", one.Source)
	}
	if one.Rhythm != over.Rhythm || one.Next != nil || one.Claimed {
		t.Errorf("got %+v", one)
	}
	if goes := reads[apiGroupPage](r, "/api/v1"+valleyPath).Source; goes == nil || goes.LastListed != nil {
		t.Errorf("got %+v", goes)
	}
}

func TestOneGroupForPrograms(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, organizer := r.chorus(), r.person("Maren").ID
	_, err := r.Meetings.AddBreak(t.Context(), group.ID, schedule.Break{
		From: schedule.NewWall(2026, time.December, 20, 0, 0), Through: schedule.NewWall(2027, time.January, 4, 0, 0), Why: "winter break"})
	r.must(err)
	m := r.meeting(group, first)
	_, err = r.Meetings.Move(t.Context(), organizer, group, m.ID, m.Starts.Add(time.Hour), "The Library", "")
	r.must(err)
	one := reads[apiGroupPage](r, "/api/v1"+chorusPath)
	if one.Description != "We sing **rounds**." || !slices.Equal(one.Schedule, []string{"Every Tuesday, 18:30 to 20:30", "20 Dec to 4 Jan: winter break"}) || one.Timezone != "America/New_York" {
		t.Errorf("got %+v", one)
	}
	if one.Venue != "Hill Street Hall" || one.Address != "12 Hill Street" || !one.PublicPlace || one.FirstVisit.LookFor != "The green scarf" || one.FirstVisit.Cost != "A tin goes round" {
		t.Errorf("got %+v", one)
	}
	if one.Calendar != "http://regulars.example"+chorusPath+".ics" || one.Source != nil || one.DistanceKM != nil || one.Paused {
		t.Errorf("got %+v", one)
	}
	if one.Next == nil || one.Next.Status != meetings.Moved || one.Next.Place != (apiPlace{Name: "The Library"}) || one.Next.Starts.Format(time.RFC3339) != "2026-09-08T19:30:00-04:00" {
		t.Errorf("got %+v", one.Next)
	}
	if strings.Contains(r.get("/api/v1"+chorusPath).body, "Maren") {
		t.Error("it names those who run it")
	}

	r.at = time.Date(2026, 9, 16, 12, 0, 0, 0, time.UTC)
	came := 9
	_, err = r.Meetings.Hold(t.Context(), organizer, group, r.meeting(group, first).ID, &came)
	r.must(err)
	pulse := reads[apiGroupPage](r, "/api/v1"+chorusPath).Pulse
	if pulse == nil || pulse.Held != 1 || pulse.Of != 2 || *pulse.Low != 9 || *pulse.High != 9 {
		t.Errorf("got %+v", pulse)
	}
	r.must(r.Groups.SetState(t.Context(), organizer, group.ID, groups.Paused))
	if !reads[apiGroupPage](r, "/api/v1"+chorusPath).Paused {
		t.Error("it is not said to be paused")
	}
	r.must(r.Groups.SetState(t.Context(), organizer, group.ID, groups.Removed))
	r.wantStatus(r.get("/api/v1"+chorusPath), 404)
	r.wantStatus(r.get("/api/v1"+chorusPath+"/meetings"), 404)
}

func TestMeetingsForPrograms(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, organizer := r.chorus(), r.person("Maren").ID
	_, err := r.Meetings.CallOff(t.Context(), organizer, group, r.meeting(group, "2026-09-15").ID, "ill")
	r.must(err)
	moved := r.meeting(group, "2026-09-22")
	_, err = r.Meetings.Move(t.Context(), organizer, group, moved.ID, moved.Starts.Add(4*time.Hour), "", "") // past midnight in UTC, not there
	r.must(err)
	r.at = time.Date(2026, 9, 9, 12, 0, 0, 0, time.UTC)
	_, err = r.Meetings.Hold(t.Context(), organizer, group, r.meeting(group, first).ID, nil)
	r.must(err)
	told := func(query string) string {
		t.Helper()
		var said []string
		for _, m := range reads[[]apiMeeting](r, "/api/v1"+chorusPath+"/meetings?"+query) {
			said = append(said, m.Starts.Format("2006-01-02T15:04-07:00 ")+string(m.Status))
		}
		return strings.Join(said, ", ")
	}
	for query, want := range map[string]string{
		"from=2026-09-08&to=2026-09-08": "2026-09-08T18:30-04:00 held",
		"from=2026-09-01&to=2026-09-22": "2026-09-08T18:30-04:00 held, 2026-09-15T18:30-04:00 called_off, 2026-09-22T22:30-04:00 moved",
		"from=2026-09-23&to=2026-09-28": "",
		"to=2026-09-29":                 "2026-09-15T18:30-04:00 called_off, 2026-09-22T22:30-04:00 moved, 2026-09-29T18:30-04:00 on",
		"from=2026-11-01&to=2026-11-03": "2026-11-03T18:30-05:00 on", // clocks have changed
		"from=2020-02-29&to=2020-02-29": "", "from=0001-01-01&to=0001-01-01": "", "from=9998-12-31": "", "from=9999-12-31&to=9999-12-31": "",
	} {
		if got := told(query); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	// Made sixteen weeks ahead on the first of September; of later ones nobody can speak.
	if all := strings.Split(told("from=2026-09-01&to=2027-09-01"), ", "); len(all) != 15 || !strings.HasPrefix(all[14], "2026-12-15") {
		t.Errorf("%d are told, the last is %s", len(all), all[len(all)-1])
	}
	for query, field := range map[string]string{
		"from=2026-09-01&to=2027-09-02": "to", "from=2026-09-02&to=2026-09-01": "to", "to=2026-09-08": "to",
		"from=2026-02-30": "from", "from=tomorrow": "from", "to=2026-9-1": "to", "from=2026-09-01T00:00": "from", "from=%ff": "from",
	} {
		var said problemBody
		r.must(json.Unmarshal([]byte(r.wantStatus(r.get("/api/v1"+chorusPath+"/meetings?"+query), 422).body), &said))
		if len(said.Errors) != 1 || said.Errors[field] == "" || said.Detail != said.Errors[field] {
			t.Errorf("%s: got %+v", query, said)
		}
	}
}

// Where clocks change at midnight a day begins at one, and belongs to itself.
func TestDaysOfTheGroupsZone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(func(d *groups.Details) {
		d.Zone, d.Town, d.Point = "America/Santiago", "Santiago, Chile", place.Point{Lat: -33.45, Lon: -70.66}
	})
	_, err := r.Meetings.SetTimetable(t.Context(), group.ID, meetings.Timetable{{
		Start: schedule.NewWall(2026, time.September, 5, 23, 30), Zone: group.Location(), Length: time.Hour,
		Extra: []schedule.Wall{schedule.NewWall(2026, time.September, 6, 1, 0), schedule.NewWall(2026, time.September, 6, 23, 59)}}})
	r.must(err)
	for day, want := range map[string]int{"2026-09-05": 1, "2026-09-06": 2, "2026-09-07": 0} {
		if got := reads[[]apiMeeting](r, "/api/v1"+chorusPath+"/meetings?from="+day+"&to="+day); len(got) != want {
			t.Errorf("%s: %d meetings, want %d", day, len(got), want)
		}
	}
}

func TestOldNamesLeadProgramsOn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, organizer := r.chorus(), r.person("Maren").ID
	d := group.Details
	d.Name = "Valley Chorus"
	_, err := r.Groups.Update(t.Context(), organizer, group.ID, group.Version, d)
	r.must(err)
	for from, to := range map[string]string{
		"":          "/api/v1/groups/valley-chorus",
		"/meetings": "/api/v1/groups/valley-chorus/meetings",
		"/meetings?from=2026-09-01&to=2026-09-30": "/api/v1/groups/valley-chorus/meetings?from=2026-09-01&to=2026-09-30",
	} {
		a := r.wantStatus(r.get("/api/v1"+chorusPath+from), http.StatusMovedPermanently)
		if got := a.header.Get("Location"); got != to {
			t.Errorf("%q leads to %s, want %s", from, got, to)
		}
		r.wantStatus(r.get(to), 200)
	}
}
