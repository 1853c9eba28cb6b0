package schedule_test

import (
	"testing"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

func TestWordsAndHabit(t *testing.T) {
	t.Parallel()
	const start = "2026-09-08T19:00" // a Tuesday, the second of its month
	for _, c := range []struct{ rule, words, habit string }{
		{"", "Tuesday 8 September 2026, 19:00 to 21:00", ""},
		{"FREQ=WEEKLY", "Every Tuesday, 19:00 to 21:00", "every Tuesday"},
		{"FREQ=WEEKLY;BYDAY=TH,TU", "Every Tuesday and Thursday, 19:00 to 21:00", "every Tuesday and Thursday"},
		{"FREQ=WEEKLY;INTERVAL=2", "Every other Tuesday, 19:00 to 21:00", "every other Tuesday"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every other week on Tuesday and Thursday, 19:00 to 21:00", "every other week on Tuesday and Thursday"},
		{"FREQ=WEEKLY;INTERVAL=3", "Every 3 weeks on Tuesday, 19:00 to 21:00", "every 3 weeks on Tuesday"},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday, 19:00 to 21:00", "every weekday"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "Every other week on weekdays, 19:00 to 21:00", "every other week on weekdays"},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day, 19:00 to 21:00", "every day"},
		{"FREQ=WEEKLY;BYMONTH=6,7,8", "Every Tuesday in June, July and August, 19:00 to 21:00", "every Tuesday"},
		{"FREQ=WEEKLY;UNTIL=20261216T000000Z", "Every Tuesday, 19:00 to 21:00, until 15 December 2026", "every Tuesday"},
		{"FREQ=WEEKLY;UNTIL=20261216", "Every Tuesday, 19:00 to 21:00, until 16 December 2026", "every Tuesday"},
		{"FREQ=WEEKLY;COUNT=8", "Every Tuesday, 19:00 to 21:00, 8 times", "every Tuesday"},
		{"FREQ=WEEKLY;COUNT=1", "Every Tuesday, 19:00 to 21:00, once", "every Tuesday"},
		{"FREQ=DAILY", "Every day, 19:00 to 21:00", "every day"},
		{"FREQ=DAILY;INTERVAL=2", "Every other day, 19:00 to 21:00", "every other day"},
		{"FREQ=DAILY;INTERVAL=10", "Every 10 days, 19:00 to 21:00", "every 10 days"},
		{"FREQ=DAILY;BYDAY=SA,SU", "Every Saturday and Sunday, 19:00 to 21:00", "every Saturday and Sunday"},
		{"FREQ=MONTHLY;BYDAY=1SA,3SA", "First and third Saturday of the month, 19:00 to 21:00", "every first and third Saturday"},
		{"FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1", "First Saturday of the month, 19:00 to 21:00", "every first Saturday"},
		{"FREQ=MONTHLY;BYDAY=-1FR", "Last Friday of the month, 19:00 to 21:00", "every last Friday"},
		{"FREQ=MONTHLY;BYDAY=-2FR", "Second to last Friday of the month, 19:00 to 21:00", "every second to last Friday"},
		{"FREQ=MONTHLY;BYDAY=2TU,2TH", "Second Tuesday and Thursday of the month, 19:00 to 21:00", "every second Tuesday and Thursday"},
		{"FREQ=MONTHLY;BYDAY=1MO,3WE", "First Monday and third Wednesday of the month, 19:00 to 21:00", "every first Monday and third Wednesday"},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA", "First Saturday of every other month, 19:00 to 21:00", "every time"},
		{"FREQ=MONTHLY;INTERVAL=3;BYDAY=1SA", "First Saturday of every third month, 19:00 to 21:00", "every time"},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA;BYMONTH=6,8", "First Saturday of every other month in June and August, 19:00 to 21:00", "every time"},
		{"FREQ=MONTHLY", "The 8th of the month, 19:00 to 21:00", "every 8th"},
		{"FREQ=MONTHLY;BYMONTHDAY=1,22", "The 1st and 22nd of the month, 19:00 to 21:00", "every 1st and 22nd"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of the month, 19:00 to 21:00", "every last day"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Last weekday of the month, 19:00 to 21:00", "every last weekday"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1", "First day of the month, 19:00 to 21:00", "every first day"},
		{"FREQ=MONTHLY;BYDAY=TU", "Every Tuesday, 19:00 to 21:00", "every Tuesday"},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "On varying dates, 19:00 to 21:00", "every time"},
		{"FREQ=MONTHLY;BYMONTHDAY=-3", "On varying dates, 19:00 to 21:00", "every time"},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "On varying dates, 19:00 to 21:00", "every time"},
		{"FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1", "On varying dates, 19:00 to 21:00", "every time"},
		{"FREQ=YEARLY", "The 8th of September, 19:00 to 21:00", "every time"},
		{"FREQ=YEARLY;BYMONTHDAY=22", "The 22nd of September, 19:00 to 21:00", "every time"},
		{"FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "Second Sunday of March, 19:00 to 21:00", "every time"},
		{"FREQ=YEARLY;BYDAY=20MO", "On varying dates, 19:00 to 21:00", "every time"},
	} {
		s := in(t, "America/New_York", start, c.rule)
		says(t, s, words.English, c.words, c.habit)
	}
}

// says compares a schedule and the habit of it with what they should be in a language.
func says(t *testing.T, s schedule.Schedule, l *words.Language, wantWords, wantHabit string) {
	t.Helper()
	if got := s.Words(l); got != wantWords {
		t.Errorf("%s\n got %q\nwant %q", s.Rule, got, wantWords)
	}
	if got := s.Habit(l); got != wantHabit {
		t.Errorf("%s\n got habit %q, want %q", s.Rule, got, wantHabit)
	}
}

func TestWordsOfHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start  string
		length time.Duration
		want   string
	}{
		{"2026-09-08T19:00", 90 * time.Minute, "Every Tuesday, 19:00 to 20:30"},
		{"2026-09-08T19:00", 0, "Every Tuesday, 19:00"},
		{"2026-09-08T22:00", 3 * time.Hour, "Every Tuesday, 22:00 to 01:00"},
		{"2026-09-08T18:00", 26 * time.Hour, "Every Tuesday, 18:00 to 20:00 the next day"},
		{"2026-09-08T18:00", 44 * time.Hour, "Every Tuesday, 18:00 to 14:00 2 days later"},
	} {
		s := schedule.Schedule{Start: wall(t, c.start), Length: c.length, Rule: schedule.Weekly(1)}
		if got := s.Words(words.English); got != c.want {
			t.Errorf("%v from %s: %q, want %q", c.length, c.start, got, c.want)
		}
	}
	if got := (schedule.Schedule{}).Words(words.English); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}
