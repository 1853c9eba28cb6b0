package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/web/htmltest"
	"regulars/internal/words"
)

// chorusForm is the form of a group that is all right, as a browser sends it.
func chorusForm(change ...string) []string {
	fields := url.Values{
		"name": {"Hill Street Chorus"}, "interest": {"choir"}, "about": {"We sing what someone brings."},
		"rhythm": {"1"}, "on": {"2"}, "starts": {"18:30"}, "ends": {"20:30"}, "from": {"2026-09-01"},
		"near": {"Asheville, North Carolina"}, "venue": {"Hill Street Hall"}, "public_place": {"on"},
		"look_for": {"Maren, with the green scarf"}, "cost": {"5 dollars"}, "capacity": {"12"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		fields[change[i]] = []string{change[i+1]}
		if change[i] == "on" || change[i] == "which" {
			fields[change[i]] = strings.Split(change[i+1], ",")
		}
		if change[i+1] == "" {
			delete(fields, change[i])
		}
	}
	var pairs []string
	for name, values := range fields {
		for _, value := range values {
			pairs = append(pairs, name, value)
		}
	}
	return pairs
}

// goesTo wants 303 to path without following it.
func (r *rig) goesTo(a answer, path string) {
	r.t.Helper()
	r.wantStatus(a, http.StatusSeeOther)
	if got := a.header.Get("Location"); got != path {
		r.t.Fatalf("goes on to %q, want %q", got, path)
	}
}

// listed signs ana in and lists her chorus.
func (r *rig) listed(change ...string) groups.Group {
	r.t.Helper()
	r.signIn("ana@example.org")
	r.goesTo(r.post("/list", chorusForm(change...)...), "/groups/hill-street-chorus")
	group, err := r.Groups.BySlug(r.t.Context(), "hill-street-chorus")
	r.must(err)
	return group
}

func (r *rig) timetable(group groups.Group) meetings.Timetable {
	r.t.Helper()
	table, err := r.Meetings.Timetable(r.t.Context(), group)
	r.must(err)
	return table
}

func TestListAGroup(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	if group.Interests[0] != "singing" || group.Zone != "America/New_York" || group.Town != "Asheville, North Carolina" ||
		!group.PublicPlace || group.Beginners || group.Capacity != 12 || *group.Price != 5 || group.LookFor == "" {
		t.Errorf("the group is kept as %+v", group)
	}
	if words := r.timetable(group).Words(words.English); words != "Every Tuesday, 18:30 to 20:30" {
		t.Errorf("it meets %s", words)
	}
	coming, err := r.Meetings.Upcoming(t.Context(), group.ID, 0, 100)
	r.must(err)
	first := time.Date(2026, 9, 1, 22, 30, 0, 0, time.UTC)
	if len(coming) != 16 || !coming[0].Starts.Equal(first) || coming[0].Status != meetings.On {
		t.Errorf("%d meetings, the first %+v", len(coming), coming[0])
	}
	if role, err := r.Groups.Role(t.Context(), group.ID, r.signIn("ana@example.org").ID); err != nil || role != groups.Organizer {
		t.Errorf("who lists it is %q (%v)", role, err)
	}
}

func TestAListingSentTwiceIsOneGroup(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed()
	r.wantRedirect(r.post("/list", chorusForm("name", "Hill street  chorus")...), chorusPath).page.
		In("main", htmltest.HasText("You have listed Hill Street Chorus already"))
	r.goesTo(r.post("/list", chorusForm("from", "2026-09-08")...), chorusPath+"-2") // another term, say
	r.signIn("bea@example.org")
	r.goesTo(r.post("/list", chorusForm()...), chorusPath+"-3")
}

func TestWhoListsAGroupIsAskedForANameOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	r.wantStatus(r.get("/list"), http.StatusOK).page.In("#you", htmltest.Count(1))
	r.wantStatus(r.post("/list", chorusForm("you", strings.Repeat("a", 81))...), http.StatusUnprocessableEntity).page.In("#you-error")
	r.listed("you", "Ana")
	r.wantStatus(r.get("/list"), http.StatusOK).page.In("#you", htmltest.Count(0))
	r.goesTo(r.post("/list", chorusForm("name", "Another", "you", "Somebody else")...), "/groups/another")
	if m := r.signIn("ana@example.org"); m.Name != "Ana" {
		t.Errorf("she is called %q", m.Name)
	}
}

