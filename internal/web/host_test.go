package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/web/htmltest"
)

// hosted is a rig whose browser is a host's.
func hosted(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.must(r.Members.AddHost(t.Context(), "hal@example.org"))
	r.signIn("hal@example.org")
	return r
}

// imported is a listing from a public calendar that meets on Tuesdays.
func (r *rig) imported(name string, withheld bool) groups.Group {
	r.t.Helper()
	town, err := r.Places.Find("Asheville")
	r.must(err)
	group, err := r.Groups.Import(r.t.Context(), groups.Details{
		Name: name, Interests: []string{"singing"}, Town: town.String(), Point: town.Point, Zone: town.Zone,
	}, withheld)
	r.must(err)
	_, err = r.Meetings.SetTimetable(r.t.Context(), group.ID, meetings.Timetable{{
		Start: schedule.NewWall(2026, 9, 1, 18, 30), Length: time.Hour, Rule: schedule.Weekly(1, time.Tuesday),
	}})
	r.must(err)
	return group
}

func TestDecideAClaim(t *testing.T) {
	t.Parallel()
	r := hosted(t)
	group := r.imported("Barbershop", false)
	saved := r.person("Dee")
	r.must(r.Groups.Join(t.Context(), group.ID, saved.ID))
	var claims []int64
	for _, email := range []string{"ana@example.org", "bea@example.org"} {
		m, err := r.Members.Ensure(t.Context(), email)
		r.must(err)
		id, err := r.Groups.Claim(t.Context(), group.ID, m.ID, "I am <i>the</i> secretary.")
		r.must(err)
		claims = append(claims, id)
	}
	page := r.wantStatus(r.get("/host"), http.StatusOK).page
	page.In("#claims", htmltest.HasText("Claims waiting: 2"))
	page.In("blockquote", htmltest.HasText("I am <i>the</i> secretary."))
	page.In("main", htmltest.HasText("ana@example.org"))

	approve := fmt.Sprintf("/host/claims/%d", claims[0])
	r.wantStatus(r.post(approve, "answer", "perhaps"), http.StatusUnprocessableEntity)
	r.wantRedirect(r.post(approve, "answer", "yes"), "/host").page.In("[role=status]", htmltest.HasText("belongs to ana@example.org"))
	coming, err := r.Meetings.Upcoming(t.Context(), group.ID, 0, 1)
	r.must(err)
	if coming[0].Status != meetings.On {
		t.Errorf("its next meeting is %s, want on", coming[0].Status)
	}
	if mails := r.posted("now-claimed"); len(mails) != 1 || mails[0].Member != saved.ID || mails[0].Group != group.ID {
		t.Errorf("mails to those who saved it: %+v", mails)
	}
	r.wantStatus(r.post(approve, "answer", "no"), http.StatusConflict)
	page = r.wantStatus(r.get("/host"), http.StatusOK).page
	page.In("[aria-labelledby=claims] button", htmltest.Count(1), htmltest.HasText("Decline")) // the other one can only be declined
	second := fmt.Sprintf("/host/claims/%d", claims[1])
	late := httptest.NewRequest(http.MethodPost, second, strings.NewReader("answer=yes"))
	late.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	late.Header.Set("Referer", "http://regulars.example/host")
	r.wantStatus(r.send(late), http.StatusConflict).page.In("main a[href='/host']", htmltest.Count(1)) // back to the others
	r.wantStatus(r.post(second, "answer", "yes"), http.StatusConflict)
	r.goesTo(r.post(second, "answer", "no"), "/host")
	mails := r.posted("claim-answer")
	if len(mails) != 2 || mails[0].Claim != claims[0] || mails[1].Claim != claims[1] || mails[0].Member == mails[1].Member {
		t.Errorf("mails: %+v", mails)
	}
}

