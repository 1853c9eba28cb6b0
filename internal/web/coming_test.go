package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/quilt"
	"regulars/internal/web/htmltest"
)

func TestComingToOneMeeting(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus(capacity(8))
	r.signIn("ana@example.org")

	page := r.wantRedirect(r.post(firstPath+"/come", "back", chorusPath, "friends", "0"), chorusPath).page
	page.In(".notice.good", htmltest.HasText(
		"You have a place on Tuesday 8 September. We remind you on Monday 7 September at 18:00. You can change your mind until it starts."))
	page.In("#next", htmltest.HasText("You are coming. Nobody else has taken a place yet; 7 places are left."))
	page.In("#next button", htmltest.HasText("Not this time"), htmltest.HasText("I come every Tuesday"), htmltest.HasNoText("I'm coming"))

	page = r.wantRedirect(r.post(firstPath+"/come", "friends", "2"), firstPath).page
	page.In(".notice.good", htmltest.HasText("You have a place on Tuesday 8 September, and so have your 2 friends."))
	page.In("main", htmltest.HasText("You are coming, with 2 friends."))
	page.In(`#friends option[selected]`, htmltest.HasText("Me and 2 friends"))

	page = r.wantRedirect(r.post(firstPath+"/not-this-time"), firstPath).page
	page.In(".notice.good", htmltest.HasText("Your place on Tuesday 8 September is free for somebody else. You can change your mind until it starts."))
	page.In("main", htmltest.HasText("You said: not this time."))
	page.In("button", htmltest.HasText("I can come after all"))
	r.wantRedirect(r.post(firstPath+"/come", "back", "/mine"), "/mine")
	if n := r.count(`SELECT count(*) FROM places WHERE coming`); n != 1 {
		t.Errorf("%d places are taken, want one", n)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.signIn("ana@example.org")

	page := r.wantRedirect(r.post(chorusPath+"/stand", "friends", "1"), chorusPath).page
	page.In(".notice.good", htmltest.HasText("You come every Tuesday from now on. Your place is kept at the next 15 meetings, and at those after."))
	page.In("#next", htmltest.HasText("You come every Tuesday, so your place is kept, with a friend."), htmltest.HasNoText("I'm coming"))
	page.In(".dates", htmltest.HasText("you are coming, with a friend"))

	page = r.wantRedirect(r.post(firstPath+"/not-this-time", "back", chorusPath), chorusPath).page
	page.In("#next", htmltest.HasText("You said: not this time. The next ones stay yours."))
	r.wantRedirect(r.post(firstPath+"/come"), firstPath)

	ask := r.wantStatus(r.get(chorusPath+"/unstand"), http.StatusOK).page
	ask.In("h1", htmltest.HasText("No longer every Tuesday?"))
	ask.In("main form button", htmltest.HasText("I no longer come every Tuesday"))
	if n := r.count(`SELECT count(*) FROM standing_places`); n != 1 {
		t.Fatal("the page that asks has acted")
	}
	page = r.wantRedirect(r.post(chorusPath+"/unstand"), chorusPath).page
	page.In("#next button", htmltest.HasText("I come every Tuesday"))
	page.In("#next a", htmltest.HasText("Leave the group"))
	if n := r.count(`SELECT count(*) FROM places`); n != 0 {
		t.Errorf("%d places are left", n)
	}
}

func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	ana := r.signIn("ana@example.org")

	r.wantRedirect(r.post(chorusPath+"/join"), chorusPath).page.In(".notice.good", htmltest.HasText("You have joined Hill Street Chorus."))
	r.comes(group, first, ana, 0)
	r.wantStatus(r.get(chorusPath+"/leave"), http.StatusOK).page.In("h1", htmltest.HasText("Leave Hill Street Chorus?"))
	r.wantRedirect(r.post(chorusPath+"/leave"), chorusPath).page.In(".notice.good", htmltest.HasText("You have left Hill Street Chorus."))
	if n := r.count(`SELECT (SELECT count(*) FROM memberships WHERE role = 'member') + (SELECT count(*) FROM places)`); n != 0 {
		t.Errorf("%d rows are left of somebody who left", n)
	}

	r.signIn("maren@example.org")
	r.wantStatus(r.post(chorusPath+"/leave"), http.StatusConflict).page.In("main", htmltest.HasText("You are the only organizer."))
}

