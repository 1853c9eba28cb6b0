package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/schedule"
	"regulars/internal/web/htmltest"
)

// town is a site with groups around Asheville.
type town struct {
	*rig
	organizer int64
}

func newTown(t *testing.T) *town {
	t.Helper()
	r := newRig(t)
	organizer, err := r.Members.Ensure(t.Context(), "ann@example.org")
	r.must(err)
	return &town{r, organizer.ID}
}

// somewhere is a group so many kilometres north of the middle of Asheville.
func somewhere(name, interest string, km float64) groups.Details {
	d := groups.Details{
		Name: name, Venue: "Hill Street Hall", Town: "Asheville, North Carolina", Zone: "America/New_York",
		Point: place.Point{Lat: 35.6 + km/111.195, Lon: -82.55},
	}
	if interest != "" {
		d.Interests = []string{interest}
	}
	return d
}

// lists makes a group that meets every week.
func (w *town) lists(d groups.Details, day time.Weekday, hour int) groups.Group {
	w.t.Helper()
	group, err := w.Groups.Create(w.t.Context(), w.organizer, d)
	w.must(err)
	w.meets(group, day, hour)
	return group
}

func (w *town) meets(group groups.Group, day time.Weekday, hour int) {
	w.t.Helper()
	start := schedule.NewWall(2026, 8, 31, hour, 0).AddDate(0, 0, (int(day)+6)%7) // from a Monday on
	_, err := w.Meetings.SetTimetable(w.t.Context(), group.ID, meetings.Timetable{
		{Start: start, Zone: group.Location(), Length: 2 * time.Hour, Rule: schedule.Weekly(1, day)}})
	w.must(err)
}

// imports makes a listing from a calendar that was read on 14 August 2026.
func (w *town) imports(d groups.Details) groups.Group {
	w.t.Helper()
	group, err := w.Groups.Import(w.t.Context(), d, false)
	w.must(err)
	w.origin(group, nil)
	return group
}

func (w *town) origin(group groups.Group, last *time.Time) {
	w.t.Helper()
	_, err := w.DB.Exec(w.t.Context(), `
		INSERT INTO origins (group_id, source, uid, fingerprint, as_of, last_listed) VALUES ($1, $2, '', '', $3, $4)`,
		group.ID, group.Name, time.Date(2026, 8, 14, 12, 0, 0, 0, time.UTC), last)
	w.must(err)
}

// finds asks for a page of results that has to be there.
func (w *town) finds(query string) htmltest.Page {
	w.t.Helper()
	_, err := w.Search.Refresh(w.t.Context())
	w.must(err)
	return w.wantStatus(w.get("/find?"+query), 200).page
}

func TestTheWayFromHomeToAGroup(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	group := w.lists(somewhere("Hill Street Chorus", "singing", 3), time.Tuesday, 19)
	home := w.wantStatus(w.get("/"), 200).page
	home.In("form[action='/find'][method=get] input", htmltest.HasAttr("name", "q"), htmltest.HasAttr("name", "near"), htmltest.HasAttr("name", "day"))
	home.In("button[data-locate=near]", htmltest.Count(1))
	home.In("main a[href='/list']", htmltest.Count(1))

	page := w.finds("q=choir&near=Asheville")
	page.In("h1", htmltest.HasText("Singing near Asheville, North Carolina"))
	page.In("title", htmltest.HasText("Singing near Asheville, North Carolina · Regulars"))
	page.In("meta[name=description][content^='Singing near Asheville']", htmltest.Count(1))
	page.In("#q", htmltest.HasAttr("value", "choir"))
	page.In("#near", htmltest.HasAttr("value", "Asheville"))
	page.In("main", htmltest.HasText("1 group within 30 miles of Asheville, North Carolina"),
		htmltest.HasText("Little within 15 miles, so this looks within 30 miles."))
	page.In(".hit svg.block", htmltest.Count(1))
	page.In(".hit a", htmltest.HasAttr("href", "/groups/"+group.Slug), htmltest.HasText("Hill Street Chorus"))
	page.In(".hit", htmltest.HasText("Every Tuesday, 19:00 to 21:00"), htmltest.HasText("Next: Tue 1 Sep"),
		htmltest.HasText("Hill Street Hall"), htmltest.HasText("2 miles"), htmltest.HasText("Listed under Singing"), htmltest.HasNoText("expected"))
	page.In(".pulse", htmltest.Count(0))
	page.In("details[open]", htmltest.Count(0))

	there := w.wantStatus(w.get(page.Attr(".hit a", "href")), 200).page
	there.In("h1", htmltest.HasText("Hill Street Chorus"))
}

