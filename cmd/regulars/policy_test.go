package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// What a page tells search engines stands in a script element. The strict policy
// must not take that for a script; a real one it has to complain about.
func TestThePolicyKnowsDataFromScripts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "--demo")
	b := openBrowser(t)
	complaints := make(chan string, 100)
	err := chromedp.Listen(b.ctx, func(event any) {
		if said, ok := event.(*log.EventEntryAdded); ok && said.Entry.Source == log.EntrySourceSecurity {
			complaints <- said.Entry.Text
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	tells := func() {
		t.Helper()
		said := b.evaluate(`document.querySelector("script[type='application/ld+json']").textContent`)
		if !json.Valid([]byte(said)) || !strings.Contains(said, "schema.org") {
			t.Errorf("%s tells %s", b.address(), said)
		}
	}
	b.open(r.base + "/groups/tuesday-rounds")
	tells()
	b.press(".dates a")
	tells()
	b.evaluate(`(document.head.appendChild(document.createElement("script")).textContent = "window.ran = true", "")`)
	select {
	case text := <-complaints: // the first is that about the control
		if !strings.Contains(text, "inline script") || len(complaints) > 0 || b.evaluate(`String(window.ran)`) != "undefined" {
			t.Errorf("the browser complains: %s", text)
		}
	case <-time.After(20 * time.Second):
		t.Error("the browser did not complain about a script in the page")
	}
}

// evaluate gives what an expression of the page gives, as text.
func (b *browser) evaluate(expression string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", expression, err, b.where())
	}
	return text
}
