package calendar_test

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/feed"
	"regulars/internal/icaltest"
	"regulars/internal/meetings"
	"regulars/internal/words"
)

// comparison is what two readers of the same calendars agree and differ in, over
// the span that an import keeps.
type comparison struct {
	sync.Mutex
	files, series, dates int
	published            int            // dates that our own calendars of them give
	reasons              map[string]int // dates that only one of the two has, by why
	rhythms              []string       // of the groups' own feeds
	rhythmic             int            // how many of them have one
}

func (c *comparison) print() {
	fmt.Printf("ical.js: %d calendars, %d series, %d dates from 12 weeks before the import to 16 weeks after\n", c.files, c.series, c.dates)
	fmt.Printf("ical.js: %d dates in the calendars that are published of them\n", c.published)
	for _, why := range slices.Sorted(maps.Keys(c.reasons)) {
		fmt.Printf("ical.js: %5d  %s\n", c.reasons[why], why)
	}
	slices.Sort(c.rhythms)
	for _, one := range c.rhythms {
		fmt.Println("rhythm: " + one)
	}
	fmt.Printf("rhythms: %d of %d feeds of groups have one\n", c.rhythmic, len(c.rhythms))
}

// note takes down what rhythm a group's own feed has.
func (c *comparison) note(s calendar.Series, from, to time.Time) {
	rhythm, ok := s.Timetable.Rhythm()
	said := fmt.Sprintf("%s, fit %.2f", rhythm.Words(words.English), rhythm.Fit)
	if !ok {
		said = "none"
	} else {
		c.rhythmic++
	}
	c.rhythms = append(c.rhythms, fmt.Sprintf("%s: %s, of %d dates", s.Name, said, len(s.Timetable.Between(from, to))))
}

// span is a date as both readers have it: its Unix seconds, and whether it is
// called off.
type span struct {
	start, end int64
	off        bool
}

func (s span) String() string {
	text := time.Unix(s.start, 0).UTC().Format("2006-01-02T15:04Z") + fmt.Sprintf(" (%d min)", (s.end-s.start)/60)
	if s.off {
		text += " off"
	}
	return text
}

// listed are the meetings that we hold of one series.
func (h *house) listed(t *testing.T, uid string, from, to time.Time) map[span]bool {
	t.Helper()
	var rows []struct {
		Starts time.Time `db:"starts_at"`
		Ends   time.Time `db:"ends_at"`
		Status string    `db:"status"`
	}
	err := h.db.Select(context.Background(), &rows, `
		SELECT m.starts_at, m.ends_at, m.status FROM meetings m JOIN origins o ON o.group_id = m.group_id
		WHERE o.uid = $1 AND m.starts_at >= $2 AND m.starts_at < $3`, uid, from, to)
	if err != nil {
		t.Fatal(err)
	}
	held := map[span]bool{}
	for _, row := range rows {
		held[span{row.Starts.Unix(), row.Ends.Unix(), row.Status == string(meetings.CalledOff)}] = true
	}
	return held
}

// compare holds what was imported of a file against what ical.js finds in it,
// series by series.
func (c *comparison) compare(t *testing.T, h *house, file string, zone *time.Location) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := calendar.Parse(strings.NewReader(string(text)), zone, h.now)
	if err != nil {
		t.Fatal(err)
	}
	from, to := h.now.Add(-meetings.Kept), h.now.Add(meetings.Horizon)
	found := icaltest.Read(t, from, to, string(text))[0]
	c.Lock()
	defer c.Unlock()
	c.files++
	r := reading{feed: parsed, found: found, skipped: map[string]calendar.Reason{}, titles: map[span]string{}}
	for _, s := range parsed.Skipped {
		r.skipped[s.UID] = s.Reason
	}
	for _, s := range parsed.Series {
		c.series++
		if parsed.Kind == calendar.GroupFeed {
			c.note(s, h.now.AddDate(-1, 0, 0), h.now.AddDate(2, 0, 0))
		}
		want := r.take(s)
		c.dates += len(want)
		held := h.listed(t, s.UID, from, to)
		for date := range want {
			inWords := span{date.start, date.end, true}
			switch {
			case held[date]:
			case held[inWords] && !want[inWords]:
				delete(held, inWords)
				held[date] = true
				c.reasons[fmt.Sprintf("called off in words alone: %q", r.titles[date])]++
			case begins(held, date.start) && begins(want, date.start, date):
				c.reasons["begins when another date of the same group does"]++
			default:
				t.Errorf("%s lacks %s", s.Name, date)
			}
		}
		for date := range held {
			if !want[date] {
				t.Errorf("%s has %s besides", s.Name, date)
			}
		}
	}
	r.rest(t, c)
	c.published += h.givesBack(t, parsed, from, to)
}

