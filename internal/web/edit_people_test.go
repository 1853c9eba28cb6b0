package web

import (
	"net/http"
	"testing"

	"regulars/internal/groups"
	"regulars/internal/web/htmltest"
)

const chorusPeople = "/edit/hill-street-chorus/people"

// invitation gives the address in the last invitation, and how many there are.
func (r *rig) invitation() (path string, count int) {
	r.t.Helper()
	mails := r.posted("invitation")
	if len(mails) == 0 {
		return "", 0
	}
	return "/invitations/" + r.Signer.Sign("invitation", mails[len(mails)-1].Invitation), len(mails)
}

func (r *rig) role(group groups.Group, member int64) groups.Role {
	r.t.Helper()
	role, err := r.Groups.Role(r.t.Context(), group.ID, member)
	r.must(err)
	return role
}

func TestInviteAndAccept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	page := r.wantRedirect(r.post("/edit/hill-street-chorus/invite", "email", "bea@example.org"), chorusPeople).page
	page.In("[role=status]", htmltest.HasText("An invitation went to bea@example.org"))
	page.In("[aria-labelledby=together] li", htmltest.Count(2), htmltest.HasText("bea@example.org"), htmltest.HasText("invited"))
	path, n := r.invitation()
	if n != 1 || r.posted("invitation")[0].Email != "bea@example.org" {
		t.Fatalf("%d invitations were mailed", n)
	}

	r.cookies = map[string]string{}
	asks := r.wantStatus(r.get(path), http.StatusSeeOther)
	if to := asks.header.Get("Location"); to != "/sign-in?onward=%2Finvitations%2F"+path[len("/invitations/"):] {
		t.Errorf("signed out it leads to %s", to)
	}
	r.wantStatus(r.post(path), http.StatusSeeOther)
	bea := r.signIn("bea@example.org")
	r.wantStatus(r.get(path), http.StatusOK).page.In("main button", htmltest.Count(1), htmltest.HasText("I organize it too"))
	if role := r.role(group, bea.ID); role != groups.None {
		t.Fatalf("opening the link made her %q", role)
	}
	r.goesTo(r.post(path), chorusDates)
	if role := r.role(group, bea.ID); role != groups.Organizer {
		t.Errorf("she is %q", role)
	}
	r.wantStatus(r.get(path), http.StatusNotFound)
	r.wantStatus(r.post(path), http.StatusNotFound)
	r.wantStatus(r.get("/invitations/AAAA"), http.StatusNotFound)
	r.wantStatus(r.get("/invitations/"+r.Signer.Sign("sign-in", 1)), http.StatusNotFound)
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	ana := r.signIn("ana@example.org")
	r.wantStatus(r.get(chorusPeople), http.StatusOK).page.In("[aria-labelledby=down]", htmltest.HasText("You are the only organizer"))
	r.wantStatus(r.post("/edit/hill-street-chorus/step-down"), http.StatusConflict)
	r.goesTo(r.post("/edit/hill-street-chorus/invite", "email", "bea@example.org", "hand_over", "on"), chorusPeople)
	path, _ := r.invitation()
	bea := r.signIn("bea@example.org")
	r.wantStatus(r.get(path), http.StatusOK).page.In("main button", htmltest.HasText("I take it over"))
	r.goesTo(r.post(path), chorusDates)
	if r.role(group, ana.ID) != groups.Member || r.role(group, bea.ID) != groups.Organizer {
		t.Errorf("ana is %q, bea %q", r.role(group, ana.ID), r.role(group, bea.ID))
	}
	r.signIn("ana@example.org")
	r.wantStatus(r.get(chorusPeople), http.StatusForbidden)
}

func TestStepDownAndWithdraw(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	r.goesTo(r.post("/edit/hill-street-chorus/invite", "email", "bea@example.org"), chorusPeople)
	path, _ := r.invitation()
	bea := r.signIn("bea@example.org")
	r.goesTo(r.post(path), chorusDates)
	r.must(r.Groups.Join(t.Context(), group.ID, r.signIn("cyd@example.org").ID))
	r.signIn("bea@example.org")
	page := r.wantStatus(r.get(chorusPeople), http.StatusOK).page
	page.In("[aria-labelledby=members] li", htmltest.Count(1))
	page.In("[aria-labelledby=together] li", htmltest.Count(2))
	r.goesTo(r.post("/edit/hill-street-chorus/step-down"), "/groups/hill-street-chorus")
	if role := r.role(group, bea.ID); role != groups.Member {
		t.Errorf("she is %q", role)
	}

	r.signIn("ana@example.org")
	r.goesTo(r.post("/edit/hill-street-chorus/invite", "email", "dan@example.org"), chorusPeople)
	path, _ = r.invitation()
	id := r.wantStatus(r.get(chorusPeople), http.StatusOK).page.Attr("input[name=invitation]", "value")
	r.goesTo(r.post("/edit/hill-street-chorus/withdraw", "invitation", "999999"), chorusPeople) // none of this group
	r.goesTo(r.post("/edit/hill-street-chorus/withdraw", "invitation", id), chorusPeople)
	r.wantStatus(r.get(path), http.StatusNotFound)
}

func TestWrongInvitations(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed()
	for _, email := range []string{"", "bea", "bea@example", "a b@example.org", "bea@example.org\x00", "\xff@example.org"} {
		r.wantStatus(r.post("/edit/hill-street-chorus/invite", "email", email), http.StatusUnprocessableEntity).page.
			In("#email-error", htmltest.Count(1))
	}
	r.post("/edit/hill-street-chorus/invite", "email", "").page.In("#email-error", htmltest.HasText("Please type a mail address.")) // it is not theirs
	for i := range 10 {
		r.goesTo(r.post("/edit/hill-street-chorus/invite", "email", string(rune('a'+i))+"@example.org"), chorusPeople)
	}
	r.wantStatus(r.post("/edit/hill-street-chorus/invite", "email", "z@example.org"), http.StatusTooManyRequests)
	if _, n := r.invitation(); n != 10 {
		t.Errorf("%d invitations were mailed, want 10", n)
	}
}
