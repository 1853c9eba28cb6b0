package web

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/web/htmltest"
)

const chorusWhen = "/edit/hill-street-chorus/when"

// chorusBreaks is where breaks are added to the chorus that listed lists.
const chorusBreaks = "/edit/hill-street-chorus/breaks"

func TestABreakIsShownAndTold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed("rhythm", "1", "on", "2", "from", "2026-09-01")
	bea := r.stands(group, "bea@example.org")
	page := r.wantRedirect(r.post(chorusBreaks, "first", "2026-09-14", "last", "2026-09-28", "why", "holiday <b>week</b>"), chorusWhen).page
	page.In("[aria-labelledby=breaks] li", htmltest.HasText("14 Sep to 28 Sep: holiday <b>week</b>"), htmltest.Count(1))
	page.In("[role=status]", htmltest.HasText("1 person who comes gets a mail"))
	mails := r.posted("meeting-changed")
	if len(mails) != 1 || mails[0].Member != bea || len(mails[0].Before) != 2 {
		t.Errorf("mails: %+v", mails)
	}
	shown := r.wantStatus(r.get(chorusPath), http.StatusOK).page
	shown.In(".dates .pause", htmltest.HasText("14 Sep to 28 Sep: holiday <b>week</b>"), htmltest.Count(1))

	page = r.wantStatus(r.get("/edit/hill-street-chorus/2026-09-15"), http.StatusOK).page
	page.In("form[action$='/put-on']", htmltest.Count(0))
	page.In("[aria-labelledby=fallen] a", htmltest.HasAttr("href", chorusWhen))
	r.wantStatus(r.post("/edit/hill-street-chorus/2026-09-15/put-on"), http.StatusConflict)

	r.wantRedirect(r.post(chorusBreaks+"/"+strconv.Itoa(r.count(`SELECT max(id) FROM breaks`))), chorusWhen).
		page.In("[role=status]", htmltest.HasText("its dates are on"), htmltest.HasText("Nobody needs a mail about it"))
	r.wantStatus(r.get(chorusPath), http.StatusOK).page.In(".dates .pause", htmltest.Count(0))
	if n := r.count(`SELECT count(*) FROM meetings WHERE status <> 'on'`); n != 0 {
		t.Errorf("%d meetings are not on", n)
	}
}

func TestWrongBreaksAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed()
	page := r.wantStatus(r.post(chorusBreaks, "first", "2026-02-31", "why", "typed"), http.StatusUnprocessableEntity).page
	page.In("[aria-labelledby=breaks] .notice.bad li", htmltest.Count(2))
	page.In("#why", htmltest.HasAttr("value", "typed"))
	page.In("#starts", htmltest.HasAttr("value", "18:30")) // the other form stays as it was
	page = r.wantStatus(r.post(chorusBreaks, "first", "2026-10-02", "last", "2026-10-01"), http.StatusUnprocessableEntity).page
	page.In("#last-error", htmltest.HasText("has to come after the first"))
	r.wantStatus(r.post(chorusBreaks+"/99"), http.StatusNotFound)
	r.wantStatus(r.post(chorusBreaks+"/x"), http.StatusNotFound)
	if n := r.count(`SELECT count(*) FROM breaks`); n != 0 {
		t.Errorf("%d breaks were kept", n)
	}
}

func TestABreakOfAnotherGroupIsNotTouched(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed()
	other := r.barbershop(nil, tuesdays())
	_, err := r.Meetings.AddBreak(t.Context(), other.ID, schedule.Break{
		From: schedule.NewWall(2026, 10, 1, 0, 0), Through: schedule.NewWall(2026, 10, 9, 0, 0),
	})
	r.must(err)
	r.wantStatus(r.post(chorusBreaks+"/"+strconv.Itoa(r.count(`SELECT max(id) FROM breaks`))), http.StatusNotFound)
	r.wantStatus(r.get(valleyPath), http.StatusOK).page.In(".pause", htmltest.HasText("1 Oct to 9 Oct: no meetings"))
}

func TestBreaksStandBetweenTheDates(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	rest := func(month time.Month, from, through int, why string) {
		_, err := r.Meetings.AddBreak(t.Context(), group.ID, schedule.Break{
			From: schedule.NewWall(2026, month, from, 0, 0), Through: schedule.NewWall(2026, month, through, 0, 0), Why: why,
		})
		r.must(err)
	}
	rest(time.September, 1, 9, "paint")     // under way
	rest(time.September, 22, 22, "harvest") // between two dates
	rest(time.December, 1, 30, "winter")    // after the dates that are listed
	page := r.wantStatus(r.get(chorusPath), http.StatusOK).page
	page.In(".dates .pause", htmltest.Count(2))
	page.In(".dates li:first-child", htmltest.HasText("1 Sep to 9 Sep: paint"))
	page.In(".dates li:nth-child(3)", htmltest.HasText("22 Sep: harvest"))
}
