package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/members"
	"regulars/internal/web/htmltest"
)

func TestSigningIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	page := r.wantStatus(r.get("/sign-in?onward=%2Fabout"), 200).page
	page.In("form[action='/sign-in'][method=post]", htmltest.Count(1))
	page.In("input[name=onward]", htmltest.HasAttr("value", "/about"))

	sent := r.wantRedirect(r.post("/sign-in", "email", " Ana@example.org ", "onward", "/about"), "/sign-in/sent?onward=%2Fabout")
	sent.page.In("h1", htmltest.HasText("Look in your mail"))
	sent.page.In("main a", htmltest.HasAttr("href", "/sign-in?onward=%2Fabout"))
	sent.page.In(".notice", htmltest.HasText("We sent a link to Ana@example.org."))
	r.get("/sign-in/sent").page.In(".notice", htmltest.Count(0)) // said once

	link, count := r.mailed("sign-in", "ana@example.org")
	if count != 1 {
		t.Fatalf("%d mails, want 1", count)
	}
	for range 3 { // as a mail scanner would
		r.wantStatus(r.get(link), 200).page.In("main button", htmltest.Count(1), htmltest.HasText("Sign in"))
	}
	if n := r.count(`SELECT count(*) FROM sessions`); n != 0 {
		t.Fatal("opening the link signed in")
	}
	in := r.wantRedirect(r.post(link), "/about")
	in.page.In(".notice", htmltest.HasText("You are signed in."))
	in.page.In("header a[href='/account']", htmltest.Count(1))
}

func TestTheAnswerDoesNotTellWhetherAnAddressIsKnown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, err := r.Members.Ensure(t.Context(), "known@example.org")
	r.must(err)
	known := r.wantRedirect(r.post("/sign-in", "email", "known@example.org"), "/sign-in/sent")
	other := r.wantRedirect(r.post("/sign-in", "email", "other@example.org"), "/sign-in/sent")
	if strings.ReplaceAll(known.body, "known@", "other@") != other.body {
		t.Error("the pages differ")
	}
}

func TestALinkIsGoodForOne(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.post("/sign-in", "email", "ana@example.org")
	link, _ := r.mailed("sign-in", "ana@example.org")
	statuses := make(chan int, 10)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			request := httptest.NewRequest(http.MethodPost, link, nil)
			response, err := r.app.Test(request, -1)
			if err != nil {
				t.Error(err)
				return
			}
			statuses <- response.StatusCode
		})
	}
	all.Wait()
	close(statuses)
	got := map[int]int{}
	for status := range statuses {
		got[status]++
	}
	if got[http.StatusSeeOther] != 1 || got[http.StatusNotFound] != 9 {
		t.Errorf("statuses are %v, want one 303 and nine 404", got)
	}
}

func TestAStaleLinkOffersANewOne(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.post("/sign-in", "email", "ana@example.org")
	link, _ := r.mailed("sign-in", "ana@example.org")
	r.at = r.at.Add(members.LinkLasts)
	wrong := link[:len(link)-5] + "xxxxx"
	for _, a := range []answer{r.get(link), r.post(link), r.get(wrong), r.post(wrong), r.get("/sign-in/x"), r.get("/sign-in/%00%ff")} {
		r.wantStatus(a, http.StatusNotFound)
		a.page.In(".notice.bad", htmltest.Count(1))
		a.page.In("input[name=email]", htmltest.Count(1))
	}
	if n := r.count(`SELECT count(*) FROM sessions`); n != 0 {
		t.Error("a stale link signed in")
	}
}

func TestALinkOfAnotherPurposeDoesNotSignIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.post("/sign-in", "email", "ana@example.org")
	id := int64(r.count(`SELECT id FROM mailed_links`))
	r.wantStatus(r.post("/sign-in/"+r.Signer.Sign("address", id)), http.StatusNotFound)
	r.wantStatus(r.post("/address/"+r.Signer.Sign("address", id)), http.StatusNotFound)
	r.wantStatus(r.post("/address/"+r.Signer.Sign("sign-in", id)), http.StatusNotFound)
}

func TestOnwardStaysOnThisSite(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for i, bad := range []string{"//evil.example", "https://evil.example/", `/\evil.example`} {
		email := string(rune('a'+i)) + "@example.org"
		r.post("/sign-in", "email", email, "onward", bad)
		link, _ := r.mailed("sign-in", email)
		if got := r.post(link).header.Get("Location"); got != "/" {
			t.Errorf("%q goes on to %q", bad, got)
		}
	}
}

