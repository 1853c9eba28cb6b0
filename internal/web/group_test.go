package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/schedule"
	"regulars/internal/web/htmltest"
)

func TestGroupPageSaysWhatANewcomerNeeds(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(capacity(20))
	r.comes(group, first, r.person("Ada"), 2)

	a := r.wantStatus(r.get(chorusPath), http.StatusOK)
	page := a.page
	page.In("title", htmltest.HasText("Hill Street Chorus · Regulars"))
	page.In(`link[rel="canonical"]`, htmltest.HasAttr("href", "http://regulars.example"+chorusPath))
	page.In(`link[rel="alternate"][type="text/calendar"]`, htmltest.HasAttr("href", "http://regulars.example"+chorusPath+".ics"))
	page.In(`link[rel="alternate"][type="application/atom+xml"]`, htmltest.HasAttr("href", chorusPath+".atom"), htmltest.HasAttr("title", "Hill Street Chorus"))
	page.In(`meta[name="description"]`, htmltest.HasAttr("content",
		"Hill Street Chorus: Every Tuesday, 18:30 to 20:30, Hill Street Hall, Asheville, North Carolina."))
	page.In("h1", htmltest.HasText("Hill Street Chorus"))
	page.In(".hero .rhythm", htmltest.HasText("Every Tuesday, 18:30 to 20:30"))
	page.In(".hero a", htmltest.HasText("Singing"), htmltest.HasAttr("href", "/find?near=Asheville%2C+North+Carolina&q=Singing"))
	page.In("#next h2", htmltest.HasText("Next: Tuesday 8 September, 18:30"))
	page.In("#next", htmltest.HasText("In 7 days. 3 people are coming; 17 places are left."))
	page.In("#next button", htmltest.HasText("I'm coming on 8 September"), htmltest.HasText("I come every Tuesday"))
	page.In("#friends option", htmltest.Count(6))
	page.In("main", htmltest.HasText("The green scarf"), htmltest.HasText("beginners welcome"), htmltest.HasText("a public place"),
		htmltest.HasText("Bus 12, back at 20:41."), htmltest.HasText("Maren answers for this group."))
	page.In(".prose strong", htmltest.HasText("rounds"))
	page.In(".dates li", htmltest.Count(datesShown))
	page.In(".dates a", htmltest.HasAttr("href", firstPath))
	page.In("#ask-first", htmltest.Count(0))
	if strings.Contains(a.body, "Ada") || strings.Contains(a.body, "example.org") {
		t.Error("the page tells strangers who comes, or somebody's address")
	}
}

func TestPulseIsOnTheGroupPage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	r.get(chorusPath).page.In("#going", htmltest.Count(0))

	r.at = r.at.AddDate(0, 0, 15) // two Tuesdays have passed
	r.get(chorusPath).page.In("main", htmltest.HasText("Nobody has noted yet how the last meetings went."))
	page := r.get(chorusPath).page
	page.In(".pulse[aria-label] i", htmltest.Count(3))
	came := 12
	_, err := r.Meetings.Hold(t.Context(), r.person("Maren").ID, group, r.meeting(group, first).ID, &came)
	r.must(err)
	page = r.get(chorusPath).page
	page.In("main", htmltest.HasText("Met 1 of the last 2 Tuesdays, usually 12 people."))
	page.In(".pulse[aria-label] i", htmltest.Count(3))
	page.In(".pulse[aria-label]", htmltest.HasAttr("aria-label", "One patch a meeting: 1 took place, 1 passed without a word, 1 is to come"))
}