// givesBack holds the calendars that we publish of what was imported against the
// meetings that we hold, and counts the dates: whoever reads ours has the same.
func (h *house) givesBack(t *testing.T, imported calendar.Feed, from, to time.Time) (dates int) {
	t.Helper()
	out := feed.New(h.groups, h.meetings, &url.URL{Scheme: "https", Host: "regulars.example"}, func() time.Time { return h.now })
	var bodies, uids []string
	for _, s := range imported.Series {
		var id int64
		if err := h.db.Get(ctx, &id, `SELECT group_id FROM origins WHERE uid = $1`, s.UID); err != nil {
			continue // it was over long before, and is no listing
		}
		group, err := h.groups.ByID(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		body, err := out.Group(ctx, group)
		if err != nil {
			t.Fatal(err)
		}
		bodies, uids = append(bodies, string(body)), append(uids, s.UID)
	}
	for i, found := range icaltest.Read(t, from, to, bodies...) {
		given := map[span]bool{}
		for _, o := range found {
			given[span{o.Start, o.End, o.Status == "CANCELLED"}] = true
		}
		held := h.listed(t, uids[i], from, to)
		if dates += len(given); !maps.Equal(given, held) {
			t.Errorf("our calendar of %q gives %v, want %v", uids[i], given, held)
		}
	}
	return dates
}

// begins tells whether one of the dates, other than some, begins then.
func begins(dates map[span]bool, start int64, others ...span) bool {
	for date := range dates {
		if date.start == start && !slices.Contains(others, date) {
			return true
		}
	}
	return false
}

// reading is what ical.js found in one calendar, less what was compared.
type reading struct {
	feed    calendar.Feed
	found   []icaltest.Occurrence
	skipped map[string]calendar.Reason
	titles  map[span]string
}

// take gives the dates that a series is to have, and takes them away.
func (r *reading) take(s calendar.Series) map[span]bool {
	uids := map[string]bool{}
	for _, uid := range append(s.Earlier, s.UID) {
		uids[uid] = true
	}
	for _, uid := range s.UIDs.Dates {
		uids[calendar.BaseUID(uid)] = true
	}
	want, live := map[span]bool{}, map[int64]bool{}
	r.found = slices.DeleteFunc(r.found, func(o icaltest.Occurrence) bool {
		_, skipped := r.skipped[o.UID]
		mine := s.UID == "" && !skipped || uids[calendar.BaseUID(o.UID)]
		if !mine || o.Day || o.End-o.Start >= 86400 {
			return false
		}
		date := span{o.Start, o.End, o.Status == "CANCELLED"}
		r.titles[date] = o.Summary
		live[o.Start] = live[o.Start] || !date.off
		want[date] = true
		return true
	})
	for date := range want { // called off, and on again as another event
		if date.off && live[date.start] {
			delete(want, date)
		}
	}
	return want
}

// rest tells why dates are not held that ical.js finds.
func (r *reading) rest(t *testing.T, c *comparison) {
	for _, o := range r.found {
		why, known := r.skipped[o.UID]
		switch {
		case o.Day || o.End-o.Start >= 86400:
			c.reasons["a day or longer"]++
		case known:
			c.reasons[string(why)]++
		default:
			t.Errorf("%q (%s) on %s is not held, and nobody says why", o.Summary, o.UID, o)
		}
	}
}
