package calendar_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/words"
)

// at is when the calendars of these tests are read, a Saturday.
var at = time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)

var newYork, berlin = mustZone("America/New_York"), mustZone("Europe/Berlin")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// vcal writes a calendar; vevent an event of it. Lines are as in a file.
func vcal(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"
}

func vevent(uid, summary string, lines ...string) string {
	return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260820T120000Z\r\nSUMMARY:" + summary + "\r\n" +
		strings.Join(lines, "\r\n") + "\r\nEND:VEVENT"
}

func parse(t testing.TB, text string) calendar.Feed {
	t.Helper()
	feed, err := calendar.Parse(strings.NewReader(text), newYork, at)
	if err != nil {
		t.Fatal(err)
	}
	return feed
}

func parseFile(t testing.TB, name string) calendar.Feed {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

// only is the one series of a calendar.
func only(t testing.TB, text string) calendar.Series {
	t.Helper()
	feed := parse(t, text)
	if len(feed.Series) != 1 {
		t.Fatalf("%d series, want one: %+v", len(feed.Series), feed)
	}
	return feed.Series[0]
}

func series(t testing.TB, feed calendar.Feed, uid string) calendar.Series {
	t.Helper()
	i := slices.IndexFunc(feed.Series, func(s calendar.Series) bool { return s.UID == uid })
	if i < 0 {
		t.Fatalf("there is no series %q", uid)
	}
	return feed.Series[i]
}

// dates are the starts in three months from the first of September on, in the
// series' own zone.
func dates(s calendar.Series) string {
	var all []string
	from := time.Date(2026, 9, 1, 0, 0, 0, 0, s.Zone)
	for _, d := range s.Timetable.Between(from, from.AddDate(0, 3, 0)) {
		if d.CalledOff() {
			continue
		}
		all = append(all, d.Start.In(s.Zone).Format("01-02 15:04"))
	}
	return strings.Join(all, ", ")
}

func TestVenue(t *testing.T) {
	t.Parallel()
	feed := parseFile(t, "venue.ics")
	if feed.Kind != calendar.Venue || feed.Name != "Lantern House Events" || !feed.AsOf.Equal(time.Date(2026, 8, 21, 6, 0, 0, 0, time.UTC)) {
		t.Errorf("a %s named %q as of %v", feed.Kind, feed.Name, feed.AsOf)
	}
	if feed.House != "Lantern House, 12 Mill Lane, Asheville, NC 28801, USA" {
		t.Errorf("its house is %q", feed.House)
	}
	counts := []int{len(feed.Series), feed.Skips(calendar.OneOff, calendar.Days, calendar.Seldom), feed.Skips(calendar.NoRule), feed.Skips(calendar.Over)}
	if want := []int{5, 3, 1, 1}; !slices.Equal(counts, want) {
		t.Errorf("series, one-offs, unread, over: %v, want %v; skipped %v", counts, want, feed.Skipped)
	}
	if spring := series(t, feed, "spring@example.org"); !spring.Ended(feed.AsOf) || spring.Last.Format(time.DateOnly) != "2026-03-25" {
		t.Errorf("a course in spring that ended on %v goes on in August", spring.Last)
	}
	games := series(t, feed, "name:board games")
	if got := dates(games); got != "09-04 20:00, 09-11 20:00, 09-18 20:00" || games.Name != "Board Games" {
		t.Errorf("%s: %s", games.Name, got)
	}
	for uid, internal := range map[string]bool{"board@example.org": true, "quilts@example.org": false, "choir@example.org": false} {
		if series(t, feed, uid).Internal != internal {
			t.Errorf("%s is internal: %t", uid, !internal)
		}
	}
}

func TestSeriesOfARule(t *testing.T) {
	t.Parallel()
	quilts := series(t, parseFile(t, "venue.ics"), "quilts@example.org")
	want := "09-16 19:00, 09-29 18:30, 10-06 18:30, 10-13 18:30, 10-20 18:30, 10-27 18:30, " +
		"11-03 18:30, 11-10 18:30, 11-17 18:30, 11-24 18:30"
	if got := dates(quilts); got != want {
		t.Errorf("dates are %s\nwant %s", got, want)
	}
	if words := quilts.Timetable.Words(words.English); words != "Every Tuesday, 18:30 to 20:30" {
		t.Errorf("words are %q", words)
	}
	if quilts.Name != "Tuesday Quilters" || quilts.Description != "Bring a needle, or borrow one.\n\nBeginners sit with Ann." {
		t.Errorf("%q says %q", quilts.Name, quilts.Description)
	}
	if !quilts.Last.IsZero() || quilts.URL != "https://lantern.example.org/quilters" {
		t.Errorf("it ends on %v; its page is %q", quilts.Last, quilts.URL)
	}
}

func TestASplitSeriesStaysOne(t *testing.T) {
	t.Parallel()
	choir := series(t, parseFile(t, "venue.ics"), "choir@example.org")
	if words := choir.Timetable.Words(words.English); words != "Every Thursday, 19:00 to 20:30, until 29 June 2026; Every other Thursday, 19:00 to 21:00" {
		t.Errorf("words are %q", words)
	}
	if got := dates(choir); !strings.HasPrefix(got, "09-10 19:00, 09-24 19:00") {
		t.Errorf("dates are %s", got)
	}
}

func TestGroupFeed(t *testing.T) {
	t.Parallel()
	feed := parseFile(t, "group.ics")
	if feed.Kind != calendar.GroupFeed || len(feed.Series) != 1 || feed.Skips(calendar.NotOpen) != 1 {
		t.Fatalf("%+v", feed)
	}
	s := feed.Series[0]
	if s.UID != "" || s.Name != "River Street Singers" || s.URL != "https://meet.example.org/river-street-singers/events/" {
		t.Errorf("%q %q at %q", s.UID, s.Name, s.URL)
	}
	if s.Description != "**Rehearsal: autumn songs**\n\nCome and sing. No audition." {
		t.Errorf("it says %q", s.Description)
	}
	if words := s.Timetable.Words(words.English); words != "usually Tuesdays 18:30" || s.Last.In(newYork).Format("2006-01-02 15:04") != "2026-09-08 18:30" {
		t.Errorf("words are %q, last date %v", words, s.Last)
	}
}

func TestWhatIsAGroupFeed(t *testing.T) {
	t.Parallel()
	date := func(uid, day string, more ...string) string {
		return vevent(uid, "Evening "+uid, append(more, "DTSTART;TZID=America/New_York:"+day+"T190000", "DURATION:PT2H")...)
	}
	organizer := "ORGANIZER;CN=Ann:mailto:ann@example.org"
	for name, c := range map[string]struct {
		text string
		want calendar.Kind
	}{
		"one organizer":    {vcal("X-WR-CALNAME:Moonlight", date("1", "20260903", organizer), date("2", "20260910", organizer)), calendar.GroupFeed},
		"two organizers":   {vcal("X-WR-CALNAME:Moonlight", date("1", "20260903", organizer), date("2", "20260910", "ORGANIZER:mailto:b@example.org")), calendar.Venue},
		"a group's name":   {vcal("X-WR-CALNAME:Mill Town Quilters Guild", date("1", "20260903"), date("2", "20260910")), calendar.GroupFeed},
		"a rule":           {vcal("X-WR-CALNAME:Mill Town Quilters Guild", vevent("1", "Bee", "DTSTART:20260903T190000", "RRULE:FREQ=WEEKLY")), calendar.Venue},
		"a house":          {vcal("X-WR-CALNAME:Mill Town Hall", date("1", "20260903"), date("2", "20260910")), calendar.Venue},
		"an account":       {vcal("X-WR-CALNAME:singers@example.org", "PRODID:Meetup", date("1", "20260903")), calendar.Venue},
		"the name of 7986": {vcal("NAME:Mill Town Singers", date("1", "20260903")), calendar.GroupFeed},
	} {
		if got := parse(t, c.text).Kind; got != c.want {
			t.Errorf("%s: a %s, want a %s", name, got, c.want)
		}
	}
}

// Each of these says "every Tuesday 18:30 for three hours", or what is left of it.
func TestTimes(t *testing.T) {
	t.Parallel()
	all := "09-01 18:30, 09-08 18:30, 09-15 18:30"
	const weekly = "RRULE:FREQ=WEEKLY;COUNT=3"
	local := "DTSTART;TZID=America/New_York:20260901T183000"
	for name, c := range map[string]struct {
		head, zone, want string
		lines            []string
	}{
		"in a zone":             {want: all, lines: []string{local, weekly}},
		"in lower case":         {want: all, lines: []string{"dtstart;tzid=America/New_York:20260901t183000", "rrule:freq=weekly;count=3;"}},
		"a quoted zone":         {want: all, lines: []string{`DTSTART;TZID="America/New_York":20260901T183000`, weekly}},
		"a zone of Windows":     {want: all, lines: []string{"DTSTART;TZID=Eastern Standard Time:20260901T183000", weekly}},
		"a zone nobody knows":   {want: all, lines: []string{"DTSTART;TZID=Mill Time:20260901T183000", weekly}},
		"floating":              {want: all, lines: []string{"DTSTART:20260901T183000", weekly}},
		"floating elsewhere":    {want: all, head: "X-WR-TIMEZONE:Europe/Berlin", zone: "Europe/Berlin", lines: []string{"DTSTART:20260901T183000", weekly}},
		"X-WR-TIMEZONE unknown": {want: all, head: "X-WR-TIMEZONE:Mars/Base", lines: []string{"DTSTART:20260901T183000", weekly}},
		"X-WR-TIMEZONE unset":   {want: all, head: "X-WR-TIMEZONE:UTC", lines: []string{"DTSTART:20260901T183000", weekly}},
		"in UTC":                {want: all, lines: []string{"DTSTART:20260901T223000Z", weekly}},
		"the hour said twice":   {want: all, lines: []string{local, weekly + ";BYHOUR=18;BYMINUTE=30"}},
		"and in UTC":            {want: all, lines: []string{"DTSTART:20260901T223000Z", weekly + ";BYHOUR=22;BYMINUTE=30"}},
		"in UTC, elsewhere":     {want: all, head: "X-WR-TIMEZONE:Europe/Berlin", zone: "Europe/Berlin", lines: []string{"DTSTART:20260901T163000Z", weekly}},
		"called off":            {want: "09-01 18:30, 09-15 18:30", lines: []string{local, weekly, "EXDATE;TZID=America/New_York:20260908T183000"}},
		"called off in UTC":     {want: "09-01 18:30, 09-15 18:30", lines: []string{local, weekly, "EXDATE:20260908T223000Z"}},
		"called off that day":   {want: "09-01 18:30, 09-15 18:30", lines: []string{local, weekly, "EXDATE;VALUE=DATE:20260908"}},
		"two lists called off":  {want: "09-01 18:30", lines: []string{local, weekly, "EXDATE:20260908T183000", "EXDATE:20260101T183000,20260915T183000"}},
		"one more":              {want: all + ", 09-17 12:00", lines: []string{local, weekly, "RDATE;TZID=America/New_York:20260917T120000"}},
		"one more as a period":  {want: all + ", 09-17 12:00", lines: []string{local, weekly, "RDATE;VALUE=PERIOD:20260917T120000/PT1H"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, vcal(c.head, vevent("1", "Chess", c.lines...)))
			if c.zone == "" {
				c.zone = "America/New_York"
			}
			if got := dates(s); got != c.want || s.Zone.String() != c.zone {
				t.Errorf("%s in %s\nwant %s in %s", got, s.Zone, c.want, c.zone)
			}
		})
	}
}