func TestSavingAListing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil, tuesdays())
	r.signIn("ana@example.org")

	page := r.wantRedirect(r.post(valleyPath+"/save"), valleyPath).page
	page.In(".notice.good", htmltest.HasText("Saved. We remind you of each expected date, next on Monday 7 September at 18:00. Ask before you go."))
	page.In("#next", htmltest.HasText("You have saved it."))
	r.get("/mine").page.In(".dates", htmltest.HasText("18:30 to 20:30 · expected, ask before you go"))

	r.wantStatus(r.post(valleyPath+"/"+first+"/come"), http.StatusConflict).page.In(".notice.bad", htmltest.HasText("places cannot be kept"))
	r.wantStatus(r.post(valleyPath+"/stand"), http.StatusConflict).page.In(".notice.bad", htmltest.HasText("places cannot be kept"))
	r.wantStatus(r.get(valleyPath+"/leave"), http.StatusOK).page.In("h1", htmltest.HasText("Forget North Valley Barbershop?"))
	r.wantRedirect(r.post(valleyPath+"/leave"), valleyPath).page.In("#next button", htmltest.HasText("Save and remind me"))
}

// Of dates to be listed again only those are reminded who want reminders.
func TestASavedListingWithoutDatesPromisesWhatWillBe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.barbershop(nil)
	const promise = "We remind you if dates are listed again."
	r.get(valleyPath).page.In("#next", htmltest.HasText(promise))
	ana := r.signIn("ana@example.org")
	r.post(valleyPath + "/save")
	r.get(valleyPath).page.In("#next", htmltest.HasText("You have saved it. "+promise))
	r.must(r.Groups.Mute(t.Context(), ana.ID, []string{"north-valley-barbershop"}))
	r.get(valleyPath).page.In("#next", htmltest.HasText("You have saved it."), htmltest.HasNoText(promise))
	_, err := r.DB.Exec(t.Context(), `UPDATE members SET remind_day_before = false; UPDATE memberships SET muted = false`)
	r.must(err)
	r.get(valleyPath).page.In("#next", htmltest.HasNoText(promise))
}

// What a page says of the next reminder is what the member has chosen, and nothing
// where none will come.
func TestPagesPromiseTheRemindersThatCome(t *testing.T) {
	t.Parallel()
	const mute = `INSERT INTO memberships (group_id, member_id, role, joined_at, muted)
		SELECT g.id, b.id, 'member', '2026-01-01', true FROM groups g, members b WHERE b.email = 'ana@example.org'`
	for name, c := range map[string]struct {
		at, wishes    string
		coming, saved string // what is said; empty: nothing of reminders
	}{
		"at another hour": {"2026-09-06T12:00:00Z", `UPDATE members SET remind_at = 9`,
			"Monday 7 September at 09:00", "Monday 7 September at 09:00"},
		"after that hour": {"2026-09-07T16:00:00Z", `UPDATE members SET remind_at = 9`, "", "Monday 14 September at 09:00"},
		"some hours before": {"2026-09-07T16:00:00Z", `UPDATE members SET remind_at = 9, remind_hours_before = true, remind_hours = 4`,
			"Tuesday 8 September at 14:30", "Tuesday 8 September at 14:30"},
		"not by night": {"2026-09-06T12:00:00Z", `UPDATE members SET zone = 'Asia/Tokyo'`, // 7:00 there
			"Monday 7 September at 07:30", "Monday 7 September at 07:30"},
		"muted":   {"2026-09-06T12:00:00Z", mute, "", ""},
		"refused": {"2026-09-06T12:00:00Z", `INSERT INTO refusals (email, times, answer, last_at) VALUES ('ana@example.org', 3, '550', now())`, "", ""},
		"none":    {"2026-09-06T12:00:00Z", `UPDATE members SET remind_day_before = false`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.chorus()
			r.barbershop(nil, tuesdays())
			at, err := time.Parse(time.RFC3339, c.at)
			r.must(err)
			r.at = at
			r.signIn("ana@example.org")
			_, err = r.DB.Exec(t.Context(), c.wishes)
			r.must(err)
			for path, want := range map[string]string{firstPath + "/come": c.coming, valleyPath + "/save": c.saved} {
				said := htmltest.HasNoText("We remind you")
				if want != "" {
					said = htmltest.HasText("on " + want + ".")
				}
				r.wantRedirect(r.post(path), strings.TrimSuffix(strings.TrimSuffix(path, "/come"), "/save")).page.In(".notice.good", said)
			}
		})
	}
}

