package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// mails are the letters whose pictures the README's readers may look at, by the names
// of their goldens: what they show is what people get.
var mails = map[string]string{"reminder": "reminder", "change": "meeting-moved", "week": "week-ahead"}

// TestMailScreens takes pictures of mails as a mail program on a phone shows them, HTML
// and text, into the folder REGULARS_SCREENS; and holds that none is too wide for it,
// and that each is light on dark where the phone is.
func TestMailScreens(t *testing.T) {
	t.Parallel()
	folder := screensFolder(t)
	goldens, err := filepath.Abs("../../internal/mail/testdata")
	if err != nil {
		t.Fatal(err)
	}
	b := openBrowser(t)
	for name, golden := range mails {
		for suffix, kind := range map[string]string{"": ".html", "-text": ".txt"} {
			b.prefers("light")
			b.open("file://" + filepath.Join(goldens, golden+kind))
			file := filepath.Join(folder, "mail-"+name+suffix+"-390.png")
			b.picture(file, 390)
			wantPicture(t, file)
			if wide := eval[int](b, "document.documentElement.scrollWidth"); wide > 390 {
				t.Errorf("%s is %d wide on a screen of 390", file, wide)
			}
			b.prefers("dark")
			if color := eval[string](b, "getComputedStyle(document.body).color"); kind == ".html" && color != "rgb(255, 255, 255)" {
				t.Errorf("%s has words in %s on a dark screen", golden, color)
			}
		}
	}
}

// screensFolder is where pictures go; without REGULARS_SCREENS one that is dropped.
func screensFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("REGULARS_SCREENS")
	if folder == "" {
		folder = t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func wantPicture(t *testing.T, file string) {
	t.Helper()
	if info, err := os.Stat(file); err != nil || info.Size() < 10_000 {
		t.Errorf("%s is no picture: %v", file, err)
	}
}

// TestScreens takes the pictures that the README shows, of the demo town, into
// the folder REGULARS_SCREENS; without it, it only looks whether the pages come
// in the browser without an error.
func TestScreens(t *testing.T) {
	t.Parallel()
	folder := screensFolder(t)
	r := newRig(t)
	r.serve(t, "--demo")
	r.do(t, "tick")
	b := openBrowser(t)
	for name, path := range map[string]string{
		"find": "/find?near=Bath", "group": "/groups/tuesday-rounds", "none": "/find?q=quilting&near=Oxford",
	} {
		b.open(r.base + path)
		b.text("h1")
		for _, width := range []int64{390, 1280} {
			file := filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width))
			b.picture(file, width)
			wantPicture(t, file)
		}
	}
}
