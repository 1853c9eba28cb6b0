package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// What has the focus is seen whole, above the button that stays in reach.
func TestFocusIsSeenAboveTheButton(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "--demo")
	b := openBrowser(t)
	b.do("be a phone", chromedp.EmulateViewport(390, 844))
	b.open(r.base + "/interests")
	for range 30 {
		b.do("tab", chromedp.KeyEvent("\t"))
		hidden := eval[string](b, `(() => {
			const row = document.activeElement, bar = document.querySelector(".shelves .actions")
			const hides = row.closest(".shelves") && !bar.contains(row) && row.getBoundingClientRect().bottom > bar.getBoundingClientRect().top
			return hides ? row.innerText || row.value : ""
		})()`)
		if hidden != "" {
			t.Errorf("%q lies behind the button", hidden)
		}
	}
}
