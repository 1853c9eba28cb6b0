package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"regulars/internal/meetings"
	"regulars/internal/web/htmltest"
	"regulars/internal/words"
)

func TestThisDateAndAllAfter(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	bea := r.stands(group, "bea@example.org")
	key := keyOf(r.timetable(group)[0])
	link := "/edit/hill-street-chorus/when?" + url.Values{"schedule": {key}, "since": {"2026-10-06"}}.Encode()
	r.wantStatus(r.get("/edit/hill-street-chorus/2026-10-06"), http.StatusOK).page.
		In("[aria-labelledby=after] a", htmltest.HasAttr("href", link))
	page := r.wantStatus(r.get(link), http.StatusOK).page
	page.In("#from", htmltest.HasAttr("value", "2026-10-06"))
	page.In("main", htmltest.HasText("From Tuesday 6 October on. Before that it stays as it is."))

	form := []string{"schedule", key, "since", "2026-10-06", "rhythm", "1", "on", "4", "from", "2026-10-06", "starts", "19:00", "ends", "21:00"}
	early := append(append([]string{}, form[:8]...), "from", "2026-10-01", "starts", "19:00", "ends", "21:00")
	r.wantStatus(r.post(chorusWhen, early...), http.StatusUnprocessableEntity).page.In("#from-error", htmltest.HasText("from Tuesday 6 October on"))
	r.goesTo(r.post(chorusWhen, form...), chorusDates)
	if words := r.timetable(group).Words(words.English); words != "Every Tuesday, 18:30 to 20:30, until 5 October 2026; Every Thursday, 19:00 to 21:00" {
		t.Errorf("it meets %s", words)
	}
	for date, want := range map[string]meetings.Status{"2026-09-29": meetings.On, "2026-10-06": meetings.CalledOff, "2026-10-08": meetings.On} {
		m, err := r.Meetings.ByKey(t.Context(), group, date, bea)
		r.must(err)
		if asked := date == "2026-10-08"; m.Status != want || m.Coming() == asked { // a Thursday, and she said Tuesdays
			t.Errorf("%s is %s, place kept: %t", date, m.Status, m.Coming())
		}
	}
	if mails := r.posted("meeting-changed"); len(mails) != 1 || mails[0].Member != bea {
		t.Errorf("mails: %+v", mails)
	}
	r.wantStatus(r.post(chorusWhen, form...), http.StatusConflict) // once more, when that date is gone
}

func TestAnotherHourFromADateOnKeepsThePlaces(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	bea := r.stands(group, "bea@example.org")
	r.goesTo(r.post("/edit/hill-street-chorus/also", "also", "2026-09-11", "at", "18:30"), chorusWhen)
	r.goesTo(r.post("/edit/hill-street-chorus/also", "also", "2026-10-09", "at", "18:30"), chorusWhen)
	form := []string{"schedule", keyOf(r.timetable(group)[0]), "rhythm", "1", "on", "2", "starts", "19:30", "ends", "21:00"}
	r.goesTo(r.post(chorusWhen, append(form, "since", "2026-10-06", "from", "2026-10-06")...), chorusDates)
	m, err := r.Meetings.ByKey(t.Context(), group, "2026-10-06", bea)
	r.must(err)
	if m.Status != meetings.On || !m.Coming() || clock(m.Starts.In(group.Location())) != "19:30" {
		t.Errorf("it is %+v", m)
	}
	table := r.timetable(group)
	if len(table[0].Extra) != 1 || len(table[1].Extra) != 1 {
		t.Errorf("dates besides: %v and %v", table[0].Extra, table[1].Extra)
	}

	whole := append([]string{"since", "2026-10-06", "from", "2026-10-13"}, form[2:]...)
	r.goesTo(r.post(chorusWhen, append(whole, "schedule", keyOf(table[1]))...), chorusDates) // from its first date on
	if n := len(r.timetable(group)); n != 2 {
		t.Errorf("%d schedules", n)
	}
}

func TestANoteIsShownAndNotMailed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	r.stands(group, "bea@example.org")
	const date = "/edit/hill-street-chorus/2026-09-08"
	r.wantRedirect(r.post(date+"/note", "note", "Soup at <six>"), chorusDates).page.In("[aria-labelledby=coming]", htmltest.HasText("Soup at <six>"))
	r.wantStatus(r.get(chorusPath), http.StatusOK).page.In("[aria-labelledby=coming-up]", htmltest.HasText("Soup at <six>"))
	r.wantStatus(r.get(firstPath), http.StatusOK).page.In("#note", htmltest.HasText("Soup at <six>"))
	r.wantStatus(r.get(date), http.StatusOK).page.In("#note", htmltest.HasAttr("value", "Soup at <six>"))
	if n := len(r.posted("meeting-changed")); n != 0 {
		t.Errorf("%d mails about a note", n)
	}
	long := strings.Repeat("soup ", 61)
	r.wantStatus(r.post(date+"/note", "note", long), http.StatusUnprocessableEntity).page.In("#note-error", htmltest.Count(1))
	r.goesTo(r.post(date+"/note", "note", ""), chorusDates)
	r.wantStatus(r.get(firstPath), http.StatusOK).page.In("#note", htmltest.Count(0))
}
