package web

import (
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":                            "",
		"We **sing**.":                "<p>We <strong>sing</strong>.</p>\n",
		"One\nTwo":                    "<p>One<br>\nTwo</p>\n",
		"# Rounds":                    "<h3>Rounds</h3>\n",
		"###### Small":                "<h6>Small</h6>\n",
		"* tea\n* songs":              "<ul>\n<li>tea</li>\n<li>songs</li>\n</ul>\n",
		"[us](https://a.example)":     `<p><a href="https://a.example" rel="nofollow noreferrer">us</a></p>` + "\n",
		"See https://a.example":       `<p>See <a href="https://a.example" rel="nofollow noreferrer">https://a.example</a></p>` + "\n",
		"[x](javascript:alert(1))":    "<p>x</p>\n",
		"[x](data:text/html,x)":       "<p>x</p>\n",
		"![track](https://a.example)": "<p></p>\n",
		"3 < 4 & 5":                   "<p>3 &lt; 4 &amp; 5</p>\n",
	} {
		if got := string(markdown(source)); got != want {
			t.Errorf("%q gives %q, want %q", source, got, want)
		}
	}
}

func TestMarkdownLetsNothingRunOrLoad(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='https://a.example' onclick=x>y</a>",
		"<style>*{display:none}</style>", "<iframe src=//a.example></iframe>", "<p style='x'>y</p>", "<h1>Big</h1>",
		"[x](  javascript:alert`1`)", "<svg onload=x>", "![x][y]\n\n[y]: https://a.example/pixel",
	} {
		got := strings.ToLower(string(markdown(source)))
		for _, bad := range []string{"<script", "<img", "onerror", "onclick", "<style", "<iframe", "style=", "<h1", "javascript:", "<svg", "onload=x>"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q leaves %q", source, got)
			}
		}
	}
}

func TestMarkdownOfHostileTextEnds(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"> ", "* ", "[", "![", "**a ", "`", "<", "- a\n ", "&#0;", "a_b*"} {
		got := markdown(strings.Repeat(piece, 5000/len(piece)))
		if len(got) > 1<<20 {
			t.Errorf("%q grew to %d bytes", piece, len(got))
		}
	}
}