func TestResultsWithAPulse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	group := w.lists(somewhere("Hill Street Chorus", "singing", 3), time.Tuesday, 19)
	w.at = w.at.AddDate(0, 0, 14)
	past, err := w.Meetings.Past(t.Context(), group.ID, 10)
	w.must(err)
	came := 12
	_, err = w.Meetings.Hold(t.Context(), w.organizer, group, past[0].ID, &came)
	w.must(err)
	_, err = w.Meetings.CallOff(t.Context(), w.organizer, group, past[1].ID, "")
	w.must(err)
	page := w.finds("q=choir&near=Asheville")
	page.In(".hit", htmltest.HasText("Met 1 of the last 2 Tuesdays, usually 12 people · 2 miles"))
	page.In(".hit .pulse i", htmltest.Count(3))
	page.In(".hit .pulse .held", htmltest.Count(1))
	page.In(".hit .pulse .off", htmltest.Count(1))
	page.In(".hit .pulse .open", htmltest.Count(1))
	page.In(".legend", htmltest.Count(1))
}

func TestADateThatIsMoved(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	group := w.lists(somewhere("Hill Street Chorus", "singing", 3), time.Tuesday, 19)
	coming, err := w.Meetings.Upcoming(t.Context(), group.ID, 0, 1)
	w.must(err)
	_, err = w.Meetings.Move(t.Context(), w.organizer, group, coming[0].ID,
		schedule.NewWall(2026, 9, 2, 20, 0).Instant(group.Location()), "Mill Hall", "")
	w.must(err)
	w.finds("q=choir&near=Asheville").In(".hit", htmltest.HasText("Next, moved this once: Wed 2 Sep, 20:00, Mill Hall"))
}

func TestWhatIsOnlyExpectedSaysSo(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.meets(w.imports(somewhere("Barbershop", "singing", 3)), time.Monday, 19)
	page := w.finds("q=choir&near=Asheville")
	page.In(".hit", htmltest.HasText("Next expected Mon 7 Sep"),
		htmltest.HasText("Expected, from a public calendar, as of 14 August 2026"), htmltest.HasText("expected, ask before you go"))
	page.In(".will", htmltest.Count(0))
}

func TestCalendarsThatRanOutAreShownAsSuch(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	group, err := w.Groups.Import(t.Context(), somewhere("Old-time Singers", "singing", 3), false)
	w.must(err)
	first := schedule.NewWall(2026, 9, 1, 18, 30)
	dates := []schedule.Wall{first.AddDate(0, 0, 7), first.AddDate(0, 0, 14), first.AddDate(0, 0, 21)}
	_, err = w.Meetings.SetTimetable(t.Context(), group.ID, meetings.Timetable{
		{Start: first, Zone: group.Location(), Length: time.Hour, Extra: dates}})
	w.must(err)
	last := dates[2].Instant(group.Location())
	w.origin(group, &last)
	w.at = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	_, err = w.Meetings.Extend(t.Context())
	w.must(err)
	w.finds("q=choir&near=Asheville").In(".hit", htmltest.HasText("Usually Tuesdays 18:30 Last listed for 22 September"),
		htmltest.HasText("as of 14 August 2026"), htmltest.HasText("ask before you go"))
}