// Signed out, each button leads to signing in, does nothing, and comes back to
// the page that it stands on; those that take a place or join go on to themselves.
func TestSignedOutButtonsLeadThroughSignInAndBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.barbershop(nil, tuesdays())
	for path, page := range map[string]string{
		firstPath + "/not-this-time": firstPath,
		chorusPath + "/unstand":      chorusPath,
		chorusPath + "/leave":        chorusPath,
		valleyPath + "/claim":        valleyPath,
	} {
		r.wantRedirect(r.post(path), "/sign-in?onward="+url.QueryEscape(page))
		r.wantRedirect(r.post(path, "back", chorusPath), "/sign-in?onward="+url.QueryEscape(chorusPath))
		r.wantRedirect(r.post(path, "back", "//evil.example"), "/sign-in?onward="+url.QueryEscape(page))
	}
	for path, page := range map[string]string{
		firstPath + "/come": firstPath, chorusPath + "/stand": chorusPath, chorusPath + "/join": chorusPath, valleyPath + "/save": valleyPath,
	} {
		r.wantRedirect(r.post(path), signInPath(path+"?back="+url.QueryEscape(page)))
		r.wantRedirect(r.post(path, "back", chorusPath), signInPath(path+"?back="+url.QueryEscape(chorusPath)))
		r.wantRedirect(r.post(path, "back", "//evil.example"), signInPath(path+"?back="+url.QueryEscape(page)))
	}
	for _, path := range []string{chorusPath + "/leave", chorusPath + "/unstand", valleyPath + "/claim", "/mine"} {
		r.wantRedirect(r.get(path), "/sign-in?onward="+url.QueryEscape(path))
	}
	if n := r.count(`SELECT (SELECT count(*) FROM places) + (SELECT count(*) FROM standing_places) + (SELECT count(*) FROM claims)
		+ (SELECT count(*) FROM memberships WHERE role = 'member')`); n != 0 {
		t.Errorf("%d rows were written for nobody", n)
	}

	r.post("/sign-in", "email", "ana@example.org", "onward", firstPath)
	link, _ := r.mailed("sign-in", "ana@example.org")
	r.wantRedirect(r.post(link), firstPath).page.In("main button", htmltest.HasText("I'm coming"))
}

func TestPressingFromAnotherSiteDoesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.signIn("ana@example.org")
	for _, path := range []string{
		firstPath + "/come", firstPath + "/not-this-time", chorusPath + "/stand", chorusPath + "/unstand", chorusPath + "/join",
		chorusPath + "/save", chorusPath + "/leave", chorusPath + "/claim", chorusPath + "/report", "/answer/x", "/settings/x",
	} {
		request := httptest.NewRequest(http.MethodPost, path, strings.NewReader("words=x"))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		r.wantStatus(r.send(request), http.StatusForbidden)
		if a := r.get(path); a.status < 300 && strings.HasSuffix(path, "come") {
			t.Errorf("opening %s answers %d", path, a.status)
		}
	}
	if n := r.count(`SELECT (SELECT count(*) FROM places) + (SELECT count(*) FROM memberships WHERE role = 'member') + (SELECT count(*) FROM reports)`); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}

func TestWhatCannotBeDoneIsSaidOnThePage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(capacity(2))
	r.barbershop(nil, tuesdays())
	r.comes(group, first, r.person("Ada"), 0)
	_, err := r.Meetings.CallOff(t.Context(), r.person("Maren").ID, group, r.meeting(group, "2026-09-15").ID, "Flood")
	r.must(err)
	r.signIn("ana@example.org")

	for name, c := range map[string]struct {
		path, friends string
		status        int
		words         string
	}{
		"too few left":     {firstPath + "/come", "1", http.StatusConflict, "Only one place is left"},
		"called off":       {chorusPath + "/2026-09-15/come", "0", http.StatusConflict, "This meeting was called off."},
		"too many friends": {firstPath + "/come", "6", http.StatusUnprocessableEntity, "number from 0 to 5"},
		"fewer than none":  {firstPath + "/come", "-1", http.StatusUnprocessableEntity, "number from 0 to 5"},
		"no number":        {firstPath + "/come", "many", http.StatusUnprocessableEntity, "number from 0 to 5"},
		"NUL":              {firstPath + "/come", "\x00", http.StatusUnprocessableEntity, "a character"},
		"a foreign date":   {chorusPath + "/2026-09-10/come", "0", http.StatusNotFound, "no meeting on that date"},
		"larger than all":  {chorusPath + "/stand", "4", http.StatusConflict, "This group has 2 places in all"},
		"standing, typed":  {chorusPath + "/stand", "x", http.StatusUnprocessableEntity, "number from 0 to 5"},
	} {
		t.Run(name, func(t *testing.T) {
			a := r.wantStatus(r.post(c.path, "friends", c.friends), c.status)
			a.page.In("main", htmltest.HasText(c.words))
		})
	}
	r.at = time.Date(2026, 9, 8, 19, 0, 0, 0, newYork)
	r.wantStatus(r.post(firstPath+"/come"), http.StatusConflict).page.In("main", htmltest.HasText("This meeting has already begun."), htmltest.HasText("It has begun"))
	r.wantStatus(r.post(firstPath+"/not-this-time"), http.StatusConflict)
	if n := r.count(`SELECT count(*) FROM places`); n != 1 {
		t.Errorf("%d places are taken, want Ada's alone", n)
	}
}

