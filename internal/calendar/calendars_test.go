package calendar_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestCalendars imports calendars and holds each against what ical.js finds in it: those
// of our own in testdata/own, and where REGULARS_CALENDARS names a folder, which holds one
// folder for each town, those that real groups and venues published. They are no part of
// this project. Each calendar must be read, and imported again without a change.
func TestCalendars(t *testing.T) {
	own := comparison{reasons: map[string]int{}}
	for _, name := range []string{"dancers", "mill-house", "walkers"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own.imported(t, "testdata/own/"+name+".ics", "Asheville")
		})
	}
	t.Cleanup(func() {
		if own.series != 6 || own.dates != 78 || own.published != 78 {
			t.Errorf("our own calendars have %d series with %d dates, and we publish %d", own.series, own.dates, own.published)
		}
	})
	if folder := os.Getenv("REGULARS_CALENDARS"); folder != "" {
		published(t, folder)
	}
}

// published imports the calendars of a folder of towns.
func published(t *testing.T, folder string) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.ics"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("calendars: %d files\n", len(files))
	both := comparison{reasons: map[string]int{}}
	t.Cleanup(both.print)
	for _, file := range files {
		town := filepath.Base(filepath.Dir(file))
		t.Run(town+"/"+strings.TrimSuffix(filepath.Base(file), ".ics"), func(t *testing.T) {
			t.Parallel()
			both.imported(t, file, town)
		})
	}
}

// imported imports one calendar twice, and compares.
func (c *comparison) imported(t *testing.T, file, town string) {
	t.Helper()
	near := find(t, town)
	h := newHouse(t, time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC))
	first := h.im.Import(context.Background(), calendar.File(file), near)
	if first.Err != nil {
		t.Fatal(first.Err)
	}
	again := h.im.Import(context.Background(), calendar.File(file), near)
	want := first
	want.Unchanged, want.Listed, want.Withheld = first.Listed+first.Withheld, 0, 0
	if !reflect.DeepEqual(again, want) {
		t.Errorf("imported again: %+v\nwant %+v", again, want)
	}
	zone, err := place.Zone(near.Zone)
	if err != nil {
		t.Fatal(err)
	}
	c.compare(t, h, file, zone)
}

// folders are named as nobody would write a town.
var folders = map[string]string{"santarosa": "Santa Rosa, California", "bloomington": "Bloomington, Indiana"}

func find(t testing.TB, town string) place.Place {
	t.Helper()
	if words, ok := folders[town]; ok {
		town = words
	}
	near, err := gazetteer().Find(town)
	if err != nil {
		t.Fatal(err)
	}
	return near
}

// gazetteer is loaded by the first test that asks for a place: fuzzing does not.
var gazetteer = sync.OnceValue(func() *place.Gazetteer {
	g, err := place.Load()
	if err != nil {
		panic(err)
	}
	return g
})

// house holds an importer with a clock that a test moves.
type house struct {
	im       *calendar.Importer
	groups   *groups.Store
	meetings *meetings.Store
	db       *postgres.DB
	now      time.Time
}

func newHouse(t testing.TB, now time.Time) *house {
	h := &house{db: pgtest.New(t), now: now}
	clock := func() time.Time { return h.now }
	h.groups = groups.New(h.db, clock)
	h.meetings = meetings.New(h.db, h.groups, clock)
	h.im = calendar.New(h.db, h.groups, h.meetings, gazetteer(), clock)
	return h
}
