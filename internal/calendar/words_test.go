package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTidyName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"  Tuesday   Quilters ":              "Tuesday Quilters",
		"Jane &amp; Joe&#39;s Jam":           "Jane & Joe's Jam",
		"Quilt night - Sept 22":              "Quilt night",
		"Quilt night, Tuesday, Sep 22, 2026": "Quilt night",
		"Quilt night (22 September 2026)":    "Quilt night",
		"Quilt night 9/22/26":                "Quilt night",
		"Quilt night – 2026-09-22":           "Quilt night",
		"Sock knitting, Week 3":              "Sock knitting",
		"Show and tell #28":                  "Show and tell",
		"Book group: September 2026":         "Book group",
		"OPEN STAGE FOR POETS AND FRIENDS":   "Open Stage for Poets and Friends",
		"SCOE":                               "SCOE",
		"ASA meeting":                        "ASA meeting",
		"```Lake walk":                       "Lake walk",
		"<b>Chess</b> club":                  "Chess club",
		"☕ Coffee & cards 🂡":                 "Coffee & cards",
		"Shut Up & Write!®":                  "Shut Up & Write!®",
		"Over 50":                            "Over 50",
		"May 4":                              "May 4",
		"Singers of May":                     "Singers of May",
		"1st and 3rd Saturdays":              "1st and 3rd Saturdays",
		"Nähkränzchen\x00\x07 am Abend":      "Nähkränzchen am Abend",
		"":                                   "",
		strings.Repeat("quilters ", 30):      strings.TrimSpace(strings.Repeat("quilters ", 13)) + "…",
	} {
		if got := tidyName(name); got != want {
			t.Errorf("tidyName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNamesThatMeanTheSame(t *testing.T) {
	t.Parallel()
	if a, b := nameKey("Board-Games NIGHT!"), nameKey("board games night, Sept 3"); a != b || a != "board games night" {
		t.Errorf("%q and %q, want the same", a, b)
	}
}

func TestInternal(t *testing.T) {
	t.Parallel()
	inside := []string{
		"Board Meeting", "Lighthouse board", "Finance Committee", "Staff lunch", "Members only: sauna", "Members' Meeting", "Members Night",
		"Private party", "CLOSED", "Booked", "Rental: Smith", "Hold for Jones", "HOLD", "hold - wedding", "Reserved", "Room set-up",
		"Meeting room 3", "meeting", "Trustees", "Office closed", "Calendar Meeting", "OPEN SLOT!", "Load-in for Saturday", "On hold",
	}
	open := []string{
		"Board Games Night", "board gamers", "Boardgames", "Skateboard lessons", "Paddle board mornings", "Over-the-board chess",
		"Household repair café", "Holding Space Circle", "Toastmasters meeting", "Choir rehearsal", "Open House", "Public Hours",
		"Quaker meeting for worship", "Games Night (non-members welcome)", "Staffordshire terrier walk", "Closing circle singers",
		"Meeting friends over coffee", "Event planners' book club", "Threshold choir",
	}
	for _, name := range inside {
		if !internal(name) {
			t.Errorf("%q is offered to newcomers", name)
		}
	}
	for _, name := range open {
		if internal(name) {
			t.Errorf("%q is kept from newcomers", name)
		}
	}
}

func TestMute(t *testing.T) {
	t.Parallel()
	for _, s := range []Series{{Name: "Kpqr"}, {Name: "Josh", Description: "https://example.org/a/b"}} {
		if !mute(s) {
			t.Errorf("%q says something?", s.Name)
		}
	}
	for _, s := range []Series{{Name: "Kpqr", Description: "We make radio together on Mondays."}, {Name: "Open hours"}} {
		if mute(s) {
			t.Errorf("%q says nothing?", s.Name)
		}
	}
}

func TestProse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Plain &amp; simple":                                                             "Plain & simple",
		"one\n\n\n\n  two  \r\n------\nthree":                                            "one\n\ntwo\n\nthree",
		"<p>One</p><p>Two<br>Three</p>":                                                  "One\n\nTwo\nThree",
		"<ul><li>a</li><li>b</li></ul>":                                                  "- a\n- b",
		`<a href="https://example.org/x">Our page</a>!`:                                  "[Our page](https://example.org/x)!",
		`<a href="https://example.org/x">https://example.org/x</a>`:                      "https://example.org/x",
		`<a href="https://example.org/x">https://<u></u>example.org/…</a>`:               "https://example.org/x",
		`<a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D">here</a>`: "[here](https://example.org/a)",
		`<a href="javascript:alert(1)">here</a><br>`:                                     "here",
		`<a href="https://example.org/(a)">see [this]</a><br>`:                           "see [this] (https://example.org/%28a%29)",
		"<p>a</p><script>alert(1)</script><style>p{}</style>b":                           "a\n\nb",
		"Call 555-0100 or write to ann@example.org":                                      "Call 555-0100 or write to ann@example.org",
		"5 < 6 and <unknown> stays":                                                      "5 < 6 and <unknown> stays",
		`<a href="https://example.org/long">never closed`:                                "[never closed](https://example.org/long)",
	} {
		if got := prose(text); got != want {
			t.Errorf("prose(%q)\n = %q\nwant %q", text, got, want)
		}
	}
	long := prose(strings.Repeat("Grüße ", 20_000))
	if n := utf8.RuneCountInString(long); n > maxAbout || n < maxAbout-20 || !strings.HasSuffix(long, "…") || !utf8.ValidString(long) {
		t.Errorf("a long text comes out with %d characters, ending %q", n, long[len(long)-20:])
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"America/New_York":                      "America/New_York",
		`"Europe/Berlin"`:                       "Europe/Berlin",
		"Eastern Standard Time":                 "America/New_York",
		"W. EUROPE STANDARD TIME":               "Europe/Berlin",
		"/mozilla.org/20050126_1/Europe/Paris":  "Europe/Paris",
		"/freeassociation.sourceforge.net/UTC":  "UTC",
		"America/Argentina/Buenos_Aires":        "America/Argentina/Buenos_Aires",
		"GMT":                                   "UTC",
		"Local":                                 "",
		"":                                      "",
		"Customized Time Zone":                  "",
		"Yukon Standard Time":                   "America/Whitehorse",
		"../../../etc/passwd":                   "",
		strings.Repeat("Europe/", 50) + "Paris": "",
	} {
		found, ok := zone(name)
		if got := map[bool]func() string{true: found.String, false: func() string { return "" }}[ok](); got != want {
			t.Errorf("zone(%q) = %q, want %q", name, got, want)
		}
	}
	for name := range windows() {
		if _, ok := zone(name); !ok {
			t.Errorf("%q leads nowhere", name)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for where, want := range map[string][2]string{
		"Town Hall, 95 High St, Toronto, ON M6S 3H9": {"Town Hall", "95 High St, Toronto, ON M6S 3H9"},
		"Center for Art, and Politics, 99 Sixth St":  {"Center for Art, and Politics", "99 Sixth St"},
		"12 Mill Lane, Asheville, NC 28801":          {"", "12 Mill Lane, Asheville, NC 28801"},
		"Memorial Hall, Main Street, Weaverville":    {"Memorial Hall", "Main Street, Weaverville"},
		"Library": {"Library", ""},
		"":        {"", ""},
	} {
		venue, address := split(where)
		if venue != want[0] || address != want[1] {
			t.Errorf("split(%q) = %q, %q", where, venue, address)
		}
	}
}

func TestIsRoom(t *testing.T) {
	t.Parallel()
	for where, want := range map[string]bool{
		"": true, "Great Hall": true, "the cafe": true, "Room 14": true, "classroom": true, "GH": true, "Fireside Study": true, "Theater #2": true,
		"Town Hall": false, "Swansea Town Hall": false, "Public Library": false, "By the lake": false, "Bryan Park": false,
		"Hall, 5 High St": false, "Atlas Coffee Shop": false, "12 Mill Lane": false,
	} {
		if got := isRoom(where); got != want {
			t.Errorf("isRoom(%q) = %t", where, got)
		}
	}
}

func TestBaseUID(t *testing.T) {
	t.Parallel()
	for uid, want := range map[string]string{
		"abc@google.com":                  "abc@google.com",
		"abc_R20260105T190000@google.com": "abc@google.com",
		"abc_R20260105@google.com":        "abc@google.com",
		"abc_R20260105T190000":            "abc",
		"abc_R2D2@example.org":            "abc_R2D2@example.org",
	} {
		if got := (event{uid: uid}).base(); got != want {
			t.Errorf("base of %q is %q, want %q", uid, got, want)
		}
	}
}

func TestParseMoment(t *testing.T) {
	t.Parallel()
	berlin, _ := zone("Europe/Berlin")
	for text, want := range map[string]string{
		"20260922T183000":  "2026-09-22T18:30 Europe/Berlin",
		"20260922T183059":  "2026-09-22T18:30 Europe/Berlin",
		"20260922T183000Z": "2026-09-22T18:30 UTC",
		"20260922t1830":    "2026-09-22T18:30 Europe/Berlin",
		"20260922":         "2026-09-22T00:00 Europe/Berlin day",
		"20261322":         "", "00010101T000000Z": "", "99990101": "", "tomorrow": "", "": "",
	} {
		got := ""
		if m, ok := parseMoment(text, berlin); ok {
			got = m.wall.String() + " " + m.zone.String()
			if m.day {
				got += " day"
			}
		}
		if got != want {
			t.Errorf("parseMoment(%q) = %q, want %q", text, got, want)
		}
	}
	m, _ := parseMoment("20260922T183000Z", time.UTC)
	if at := m.in(berlin).String(); at != "2026-09-22T20:30" {
		t.Errorf("18:30 in UTC is %s in Berlin", at)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"/tmp/a/choir.ics", "", "choir.ics"},
		{`C:\calendars\choir.ics`, "", "choir.ics"},
		{"file:///tmp/choir.ics", "", "choir.ics"},
		{"choir.ics", "https://example.org/choir.ics", "https://example.org/choir.ics"},
		{"https://example.org/feed?x=1", "https://example.org/choir.ics", "https://example.org/choir.ics"},
		{"https://example.com/feed", "https://example.org/choir.ics", "https://example.com/feed"},
		{"https://example.com/feed", "", "https://example.com/feed"},
	} {
		if got := identity(c[0], c[1]); got != c[2] {
			t.Errorf("identity(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
