package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/web/htmltest"
)

const chorusDates = "/edit/hill-street-chorus/dates"

// on is the meeting of that key.
func (r *rig) on(group groups.Group, key string) meetings.Meeting {
	r.t.Helper()
	m, err := r.Meetings.ByKey(r.t.Context(), group, key, 0)
	r.must(err)
	return m
}

func TestDatesListWhatComesAndWhatWas(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	r.stands(group, "bea@example.org")
	r.at = r.at.AddDate(0, 0, 15)
	page := r.wantStatus(r.get(chorusDates), http.StatusOK).page
	page.In("[aria-labelledby=coming] li", htmltest.Count(13), htmltest.HasText("Tue 22 Sep 1 person"))
	page.In("[aria-labelledby=past] li form", htmltest.Count(3))
	page.In("[aria-labelledby=past] input[name=came]", htmltest.HasAttr("value", "1"))

	r.wantRedirect(r.post("/edit/hill-street-chorus/2026-09-08/held", "came", "9"), chorusDates).page.
		In("[aria-labelledby=past]", htmltest.HasText("it took place, 9 people"))
	if m := r.on(group, "2026-09-08"); m.Status != meetings.Held || *m.Came != 9 {
		t.Errorf("it is %+v", m)
	}
	r.goesTo(r.post("/edit/hill-street-chorus/2026-09-15/held", "came", ""), chorusDates)
	if m := r.on(group, "2026-09-15"); m.Status != meetings.Held || m.Came != nil {
		t.Errorf("uncounted it is %+v", m)
	}
	r.goesTo(r.post("/edit/hill-street-chorus/2026-09-15/put-on"), chorusDates)
	r.goesTo(r.post("/edit/hill-street-chorus/2026-09-15/call-off"), chorusDates) // it did not take place
	if m := r.on(group, "2026-09-15"); m.Status != meetings.CalledOff {
		t.Errorf("it is %+v", m)
	}
	if mails := r.posted("meeting-changed"); len(mails) != 0 {
		t.Errorf("mails about what is over: %+v", mails)
	}
}

func TestWhoIsComing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	bea := r.stands(group, "bea@example.org")
	r.must(r.Members.SetName(t.Context(), bea, "Bea <b>"))
	r.at = r.at.AddDate(0, 0, 7) // bea was there once
	cyd, err := r.Members.Ensure(t.Context(), "cyd@example.org")
	r.must(err)
	r.must(r.Meetings.Attend(t.Context(), group, r.on(group, "2026-09-15").ID, cyd.ID, 2))
	page := r.wantStatus(r.get("/edit/hill-street-chorus/2026-09-15"), http.StatusOK).page
	page.In("#who", htmltest.HasText("Tue 15 Sep, 18:30 to 20:30"))
	page.In(".people li", htmltest.Count(2))
	page.In(".people li:first-child", htmltest.HasText("without a name"), htmltest.HasText("new: look out for them, with 2 friends"))
	page.In(".people li:last-child", htmltest.HasText("Bea <b> every Tuesday"), htmltest.HasNoText("new"))
	page.In(".panel.next", htmltest.HasText("2 people, 2 friends. One comes for the first time."))
	r.wantStatus(r.get("/edit/hill-street-chorus/2026-09-16"), http.StatusNotFound)
	r.wantStatus(r.get("/edit/hill-street-chorus/nonsense"), http.StatusNotFound)
	r.wantStatus(r.post("/edit/hill-street-chorus/2026-09-16/call-off"), http.StatusNotFound)
}

func TestCallOffAndPutOnAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	bea := r.stands(group, "bea@example.org")
	key := "2026-09-08"
	page := r.wantRedirect(r.post("/edit/hill-street-chorus/"+key+"/call-off", "reason", "The hall is closed."), chorusDates).page
	page.In("[role=status]", htmltest.HasText("Tuesday 8 September is called off. 1 person who comes gets a mail."))
	page.In(".off", htmltest.HasText("called off"))
	if m := r.on(group, key); m.Status != meetings.CalledOff || m.Reason != "The hall is closed." {
		t.Errorf("it is %+v", m)
	}
	r.wantStatus(r.post("/edit/hill-street-chorus/"+key+"/call-off"), http.StatusConflict).page.
		In(".notice.bad", htmltest.HasText("called off already"))
	page = r.wantStatus(r.get("/edit/hill-street-chorus/"+key), http.StatusOK).page
	page.In("form[action$='/put-on']")
	page.In("#who ~ p", htmltest.HasText("1 person had a place."))
	page.In(".people", htmltest.HasText("it would be the first time"), htmltest.HasNoText("look out for them"))
	page.In("#on ~ p", htmltest.HasText("It would then be on as before"))
	r.get(chorusPath+"/"+key).page.In("main", htmltest.HasNoText("Who is coming 1"))
	mails := r.posted("meeting-changed")
	if len(mails) != 1 || mails[0].Member != bea || mails[0].Meeting != r.on(group, key).ID || len(mails[0].Before) != 1 {
		t.Errorf("mails: %+v", mails)
	}
	r.wantRedirect(r.post("/edit/hill-street-chorus/"+key+"/put-on"), chorusDates).page.
		In("[role=status]", htmltest.HasText("is on, as usual. Nobody needs a mail about it."))
	if m := r.on(group, key); m.Status != meetings.On || m.Reason != "" {
		t.Errorf("put on again it is %+v", m)
	}
	if mails := r.posted("meeting-changed"); len(mails) != 0 { // the first had not left yet
		t.Errorf("who never heard that it was off gets %+v", mails)
	}
}