func TestFullMeeting(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(capacity(2))
	r.comes(group, first, r.person("Ada"), 1)
	r.signIn("ana@example.org")
	page := r.get(chorusPath).page
	page.In("#next", htmltest.HasText("Full: all 2 places are taken."), htmltest.HasText("Places left: Tuesday 15 September, 18:30"))
	page.In("#next button", htmltest.HasText("I come every Tuesday after this one"), htmltest.HasNoText("I'm coming"))
	page = r.wantStatus(r.post(firstPath+"/come"), http.StatusConflict).page
	page.In(".notice.bad", htmltest.HasText("This meeting is full."))
	page.In("main a", htmltest.HasAttr("href", chorusPath+"/2026-09-15"))
	r.wantRedirect(r.post(chorusPath+"/stand"), chorusPath).page.In(".notice.good", htmltest.HasText("Your place is kept at 14 meetings; 1 is full already."))
}

func TestFiftyAtOnceGetFivePlaces(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus(capacity(5))
	sessions := make([]string, 50)
	for i := range sessions {
		var err error
		sessions[i], err = r.Members.Start(t.Context(), r.person(fmt.Sprintf("p%d", i)).ID)
		r.must(err)
	}
	statuses := make([]int, len(sessions))
	var all sync.WaitGroup
	for i, session := range sessions {
		all.Go(func() { statuses[i] = r.postAs(t.Context(), session, firstPath+"/come") })
	}
	all.Wait()
	got := map[int]int{}
	for _, status := range statuses {
		got[status]++
	}
	if got[http.StatusSeeOther] != 5 || got[http.StatusConflict] != 45 {
		t.Errorf("answers are %v, want 5 of 303 and 45 of 409", got)
	}
	if n := r.count(`SELECT count(*) FROM places WHERE coming`); n != 5 {
		t.Errorf("%d places are taken of 5", n)
	}
}

// postAs presses a button in a browser of its own, and gives the status; 0 if
// there was no answer.
func (r *rig) postAs(ctx context.Context, session, path string) int {
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, path, nil)
	request.Host = r.BaseURL.Host
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: sessionCookie, Value: session})
	response, err := r.app.Test(request, -1)
	if err != nil {
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}

