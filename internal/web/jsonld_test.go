package web

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

var dataBlock = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// data reads the one block of JSON-LD of a page: the way to it, and its event.
func (r *rig) data(path string) (crumbs []string, event map[string]any) {
	r.t.Helper()
	blocks := dataBlock.FindAllStringSubmatch(r.wantStatus(r.get(path), 200).body, -1)
	if len(blocks) != 1 {
		r.t.Fatalf("%s has %d blocks", path, len(blocks))
	}
	var said struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	r.must(json.Unmarshal([]byte(blocks[0][1]), &said))
	if said.Context != "https://schema.org" || said.Graph[0]["@type"] != "BreadcrumbList" {
		r.t.Fatalf("%s says %s", path, blocks[0][1])
	}
	for _, item := range said.Graph[0]["itemListElement"].([]any) {
		crumbs = append(crumbs, item.(map[string]any)["name"].(string))
	}
	if len(said.Graph) > 1 {
		event = said.Graph[1]
	}
	return crumbs, event
}

func wantData(t *testing.T, got map[string]any, want map[string]any) {
	t.Helper()
	for name, value := range want {
		if !reflect.DeepEqual(got[name], value) {
			t.Errorf("%s is %v, want %v", name, got[name], value)
		}
	}
}

func TestAGroupTellsSearchEnginesWhenItMeets(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(func(d *groups.Details) { d.Name = `Hill </script><script>alert("x")</script> Chorus` })
	maren := r.person("Maren")
	table := tuesdays()
	table.Except = []schedule.Wall{schedule.NewWall(2026, time.September, 22, 18, 30)}
	_, err := r.Meetings.SetTimetable(t.Context(), group.ID, meetings.Timetable{table})
	r.must(err)
	first, err := r.Meetings.ByKey(t.Context(), group, "2026-09-08", 0)
	r.must(err)
	_, err = r.Meetings.CallOff(t.Context(), maren.ID, group, first.ID, "ill")
	r.must(err)

	crumbs, event := r.data("/groups/" + group.Slug)
	if got := strings.Join(crumbs, " > "); got != "Regulars > Singing > "+group.Name {
		t.Errorf("the way is %q", got)
	}
	wantData(t, event, map[string]any{
		"@type": "Event", "name": group.Name, "startDate": "2026-09-15T18:30:00-04:00", "endDate": "2026-09-15T20:30:00-04:00",
		"eventStatus": "https://schema.org/EventScheduled", "url": "http://regulars.example/groups/" + group.Slug,
	})
	wantData(t, event["eventSchedule"].([]any)[0].(map[string]any), map[string]any{
		"@type": "Schedule", "startDate": "2026-09-08", "startTime": "18:30:00", "endTime": "20:30:00",
		"repeatFrequency": "P1W", "byDay": []any{"https://schema.org/Tuesday"}, "scheduleTimezone": "America/New_York",
		"exceptDate": []any{"2026-09-08T18:30:00-04:00", "2026-09-22T18:30:00-04:00"},
	})
}

func TestAMeetingTellsSearchEnginesWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, maren := r.chorus(), r.person("Maren")
	change := func(key string, do func(meetings.Meeting) error) {
		t.Helper()
		m, err := r.Meetings.ByKey(t.Context(), group, key, 0)
		r.must(err)
		r.must(do(m))
	}
	change("2026-09-08", func(m meetings.Meeting) error {
		_, err := r.Meetings.CallOff(t.Context(), maren.ID, group, m.ID, "ill")
		return err
	})
	change("2026-09-15", func(m meetings.Meeting) error {
		_, err := r.Meetings.Move(t.Context(), maren.ID, group, m.ID, m.Starts.Add(time.Hour), "The Library", "")
		return err
	})
	_, off := r.data("/groups/hill-street-chorus/2026-09-08")
	wantData(t, off, map[string]any{"eventStatus": "https://schema.org/EventCancelled", "startDate": "2026-09-08T18:30:00-04:00"})
	crumbs, moved := r.data("/groups/hill-street-chorus/2026-09-15")
	wantData(t, moved, map[string]any{
		"eventStatus": "https://schema.org/EventRescheduled", "startDate": "2026-09-15T19:30:00-04:00",
		"previousStartDate": "2026-09-15T18:30:00-04:00", "superEvent": map[string]any{"@id": "http://regulars.example/groups/hill-street-chorus"},
	})
	if place := moved["location"].(map[string]any); place["name"] != "The Library" || place["geo"] != nil {
		t.Errorf("takes place at %v", place)
	}
	if len(crumbs) != 4 {
		t.Errorf("the way is %v", crumbs)
	}
	_, on := r.data("/groups/hill-street-chorus/2026-09-22")
	wantData(t, on, map[string]any{"eventStatus": "https://schema.org/EventScheduled", "previousStartDate": nil})
}

