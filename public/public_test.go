package public

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := fs.ReadFile(Files, path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// tokens gives the custom properties that are colours: those of light pages,
// and those of dark ones laid over them.
func tokens(t *testing.T, css string) (light, dark map[string]string) {
	t.Helper()
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(css, 2)
	if len(roots) != 2 {
		t.Fatalf("%d :root rules at the top, want light and dark", len(roots))
	}
	light, dark = map[string]string{}, map[string]string{}
	colour := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)
	for _, m := range colour.FindAllStringSubmatch(roots[0][1], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range colour.FindAllStringSubmatch(roots[1][1], -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

// luminance is the relative luminance of #rrggbb, 0 to 1, by WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		t.Fatalf("%q is no colour: %v", hex, err)
	}
	channel := func(shift int) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

// contrast is the ratio of two colours, 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	t.Parallel()
	const words, shapes = 4.5, 3.0
	pairs := []struct {
		on    string
		least float64
		over  string // cloths it is seen on
	}{
		{"ink", words, "paper card sunk good-cloth bad-cloth note-cloth"},
		{"soft", words, "paper card sunk good-cloth bad-cloth note-cloth"},
		{"link", words, "paper card sunk good-cloth bad-cloth note-cloth"},
		{"press-ink", words, "press press-over"},
		{"good", words, "paper card sunk good-cloth"},
		{"bad", words, "paper card sunk bad-cloth"},
		{"note", words, "card note-cloth"},
		{"edge", shapes, "paper card sunk"},
		{"held", shapes, "paper card"},
		{"focus", shapes, "paper card sunk"},
	}
	light, dark := tokens(t, read(t, "css/regulars.css"))
	for scheme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			for over := range strings.FieldsSeq(p.over) {
				got := contrast(t, colours[p.on], colours[over])
				if got < p.least {
					t.Errorf("%s: %s on %s has %.2f : 1, want %.1f", scheme, p.on, over, got, p.least)
				}
			}
		}
	}
}

func TestContrastOfKnownPairs(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]string{
		{"#000000", "#ffffff"}: "21.00",
		{"#777777", "#ffffff"}: "4.48",
		{"#123456", "#123456"}: "1.00",
	} {
		if got := fmt.Sprintf("%.2f", contrast(t, pair[0], pair[1])); got != want {
			t.Errorf("contrast of %v = %s, want %s", pair, got, want)
		}
	}
}

func TestNothingUnder14Pixels(t *testing.T) {
	t.Parallel()
	css := read(t, "css/regulars.css")
	const root = 17.0 // 106.25 % of 16
	if !strings.Contains(css, "font-size: 106.25%") {
		t.Error("the root is not 17 px any more: this test measures by it")
	}
	sizes := regexp.MustCompile(`(?:font-size: |--(?:small|less|more): |font: (?:\d+ )?)(\.?[\d.]+)rem`)
	found := sizes.FindAllStringSubmatch(css, -1)
	for _, m := range found {
		rem, err := strconv.ParseFloat(m[1], 64)
		if err != nil || rem*root < 14 {
			t.Errorf("%s is %.1f px (%v), want at least 14", m[0], rem*root, err)
		}
	}
	if len(found) < 10 {
		t.Errorf("only %d sizes found", len(found))
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"css/regulars.css", "js/regulars.js", "icon.svg", "manifest.webmanifest"} {
		content := strings.ReplaceAll(read(t, path), "http://www.w3.org/2000/svg", "")
		content = strings.ReplaceAll(content, `[href^="http"]`, "")
		for _, foreign := range []string{"http:", "https:", `"//`, "url(", "@import", "eval("} {
			if strings.Contains(content, foreign) {
				t.Errorf("%s holds %q", path, foreign)
			}
		}
	}
}

func TestScriptStaysSmall(t *testing.T) {
	t.Parallel()
	if lines := strings.Count(read(t, "js/regulars.js"), "\n"); lines >= 120 {
		t.Errorf("regulars.js has %d lines, want under 120", lines)
	}
}

func TestStyleSheetIsWhole(t *testing.T) {
	t.Parallel()
	css := read(t, "css/regulars.css")
	if open, closed := strings.Count(css, "{"), strings.Count(css, "}"); open != closed {
		t.Errorf("%d braces open, %d close", open, closed)
	}
	defined := map[string]bool{}
	for _, m := range regexp.MustCompile(`(--[a-z-]+):`).FindAllStringSubmatch(css, -1) {
		defined[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`var\((--[a-z-]+)\)`).FindAllStringSubmatch(css, -1) {
		if !defined[m[1]] {
			t.Errorf("%s is used and not defined", m[1])
		}
	}
}

func TestManifest(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Name  string
		Icons []struct{ Src string }
	}
	if err := json.Unmarshal([]byte(read(t, "manifest.webmanifest")), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Name != "Regulars" || len(manifest.Icons) != 1 {
		t.Errorf("manifest = %+v", manifest)
	}
	if icon := read(t, strings.TrimPrefix(manifest.Icons[0].Src, "/")); !strings.HasPrefix(icon, "<svg ") {
		t.Errorf("the icon begins %.20q", icon)
	}
}

func TestVersionFollowsContent(t *testing.T) {
	t.Parallel()
	one := version(fstest.MapFS{"a": {Data: []byte("x")}, "b": {Data: []byte("y")}})
	same := version(fstest.MapFS{"a": {Data: []byte("x")}, "b": {Data: []byte("y")}})
	other := version(fstest.MapFS{"a": {Data: []byte("x")}, "b": {Data: []byte("z")}})
	if one != same || one == other || len(one) != 8 {
		t.Errorf("versions %s, %s, %s", one, same, other)
	}
	if Version != version(Files) {
		t.Errorf("Version %s is not that of Files", Version)
	}
}
