package web

import (
	"net/http"
	"strings"
	"testing"

	"regulars/internal/web/htmltest"
)

func TestWriteToThoseWhoCome(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	const date = "/edit/hill-street-chorus/2026-09-08"
	r.wantStatus(r.get(date), http.StatusOK).page.In("#write", htmltest.Count(0)) // to whom?
	r.wantStatus(r.post(date+"/write", "words", "Soup"), http.StatusConflict).page.
		In(".notice.bad", htmltest.HasText("nobody to write to"))

	bea, cyd := r.stands(group, "bea@example.org"), r.stands(group, "cyd@example.org")
	r.must(r.Members.Unsubscribe(t.Context(), cyd, "note"))
	r.wantStatus(r.get(date), http.StatusOK).page.In(`form[action="`+date+`/write"] textarea[name=words]`, htmltest.Count(1))
	for _, wrong := range []string{"", " \n", strings.Repeat("é", 1001), "\x00"} {
		r.wantStatus(r.post(date+"/write", "words", wrong), http.StatusUnprocessableEntity).page.In("#words-error", htmltest.Count(1))
	}
	r.wantRedirect(r.post(date+"/write", "words", "We begin with <soup>.\r\nBring a bowl."), date).page.
		In(".notice.good", htmltest.HasText("Sent to 1 person who comes."))
	mails := r.posted("note")
	if len(mails) != 1 || mails[0].Member != bea || mails[0].Meeting != r.on(group, "2026-09-08").ID || mails[0].Note == 0 {
		t.Errorf("mails: %+v", mails)
	}
	r.wantStatus(r.get(firstPath), http.StatusOK).page.In("main", htmltest.HasNoText("soup"))

	page := r.wantStatus(r.post(date+"/write", "words", "And cake."), http.StatusUnprocessableEntity).page
	page.In("#words-error", htmltest.HasText("today already"))
	page.In("#words", htmltest.HasText("And cake."))
	r.at = r.at.AddDate(0, 0, 1)
	r.goesTo(r.post(date+"/write", "words", "And cake."), date)
	r.at = r.at.AddDate(0, 0, 8)
	r.wantStatus(r.post(date+"/write", "words", "Late."), http.StatusConflict).page.In(".notice.bad", htmltest.HasText("already begun"))
	if n := len(r.posted("note")); n != 2 {
		t.Errorf("%d mails, want 2", n)
	}
}