func TestATooLongReasonIsSaidWhereItIsTyped(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed()
	long := strings.Repeat("a", 301)
	page := r.wantStatus(r.post("/edit/hill-street-chorus/2026-09-08/call-off", "reason", long), http.StatusUnprocessableEntity).page
	page.In("#why-off", htmltest.HasAttr("aria-describedby", "why-off-error"), htmltest.HasAttr("value", long))
	page.In("#why-off-error", htmltest.HasText("Please keep this to 300 characters; it has 301."))
}

func TestMoveADate(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	r.stands(group, "bea@example.org")
	r.wantRedirect(r.post("/edit/hill-street-chorus/2026-09-08/move",
		"date", "2026-09-09", "starts", "19:00", "venue", "The Library", "reason", "Paint"), chorusDates).page.
		In("[role=status]", htmltest.HasText("Tuesday 8 September is moved: Wednesday 9 September, 19:00. 1 person"))
	m := r.on(group, "2026-09-08")
	want := time.Date(2026, 9, 9, 23, 0, 0, 0, time.UTC)
	if m.Status != meetings.Moved || !m.Starts.Equal(want) || m.Ends.Sub(m.Starts) != 2*time.Hour || m.Venue != "The Library" {
		t.Errorf("it is %+v", m)
	}
	mails := r.posted("meeting-changed")
	if len(mails) != 1 || len(mails[0].Before) != 1 || !mails[0].Before[0].Starts.Equal(want.Add(-24*time.Hour-30*time.Minute)) {
		t.Errorf("mails: %+v", mails)
	}
	r.get(chorusDates)
	page := r.wantStatus(r.get("/edit/hill-street-chorus/2026-09-09"), http.StatusOK).page
	page.In("#who", htmltest.HasText("Wed 9 Sep, 19:00"))
	page.In("#on ~ p", htmltest.HasText("It would then be when and where it usually is"))
	page.In("form[action$='/put-on'] button", htmltest.HasText("Move it back"))
}

func TestWrongChangesOfADate(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	r.stands(group, "bea@example.org")
	past := "2026-09-01"
	r.at = r.at.AddDate(0, 0, 1)
	for _, c := range []struct {
		do     string
		fields []string
		status int
		says   string
	}{
		{"2026-09-08/move", nil, 422, "to which date"},
		{"2026-09-08/move", []string{"date", "2026-02-31", "starts", "19:00"}, 422, "type the date"},
		{"2026-09-08/move", []string{"date", "2026-09-08", "starts", "18:30"}, 422, "another date, another time or another place"},
		{"2026-09-08/move", []string{"date", "2026-09-01", "starts", "19:00"}, 422, "has passed already"},
		{"2026-09-08/move", []string{"date", "2029-09-01", "starts", "19:00"}, 422, "more than a year away"},
		{"2026-09-08/move", []string{"date", "2026-09-09", "starts", "19:00", "venue", strings.Repeat("a", 201)}, 422, "200 characters"},
		{"2026-09-08/call-off", []string{"reason", strings.Repeat("a", 301)}, 422, ""},
		{"2026-09-08/call-off", []string{"reason", "\x00"}, 422, ""},
		{"2026-09-08/held", []string{"came", "3"}, 409, "has not begun yet"},
		{past + "/held", []string{"came", "-1"}, 422, "number from 0"},
		{past + "/held", []string{"came", "lots"}, 422, "number from 0"},
		{past + "/move", []string{"date", "2026-09-09", "starts", "19:00"}, 409, "has already begun"},
	} {
		page := r.wantStatus(r.post("/edit/hill-street-chorus/"+c.do, c.fields...), c.status).page
		page.In("main", htmltest.HasText(c.says))
	}
	if n := r.count(`SELECT count(*) FROM meetings WHERE status <> 'on'`) + len(r.posted("meeting-changed")); n != 0 {
		t.Errorf("%d things changed", n)
	}
}
