package quilt

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"regulars/internal/interest"
	"regulars/public"
)

var update = flag.Bool("update", false, "write the goldens anew")

// slugs gives n slugs that look like those of groups.
func slugs(n int) []string {
	kinds := []string{"chorus", "chess-club", "walking-group", "repair-cafe", "quilters"}
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("street-%d-%s", i, kinds[i%len(kinds)])
	}
	return all
}

// everyFamily gives the families dyed by hand and some that are not.
func everyFamily() []string {
	all := []string{"", "a family of tomorrow"}
	for family := range families {
		all = append(all, family)
	}
	return all
}

func TestEveryBlockIsSmallAndWhole(t *testing.T) {
	t.Parallel()
	largest := 0
	for _, slug := range slugs(120) {
		for _, family := range everyFamily() {
			inPage, file := string(Block(slug, family)), string(File(slug, family))
			for _, svg := range []string{inPage, file} {
				if err := wellFormed(svg); err != nil {
					t.Fatalf("%s, %s: %v in %s", slug, family, err, svg)
				}
				if strings.Contains(svg, "style=") {
					t.Fatalf("%s, %s: a strict policy drops inline styles: %s", slug, family, svg)
				}
				largest = max(largest, len(svg))
			}
			if !strings.Contains(inPage, `aria-hidden="true"`) {
				t.Fatalf("%s, %s: read out loud: %s", slug, family, inPage)
			}
		}
	}
	if largest >= 1500 {
		t.Errorf("the largest block has %d bytes, want under 1500", largest)
	}
}

// wellFormed reads svg to its end.
func wellFormed(svg string) error {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestTheSameGroupHasTheSameBlock(t *testing.T) {
	t.Parallel()
	first, second := Block("hill-street-chorus", "making-music"), Block("hill-street-chorus", "making-music")
	if first != second {
		t.Error("two drawings of one group differ")
	}
	if Block("hill-street-chorus", "making-music") == Block("mill-street-chorus", "making-music") {
		t.Error("two groups with like names have the same block")
	}
}

func TestEveryPatternAndDyeIsReached(t *testing.T) {
	t.Parallel()
	if len(patterns) < 14 {
		t.Errorf("%d patterns, want at least 14", len(patterns))
	}
	seen, blocks := map[string]int{}, map[string]bool{}
	for _, slug := range slugs(1000) {
		b := cut(slug, "making-music")
		seen[b.pattern.name]++
		blocks[b.pattern.name+" "+b.second.name] = true
		if b.main.name == b.second.name {
			t.Fatalf("%s: both cloths are %s", slug, b.main.name)
		}
	}
	for _, p := range patterns {
		if share := 1000 / len(patterns); seen[p.name] < share/2 || seen[p.name] > share*2 {
			t.Errorf("%s was drawn %d times in 1000, want about %d", p.name, seen[p.name], share)
		}
	}
	if want := len(patterns) * len(dyes["indigo"].partners); len(blocks) != want {
		t.Errorf("%d different blocks for one family, want %d", len(blocks), want)
	}
}

func TestPatternsDifferAndStayOnTheCloth(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, p := range patterns {
		d := p.main + "|" + p.second
		if other := seen[d]; other != "" {
			t.Errorf("%s looks like %s", p.name, other)
		}
		seen[d] = p.name
		if strings.ContainsAny(d, "<>\"'&") {
			t.Errorf("%s has characters that end an attribute: %s", p.name, d)
		}
	}
}

func TestATurnBringsACornerToTheNext(t *testing.T) {
	t.Parallel()
	got := around(poly{0, 0, 8, 0, 0, 4})
	want := "M0 0 8 0 0 4zM24 0 24 8 20 0zM24 24 16 24 24 20zM0 24 0 16 4 24z"
	if got != want {
		t.Errorf("around = %s\nwant     %s", got, want)
	}
}

func TestDyesNameRealPartners(t *testing.T) {
	t.Parallel()
	if len(dyeOrder) != len(dyes) {
		t.Errorf("%d dyes in order, %d in all", len(dyeOrder), len(dyes))
	}
	for name, d := range dyes {
		if d.name != name {
			t.Errorf("%s calls itself %s", name, d.name)
		}
		for _, partner := range d.partners {
			if _, ok := dyes[partner]; !ok || partner == name {
				t.Errorf("%s beside %s", name, partner)
			}
		}
	}
	for family, name := range families {
		if _, ok := dyes[name]; !ok {
			t.Errorf("%s is dyed %s, which is no dye", family, name)
		}
	}
}

func TestEveryFamilyIsDyedByHand(t *testing.T) {
	t.Parallel()
	worn := map[string]int{}
	for _, family := range interest.Families() {
		name, ok := families[family.Slug]
		if !ok {
			t.Errorf("%s has no dye of its own", family.Slug)
		}
		worn[name]++
	}
	for name, times := range worn {
		if times > 2 {
			t.Errorf("%s serves %d families: they cannot be told apart", name, times)
		}
	}
	if len(families) != len(interest.Families()) {
		t.Errorf("%d families dyed, %d known", len(families), len(interest.Families()))
	}
}

func TestEveryDyeIsKnownToDarkPages(t *testing.T) {
	t.Parallel()
	css, err := public.Files.ReadFile("css/regulars.css")
	if err != nil {
		t.Fatal(err)
	}
	for name := range dyes {
		for _, rule := range []string{".q-" + name + " { --m: #", ".r-" + name + " { --s: #"} {
			if !bytes.Contains(css, []byte(rule)) {
				t.Errorf("the style sheet has no %q", rule)
			}
		}
	}
}

// TestGolden holds one block fast, byte by byte: a change here would give every
// group in the world another face.
func TestGolden(t *testing.T) {
	t.Parallel()
	const path = "testdata/hill-street-chorus.svg"
	got := File("hill-street-chorus", "making-music")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the block of hill-street-chorus changed:\n%s\nwant\n%s", got, want)
	}
}

func BenchmarkBlock(b *testing.B) {
	for b.Loop() {
		_ = Block("hill-street-chorus", "making-music")
	}
}
