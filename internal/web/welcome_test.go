package web

import (
	"net/http"
	"testing"
)

func TestTheFirstPlaceEverIsWelcomed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus(capacity(3))
	welcomed := func(n int) posted {
		t.Helper()
		mails := r.posted("welcome")
		if len(mails) != n {
			t.Fatalf("%d welcomes, want %d", len(mails), n)
		}
		if n == 0 {
			return posted{}
		}
		return mails[n-1]
	}
	r.signIn("Maren@example.org") // organizes it
	r.wantStatus(r.post(firstPath+"/come"), http.StatusSeeOther)
	welcomed(0)

	ana := r.signIn("ana@example.org")
	r.wantStatus(r.post(firstPath+"/come", "friends", "5"), http.StatusConflict) // too many
	welcomed(0)
	r.wantStatus(r.post(firstPath+"/come"), http.StatusSeeOther)
	if got := welcomed(1); got.Member != ana.ID || got.Meeting != r.meeting(group, first).ID {
		t.Errorf("the welcome is %+v", got)
	}
	r.wantStatus(r.post(firstPath+"/not-this-time"), http.StatusSeeOther)
	r.wantStatus(r.post(firstPath+"/come", "friends", "1"), http.StatusSeeOther)
	r.wantStatus(r.post(chorusPath+"/stand"), http.StatusSeeOther)
	welcomed(1)

	bea := r.signIn("bea@example.org") // the first date is full by now
	r.wantStatus(r.post(chorusPath+"/stand"), http.StatusSeeOther)
	if got := welcomed(2); got.Member != bea.ID || got.Meeting != r.meeting(group, "2026-09-15").ID {
		t.Errorf("the welcome is %+v", got)
	}
	if n := r.count(`SELECT count(*) FROM mails WHERE kind = 'welcome' AND about ->> 'habit' = 'every Tuesday'`); n != 1 {
		t.Errorf("%d welcomes say how often they come, want Bea's alone", n)
	}
}
