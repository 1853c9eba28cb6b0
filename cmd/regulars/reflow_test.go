package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"regulars/internal/mail/mailtest"
)

// narrow is how many CSS pixels a page has to do with: a phone, or 1280 enlarged four times.
const narrow = 320

// No page scrolls sideways on a narrow screen, however long a name is.
func TestNoPageScrollsSideways(t *testing.T) {
	t.Parallel()
	post := mailtest.Start(t)
	r := newRig(t, "SMTP_URL="+post.URL)
	r.serve(t, "--demo")
	r.do(t, "tick")
	b := openBrowser(t)
	b.open(r.base + "/sign-in")
	b.fill("#email", "newcomer@example.org")
	b.press("main form button")
	b.open(link(t, post.Wait(t, 1, time.Minute)[0].Text, "/sign-in/"))
	b.press("main form button")
	b.open(r.base + "/groups/tuesday-rounds")
	b.press("form[action$='/save'] button, form[action$='/join'] button")
	b.do("be narrow", chromedp.EmulateViewport(narrow, 800))
	for _, path := range []string{
		"/", "/find?near=Bath&lang=wrong", "/find?near=Bath", "/find?near=Bath&q=xqzzy", "/interests", "/groups/tuesday-rounds", "/mine", "/account", "/list", "/about",
	} {
		b.open(r.base + path)
		b.fits(path)
		b.evaluate(fmt.Sprintf(`(document.querySelectorAll("h1, .hit h3 a, .dates.wide a, .people li > :first-child").forEach(e => e.textContent = %q), "")`, strings.Repeat("W", 80)))
		b.fits(path + " with long names")
	}
}

// fits fails the test if the page is wider than the screen.
func (b *browser) fits(what string) {
	b.t.Helper()
	if wide := eval[int](b, "document.documentElement.scrollWidth"); wide > narrow {
		b.t.Errorf("%s is %d wide on a screen of %d", what, wide, narrow)
	}
}
