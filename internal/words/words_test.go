package words_test

import (
	"strings"
	"testing"
	"time"

	"regulars/internal/words"
)

var both = [2]*words.Language{words.English, words.German}

// wantBoth compares what English and German say.
func wantBoth(t *testing.T, say func(*words.Language) string, want [2]string) {
	t.Helper()
	for i, l := range both {
		if got := say(l); got != want[i] {
			t.Errorf("%s says %q, want %q", l.Name(), got, want[i])
		}
	}
}

func TestDatesAndHours(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.December, 8, 9, 5, 0, 0, time.UTC) // a Tuesday
	for _, c := range []struct {
		say  func(*words.Language, words.Time) string
		want [2]string
	}{
		{(*words.Language).Date, [2]string{"8 December 2026", "8. Dezember 2026"}},
		{(*words.Language).DayMonth, [2]string{"8 December", "8. Dezember"}},
		{(*words.Language).ShortDayMonth, [2]string{"8 Dec", "8. Dez."}},
		{(*words.Language).Day, [2]string{"Tuesday 8 December", "Dienstag, 8. Dezember"}},
		{(*words.Language).DayOfYear, [2]string{"Tuesday 8 December 2026", "Dienstag, 8. Dezember 2026"}},
		{(*words.Language).ShortDay, [2]string{"Tue 8 Dec", "Di., 8. Dez."}},
		{(*words.Language).Clock, [2]string{"09:05", "09:05 Uhr"}},
		{(*words.Language).Moment, [2]string{"Tuesday 8 December, 09:05", "Dienstag, 8. Dezember, 09:05 Uhr"}},
		{(*words.Language).ShortMoment, [2]string{"Tue 8 Dec, 09:05", "Di., 8. Dez., 09:05 Uhr"}},
	} {
		wantBoth(t, func(l *words.Language) string { return c.say(l, at) }, c.want)
	}
	wantBoth(t, func(l *words.Language) string { return l.Hours(at, at.Add(2*time.Hour)) }, [2]string{"09:05 to 11:05", "09:05 bis 11:05 Uhr"})
	wantBoth(t, func(l *words.Language) string { return l.Weekday(time.Sunday) }, [2]string{"Sunday", "Sonntag"})
	wantBoth(t, func(l *words.Language) string { return l.ShortWeekday(time.Monday) }, [2]string{"Mon", "Mo."})
}

// English dates are as package time writes them, on every day of a year.
func TestEnglishIsThatOfGo(t *testing.T) {
	t.Parallel()
	for day := range 366 {
		at := time.Date(2028, time.January, 1+day, day%24, day%60, 0, 0, time.UTC)
		for got, layout := range map[string]string{
			words.English.DayOfYear(at): "Monday 2 January 2006", words.English.ShortMoment(at): "Mon 2 Jan, 15:04",
		} {
			if want := at.Format(layout); got != want {
				t.Fatalf("%q, want %q", got, want)
			}
		}
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 12, 31, 18, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		to   time.Time
		want [2]string
	}{
		{time.Time{}, [2]string{"Thursday 31 December, 18:30", "Donnerstag, 31. Dezember, 18:30 Uhr"}},
		{at, [2]string{"Thursday 31 December, 18:30", "Donnerstag, 31. Dezember, 18:30 Uhr"}},
		{at.Add(2 * time.Hour), [2]string{"Thursday 31 December, 18:30 to 20:30", "Donnerstag, 31. Dezember, 18:30 bis 20:30 Uhr"}},
		{at.Add(6 * time.Hour), [2]string{"Thursday 31 December, 18:30 to Friday 1 January, 00:30",
			"Donnerstag, 31. Dezember, 18:30 Uhr bis Freitag, 1. Januar, 00:30 Uhr"}},
		{at.AddDate(1, 0, 0), [2]string{"Thursday 31 December, 18:30 to Friday 31 December, 18:30",
			"Donnerstag, 31. Dezember, 18:30 Uhr bis Freitag, 31. Dezember, 18:30 Uhr"}},
	} {
		wantBoth(t, func(l *words.Language) string { return l.Span(at, c.to) }, c.want)
	}
}