func TestOnlyRulesWithWordsAreTold(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]thing{
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH":     {"repeatFrequency": "P2W", "byDay": []string{"https://schema.org/Tuesday", "https://schema.org/Thursday"}},
		"FREQ=MONTHLY;BYDAY=1SA,-1SA":            {"repeatFrequency": "P1M", "byDay": []string{"1SA", "-1SA"}},
		"FREQ=MONTHLY;BYMONTHDAY=15":             {"repeatFrequency": "P1M", "byMonthDay": 15},
		"FREQ=DAILY":                             {"repeatFrequency": "P1D"},
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261001":    {"repeatFrequency": "P1W", "endDate": "2026-09-29"},
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260801":    nil,
		"FREQ=YEARLY;BYMONTH=5;BYDAY=1SA":        nil,
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA":      nil,
		"":                                       nil,
		"FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=2": nil,
	} {
		rule, err := schedule.ParseRule(text)
		if err != nil {
			t.Fatal(err)
		}
		got := scheduleData(schedule.Schedule{Start: schedule.NewWall(2026, 7, 7, 19, 0), Zone: time.UTC, Length: time.Hour, Rule: rule}, now)
		if (got == nil) != (want == nil) {
			t.Errorf("%q is told as %v", text, got)
		}
		for name, value := range want {
			if !reflect.DeepEqual(got[name], value) {
				t.Errorf("%q: %s is %v, want %v", text, name, got[name], value)
			}
		}
	}
}

func TestAGroupWithoutADateIsNoEvent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	_, err := r.Meetings.SetTimetable(t.Context(), group.ID, nil)
	r.must(err)
	if crumbs, event := r.data("/groups/hill-street-chorus"); event != nil || len(crumbs) != 3 {
		t.Errorf("tells of %v", event)
	}
}

// A group of which only the town is known sends nobody to the middle of it.
func TestOnlyAnExactPointIsTold(t *testing.T) {
	t.Parallel()
	for _, exact := range []bool{true, false} {
		r := newRig(t)
		group := r.chorus(func(d *groups.Details) { d.Address, d.Exact = "12 Hill Street", exact })
		_, event := r.data("/groups/" + group.Slug)
		at := event["location"].(map[string]any)
		if street := at["address"].(map[string]any)["streetAddress"]; street != "12 Hill Street" || (at["geo"] != nil) != exact {
			t.Errorf("exact %t, it takes place at %v", exact, at)
		}
	}
}

func TestWhereOneCanComeIsTold(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		name, mode string
		fill       func(d *groups.Details)
	}{
		{"a room", "OfflineEventAttendanceMode", func(*groups.Details) {}},
		{"a room and a screen", "MixedEventAttendanceMode", func(d *groups.Details) { d.Online, d.Venue = true, "Hall" }},
		{"a screen", "OnlineEventAttendanceMode", func(d *groups.Details) { d.Online, d.Venue, d.Address = true, "", "" }},
	} {
		r := newRig(t)
		group := r.chorus(one.fill)
		_, err := r.Meetings.SetTimetable(t.Context(), group.ID, meetings.Timetable{tuesdays()})
		r.must(err)
		_, event := r.data("/groups/" + group.Slug)
		if got, want := event["eventAttendanceMode"], "https://schema.org/"+one.mode; got != want {
			t.Errorf("%s is told as %v, want %s", one.name, got, want)
		}
	}
}