func TestMeetingPage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(func(d *groups.Details) { d.Name = "Hill Street Chorus" })
	page := r.wantStatus(r.get(firstPath), http.StatusOK).page
	page.In("h1", htmltest.HasText("Tuesday 8 September"))
	page.In(".rhythm", htmltest.HasText("18:30 to 20:30 (Asheville time)"))
	page.In("#next", htmltest.HasText("Are you coming?"), htmltest.HasText("Nobody has taken a place yet."))

	to := time.Date(2026, 9, 9, 19, 0, 0, 0, newYork)
	maren := r.person("Maren").ID
	_, err := r.Meetings.Move(t.Context(), maren, group, r.meeting(group, first).ID, to, "The small hall", "Elections")
	r.must(err)
	a := r.wantStatus(r.get(chorusPath+"/2026-09-09"), http.StatusFound)
	if got := a.header.Get("Location"); got != firstPath {
		t.Errorf("the new date leads to %q", got)
	}
	page = r.get(firstPath).page
	page.In("h1", htmltest.HasText("Wednesday 9 September"))
	page.In("main", htmltest.HasText("Moved from Tue 8 Sep; this time at The small hall. Elections"), htmltest.HasText("not where the group usually meets"),
		htmltest.HasNoText("12 Hill Street"), htmltest.HasNoText("Bus 12"))

	_, err = r.Meetings.CallOff(t.Context(), maren, group, r.meeting(group, "2026-09-15").ID, "Flood")
	r.must(err)
	page = r.get(chorusPath + "/2026-09-15").page
	page.In(".panel.stop", htmltest.HasText("Called off Flood"))
	page.In("main", htmltest.HasText("Next: Tuesday 22 September, 18:30"))
	page.In("button", htmltest.Count(0))

	r.at = time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC)
	r.get(firstPath).page.In("main", htmltest.HasText("It is over Nobody has noted here whether it took place."))
	came := 9
	_, err = r.Meetings.Hold(t.Context(), maren, group, r.meeting(group, "2026-09-22").ID, &came)
	r.must(err)
	r.get(chorusPath+"/2026-09-22").page.In("main", htmltest.HasText("It took place 9 people were there."), htmltest.HasText("Next: Tuesday 6 October"))
}

func TestWhoComesIsSeenByThoseWhoComeAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	r.comes(group, first, r.person("Ada"), 1)
	r.comes(group, first, r.person("Bea"), 0)
	sees := func(want bool) {
		t.Helper()
		a := r.get(firstPath)
		a.page.In("main", htmltest.HasText("people are coming"))
		if got := strings.Contains(a.body, "Ada"); got != want {
			t.Errorf("names are shown: %v, want %v", got, want)
		}
		if strings.Contains(a.body, "Ada@") {
			t.Error("an address is shown")
		}
	}
	sees(false)
	ana := r.signIn("ana@example.org")
	r.post(chorusPath + "/join")
	sees(false)
	r.comes(group, first, ana, 2)
	sees(true)
	r.get(firstPath).page.In("main", htmltest.HasText("Ada, Bea and 1 other."))
	r.post(firstPath + "/not-this-time")
	sees(false)
	r.signIn("maren@example.org")
	sees(true)
	r.at = r.at.AddDate(0, 0, 14)
	if strings.Contains(r.get(firstPath).body, "Ada") {
		t.Error("after the meeting one can see who had a place and perhaps did not come")
	}
}

func TestMine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	ana := r.signIn("ana@example.org")
	page := r.wantStatus(r.get("/mine"), http.StatusOK).page
	page.In("main", htmltest.HasText("Nothing yet"))
	page.In("main a", htmltest.HasAttr("href", "/find"))

	_, err := r.Meetings.Stand(t.Context(), group.ID, ana.ID, 1)
	r.must(err)
	page = r.get("/mine").page
	page.In(".dates li", htmltest.Count(eachGroup))
	page.In(".dates li:first-child", htmltest.HasText("Tue 8 Sep"), htmltest.HasText("Hill Street Chorus"), htmltest.HasText("your place is kept, with a friend"))
	page.In(".dates svg", htmltest.Count(eachGroup))
	if block := string(quilt.Block(group.Slug, group.Family())); group.Family() == "" || strings.Count(r.get("/mine").body, block) != eachGroup {
		t.Errorf("the patches are not those of the group's own page: %s", block)
	}
	page.In("main", htmltest.HasText("Later dates stand on the pages of your groups."))
	page.In(".people", htmltest.HasText("Hill Street Chorus member"))

	path := page.Attr(".dates li:first-child form", "action")
	page = r.wantRedirect(r.post(path, "back", page.Attr(`.dates li:first-child [name="back"]`, "value")), "/mine").page
	page.In(".dates li:first-child", htmltest.HasText("you said: not this time"))
	page.In(".dates li:first-child button", htmltest.HasText("I can come after all"))
	_, err = r.Meetings.CallOff(t.Context(), r.person("Maren").ID, group, r.meeting(group, "2026-09-15").ID, "Flood")
	r.must(err)
	page = r.get("/mine").page
	page.In(".dates li:nth-child(2)", htmltest.HasText("called off: Flood"))
	page.In(".dates li:nth-child(2) button", htmltest.Count(0))
	r.at = time.Date(2026, 9, 22, 19, 0, 0, 0, newYork)
	r.get("/mine").page.In(".dates li:first-child", htmltest.HasText("it has begun"))
}