func TestDecideReports(t *testing.T) {
	t.Parallel()
	r := hosted(t)
	r.imported("Old-time Singers", false)
	group := r.listed()
	bea := r.stands(group, "bea@example.org")
	r.signIn("hal@example.org")
	old, err := r.Groups.BySlug(t.Context(), "old-time-singers")
	r.must(err)
	kept, err := r.Groups.Report(t.Context(), old.ID, "They stopped in spring.", "zoe@example.org", "de")
	r.must(err)
	gone, err := r.Groups.Report(t.Context(), group.ID, "It is a sales pitch.", "joe", "en")
	r.must(err)
	page := r.wantStatus(r.get("/host"), http.StatusOK).page
	page.In("#reports", htmltest.HasText("Reports waiting: 2"))
	page.In("blockquote footer", htmltest.HasText("zoe@example.org"), htmltest.HasText("joe"))
	for _, contact := range []string{"kim@example.org", "Kim@example.ORG", ""} {
		_, err = r.Groups.Report(t.Context(), group.ID, "It is, indeed.", contact, "en")
		r.must(err)
	}

	r.goesTo(r.post(fmt.Sprintf("/host/reports/%d", kept), "answer", "no"), "/host")
	r.goesTo(r.post(fmt.Sprintf("/host/reports/%d", gone), "answer", "yes"), "/host")
	r.wantStatus(r.post(fmt.Sprintf("/host/reports/%d", gone), "answer", "no"), http.StatusConflict)
	if _, err := r.Groups.BySlug(t.Context(), "old-time-singers"); err != nil {
		t.Errorf("the one that was kept: %v", err)
	}
	if after, err := r.Groups.ByID(t.Context(), group.ID); err != nil || after.State != groups.Removed {
		t.Errorf("the one taken down is %s (%v)", after.State, err)
	}
	if n := r.count(`SELECT count(*) FROM meetings WHERE group_id = $1 AND status <> 'called_off'`, group.ID); n != 0 {
		t.Errorf("%d of its meetings are on", n)
	}
	if mails := r.posted("meeting-changed"); len(mails) != 1 || mails[0].Member != bea {
		t.Errorf("mails: %+v", mails)
	}
	if mails := r.posted("taken-down"); len(mails) != 1 || mails[0].Group != group.ID {
		t.Errorf("mails to the organizers: %+v", mails)
	}
	answers := r.posted("report-answer")
	if len(answers) != 2 || answers[0].Email != "zoe@example.org" || answers[0].Report != kept || answers[1].Email != "kim@example.org" {
		t.Errorf("answers to those who reported: %+v", answers)
	}
	if n := r.count(`SELECT count(*) FROM mails WHERE kind = 'report-answer' AND language = 'de'`); n != 1 {
		t.Errorf("%d answers are in German, want Zoe's", n)
	}
}

func TestDecideWithheld(t *testing.T) {
	t.Parallel()
	r := hosted(t)
	first, second := r.imported("Board meeting", true), r.imported("Members only", true)
	r.wantStatus(r.get("/host"), http.StatusOK).page.In("[aria-labelledby=withheld] li", htmltest.Count(2))
	r.goesTo(r.post(fmt.Sprintf("/host/withheld/%d", first.ID), "answer", "yes"), "/host")
	r.goesTo(r.post(fmt.Sprintf("/host/withheld/%d", second.ID), "answer", "no"), "/host")
	for group, want := range map[int64]groups.State{first.ID: groups.Listed, second.ID: groups.Removed} {
		if after, err := r.Groups.ByID(t.Context(), group); err != nil || after.State != want {
			t.Errorf("%s is %s, want %s (%v)", after.Name, after.State, want, err)
		}
	}
	for _, path := range []string{"/host/withheld/x", "/host/claims/", "/host/reports/99999999999999999999", "/host/nothing/1"} {
		r.wantStatus(r.post(path, "answer", "yes"), http.StatusNotFound)
	}
	for _, path := range []string{"/host/withheld/99", "/host/claims/99", "/host/reports/99"} {
		r.wantStatus(r.post(path, "answer", "yes"), http.StatusConflict)
	}
}

func TestRefusedAddressesAreSaid(t *testing.T) {
	t.Parallel()
	r := hosted(t)
	r.wantStatus(r.get("/host"), http.StatusOK).page.In("#refused", htmltest.Count(0))
	for email, times := range map[string]int{"hal@example.org": 3, "bea@example.org": 2} {
		_, err := r.DB.Exec(t.Context(), `INSERT INTO refusals (email, times, answer, last_at) VALUES ($1, $2, '550 <no> such box', $3)`, email, times, r.at)
		r.must(err)
	}
	page := r.wantStatus(r.get("/host"), http.StatusOK).page
	page.In("section:has(#refused) li", htmltest.Count(1), htmltest.HasText("hal@example.org"), htmltest.HasText("550 <no> such box"))
	page = r.wantStatus(r.get("/account"), http.StatusOK).page
	page.In(".notice.bad", htmltest.HasText("“550 <no> such box”"))
}

func TestGroupsWithoutANextDateAreListedAndCounted(t *testing.T) {
	t.Parallel()
	r := hosted(t)
	group := r.chorus()
	r.wantStatus(r.get("/host"), http.StatusOK).page.In("#stalled", htmltest.HasText("Without a next date: 0"))
	gauge := func(want string) {
		t.Helper()
		if body := r.get("/metrics").body; !strings.Contains(body, "regulars_groups_without_next_date "+want+"\n") {
			t.Errorf("metrics do not say %s", want)
		}
	}
	gauge("0")
	_, err := r.Meetings.CallOffAll(t.Context(), group.ID, "ill")
	r.must(err)
	r.wantStatus(r.get("/host"), http.StatusOK).page.In("[aria-labelledby=stalled] li", htmltest.HasText("never met"))
	gauge("0") // counted less than a minute ago
	r.at = r.at.Add(time.Minute)
	gauge("1")
	if page := r.get("/host").page; page.Text("[aria-labelledby=stalled] a") != group.Name {
		t.Error("the group is not linked")
	}
}