// An evening in America is the next day in UTC, and so is the day of the rule.
func TestARuleInUTC(t *testing.T) {
	t.Parallel()
	s := only(t, vcal(vevent("1", "Chess", "DTSTART:20260902T003000Z", "DTEND:20260902T020000Z", "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=14")))
	if got := dates(s); !strings.HasPrefix(got, "09-01 20:30, 09-08 20:30") || !strings.HasSuffix(got, "11-24 20:30") {
		t.Errorf("dates are %s", got)
	}
}

func TestChangesByHand(t *testing.T) {
	t.Parallel()
	const zone = ";TZID=America/New_York:"
	master := vevent("1", "Chess", "DTSTART"+zone+"20260901T183000", "DTEND"+zone+"20260901T203000", "RRULE:FREQ=WEEKLY;COUNT=4")
	change := func(was, is, end string, more ...string) string {
		return vevent("1", "Chess", append(more, "RECURRENCE-ID"+zone+was, "DTSTART"+zone+is, "DTEND"+zone+end)...)
	}
	for name, c := range map[string]struct {
		changes []string
		want    string
	}{
		"renamed only":   {[]string{change("20260908T183000", "20260908T183000", "20260908T203000")}, "09-01 18:30, 09-08 18:30, 09-15 18:30, 09-22 18:30"},
		"longer":         {[]string{change("20260908T183000", "20260908T183000", "20260908T223000")}, "09-01 18:30, 09-08 18:30, 09-15 18:30, 09-22 18:30"},
		"moved":          {[]string{change("20260908T183000", "20260909T200000", "20260909T220000")}, "09-01 18:30, 09-09 20:00, 09-15 18:30, 09-22 18:30"},
		"called off":     {[]string{change("20260908T183000", "20260908T183000", "20260908T203000", "STATUS:CANCELLED")}, "09-01 18:30, 09-15 18:30, 09-22 18:30"},
		"made a day":     {[]string{vevent("1", "Chess", "RECURRENCE-ID"+zone+"20260908T183000", "DTSTART;VALUE=DATE:20260908")}, "09-01 18:30, 09-15 18:30, 09-22 18:30"},
		"of no date":     {[]string{change("20260910T183000", "20260911T200000", "20260911T220000")}, "09-01 18:30, 09-08 18:30, 09-15 18:30, 09-22 18:30"},
		"two swapped":    {[]string{change("20260908T183000", "20260915T183000", "20260915T203000"), change("20260915T183000", "20260908T183000", "20260908T203000")}, "09-01 18:30, 09-08 18:30, 09-15 18:30, 09-22 18:30"},
		"before the set": {[]string{change("20260901T183000", "20260831T183000", "20260831T203000")}, "09-08 18:30, 09-15 18:30, 09-22 18:30"},
	} {
		// programs write changes before and behind the rule
		for _, text := range []string{vcal(append(c.changes, master)...), vcal(append([]string{master}, c.changes...)...)} {
			if got := dates(only(t, text)); got != c.want {
				t.Errorf("%s: %s\nwant %s", name, got, c.want)
			}
		}
	}
}

