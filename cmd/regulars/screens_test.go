package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestScreens takes the pictures that the README shows, of the demo town, into
// the folder REGULARS_SCREENS; without it, it only looks whether the pages come
// in the browser without an error.
func TestScreens(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("REGULARS_SCREENS")
	if folder == "" {
		folder = t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	r.serve(t, "--demo")
	r.do(t, "tick")
	b := openBrowser(t)
	for name, path := range map[string]string{
		"find": "/find?near=Bath", "group": "/groups/tuesday-rounds",
	} {
		b.open(r.base + path)
		b.text("h1")
		for _, width := range []int64{390, 1280} {
			file := filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width))
			b.picture(file, width)
			if info, err := os.Stat(file); err != nil || info.Size() < 10_000 {
				t.Errorf("%s is no picture: %v", file, err)
			}
		}
	}
}
