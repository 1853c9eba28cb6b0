package web

import (
	"net/http"
	"net/url"
	"testing"

	"regulars/internal/web/htmltest"
	"regulars/internal/words"
)

// thursdays is the form of one more schedule.
func thursdays(change ...string) []string {
	return append([]string{"schedule", "new", "rhythm", "1", "on", "4", "from", "2026-09-01", "starts", "10:00", "ends", "11:30"}, change...)
}

func TestTwoSchedulesSideBySide(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	r.wantStatus(r.get(chorusWhen), http.StatusOK).page.In("a[href$='schedule=new']", htmltest.Count(1))
	r.wantStatus(r.get(chorusWhen+"?schedule=new"), http.StatusOK).page.In("input[name=schedule][value=new]", htmltest.Count(1))

	shown := r.wantStatus(r.post(chorusWhen, thursdays("show", "dates")...), http.StatusOK).page
	shown.In("#dates .rhythm", htmltest.HasText("Every Thursday, 10:00 to 11:30"))
	shown.In("#dates time", htmltest.Count(6))
	if n := len(r.timetable(group)); n != 1 {
		t.Fatalf("showing the dates left %d schedules", n)
	}
	r.goesTo(r.post(chorusWhen, thursdays()...), chorusDates)
	if words := r.timetable(group).Words(words.English); words != "Every Tuesday, 18:30 to 20:30; Every Thursday, 10:00 to 11:30" {
		t.Errorf("it meets %s", words)
	}
	page := r.wantStatus(r.get(chorusWhen), http.StatusOK).page
	page.In("[aria-labelledby=schedules] li", htmltest.Count(2))
	page.In("#rhythm", htmltest.Count(0)) // until one of them is chosen

	bea := r.stands(group, "bea@example.org")
	second := keyOf(r.timetable(group)[1])
	r.wantStatus(r.get(chorusWhen+"?schedule="+url.QueryEscape(second)), http.StatusOK).page.
		In("#on input[checked]", htmltest.HasAttr("value", "4"), htmltest.Count(1))
	r.goesTo(r.post(chorusWhen, thursdays("schedule", second, "until", "2026-10-01")[2:]...), chorusDates)
	table := r.timetable(group)
	if words := table[1].Words(words.English); len(table) != 2 || words != "Every Thursday, 10:00 to 11:30, until 1 October 2026" {
		t.Errorf("changed, the second of %d is %s", len(table), words)
	}
	if mails := r.posted("meeting-changed"); len(mails) != 1 || mails[0].Member != bea {
		t.Errorf("mails: %+v", mails)
	}

	r.wantStatus(r.post(chorusWhen+"/remove", "schedule", second), http.StatusConflict) // it is another one now
	r.wantRedirect(r.post(chorusWhen+"/remove", "schedule", keyOf(table[1])), chorusWhen).page.
		In("[aria-labelledby=schedules]", htmltest.Count(0))
	r.wantStatus(r.post(chorusWhen+"/remove", "schedule", keyOf(table[0])), http.StatusConflict)
	if words := r.timetable(group).Words(words.English); words != "Every Tuesday, 18:30 to 20:30" {
		t.Errorf("in the end it meets %s", words)
	}
}

func TestAStaleScheduleIsNotOverwritten(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	stale := keyOf(r.timetable(group)[0])
	r.goesTo(r.post(chorusWhen, "rhythm", "2", "on", "2", "from", "2026-09-01", "starts", "18:30", "ends", "20:30"), chorusDates)
	page := r.wantStatus(r.post(chorusWhen, thursdays("schedule", stale)[2:]...), http.StatusConflict).page
	page.In(".notice.bad", htmltest.HasText("Somebody has changed when the group meets"))
	if words := r.timetable(group).Words(words.English); words != "Every other Tuesday, 18:30 to 20:30" {
		t.Errorf("it meets %s", words)
	}
}

func TestOneSingleDateBesides(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	r.goesTo(r.post(chorusWhen, "schedule", "new", "rhythm", "once", "on", "2", "from", "2026-12-18", "starts", "15:00", "ends", "19:00"), chorusDates)
	table := r.timetable(group)
	if words := table[1].Words(words.English); words != "Friday 18 December 2026, 15:00 to 19:00" {
		t.Errorf("it is %s", words)
	}
	r.wantStatus(r.get(chorusWhen+"?schedule="+url.QueryEscape(keyOf(table[1]))), http.StatusOK).page.
		In("#rhythm option[selected]", htmltest.HasAttr("value", "once"))
	if m := r.on(group, "2026-12-18"); m.Ends.Sub(m.Starts).Hours() != 4 {
		t.Errorf("it is kept as %+v", m)
	}
}

func TestAlsoOn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("from", "2026-09-01")
	const also = "/edit/hill-street-chorus/also"
	r.get(chorusWhen).page.In("#at", htmltest.HasAttr("value", "18:30"))
	page := r.wantRedirect(r.post(also, "also", "2026-10-02", "at", "18:30"), chorusWhen).page
	page.In("[aria-labelledby=extra] li", htmltest.HasText("Fri 2 Oct, 18:30"), htmltest.Count(1))
	if m := r.on(group, "2026-10-02"); m.Ends.Sub(m.Starts).Hours() != 2 {
		t.Errorf("it is kept as %+v", m)
	}
	r.goesTo(r.post(also, "also", "2026-10-06", "at", "18:30"), chorusWhen) // a Tuesday has it already
	if extra := r.timetable(group)[0].Extra; len(extra) != 1 {
		t.Errorf("besides there are %v", extra)
	}
	r.goesTo(r.post(chorusBreaks, "first", "2026-12-01", "last", "2026-12-03"), chorusWhen)
	for what, fields := range map[string][]string{
		"over": {"also", "2026-08-31", "at", "18:30"}, "far": {"also", "2028-08-31", "at", "18:30"},
		"in a break": {"also", "2026-12-02", "at", "18:30"}, "without a time": {"also", "2026-10-03"}, "nothing": {},
	} {
		if a := r.post(also, fields...); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s gives %d", what, a.status)
		}
	}
	r.goesTo(r.post(also+"/remove", "wall", "2026-10-02T18:30"), chorusWhen)
	if n := r.count(`SELECT count(*) FROM meetings WHERE key = '2026-10-02'`); n != 0 {
		t.Error("the meeting is still there")
	}
}