func TestEveryFilterOfTheForm(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Plain", "singing", 1), time.Tuesday, 19)
	special := somewhere("Special", "singing", 12)
	nothing := 0
	special.Beginners, special.Alone, special.Price, special.StepFree = true, true, &nothing, true
	special.HearingLoop, special.Quiet, special.Children, special.Online = true, true, true, true
	w.lists(special, time.Saturday, 10)
	w.finds("q=choir&near=Asheville").In(".hit", htmltest.Count(2))
	w.finds("q=choir&near=Asheville&km=10").In(".hit", htmltest.Count(1), htmltest.HasText("Plain"))
	page := w.finds("q=choir&near=Asheville")
	for _, trait := range traitTicks(0) {
		page.In(".hit:has(a[href='/groups/special'])", htmltest.HasText(trait.Label))
	}
	page.In(".hit:has(a[href='/groups/plain']) .tags", htmltest.Count(0))
	filters := []string{"day=sat", "day=sat&day=sun", "time=morning", "day=fri,sat&time=morning&time=afternoon"}
	for _, trait := range traitTicks(0) {
		filters = append(filters, trait.Value+"=1")
	}
	for _, filter := range filters {
		page := w.finds("q=choir&near=Asheville&" + filter)
		page.In(".hit", htmltest.Count(1), htmltest.HasText("Special"))
		page.In("summary", htmltest.HasText("Only "))
		name, value, _ := strings.Cut(filter, "=")
		if len(value) <= 7 {
			page.In("input[name="+name+"]:checked", htmltest.HasAttr("value", strings.Split(value, "&")[0]))
		}
	}
	page = w.finds("q=choir&near=Asheville&day=sat&time=morning&km=30&free=1")
	page.In("summary", htmltest.HasText("Only Saturdays, mornings, within 19 miles, free"))
	page.In("form.search details button[type=submit]", htmltest.Count(1)) // in reach of a thumb that has ticked
	page.In("input[name=km]:checked", htmltest.Count(1), htmltest.HasAttr("value", "30"))
	page.In("main", htmltest.HasText("within 19 miles of Asheville, North Carolina, on Saturdays, in the morning"))
}

// What costs too much or is in another language is left out, and the form can take
// both back, whether they were chosen there or came by address.
func TestThePriceAndTheLanguageStandInTheForm(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Plain", "singing", 1), time.Tuesday, 19)
	special := somewhere("Special", "singing", 3)
	special.Cost, special.Language = "4 dollars", "fr"
	w.lists(special, time.Tuesday, 19)
	page := w.finds("q=choir&near=Asheville&price=5&lang=fr")
	page.In(".hit", htmltest.Count(1), htmltest.HasText("Special"))
	page.In("summary", htmltest.HasText("Only at most 5 to pay, in français"))
	page.In("details #price", htmltest.HasAttr("value", "5"))
	page.In("details #lang option[selected]", htmltest.Count(1), htmltest.HasAttr("value", "fr"))
	page.In("form.search input[type=hidden]", htmltest.Count(0))
	w.finds("q=choir&near=Asheville&price=3").In("[aria-labelledby=found] .hit", htmltest.Count(0))
	w.finds("q=choir&near=Asheville&lang=gd").In("#lang option[selected]", htmltest.HasAttr("value", "gd"))
	page = w.finds("q=choir&near=Asheville&price=&lang=&km=") // as the form sends what nobody chose
	page.In(".hit", htmltest.Count(2))
	page.In("#lang option[selected]", htmltest.Count(1), htmltest.HasAttr("value", ""), htmltest.HasText("any"))
}

func TestPagesOfResults(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for i := range 22 {
		w.lists(somewhere(fmt.Sprintf("Choir %02d", i), "singing", float64(i)), time.Tuesday, 19)
	}
	first := w.finds("q=choir&near=Asheville&day=tue")
	first.In(".hit", htmltest.Count(20))
	first.In("a[rel=prev]", htmltest.Count(0))
	next := first.Attr("a[rel=next]", "href")
	second := w.wantStatus(w.get(next), 200).page
	second.In(".hit", htmltest.Count(2), htmltest.HasText("Choir 21"))
	second.In("a[rel=next]", htmltest.Count(0))
	second.In(".pages", htmltest.HasText("Page 2"))
	if back := second.Attr("a[rel=prev]", "href"); back != "/find?day=tue&near=Asheville&q=choir" {
		t.Errorf("the way back is %q", back)
	}
	beyond := w.finds("q=choir&near=Asheville&page=3")
	beyond.In(".hit", htmltest.Count(0))
	beyond.In("main", htmltest.HasText("That was all"))
	beyond.In("main a", htmltest.HasAttr("href", "/find?near=Asheville&page=2&q=choir"))
}