func TestWhatIsNoGroup(t *testing.T) {
	t.Parallel()
	const start = "DTSTART;TZID=America/New_York:20260901T183000"
	for name, text := range map[string]string{
		"a whole day":         vevent("1", "Fair", "DTSTART;VALUE=DATE:20260901", "RRULE:FREQ=WEEKLY"),
		"a camp":              vevent("1", "Camp", start, "DTEND;TZID=America/New_York:20260903T183000", "RRULE:FREQ=WEEKLY"),
		"a single evening":    vevent("1", "Concert", start),
		"twice":               vevent("1", "Concert", start) + "\r\n" + vevent("2", "Concert", "DTSTART;TZID=America/New_York:20260908T183000"),
		"a rule by the hour":  vevent("1", "Bell", start, "RRULE:FREQ=HOURLY"),
		"two rules":           vevent("1", "Chess", start, "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"),
		"countless dates":     vevent("1", "Chess", start, "RRULE:FREQ=DAILY;COUNT=5000"),
		"a rule without end":  vevent("1", "Chess", start, "RRULE:FREQ=WEEKLY;INTERVAL=0"),
		"once a year":         vevent("1", "Feast", start, "RRULE:FREQ=YEARLY"),
		"called off":          vevent("1", "Chess", start, "RRULE:FREQ=WEEKLY", "STATUS:CANCELLED"),
		"without a start":     vevent("1", "Chess", "RRULE:FREQ=WEEKLY"),
		"a start of nonsense": vevent("1", "Chess", "DTSTART:soon", "RRULE:FREQ=WEEKLY"),
		"the year 1":          vevent("1", "Chess", "DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY"),
		"over for years":      vevent("1", "Chess", "DTSTART:20100105T190000", "RRULE:FREQ=WEEKLY;COUNT=20"),
		"a task":              "BEGIN:VTODO\r\nDTSTART:20260901T183000\r\nRRULE:FREQ=WEEKLY\r\nEND:VTODO",
		"nothing":             "",
	} {
		if feed := parse(t, vcal(text)); len(feed.Series) != 0 {
			t.Errorf("%s: %+v", name, feed.Series)
		}
	}
}

