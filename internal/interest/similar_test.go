package interest

import (
	"strings"
	"testing"
)

func TestSimilar(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"quiltmakers": "Quilting", "beekeper": "Beekeeping", "gardenistas": "Gardening", "genealogist": "Family history",
		"knitterati": "Knitting", "yogalates": "Yoga", "the Quiltmakers’ group": "Quilting",
		"zzyzx": "", "falconry": "", "kin": "", "": "", "?!": "", "club": "", strings.Repeat("quilt", 1000): "",
	} {
		got := ""
		if found := Similar(typed, 3); len(found) > 0 {
			got = found[0].Name
		}
		if got != want {
			t.Errorf("%.30q: the likest is %q, want %q", typed, got, want)
		}
	}
	if found := Similar("singalongs", 2); len(found) != 2 || found[0].Slug == found[1].Slug {
		t.Errorf("got %v", found)
	}
}
