package main

import (
	"context"
	"net/url"
	"testing"
	"time"

	rights "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// "Use my location" leaves the browser rounded to about a kilometre, and no address
// says it more exactly after that.
func TestUseMyLocation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "--demo")
	b := openBrowser(t)
	b.standsAt(51.381234, -2.364567)
	b.open(r.base + "/")
	b.do("use my location", chromedp.Click(chromedp.CSS("[data-locate=near]")))
	b.do("wait for it", chromedp.Poll[chromedp.Void](`document.getElementById("near").value !== ""`))
	b.press("form.search button[type=submit]")
	b.reads("main", "Tuesday Rounds")
	at, err := url.Parse(b.address())
	if err != nil || at.Query().Get("near") != "51.38,-2.36" {
		t.Errorf("the browser is at %s, %v", b.address(), err)
	}
}

// standsAt puts the browser somewhere on the globe, and lets pages ask where.
func (b *browser) standsAt(lat, lon float64) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	_, err := chromedp.CallBrowser(ctx, rights.SetPermission, rights.SetPermissionParams{
		Permission: &rights.PermissionDescriptor{Name: "geolocation"}, Setting: rights.PermissionSettingGranted,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	exactly := 5.0 // metres
	_, err = chromedp.Call(ctx, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{
		Latitude: &lat, Longitude: &lon, Accuracy: &exactly,
	})
	if err != nil {
		b.t.Fatal(err)
	}
}