func TestListsAndNumbers(t *testing.T) {
	t.Parallel()
	for items, want := range map[string][2]string{
		"": {"", ""}, "Ada": {"Ada", "Ada"}, "Ada Ben": {"Ada and Ben", "Ada und Ben"}, "Ada Ben Cyd": {"Ada, Ben and Cyd", "Ada, Ben und Cyd"},
	} {
		wantBoth(t, func(l *words.Language) string { return l.List(strings.Fields(items)) }, want)
	}
	wantBoth(t, func(l *words.Language) string { return l.Or([]string{"1", "2", "3"}) }, [2]string{"1, 2 or 3", "1, 2 oder 3"})
	for n, want := range map[int][2]string{
		1: {"first", "ersten"}, 5: {"fifth", "fünften"}, 6: {"6th", "6."}, 21: {"21st", "21."}, 112: {"112th", "112."}, 123: {"123rd", "123."},
		-1: {"last", "letzten"}, -2: {"second to last", "vorletzten"}, -6: {"6th to last", "6.-letzten"}, -22: {"22nd to last", "22.-letzten"},
	} {
		wantBoth(t, func(l *words.Language) string { return l.Ordinal(n) }, want)
	}
	for n, want := range map[int][2]string{0: {"0", "0"}, 1: {"1", "1"}, 2: {"two", "zwei"}, 12: {"twelve", "zwölf"}, 13: {"13", "13"}, -2: {"-2", "-2"}} {
		wantBoth(t, func(l *words.Language) string { return l.Number(n) }, want)
	}
	for said, want := range map[string]string{"": "", "every day": "Every day", "über": "Über", "8 weeks": "8 weeks"} {
		if got := words.Capital(said); got != want {
			t.Errorf("%q begins a sentence as %q", said, got)
		}
	}
}

func TestCounting(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][2]string{
		0: {"In 0 days", "In 0 Tagen"}, 1: {"In 1 day", "In 1 Tag"}, 2: {"In 2 days", "In 2 Tagen"}, -1: {"In -1 day", "In -1 Tag"},
	} {
		wantBoth(t, func(l *words.Language) string { return l.Count("soon.days", n) }, want)
	}
}

func TestTheLanguageOfATagAndOfABrowser(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]*words.Language{"de": words.German, "de-AT": words.German, "en": words.English, "": words.English, "xx": words.English} {
		if got := words.For(tag); got != want {
			t.Errorf("%q is %s", tag, got.Name())
		}
	}
	for accept, want := range map[string]*words.Language{
		"de": words.German, "de-CH, en;q=0.8": words.German, "gsw": words.German, "en;q=0.5, de;q=0.9": words.German,
		"en-US,en;q=0.9,de;q=0.8": words.English, "fr;q=1, de;q=0.2": words.German, "fr": words.English, "*": words.English,
		"": words.English, ";;;": words.English, strings.Repeat("de-", 5000): words.English,
	} {
		if got := words.Match(accept); got != want {
			t.Errorf("%.40q leads to %s", accept, got.Name())
		}
	}
}

func TestAMistakeOfTheProgramIsSaid(t *testing.T) {
	t.Parallel()
	for want, say := range map[string]func(){
		`no message "no.such"`: func() { words.German.Say("no.such") },
		`lacks its Month`:      func() { words.English.Say("date", words.Data{"Day": 8, "Year": 2026}) },
	} {
		func() {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, want) {
					t.Errorf("said %q, want %q", said, want)
				}
			}()
			say()
		}()
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("de-AT,de;q=0.9")
	f.Fuzz(func(t *testing.T, accept string) {
		if l := words.Match(accept); l != words.English && l != words.German {
			t.Errorf("%q leads to %v", accept, l)
		}
	})
}

// BenchmarkSay says a message with two places, and BenchmarkSpan a time, of which
// a page of results has twenty and each mail three.
func BenchmarkSay(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		words.German.Say("schedule.until", words.Data{"Schedule": "Jeden Dienstag", "Date": "8. Dezember 2026"})
	}
}

// BenchmarkSpan says from when to when.
func BenchmarkSpan(b *testing.B) {
	from := time.Date(2026, 9, 8, 18, 30, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		words.German.Span(from, from.Add(2*time.Hour))
	}
}