func TestTooManyMails(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range members.MailsAnHour {
		r.wantStatus(r.post("/sign-in", "email", "ana@example.org"), http.StatusSeeOther)
	}
	refused := r.wantStatus(r.post("/sign-in", "email", "ana@example.org"), http.StatusTooManyRequests)
	if refused.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if _, count := r.mailed("sign-in", "ana@example.org"); count != members.MailsAnHour {
		t.Errorf("%d mails, want %d", count, members.MailsAnHour)
	}
}

func TestABadAddressIsShownAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	page := r.wantStatus(r.post("/sign-in", "email", "ana at <home>", "onward", "/about"), 422).page
	page.In("input[name=email]", htmltest.HasAttr("value", "ana at <home>"), htmltest.HasAttr("aria-invalid", "true"))
	page.In("#email-error", htmltest.HasText("does not look like a mail address"))
	page.In("input[name=onward]", htmltest.HasAttr("value", "/about"))
	for _, nowhere := range []string{"ana@ex--ample.org", "ana@xn--a.org"} { // no mail could be sent there
		r.wantStatus(r.post("/sign-in", "email", nowhere), 422)
	}
	if n := r.count(`SELECT count(*) FROM mails`); n != 0 {
		t.Error("a mail was posted")
	}
}

func TestPagesForMembersLeadThroughSigningIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.wantRedirect(r.get("/account"), "/sign-in?onward=%2Faccount").page.
		In("input[name=onward]", htmltest.HasAttr("value", "/account"))

	request := httptest.NewRequest(http.MethodPost, "/account", strings.NewReader("name=x"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Referer", "http://regulars.example/account?a=b")
	r.wantRedirect(r.send(request), "/sign-in?onward=%2Faccount%3Fa%3Db")

	r.cookies[sessionCookie] = "none of ours"
	r.wantRedirect(r.get("/account"), "/sign-in?onward=%2Faccount")
	r.cookies[sessionCookie] = strings.Repeat("x", 3000)
	r.wantRedirect(r.get("/account"), "/sign-in?onward=%2Faccount")
}

func TestSigningOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	here := r.cookies[sessionCookie]
	r.signIn("ana@example.org")
	there := r.cookies[sessionCookie]

	r.wantStatus(r.post("/sign-out"), http.StatusSeeOther)
	if r.cookies[sessionCookie] != "" {
		t.Error("the cookie is left")
	}
	r.cookies[sessionCookie] = there
	r.wantStatus(r.get("/account"), http.StatusSeeOther)

	r.cookies[sessionCookie] = here
	r.wantStatus(r.post("/sign-out-everywhere"), http.StatusSeeOther)
	r.cookies[sessionCookie] = here
	r.wantStatus(r.get("/account"), http.StatusSeeOther)
	if n := r.count(`SELECT count(*) FROM sessions`); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

func TestSigningInAgainEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	r.post("/sign-in", "email", "ben@example.org")
	link, _ := r.mailed("sign-in", "ben@example.org")
	r.wantStatus(r.post(link), http.StatusSeeOther)
	r.wantStatus(r.get("/account"), 200).page.In("main", htmltest.HasText("ben@example.org"))
	if n := r.count(`SELECT count(*) FROM sessions`); n != 1 {
		t.Errorf("%d sessions are open, want 1", n)
	}
}

func TestTheSessionCookie(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for scheme, secure := range map[string]bool{"http": false, "https": true} {
		r.BaseURL.Scheme = scheme
		email := scheme + "@example.org"
		r.post("/sign-in", "email", email)
		link, _ := r.mailed("sign-in", email)
		cookie := r.post(link).header.Get("Set-Cookie")
		for _, want := range []string{"session=", "HttpOnly", "SameSite=Lax", "path=/"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("%s: %q lacks %s", scheme, cookie, want)
			}
		}
		if strings.Contains(strings.ToLower(cookie), "secure") != secure {
			t.Errorf("%s: %q, want secure: %v", scheme, cookie, secure)
		}
		r.cookies = map[string]string{}
	}
}

func TestASessionEndsAfterNinetyDays(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	r.at = r.at.Add(members.SessionLasts - time.Hour)
	r.wantStatus(r.get("/account"), 200)
	r.at = r.at.Add(members.SessionLasts)
	r.wantStatus(r.get("/account"), http.StatusSeeOther)
}
