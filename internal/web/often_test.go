package web

import (
	"net/http"
	"testing"

	"regulars/internal/web/htmltest"
)

// What comes too often says when to come again, and keeps what was typed.
func TestTooOftenSaysUntilWhen(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.signIn("maren@example.org")
	r.wantStatus(r.post("/edit/hill-street-chorus/invite", "email", "bob@example.org"), http.StatusSeeOther)
	again := r.wantStatus(r.post("/edit/hill-street-chorus/invite", "email", "bob@example.org"), http.StatusTooManyRequests)
	again.page.In(".notice.bad", htmltest.HasText("try again tomorrow"))
	again.page.In(`input[name=email][value="bob@example.org"]`, htmltest.Count(1))
	if wait := again.header.Get("Retry-After"); wait != "86400" {
		t.Errorf("tomorrow is in %q seconds", wait)
	}
}