func TestASeasonFollowsAnother(t *testing.T) {
	t.Parallel()
	season := func(uid, start string) string {
		return vevent(uid, "Beginners' Tango", "DTSTART;TZID=America/New_York:"+start+"T190000", "RRULE:FREQ=WEEKLY;COUNT=12")
	}
	s := only(t, vcal(season("spring", "20260401"), season("winter", "20260107"), season("autumn", "20260902")))
	if s.UID != "autumn" || !slices.Equal(s.Earlier, []string{"spring", "winter"}) {
		t.Errorf("%s follows %v", s.UID, s.Earlier)
	}
	both := parse(t, vcal(season("a", "20260902"), season("b", "20260903")))
	if len(both.Series) != 2 {
		t.Errorf("two that run side by side are %d", len(both.Series))
	}
}

func TestPrivateIsInternal(t *testing.T) {
	t.Parallel()
	for _, class := range []string{"PRIVATE", "confidential"} {
		s := only(t, vcal(vevent("1", "Chess", "DTSTART:20260901T183000", "RRULE:FREQ=WEEKLY", "CLASS:"+class)))
		if !s.Internal {
			t.Errorf("CLASS:%s is offered", class)
		}
	}
}

func TestAsOf(t *testing.T) {
	t.Parallel()
	feed := parse(t, vcal("BEGIN:VEVENT", "DTSTART:20260901T183000", "DTSTAMP:20260801T000000Z", "LAST-MODIFIED:20260810T000000Z", "END:VEVENT",
		"BEGIN:VEVENT", "DTSTART:20260901T183000", "DTSTAMP:20990101T000000Z", "END:VEVENT"))
	if got := feed.AsOf.Format(time.DateOnly); got != "2026-08-10" {
		t.Errorf("as of %s", got)
	}
	if feed := parse(t, vcal("BEGIN:VEVENT", "DTSTART:20260901T183000", "END:VEVENT")); !feed.AsOf.Equal(at) {
		t.Errorf("a calendar that does not say is as of %v", feed.AsOf)
	}
}

