package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser is a real Chromium with one tab. Every step fails the test if it
// cannot be taken within a minute.
type browser struct {
	t   *testing.T
	ctx context.Context
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("hide-scrollbars", true),
		// The sandbox wants rights that root lacks a user for, and that containers
		// and bare machines do not give; the pages here are our own.
		chromedp.NoSandbox,
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &browser{t: t, ctx: ctx}
	// The first action starts the browser, and ties it to its context: no
	// deadline may be on that one.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return b
}

// do takes steps, within a minute.
func (b *browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v\n%s", what, err, b.where())
	}
}

func (b *browser) open(url string) {
	b.t.Helper()
	b.do("open "+url, chromedp.Navigate(url))
}

func (b *browser) fill(selector, text string) {
	b.t.Helper()
	b.do("fill "+selector, chromedp.SetValue(chromedp.CSS(selector), text))
}

// press clicks and waits for the page that follows.
func (b *browser) press(selector string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	_, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(selector))))
	if err != nil {
		b.t.Fatalf("press %s: %v\n%s", selector, err, b.where())
	}
}

// text is what a person reads in an element.
func (b *browser) text(selector string) string {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector)))
	if err != nil {
		b.t.Fatalf("read %s: %v\n%s", selector, err, b.where())
	}
	return text
}

// address is where the browser is.
func (b *browser) address() string {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		b.t.Fatalf("address: %v", err)
	}
	return address
}

// reads fails the test unless the element says that.
func (b *browser) reads(selector, want string) {
	b.t.Helper()
	if got := b.text(selector); !strings.Contains(got, want) {
		b.t.Fatalf("%s says\n%s\nand not %q\n%s", selector, got, want, b.where())
	}
}

// comesToRead waits until an element says that. It asks in the page: what a script puts
// there anew is another element the next moment.
func (b *browser) comesToRead(selector, want string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	says := fmt.Sprintf(`document.querySelector(%q)?.innerText.includes(%q)`, selector, want)
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](says, chromedp.WithPollingTimeout(0))); err != nil {
		b.t.Fatalf("%s never says %q: %v\n%s", selector, want, err, b.where())
	}
}

// where tells address and title for a failure's message.
func (b *browser) where() string {
	ctx, stop := context.WithTimeout(b.ctx, 10*time.Second)
	defer stop()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "the browser does not answer"
	}
	title, _ := chromedp.Run(ctx, chromedp.Title())
	return "at " + address + " (" + title + ")"
}

// prefers has the browser ask pages for a color scheme: light or dark.
func (b *browser) prefers(scheme string) {
	b.t.Helper()
	b.do("prefer "+scheme, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// eval gives what an expression says of the page.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// picture takes the whole page at a width in CSS pixels.
func (b *browser) picture(path string, width int64) {
	b.t.Helper()
	b.do("resize", chromedp.EmulateViewport(width, 900))
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatalf("picture of %s: %v", path, err)
	}
	if err := os.WriteFile(path, png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