func TestGroupPageOfDatesThatChange(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, maren := r.chorus(), r.person("Maren").ID
	_, err := r.Meetings.CallOff(t.Context(), maren, group, r.meeting(group, first).ID, "The hall is closed")
	r.must(err)
	to := time.Date(2026, 9, 16, 19, 0, 0, 0, newYork)
	_, err = r.Meetings.Move(t.Context(), maren, group, r.meeting(group, "2026-09-15").ID, to, "The small hall", "Elections")
	r.must(err)

	page := r.get(chorusPath).page
	page.In("#next h2", htmltest.HasText("Next: Wednesday 16 September, 19:00"))
	page.In("#next", htmltest.HasText("Called off: Tue 8 Sep, The hall is closed"),
		htmltest.HasText("Moved from Tue 15 Sep; this time at The small hall. Elections"))
	page.In(".dates li:nth-child(1)", htmltest.HasText("called off: The hall is closed"))
	page.In(".dates li:nth-child(2)", htmltest.HasText("Wed 16 Sep 19:00 to 21:00, moved: from Tue 15 Sep, The small hall"))
}

func TestGroupPageWhileAMeetingIsUnderWay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.at = time.Date(2026, 9, 8, 19, 0, 0, 0, newYork)
	page := r.get(chorusPath).page
	page.In("#next", htmltest.HasText("One is going on now, until 20:30."), htmltest.HasText("Next: Tuesday 15 September"))
	page.In("#next a", htmltest.HasAttr("href", firstPath))
}

func TestGroupPageWithoutADate(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	ana := r.signIn("ana@example.org")
	_, err := r.Meetings.Stand(t.Context(), group.ID, ana.ID, 0)
	r.must(err)
	_, err = r.Meetings.SetTimetable(t.Context(), group.ID, nil)
	r.must(err)
	_, err = r.DB.Exec(t.Context(), `DELETE FROM meetings`)
	r.must(err)
	page := r.get(chorusPath).page
	page.In("#next", htmltest.HasText("No date to come"), htmltest.HasText("a place is kept for you as soon as there is one"))
	page.In(".hero .rhythm", htmltest.HasText("On varying dates"))
	r.wantStatus(r.get("/mine"), http.StatusOK).page.In("main", htmltest.HasText("No dates to come."))
}

func TestOldAddressesLeadToTheNewOne(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	details := chorusDetails()
	details.Name = "Oak Lane Chorus"
	_, err := r.Groups.Update(t.Context(), r.person("Maren").ID, group.ID, group.Version, details)
	r.must(err)
	for old, now := range map[string]string{
		chorusPath:                              "/groups/oak-lane-chorus",
		firstPath + "?a=b%20":                   "/groups/oak-lane-chorus/2026-09-08?a=b%20",
		"/groups/%68ill-street-chorus/" + first: "/groups/oak-lane-chorus", // a page of it at least
		"/groups/%68ill-street-chorus":          "/groups/oak-lane-chorus",
	} {
		a := r.wantStatus(r.get(old), http.StatusMovedPermanently)
		if got := a.header.Get("Location"); got != now {
			t.Errorf("%s leads to %q, want %q", old, got, now)
		}
	}
	r.wantStatus(r.get("/groups/oak-lane-chorus"), http.StatusOK)
}

func TestGroupsThatAreNotThere(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	paths := []string{
		"/groups/nobody", "/groups/%00", "/groups/%ff", "/groups/" + strings.Repeat("a", 3000), "/groups/nobody/block.svg",
		"/groups/nobody/leave", "/groups/nobody/report", chorusPath + "/2026-09-09", chorusPath + "/2026-13-45", chorusPath + "/come",
		chorusPath + "/%00%00%00%00%00%00%00%00%00%00", chorusPath + "/%ff%ff%ff%ff%ff%ff%ff%ff%ff%ff", chorusPath + "/" + strings.Repeat("9", 400),
	}
	for _, path := range paths {
		if a := r.get(path); a.status < 400 && a.status != http.StatusSeeOther || a.status >= 500 {
			t.Errorf("%.60s answers %d", path, a.status)
		}
	}
	r.must(r.Groups.SetState(t.Context(), r.person("Maren").ID, group.ID, groups.Paused))
	r.get(chorusPath).page.In("main", htmltest.HasText("have paused this group"))
	r.must(r.Groups.SetState(t.Context(), r.person("Maren").ID, group.ID, groups.Removed))
	r.wantStatus(r.get(chorusPath), http.StatusNotFound)
	r.wantStatus(r.get(firstPath), http.StatusNotFound)
}

