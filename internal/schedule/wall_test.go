package schedule_test

import (
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/schedule"
)

func wall(t testing.TB, text string) schedule.Wall {
	t.Helper()
	w, err := schedule.ParseWall(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestInstant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, zone, wall, utc string }{
		{"winter", "America/New_York", "2026-01-13T18:30", "2026-01-13T23:30:00Z"},
		{"summer", "America/New_York", "2026-07-14T18:30", "2026-07-14T22:30:00Z"},
		{"gap moves forward", "America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z"},
		{"evening of the change", "America/New_York", "2026-03-08T19:00", "2026-03-08T23:00:00Z"},
		{"overlap is the first", "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"},
		{"gap in London", "Europe/London", "2026-03-29T01:30", "2026-03-29T01:30:00Z"},
		{"overlap in London", "Europe/London", "2026-10-25T01:30", "2026-10-25T00:30:00Z"},
		{"Santiago skips midnight", "America/Santiago", "2026-09-06T00:30", "2026-09-06T04:30:00Z"},
		{"an ordinary evening of that day", "America/Santiago", "2026-09-06T20:00", "2026-09-06T23:00:00Z"},
		{"Santiago repeats 23:30", "America/Santiago", "2026-04-04T23:30", "2026-04-05T02:30:00Z"},
		{"Lord Howe's gap of half an hour", "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z"},
		{"Lord Howe's overlap", "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"},
		{"45 minutes", "Asia/Kathmandu", "2026-05-01T19:00", "2026-05-01T13:15:00Z"},
		{"the day that Samoa skipped", "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := wall(t, c.wall).Instant(zone(t, c.zone))
			if text := got.UTC().Format(time.RFC3339); text != c.utc {
				t.Errorf("%s in %s is %s, want %s", c.wall, c.zone, text, c.utc)
			}
		})
	}
	if got := wall(t, "2026-05-01T19:00").Instant(nil); got.Location() != time.UTC || got.Hour() != 19 {
		t.Errorf("without a zone: %v", got)
	}
}

func TestWallOfUndoesInstant(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/New_York", "Europe/London", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"} {
		z := zone(t, name)
		skipped := 0
		for w := wall(t, "2026-01-01T00:15"); w.Before(wall(t, "2027-01-01T00:00")); w = w.Add(30 * time.Minute) {
			if schedule.WallOf(w.Instant(z), z) != w {
				skipped++ // in a gap
			}
		}
		if skipped > 2 {
			t.Errorf("%s: %d times of the year do not come back", name, skipped)
		}
	}
}

func TestParseWall(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-09-08T18:30":    "2026-09-08T18:30",
		"2026-09-08T18:30:00": "2026-09-08T18:30",
		"2026-09-08T18:30:05": "2026-09-08T18:30:05",
	} {
		if got, err := schedule.ParseWall(text); err != nil || got.String() != want {
			t.Errorf("%s is read as %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "2026-09-08", "2026-02-30T10:00", "0000-01-01T10:00", "2026-09-08T24:00", "2026-09-08T18:30Z", "\x00"} {
		if w, err := schedule.ParseWall(text); fault.KindOf(err) != fault.Invalid || !w.IsZero() {
			t.Errorf("%q is read as %v, %v", text, w, err)
		}
	}
}

func TestWallInPostgres(t *testing.T) {
	t.Parallel()
	w := wall(t, "2026-09-08T18:30")
	if v, err := w.Value(); err != nil || v != "2026-09-08 18:30:00" {
		t.Errorf("Value = %v, %v", v, err)
	}
	if v, err := (schedule.Wall{}).Value(); err != nil || v != nil {
		t.Errorf("Value of none = %v, %v", v, err)
	}
	var got schedule.Wall
	driven := time.Date(2026, 9, 8, 18, 30, 0, 0, time.FixedZone("", 0))
	if err := got.Scan(driven); err != nil || got != w {
		t.Errorf("Scan = %v, %v", got, err)
	}
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Errorf("Scan of null = %v, %v", got, err)
	}
	for _, bad := range []any{"2026-09-08", 7, driven.In(time.FixedZone("", 3600))} {
		if err := got.Scan(bad); err == nil {
			t.Errorf("%v was scanned", bad)
		}
	}
}

func TestWallCalendar(t *testing.T) {
	t.Parallel()
	w := schedule.NewWall(2026, time.January, 31, 18, 30)
	if got := w.AddDate(0, 1, 0).String(); got != "2026-03-03T18:30" {
		t.Errorf("AddDate = %s", got)
	}
	if w.Weekday() != time.Saturday || w.MinuteOfDay() != 18*60+30 || w.Midnight().String() != "2026-01-31T00:00" {
		t.Errorf("%v is a %v, minute %d, of %v", w, w.Weekday(), w.MinuteOfDay(), w.Midnight())
	}
	later := w.Add(time.Hour)
	if !w.Before(later) || !later.After(w) || w.Compare(later) != -1 || w.Compare(w) != 0 {
		t.Error("the order is wrong")
	}
}