func TestPublishedAt(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"SOURCE;VALUE=URI:https://example.org/feed":            "https://example.org/feed",
		"X-ORIGINAL-URL:https://example.org/":                  "",
		"X-ORIGINAL-URL:https://example.org/?ical=1":           "https://example.org/?ical=1",
		"URL:https://example.org/singers.ics":                  "https://example.org/singers.ics",
		"URL:https://example.org/singers":                      "",
		"SOURCE:javascript:alert(1)":                           "",
		"SOURCE:https://" + strings.Repeat("x", 3000) + ".org": "",
	} {
		if got := parse(t, vcal(line)).Source; got != want {
			t.Errorf("%.60s: %q, want %q", line, got, want)
		}
	}
}

func TestOddFiles(t *testing.T) {
	t.Parallel()
	event := vevent("1", "Nähkränzchen", "DTSTART;TZID=America/New_York:20260901T183000", "RRULE:FREQ=WEEKLY")
	whole := vcal(event)
	cut := strings.Index(whole, "ä") + 1 // inside the character
	for name, text := range map[string]string{
		"with a byte order mark":     "\ufeff" + whole,
		"with bare line feeds":       strings.ReplaceAll(whole, "\r\n", "\n"),
		"folded inside a character":  whole[:cut] + "\r\n " + whole[cut:],
		"folded with tabs":           whole[:cut+8] + "\r\n\t" + whole[cut+8:],
		"with lines without a colon": strings.Replace(whole, "SUMMARY", "and more about that\r\n\r\nSUMMARY", 1),
		"with an open quote":         strings.Replace(whole, "SUMMARY", "X-A;B=\"c:d\r\nX-B;C\r\nSUMMARY", 1),
		"in lower case":              strings.NewReplacer("BEGIN", "begin", "VEVENT", "vevent", "END:", "end:").Replace(whole),
		"two calendars in one":       vcal("X-WR-CALNAME:First") + whole,
		"with room around":           "\r\n\r\n" + whole + "\r\n\r\n",
	} {
		if s := only(t, text); s.Name != "Nähkränzchen" {
			t.Errorf("%s: named %q", name, s.Name)
		}
	}
}