func TestBlockIsAPicture(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	a := r.wantStatus(r.get(chorusPath+"/block.svg"), http.StatusOK)
	if a.header.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(a.body, "<svg") {
		t.Errorf("it is %q: %.40s", a.header.Get("Content-Type"), a.body)
	}
}

func TestOrganizersFindTheirTools(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.get(chorusPath).page.In("#yours", htmltest.Count(0))
	r.signIn("maren@example.org")
	page := r.get(chorusPath).page
	page.In("#yours", htmltest.Count(1))
	page.In("main a", htmltest.HasAttr("href", "/edit/hill-street-chorus"), htmltest.HasAttr("href", "/edit/hill-street-chorus/2026-09-08"))
	page.In("main", htmltest.HasNoText("Leave the group"), htmltest.HasNoText("Join"))
	page.In("#next .stitch", htmltest.Count(0))
}

func TestUnclaimedListingSaysSo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil, tuesdays())
	page := r.wantStatus(r.get(valleyPath), http.StatusOK).page
	page.In(".notice.ask", htmltest.HasText("Expected, ask before you go"),
		htmltest.HasText("from the public calendar “valley.ics”, as of 22 August 2026. Nobody from the group has confirmed them here."))
	page.In(".notice.ask a", htmltest.HasText("The calendar it comes from"), htmltest.HasAttr("href", "https://valley.example/calendar"), htmltest.HasAttr("rel", "nofollow noopener noreferrer"))
	page.In("#next h2", htmltest.HasText("Next expected: Tuesday 8 September, 18:30"))
	page.In("#next.next", htmltest.Count(0)) // green is for what will happen
	page.In("#next button", htmltest.Count(1), htmltest.HasText("Save and remind me"))
	page.In("main", htmltest.HasNoText("I'm coming"), htmltest.HasNoText("Who runs it"), htmltest.HasText("This is wrong, take it down"))
	page.In("main a", htmltest.HasAttr("href", valleyPath+"/claim"), htmltest.HasAttr("href", valleyPath+"/report"))
	page.In(".dates li:first-child", htmltest.HasText("expected"))

	meeting := r.wantStatus(r.get(valleyPath+"/"+first), http.StatusOK).page
	meeting.In(".notice.ask", htmltest.HasText("Expected, ask before you go"), htmltest.HasText("as of 22 August 2026"))
	meeting.In(".notice.ask", htmltest.HasText("“valley.ics”"), htmltest.HasText("The calendar it comes from"))
	meeting.In("button", htmltest.Count(0))

	_, err := r.DB.Exec(t.Context(), `UPDATE origins SET calendar = 'Barbershop of the Valley', own = true`)
	r.must(err)
	r.get(valleyPath).page.In(".notice.ask", htmltest.HasText("the public calendar “Barbershop of the Valley”"), htmltest.HasText("The group's own page"))
}

func TestStaleListingSaysWhenItWasLastListed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	dates := tuesdays()
	dates.Rule = schedule.Rule{} // plain dates
	dates.Extra = []schedule.Wall{dates.Start.AddDate(0, 0, 7), dates.Start.AddDate(0, 0, 14)}
	r.barbershop("2026-09-22T22:30Z", dates)
	r.get(valleyPath).page.In(".notice.ask", htmltest.HasText("Expected, ask before you go"))

	r.at = r.at.AddDate(0, 1, 0)
	page := r.wantStatus(r.get(valleyPath), http.StatusOK).page
	page.In(".hero .rhythm", htmltest.HasText("Usually Tuesdays 18:30"))
	page.In(".notice.ask h2", htmltest.HasText("Last listed for 22 September, ask before you go"))
	page.In("#next", htmltest.HasText("No date to come"))
	page.In("#next button", htmltest.Count(1), htmltest.HasText("Save"))
	r.at = r.at.AddDate(1, 0, 0)
	r.get(valleyPath).page.In(".notice.ask h2", htmltest.HasText("Last listed for 22 September 2026"))
}