// Distances are said in what people measure in there, whoever asks: the page is the
// same for everyone.
func TestMilesWhereTheyAreUsed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		km   float64
		in   unit
		want string
	}{
		{0.2, kilometres, "under 1 km"}, {0.2, miles, "under 1 mile"}, {0.6, kilometres, "1 km"}, {0.9, miles, "1 mile"},
		{2.4, kilometres, "2 km"}, {2, miles, "1 mile"}, {18.6, miles, "12 miles"}, {199.6, kilometres, "200 km"},
		{24, miles, "15 miles"}, {48, miles, "30 miles"}, {193, miles, "120 miles"}, {6426, miles, "3,993 miles"}, {1000.2, kilometres, "1,000 km"},
	} {
		if got := c.in.says(c.km); got != c.want {
			t.Errorf("%v km: got %q, want %q", c.km, got, c.want)
		}
	}
	w := newTown(t)
	for _, c := range []struct{ town, zone, near, away, within string }{
		{"Bath, England", "Europe/London", "51.42,-2.36", "3 miles", "15 miles"},
		{"Toronto, Ontario", "America/Toronto", "43.74,-79.42", "4 km", "25 km"},
	} {
		d := somewhere("Singers of "+c.town, "singing", 0)
		at, err := w.Places.Find(c.town)
		w.must(err)
		d.Town, d.Zone, d.Point = c.town, c.zone, at.Point
		w.lists(d, time.Tuesday, 19)
		page := w.finds("near=" + c.near)
		page.In(".hit", htmltest.HasText(c.away))
		page.In("main", htmltest.HasText("Little within "+c.within+", so this looks within"))
		page.In("label[for='km-5']", htmltest.Count(1))
		page.In("input[name=km]:checked", htmltest.HasAttr("value", ""), htmltest.Count(1))
	}
}

func TestNamesCannotActOnThePage(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	evil := `<script>alert(1)</script><b onmouseover="x">`
	d := somewhere(evil, "singing", 1)
	d.Venue = evil
	w.lists(d, time.Tuesday, 19)
	page := w.finds("q=" + url.QueryEscape(`"><script>alert(2)</script> choir`) + "&near=Asheville")
	page.In("main script, main b[onmouseover]", htmltest.Count(0))
	page.In(".hit-name", htmltest.HasText(evil))
	page.In("#q", htmltest.HasAttr("value", `"><script>alert(2)</script> choir`))
	unknown := w.wantStatus(w.get("/find?near="+url.QueryEscape(evil)), 422).page
	unknown.In("main script, main b[onmouseover]", htmltest.Count(0))
	unknown.In("#near", htmltest.HasAttr("value", evil))
}

// Days and times in the words are ticked, are said, and leave the words; the links and
// feeds of the page have them as filters.
func TestTimesInTheWordsAreTicked(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Tuesdays", "singing", 1), time.Tuesday, 19)
	w.lists(somewhere("Fridays", "singing", 2), time.Friday, 19)
	page := w.finds("q=singing+on+friday+evenings&near=Asheville&km=10")
	page.In("[aria-labelledby=found] .hit", htmltest.Count(1), htmltest.HasText("Fridays"))
	page.In("#q", htmltest.HasAttr("value", "singing"))
	page.In("#day-fri[checked], #time-evening[checked]", htmltest.Count(2))
	page.In("main", htmltest.HasText("of Asheville, North Carolina, on Fridays, in the evening"))
	page.In("link[type='application/atom+xml']", htmltest.HasAttr("href", "/find.atom?day=fri&km=10&near=Asheville&q=singing&time=evening"))
	if answer := w.listed("q=friday&near=Asheville"); len(answer.Groups) != 1 || answer.Groups[0].Name != "Fridays" {
		t.Errorf("got %v", answer.Groups)
	}
}
