package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"regulars/internal/web/htmltest"
	"regulars/internal/words"
)

const (
	chorusCalendar = "/edit/hill-street-chorus/calendar"
	thereEvery     = "BEGIN:VEVENT\r\nUID:%s\r\nSUMMARY:%s\r\nDTSTART;TZID=America/New_York:%s\r\nDURATION:PT2H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
)

// there serves a calendar as somebody else's program would, and gives its address.
func there(t *testing.T, body *string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if *body == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Our dates\r\n"+*body+"END:VCALENDAR\r\n")
	}))
	t.Cleanup(server.Close)
	return server.URL + "/ours.ics"
}

func TestFollowACalendar(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	bea := r.stands(group, "bea@example.org")
	body := fmt.Sprintf(thereEvery, "1", "Chorus", "20260902T190000") + fmt.Sprintf(thereEvery, "2", "Theory", "20260903T190000")
	address := there(t, &body)

	r.wantStatus(r.get(chorusCalendar), http.StatusOK).page.In("#address", htmltest.HasAttr("value", ""))
	shown := r.wantStatus(r.post(chorusCalendar, "address", address), http.StatusOK).page
	shown.In("[name=series]", htmltest.Count(3))
	shown.In("main", htmltest.HasText("Every Wednesday, 19:00 to 21:00"), htmltest.HasText("next Wednesday 2 September, 19:00"))
	if said := r.timetable(group).Words(words.English); said != "Every Tuesday, 18:30 to 20:30" {
		t.Fatalf("looking changed it to %s", said)
	}

	r.goesTo(r.post(chorusCalendar+"/follow", "address", address, "series", "1"), chorusDates)
	if said := r.timetable(group).Words(words.English); said != "Every Wednesday, 19:00 to 21:00" {
		t.Errorf("it meets %s", said)
	}
	if mails := r.posted("meeting-changed"); len(mails) != 1 || mails[0].Member != bea {
		t.Errorf("mails: %+v", mails)
	}

	// its dates are changed there, and not here
	when := r.wantStatus(r.get(chorusWhen), http.StatusOK).page
	when.In("main", htmltest.HasText("The dates come from the calendar at 127.0.0.1"))
	when.In("#rhythm", htmltest.Count(0))
	r.wantStatus(r.post(chorusWhen, thursdays()...), http.StatusConflict)
	r.wantStatus(r.post("/edit/hill-street-chorus/also", "also", "2026-10-01", "at", "19:00"), http.StatusConflict)

	page := r.wantStatus(r.get(chorusCalendar), http.StatusOK).page
	page.In("#follows", htmltest.HasText("Follows Our dates"))
	page.In("dl.facts", htmltest.HasText(address), htmltest.HasText("today, 08:00"))
	r.get("/groups/hill-street-chorus").page.In("[aria-labelledby=coming-up]", htmltest.HasText("From the group's own calendar, read today, 08:00."))
	r.must(r.Meetings.Attend(t.Context(), group, r.meeting(group, "2026-09-09").ID, bea, 0))
	body = strings.Replace(body, "RRULE:FREQ=WEEKLY", "EXDATE;TZID=America/New_York:20260909T190000\r\nRRULE:FREQ=WEEKLY", 1)
	r.wantRedirect(r.post(chorusCalendar+"/read"), chorusCalendar).page.In("main", htmltest.HasText("the dates are as it has them"))
	if m := r.meeting(group, "2026-09-09"); m.Status != "called_off" {
		t.Errorf("a date that is left out there is %s", m.Status)
	}
	body = ""
	r.wantStatus(r.post(chorusCalendar+"/read"), http.StatusTooManyRequests).page.In("main", htmltest.HasText("Please try again in a minute."))
	r.at = r.at.Add(time.Minute)
	r.wantRedirect(r.post(chorusCalendar+"/read"), chorusCalendar).page.
		In(".bad", htmltest.HasText("The calendar's server answers 404 Not Found. There is no calendar at this address (any more). The dates stay as they are."))

	r.wantRedirect(r.post(chorusCalendar+"/stop"), chorusWhen).page.In("#rhythm", htmltest.Count(1))
	r.goesTo(r.post(chorusWhen, thursdays()...), chorusDates)
}

func TestCalendarsThatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed("from", "2026-09-01")
	gone, empty := "", "X-NOTHING:1\r\n"
	for typed, want := range map[string]string{
		"":                       "Please paste the address of the calendar.",
		"our calendar":           "it begins with https://",
		there(t, &gone):          "There is no calendar at this address",
		there(t, &empty):         "has no date to come",
		"http://127.0.0.1:49151": "does not answer", "http://127.0.0.1:25": "not the port of a web server",
	} {
		shown := r.wantStatus(r.post(chorusCalendar, "address", typed), http.StatusUnprocessableEntity).page
		shown.In("#address-error", htmltest.HasText(want))
		shown.In("#address", htmltest.HasAttr("value", typed))
	}
	r.wantStatus(r.post(chorusCalendar+"/follow", "address", there(t, &gone), "series", "1"), http.StatusUnprocessableEntity)
	r.wantStatus(r.post(chorusCalendar+"/read"), http.StatusNotFound)
	r.signIn("eve@example.org")
	r.wantStatus(r.get(chorusCalendar), http.StatusForbidden)
	r.wantStatus(r.post(chorusCalendar, "address", "http://127.0.0.1:1"), http.StatusForbidden)
	r.wantStatus(r.post(chorusCalendar+"/stop"), http.StatusForbidden)
}
