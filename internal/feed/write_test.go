package feed

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"regulars/internal/schedule"
)

// FuzzText writes any text and reads it back with the library.
func FuzzText(f *testing.F) {
	for _, text := range []string{
		"", "plain", "a;b,c\\d\nline", "tab\tand\x00control\x7f", "\xff\xfe", strings.Repeat("x", 200),
		strings.Repeat("ünïcödé 🧵 ", 40), "\\n", "\r\nBEGIN:VEVENT\r\n", "ends with \\",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := calendar{name: text, zone: time.UTC, events: []event{{uid: text, summary: text, description: text, start: moment{schedule.NewWall(2026, 9, 1, 19, 0), time.UTC}}}}
		if clean(text) == "" {
			c.events[0].uid = "u"
		}
		body, err := c.bytes(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		checkLines(t, body, text)
		read, err := ical.NewDecoder(bytes.NewReader(body)).Decode()
		if err != nil {
			t.Fatalf("%v:\n%s", err, body)
		}
		events := read.Events()
		if len(events) != 1 {
			t.Fatalf("%d events:\n%s", len(events), body)
		}
		got, err := events[0].Props.Text(ical.PropSummary)
		want := keepsOnly(text)
		if err != nil || got != want {
			t.Fatalf("read back %q, want %q, %v", got, want, err)
		}
	})
}

// keepsOnly is what of a text can stand in a calendar.
func keepsOnly(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	parts := strings.Split(text, "\n")
	for i := range parts {
		parts[i] = clean(parts[i])
	}
	return strings.Join(parts, "\n")
}

func checkLines(t *testing.T, body []byte, text string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(body), "\r\n"), "\r\n") {
		if len(line) > longestLine || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("a bad line of %q: %q", text, line)
		}
	}
}

func TestFoldedLinesUnfold(t *testing.T) {
	t.Parallel()
	for n := range 300 {
		for _, letter := range []string{"x", "ü", "世", "🧵"} {
			line := "A" + strings.Repeat(letter, n)
			folded := string(fold([]byte(line + "\r\n")))
			if got := strings.ReplaceAll(folded, "\r\n ", ""); got != line+"\r\n" {
				t.Fatalf("%d times %s became %q", n, letter, got)
			}
			checkLines(t, []byte(folded), line)
		}
	}
}

func TestBreaksAreLeftOutDateByDate(t *testing.T) {
	t.Parallel()
	rule, err := schedule.ParseRule("FREQ=WEEKLY;BYDAY=TU")
	if err != nil {
		t.Fatal(err)
	}
	day := func(month time.Month, day int) schedule.Wall { return schedule.NewWall(2026, month, day, 19, 0) }
	bare := schedule.Schedule{Start: day(9, 1), Zone: time.UTC, Rule: rule}
	one := bare
	one.Except = []schedule.Wall{day(12, 8), day(12, 22)}
	one.Breaks = []schedule.Break{{From: day(12, 15), Through: day(12, 29)}}
	one.Extra = []schedule.Wall{day(12, 16), day(12, 9), day(12, 1), day(12, 8)}
	except, extra := differences(one, bare)
	if want := []schedule.Wall{day(12, 8), day(12, 15), day(12, 22), day(12, 29)}; !slices.Equal(except, want) {
		t.Errorf("leaves out %v, want %v", except, want)
	}
	if want := []schedule.Wall{day(12, 9)}; !slices.Equal(extra, want) {
		t.Errorf("adds %v, want %v", extra, want)
	}
}

// TestZonesAreToldShortly keeps yearly changes in one rule, and lists the rest.
func TestZonesAreToldShortly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string][]string{
		"America/New_York":    {"FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"},
		"Europe/London":       {"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
		"Australia/Lord_Howe": {"FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"},
		"Asia/Kathmandu":      nil,
		"America/Santiago":    nil, // the Sunday after the first Saturday
		"Africa/Casablanca":   nil, // by the moon
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		var rules []string
		parts := timezone(zone, now, now).Children
		for _, part := range parts {
			if rule := part.Props.Get(ical.PropRecurrenceRule); rule != nil {
				rules = append(rules, rule.Value)
			}
		}
		if !slices.Equal(rules, want) {
			t.Errorf("%s has the rules %v, want %v", name, rules, want)
		}
		if len(parts) > 40 || len(want) > 0 && len(parts) > 6 {
			t.Errorf("%s is told in %d parts", name, len(parts))
		}
	}
}

func TestOffsets(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int]string{0: "+0000", -5 * 3600: "-0500", 20700: "+0545", 37800: "+1030", -1172: "-001932"} {
		if got := offset(seconds); got != want {
			t.Errorf("%d seconds are %s, want %s", seconds, got, want)
		}
	}
}
