package feed_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/schedule"
)

var gazetteer = sync.OnceValues(place.Load)

// imports reads a calendar as another site would, and gives the one listing that
// comes of it.
func (r *rig) imports(ics string) groups.Group {
	r.t.Helper()
	ctx := context.Background()
	places, err := gazetteer()
	r.must(err)
	near, err := places.Find("Asheville, North Carolina")
	r.must(err)
	importer := calendar.New(r.db, r.groups, r.meetings, places, func() time.Time { return r.at })
	source := calendar.Source{Name: "chorus.ics", Open: func(context.Context) (io.ReadCloser, time.Time, error) {
		return io.NopCloser(strings.NewReader(ics)), time.Time{}, nil
	}}
	out := importer.Import(ctx, source, near)
	r.must(out.Err)
	if out.Listed+out.Withheld+out.Changed != 1 {
		r.t.Fatalf("imported %+v", out)
	}
	var id int64
	r.must(r.db.Get(ctx, &id, `SELECT group_id FROM origins`))
	group, err := r.groups.ByID(ctx, id)
	r.must(err)
	return group
}

// spans are the times of the meetings that really are to come.
func (r *rig) spans(group groups.Group) (spans []string) {
	r.t.Helper()
	coming, err := r.meetings.Upcoming(context.Background(), group.ID, 0, 500)
	r.must(err)
	for _, m := range coming {
		if m.Status != meetings.CalledOff {
			spans = append(spans, m.Starts.UTC().Format(time.RFC3339)+" "+m.Ends.UTC().Format(time.RFC3339))
		}
	}
	return spans
}

func TestAnotherSiteHasTheSameMeetings(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"America/New_York", "Australia/Lord_Howe"} {
		for _, kind := range []string{"weekly", "with exceptions", "over night", "last", "until a day", "old"} {
			t.Run(zone+" "+kind, func(t *testing.T) {
				t.Parallel()
				here, there := newRig(t), newRig(t)
				group := here.group(zone, slices.Clone(timetables[kind])...)
				here.disturb(group)
				first := there.imports(here.calendar(group))
				if got, want := there.spans(first), here.spans(group); !slices.Equal(got, want) || len(want) < 2 {
					t.Fatalf("has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				if got := property(there.calendar(first), "UID")[0]; got != "group-1@regulars.example" {
					t.Errorf("calls the series %s", got)
				}
				third := newRig(t)
				if got, want := third.spans(third.imports(there.calendar(first))), there.spans(first); !slices.Equal(got, want) {
					t.Errorf("the next site has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			})
		}
	}
}

func TestListedDatesKeepTheirNamesOnTheWay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var ics strings.Builder
	ics.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Meetup//Meetup//EN\r\nX-WR-CALNAME:River Singers\r\n")
	start := schedule.NewWall(2026, time.September, 8, 19, 0)
	for n := range 4 {
		at := start.AddDate(0, 0, 7*n)
		ics.WriteString("BEGIN:VEVENT\r\nUID:event_" + string(rune('a'+n)) + "@meetup.com\r\nSUMMARY:Singing\r\nDTSTART;TZID=America/New_York:" +
			at.Format("20060102T150405") + "\r\nDTEND;TZID=America/New_York:" + at.Add(time.Hour).Format("20060102T150405") + "\r\nEND:VEVENT\r\n")
	}
	ics.WriteString("END:VCALENDAR\r\n")
	group := r.imports(ics.String())
	got := property(r.calendar(group), "UID")
	if want := []string{"event_a@meetup.com", "event_b@meetup.com", "event_c@meetup.com", "event_d@meetup.com"}; !slices.Equal(got, want) {
		t.Errorf("called %v, want %v", got, want)
	}
}
