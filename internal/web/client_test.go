package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/limits"
	"regulars/internal/web/htmltest"
)

// here is where requests of these tests come from.
var here = netip.MustParsePrefix("0.0.0.0/32")

func TestWhoAsks(t *testing.T) {
	t.Parallel()
	behind := []netip.Prefix{here, netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		proxies []netip.Prefix
		said    []string
		want    string
	}{
		{nil, nil, "0.0.0.0"},
		{nil, []string{"203.0.113.7"}, "0.0.0.0"}, // anybody can say that
		{behind, nil, "0.0.0.0"},
		{behind, []string{"203.0.113.7"}, "203.0.113.7"},
		{behind, []string{"2001:db8::1"}, "2001:db8::1"},
		{behind, []string{"198.51.100.9, 203.0.113.7"}, "203.0.113.7"}, // the first was made up
		{behind, []string{"198.51.100.9", "203.0.113.7"}, "203.0.113.7"},
		{behind, []string{"198.51.100.9, 203.0.113.7, 10.1.2.3"}, "203.0.113.7"}, // two of ours
		{behind, []string{"10.1.2.3"}, "10.1.2.3"},
		{behind, []string{"203.0.113.7, unknown"}, "0.0.0.0"},
	} {
		t.Run(strings.Join(c.said, "+"), func(t *testing.T) {
			s := &Server{Deps: Deps{Proxies: c.proxies}}
			app := fiber.New()
			app.Get("/", func(ctx *fiber.Ctx) error { return ctx.SendString(s.client(ctx).String()) })
			request := httptest.NewRequest(http.MethodGet, "/", nil)
			request.Header["X-Forwarded-For"] = c.said
			response, err := app.Test(request, -1)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body := make([]byte, 100)
			n, _ := response.Body.Read(body)
			if got := string(body[:n]); got != c.want {
				t.Errorf("behind %v: %s asks, want %s", c.proxies, got, c.want)
			}
		})
	}
}

// postFrom sends a form from an address, through a proxy.
func (r *rig) postFrom(address, path string, fields url.Values) answer {
	r.t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("X-Forwarded-For", address)
	return r.send(request)
}

// Nobody makes the site write to very many people: all forms that mail somebody who is
// not signed in count together. What was typed is shown again.
func TestNoMailCannon(t *testing.T) {
	t.Parallel()
	w := newQuilters(t)
	w.Proxies = []netip.Prefix{here}
	w.barbershop(nil, tuesdays())
	w.must(w.Members.AddHost(t.Context(), "one@library.example"))
	asked := w.asked(w.finds(quilting))
	forms := []struct {
		path   string
		fields url.Values
		typed  string // where it is shown again
	}{
		{"/sign-in", url.Values{"email": {"one%d@example.org"}}, `input[name=email][value="one%d@example.org"]`},
		{"/searches", url.Values{"search": {asked}, "email": {"two%d@example.org"}}, `input[name=email][value="two%d@example.org"]`},
		{"/wishes", url.Values{"search": {asked}, "email": {"three%d@example.org"}}, `input[name=email][value="three%d@example.org"]`},
		{valleyPath + "/report", url.Values{"words": {"Wrong number %d."}, "contact": {"four%d@example.org"}}, `input[name=contact][value="four%d@example.org"]`},
	}
	send := func(i int, from string) answer {
		fields := url.Values{}
		for name, values := range forms[i%len(forms)].fields {
			fields.Set(name, strings.ReplaceAll(values[0], "%d", fmt.Sprint(i)))
		}
		return w.postFrom(from, forms[i%len(forms)].path, fields)
	}
	for i := range limits.MailsAnHour {
		w.wantStatus(send(i, "203.0.113.7"), http.StatusSeeOther)
	}
	before := w.count(`SELECT count(*) FROM mails`)
	for i, form := range forms {
		i += limits.MailsAnHour
		refused := w.wantStatus(send(i, "203.0.113.7"), http.StatusTooManyRequests)
		refused.page.In(".notice.bad", htmltest.HasText("Please send it again in 60 minutes."))
		refused.page.In(strings.ReplaceAll(form.typed, "%d", fmt.Sprint(i)), htmltest.Count(1))
		if wait := refused.header.Get("Retry-After"); wait != "3600" {
			t.Errorf("%s: an hour is %q seconds", form.path, wait)
		}
	}
	if after := w.count(`SELECT count(*) FROM mails`); after != before {
		t.Errorf("%d mails were posted in spite of it", after-before)
	}
	w.wantStatus(send(limits.MailsAnHour, "203.0.113.8"), http.StatusSeeOther)
}
