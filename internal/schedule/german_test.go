package schedule_test

import (
	"testing"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/words"
)

func TestWordsAndHabitInGerman(t *testing.T) {
	t.Parallel()
	const start = "2026-09-08T19:00" // a Tuesday, the second of its month
	for _, c := range []struct{ rule, words, habit string }{
		{"", "Dienstag, 8. September 2026, 19:00 bis 21:00 Uhr", ""},
		{"FREQ=WEEKLY", "Jeden Dienstag, 19:00 bis 21:00 Uhr", "jeden Dienstag"},
		{"FREQ=WEEKLY;BYDAY=TH,TU", "Jeden Dienstag und Donnerstag, 19:00 bis 21:00 Uhr", "jeden Dienstag und Donnerstag"},
		{"FREQ=WEEKLY;INTERVAL=2", "Jeden zweiten Dienstag, 19:00 bis 21:00 Uhr", "jeden zweiten Dienstag"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Jede zweite Woche dienstags und donnerstags, 19:00 bis 21:00 Uhr", "jede zweite Woche dienstags und donnerstags"},
		{"FREQ=WEEKLY;INTERVAL=3", "Alle 3 Wochen dienstags, 19:00 bis 21:00 Uhr", "alle 3 Wochen dienstags"},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Montags bis freitags, 19:00 bis 21:00 Uhr", "montags bis freitags"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "Jede zweite Woche montags bis freitags, 19:00 bis 21:00 Uhr", "jede zweite Woche montags bis freitags"},
		{"FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR", "Alle 3 Wochen montags bis freitags, 19:00 bis 21:00 Uhr", "alle 3 Wochen montags bis freitags"},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Jeden Tag, 19:00 bis 21:00 Uhr", "jeden Tag"},
		{"FREQ=WEEKLY;BYMONTH=6,7,8", "Jeden Dienstag im Juni, Juli und August, 19:00 bis 21:00 Uhr", "jeden Dienstag"},
		{"FREQ=WEEKLY;UNTIL=20261216T000000Z", "Jeden Dienstag, 19:00 bis 21:00 Uhr, bis zum 15. Dezember 2026", "jeden Dienstag"},
		{"FREQ=WEEKLY;COUNT=8", "Jeden Dienstag, 19:00 bis 21:00 Uhr, 8-mal", "jeden Dienstag"},
		{"FREQ=WEEKLY;COUNT=1", "Jeden Dienstag, 19:00 bis 21:00 Uhr, einmal", "jeden Dienstag"},
		{"FREQ=DAILY;INTERVAL=2", "Jeden zweiten Tag, 19:00 bis 21:00 Uhr", "jeden zweiten Tag"},
		{"FREQ=DAILY;INTERVAL=10", "Alle 10 Tage, 19:00 bis 21:00 Uhr", "alle 10 Tage"},
		{"FREQ=DAILY;BYDAY=SA,SU", "Jeden Samstag und Sonntag, 19:00 bis 21:00 Uhr", "jeden Samstag und Sonntag"},
		{"FREQ=MONTHLY;BYDAY=1SA,3SA", "Am ersten und dritten Samstag im Monat, 19:00 bis 21:00 Uhr", "jeden ersten und dritten Samstag im Monat"},
		{"FREQ=MONTHLY;BYDAY=2TU", "Am zweiten Dienstag im Monat, 19:00 bis 21:00 Uhr", "jeden zweiten Dienstag im Monat"},
		{"FREQ=MONTHLY;BYDAY=-1FR", "Am letzten Freitag im Monat, 19:00 bis 21:00 Uhr", "jeden letzten Freitag im Monat"},
		{"FREQ=MONTHLY;BYDAY=-2FR", "Am vorletzten Freitag im Monat, 19:00 bis 21:00 Uhr", "jeden vorletzten Freitag im Monat"},
		{"FREQ=MONTHLY;BYDAY=2TU,2TH", "Am zweiten Dienstag und Donnerstag im Monat, 19:00 bis 21:00 Uhr", "jeden zweiten Dienstag und Donnerstag im Monat"},
		{"FREQ=MONTHLY;BYDAY=1MO,3WE", "Am ersten Montag und dritten Mittwoch im Monat, 19:00 bis 21:00 Uhr", "jeden ersten Montag und dritten Mittwoch im Monat"},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA", "Am ersten Samstag jedes zweiten Monats, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=MONTHLY;INTERVAL=6;BYDAY=1SA", "Am ersten Samstag jedes 6. Monats, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA;BYMONTH=6,8", "Am ersten Samstag jedes zweiten Monats im Juni und August, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=MONTHLY", "Am 8. des Monats, 19:00 bis 21:00 Uhr", "an jedem 8. des Monats"},
		{"FREQ=MONTHLY;BYMONTHDAY=1,22", "Am 1. und 22. des Monats, 19:00 bis 21:00 Uhr", "an jedem 1. und 22. des Monats"},
		{"FREQ=MONTHLY;INTERVAL=3", "Am 8. jedes dritten Monats, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1", "Am letzten Tag im Monat, 19:00 bis 21:00 Uhr", "jeden letzten Tag im Monat"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Am letzten Werktag im Monat, 19:00 bis 21:00 Uhr", "jeden letzten Werktag im Monat"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-7", "Am 7.-letzten Tag im Monat, 19:00 bis 21:00 Uhr", "jeden 7.-letzten Tag im Monat"},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "An wechselnden Terminen, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=YEARLY", "Am 8. September, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=YEARLY;BYMONTH=3,10;BYMONTHDAY=1", "Am 1. im März und Oktober, 19:00 bis 21:00 Uhr", "jedes Mal"},
		{"FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "Am zweiten Sonntag im März, 19:00 bis 21:00 Uhr", "jedes Mal"},
	} {
		s := in(t, "America/New_York", start, c.rule)
		says(t, s, words.German, c.words, c.habit)
	}
}

func TestWordsOfHoursInGerman(t *testing.T) {
	t.Parallel()
	for length, want := range map[time.Duration]string{
		0:                "Jeden Dienstag, 18:00 Uhr",
		90 * time.Minute: "Jeden Dienstag, 18:00 bis 19:30 Uhr",
		26 * time.Hour:   "Jeden Dienstag, 18:00 Uhr bis 20:00 Uhr am nächsten Tag",
		44 * time.Hour:   "Jeden Dienstag, 18:00 Uhr bis 14:00 Uhr 2 Tage später",
	} {
		s := schedule.Schedule{Start: wall(t, "2026-09-08T18:00"), Length: length, Rule: schedule.Weekly(1)}
		if got := s.Words(words.German); got != want {
			t.Errorf("%v: %q, want %q", length, got, want)
		}
	}
}

func TestRhythmsInGerman(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		"FREQ=WEEKLY":                          "meist dienstags 18:30 Uhr",
		"FREQ=WEEKLY;BYDAY=TU,TH":              "meist dienstags und donnerstags 18:30 Uhr",
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":     "meist montags bis freitags 18:30 Uhr",
		"FREQ=WEEKLY;INTERVAL=2":               "meist jeden zweiten Dienstag 18:30 Uhr",
		"FREQ=WEEKLY;INTERVAL=3":               "meist alle 3 Wochen dienstags 18:30 Uhr",
		"FREQ=MONTHLY;BYDAY=1SA,3SA":           "meist am ersten und dritten Samstag im Monat 18:30 Uhr",
		"FREQ=MONTHLY;BYDAY=-1SA":              "meist am letzten Samstag im Monat 18:30 Uhr",
		"FREQ=MONTHLY;BYMONTHDAY=14":           "meist am 14. des Monats 18:30 Uhr",
		"FREQ=MONTHLY;BYMONTHDAY=-1":           "meist am letzten Tag des Monats 18:30 Uhr",
		"FREQ=DAILY":                           "meist täglich 18:30 Uhr",
		"FREQ=DAILY;INTERVAL=2":                "meist jeden zweiten Tag 18:30 Uhr",
		"FREQ=DAILY;INTERVAL=10":               "meist alle 10 Tage 18:30 Uhr",
		"FREQ=DAILY;INTERVAL=21":               "meist etwa alle 3 Wochen 18:30 Uhr",
		"FREQ=MONTHLY;BYDAY=1MO,3WE":           "meist an einem Montag oder Mittwoch 18:30 Uhr",
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU":    "meist an einem Dienstag 18:30 Uhr",
		"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=8": "meist etwa alle 2 Monate 18:30 Uhr",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30":   "",
	} {
		if got := in(t, "Europe/London", "2026-09-08T18:30", rule).Rhythm().Words(words.German); got != want {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
	for every, want := range map[int]string{12: "meist etwa alle 2 Wochen", 24: "meist etwa alle 3 Wochen", 30: "meist etwa einmal im Monat", 100: "meist etwa alle 3 Monate"} {
		if got := (schedule.Rhythm{Every: every, Minute: schedule.NoMinute}).Words(words.German); got != want {
			t.Errorf("about %d days: %q, want %q", every, got, want)
		}
	}
}