// badFiles are refused; each sentence has to speak of what is wrong.
var badFiles = map[string]struct{ text, says string }{
	"empty":           {"", "empty"},
	"blank":           {" \r\n\t\n", "empty"},
	"a page":          {"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"},
	"a letter":        {"Dear all, we meet on Tuesdays.", "no calendar"},
	"truncated":       {strings.TrimSuffix(vcal(vevent("1", "Chess", "DTSTART:20260901T183000")), "END:VCALENDAR\r\n"), "breaks off"},
	"cut in an event": {vcal(vevent("1", "Chess", "DTSTART:20260901T183000"))[:120], "breaks off"},
	"Latin-1":         {vcal(vevent("1", "N\xe4hkr\xe4nzchen", "DTSTART:20260901T183000")), "Latin-1"},
	"mixed up":        {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n", "damaged"},
	"deep":            {strings.Repeat("BEGIN:VCALENDAR\r\n", 200_000), "nested"},
	"50 MB":           {vcal(strings.Repeat("X-A:"+strings.Repeat("a", 996)+"\r\n", 50_000)), "20 MB"},
	"many events":     {vcal(strings.TrimSpace(strings.Repeat("BEGIN:VEVENT\r\nEND:VEVENT\r\n", 50_001))), "20000 events"},
	"no calendar":     {"BEGIN:VCALENDAR2\r\nEND:VCALENDAR2\r\n", "no calendar"},
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for name, c := range badFiles {
		feed, err := calendar.Parse(strings.NewReader(c.text), newYork, at)
		e, ok := fault.As(err)
		if !ok || e.Kind != fault.Invalid || !strings.Contains(e.Text, c.says) || strings.ContainsAny(e.Text, "\r\n") {
			t.Errorf("%s: %v; want one line that says %q", name, err, c.says)
		}
		if len(feed.Series) != 0 {
			t.Errorf("%s gives series", name)
		}
	}
}

// Files that were made to hurt have to end and stay small. Without limits each of
// these takes minutes, and all together longer than go test allows.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	many := func(n int, write func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(write(i) + "\r\n")
		}
		return strings.TrimSpace(b.String())
	}
	daily := "DTSTART:19700101T000000\r\nRRULE:FREQ=DAILY;COUNT=999"
	for name, text := range map[string]string{
		"many old series": many(2_000, func(i int) string { return vevent(fmt.Sprint(i), "Series", daily) }),
		"endless counts":  many(2_000, func(i int) string { return vevent(fmt.Sprint(i), "Series", strings.Replace(daily, "999", "100000", 1)) }),
		"no count": many(20_000, func(i int) string {
			return vevent(fmt.Sprint(i), "Series", strings.Replace(daily, ";COUNT=999", "", 1))
		}),
		"one in many parts": many(5_000, func(i int) string {
			return vevent(fmt.Sprintf("a_R%08d@x", i), "Series", daily)
		}),
		"many changes": vevent("1", "Chess", "DTSTART:20260901T183000", "RRULE:FREQ=DAILY") + "\r\n" + many(19_000, func(i int) string {
			return vevent("1", "Chess", "RECURRENCE-ID:20260902T183000", fmt.Sprintf("DTSTART:202609%02dT%02d0000", i%28+1, i%24))
		}),
		"many exceptions": vevent("1", "Chess", "DTSTART:20260901T183000", "RRULE:FREQ=DAILY", "EXDATE:"+strings.Repeat("20270101T000000,", 60_000)),
		"all from here on": vevent("1", "Chess", "DTSTART:20260901T183000", "RRULE:FREQ=DAILY") + "\r\n" + many(19_000, func(i int) string {
			return vevent("1", "Chess", fmt.Sprintf("RECURRENCE-ID;RANGE=THISANDFUTURE:2026%02d%02dT183000", i%12+1, i%28+1), fmt.Sprintf("DTSTART:202610%02dT%02d0000", i%28+1, i%24))
		}),
		"many zones": many(19_000, func(i int) string {
			return fmt.Sprintf("BEGIN:VTIMEZONE\r\nTZID:Z%d\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0013\r\nTZOFFSETTO:+0013\r\nRRULE:FREQ=DAILY\r\nEND:STANDARD\r\nEND:VTIMEZONE", i)
		}),
		"long parameters": vevent("1", "Chess", "DTSTART;X-A="+strings.Repeat("a", 900_000)+":20260901T183000"),
		"many parameters": vevent("1", "Chess", "DTSTART"+strings.Repeat(";X-A=b", 150_000)+":20260901T183000"),
		"a huge text":     vevent("1", "Chess", "DTSTART:20260901T183000", "RRULE:FREQ=WEEKLY", "DESCRIPTION:"+strings.Repeat("<p><a href=", 90_000)),
		"impossible rules": many(2_000, func(i int) string {
			return vevent(fmt.Sprint(i), "Chess", "DTSTART:19700101T000000", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			feed := parse(t, vcal(text))
			for _, s := range feed.Series {
				for _, one := range s.Timetable {
					if len(one.Except) > 500 || len(one.Extra) > 500 {
						t.Errorf("keeps %d and %d exceptions", len(one.Except), len(one.Extra))
					}
				}
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"venue.ics", "group.ics"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, c := range badFiles {
		f.Add(c.text[:min(len(c.text), 2000)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		feed, err := calendar.Parse(strings.NewReader(text), berlin, at)
		if _, told := fault.As(err); err != nil && !told {
			t.Errorf("no sentence: %v", err)
		}
		for _, s := range feed.Series {
			if len(s.Timetable) == 0 || s.Zone == nil || strings.ContainsAny(s.Name, "\r\n\x00") {
				t.Errorf("%+v", s)
			}
		}
	})
}