func TestTheWordsForInterestsAreShownAsUnderstood(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	for typed, want := range map[string]string{"choir, chess": "We take that as: Singing, Chess", "Singing": "", "singing xyzzyq": ""} {
		page := r.wantStatus(r.post("/list", chorusForm("interest", typed, "show", "dates")...), http.StatusOK).page
		if got := page.Text("#understood"); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestTheTownIsShownAsUnderstood(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	preview := func(typed string) htmltest.Page {
		return r.wantStatus(r.post("/list", chorusForm("near", typed, "show", "dates")...), http.StatusOK).page
	}
	preview("Springfield").In("#taken", htmltest.HasText("We take that as: Springfield, Missouri; times are local there."),
		htmltest.HasText("Springfield, Massachusetts"))
	preview("Asheville, North Carolina").In("#taken", htmltest.Count(0))
	preview("Qwertyville").In("#taken", htmltest.Count(0))
	r.wantStatus(r.post("/list", chorusForm("near", "Springfield", "name", "")...), http.StatusUnprocessableEntity).page.
		In("#taken", htmltest.HasText("Springfield, Missouri"))
	r.wantRedirect(r.post("/list", chorusForm("near", "Springfield")...), chorusPath).page.
		In("main", htmltest.HasText("Hill Street Chorus is listed in Springfield, Missouri."))
}

func TestListingNeedsSigningIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.goesTo(r.get("/list"), "/sign-in?onward=%2Flist")
	page := r.wantStatus(r.post("/list", chorusForm("you", "Maren")...), http.StatusUnauthorized).page
	page.In("main", htmltest.HasText("all that you typed is still here"))
	page.In("#name", htmltest.HasAttr("value", "Hill Street Chorus"))
	page.In("#you", htmltest.HasAttr("value", "Maren"))
	if n := r.count(`SELECT count(*) FROM groups`); n != 0 {
		t.Errorf("%d groups were listed by nobody", n)
	}
	r.signIn("ana@example.org")
	page = r.wantStatus(r.get("/list"), http.StatusOK).page
	page.In("form[action='/list'] button", htmltest.HasText("List the group"))
	page.In("#rhythm option[selected]", htmltest.HasText("every week"), htmltest.Count(1))
	page.In("#from", htmltest.HasAttr("value", "2026-09-01"))
}

func TestNothingIsTickedThatNobodySaid(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	r.wantStatus(r.get("/list"), http.StatusOK).page.In("input[type=checkbox][checked]", htmltest.Count(0))
}

func TestRhythms(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	for want, change := range map[string][]string{
		"Every other Tuesday, 18:30 to 20:30":                    {"rhythm", "2"},
		"Every Tuesday and Thursday, 18:30 to 20:30":             {"on", "4,2"},
		"Every 3 weeks on Wednesday, 18:30 to 20:30":             {"rhythm", "3", "on", "3"},
		"First and third Saturday of the month, 18:30 to 20:30":  {"rhythm", "nth", "which", "1,3", "on", "6"},
		"Last Friday of the month, 18:30 to 20:30":               {"rhythm", "nth", "which", "-1", "on", "5"},
		"The 15th of the month, 18:30 to 20:30":                  {"rhythm", "day", "on", "", "from", "2026-08-15"},
		"Every Thursday, 18:30 to 20:30":                         {"on", "", "from", "2026-09-03"},
		"Every Tuesday, 21:00 to 00:30":                          {"starts", "21:00", "ends", "00:30"},
		"Every Tuesday, 18:30 to 20:30, until 15 December 2026":  {"until", "2026-12-15"},
		"Every other week on Monday and Tuesday, 18:30 to 20:30": {"rhythm", "2", "on", "1,2"},
	} {
		page := r.wantStatus(r.post("/list", chorusForm(append(change, "show", "dates")...)...), http.StatusOK).page
		page.In("#dates .rhythm", htmltest.HasText(want))
		page.In("#dates time", htmltest.Count(6))
		page.In("#name", htmltest.HasAttr("value", "Hill Street Chorus"))
	}
	if n := r.count(`SELECT count(*) FROM groups`); n != 0 {
		t.Errorf("showing dates listed %d groups", n)
	}
}

func TestTheFirstDateMovesToTheRhythm(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("rhythm", "2", "on", "2", "from", "2026-09-02") // a Wednesday
	if start := r.timetable(group)[0].Start.String(); start != "2026-09-08T18:30" {
		t.Errorf("it starts at %s, want the Tuesday after", start)
	}
}

func TestWrongFormsAreShownAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	for _, c := range []struct {
		field, says string
		change      []string
	}{
		{"name", "give the group a name", []string{"name", " "}},
		{"name", "keep this to 120 characters", []string{"name", strings.Repeat("a", 900_000)}},
		{"name", "cannot be stored", []string{"name", "Hill\x00Street"}},
		{"name", "cannot be stored", []string{"name", "Hill \xff Street"}},
		{"interest", "what the group does", []string{"interest", ""}},
		{"interest", "We do not know “xyzzyq”", []string{"interest", "singing xyzzyq"}},
		{"interest", "At most three", []string{"interest", "singing chess gardening quilting"}},
		{"near", "name the town", []string{"near", ""}},
		{"near", "We do not know “Qwertyville”", []string{"near", "Qwertyville"}},
		{"from", "from which date on", []string{"from", ""}},
		{"from", "type the date", []string{"from", "2027-02-31"}},
		{"from", "type the date", []string{"from", "31.12.2026"}},
		{"from", "within a year", []string{"from", "2031-01-01"}},
		{"from", "long ago", []string{"from", "1931-01-01"}},
		{"from", "no date to come", []string{"from", "2026-01-06", "until", "2026-03-03"}},
		{"until", "come after the first", []string{"until", "2026-08-01"}},
		{"starts", "when it starts", []string{"starts", ""}},
		{"starts", "type the time", []string{"starts", "25:00"}},
		{"ends", "when it ends", []string{"ends", ""}},
		{"ends", "come after the start", []string{"ends", "17:00"}},
		{"ends", "come after the start", []string{"ends", "18:30"}},
		{"rhythm", "choose one of these", []string{"rhythm", "hourly"}},
		{"on", "choose among these", []string{"on", "9"}},
		{"on", "one weekday", []string{"rhythm", "nth", "which", "1", "on", "1,2"}},
		{"which", "which of them", []string{"rhythm", "nth"}},
		{"capacity", "number from 1", []string{"capacity", "0"}},
		{"capacity", "number from 1", []string{"capacity", "many"}},
		{"venue", "keep this to 200", []string{"venue", strings.Repeat("a", 201)}},
		{"about", "keep this to 5000", []string{"about", strings.Repeat("a", 5001)}},
	} {
		page := r.wantStatus(r.post("/list", chorusForm(c.change...)...), http.StatusUnprocessableEntity).page
		if got := page.Text("#" + c.field + "-error"); !strings.Contains(got, c.says) {
			t.Errorf("%q: %s says %q, want %q", c.change[:2], c.field, got[:min(len(got), 200)], c.says)
		}
		page.In(".notice.bad", htmltest.HasText(c.says))
		page.In("#look_for", htmltest.HasText("Maren, with the green scarf"))
	}
	if n := r.count(`SELECT (SELECT count(*) FROM groups) + (SELECT count(*) FROM meetings)`); n != 0 {
		t.Errorf("wrong forms left %d rows", n)
	}
}

func TestEverythingIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	page := r.wantStatus(r.post("/list", "about", "We sing."), http.StatusUnprocessableEntity).page
	for _, field := range []string{"name", "interest", "near", "from", "starts", "ends"} {
		page.In(".notice.bad a[href='#"+field+"']", htmltest.Count(1))
		page.In("#"+field+"[aria-invalid]", htmltest.Count(1))
	}
	page.In("#about", htmltest.HasText("We sing."))
}

func TestWhatIsNoFormIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	r.wantStatus(r.postRaw("/list", "%zz=%&&=;name"), http.StatusUnprocessableEntity)
}

func TestListingFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	for _, path := range []string{"/list", "/edit/" + group.Slug, "/edit/" + group.Slug + "/delete"} {
		request := httptest.NewRequest(http.MethodPost, path, strings.NewReader("name=x"))
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		r.wantStatus(r.send(request), http.StatusForbidden)
	}
}

func TestInterestsAreReadBackAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	all := interest.All()
	for i, one := range all {
		slugs := []string{one.Slug, all[(i+7)%len(all)].Slug, all[(i+101)%len(all)].Slug}
		form := filled(map[string]string{"interest": interestNames(slugs[:1])})
		if got := readInterests(form, groups.Details{}); len(got) != 1 || got[0] != one.Slug || form.Err() != nil {
			t.Errorf("%q is read as %v (%v)", one.Name, got, form.Err())
		}
		form = filled(map[string]string{"interest": interestNames(slugs)})
		if got := readInterests(form, groups.Details{Interests: slugs}); len(got) != 3 {
			t.Errorf("%v are read as %v when nothing changed", slugs, got)
		}
	}
	form := filled(map[string]string{"interest": "crafts"})
	if readInterests(form, groups.Details{}); !strings.Contains(form.Error("interest"), "is wide") {
		t.Errorf("a family gives %q", form.Error("interest"))
	}
}
