package views

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"regulars/internal/quilt"
)

// funcs stand in for what the web supplies; quilt is the real one.
var funcs = template.FuncMap{
	"quilt":  quilt.Block,
	"assets": func() string { return "/assets/1234abcd" },
	"clock":  func(t time.Time) string { return t.Format("15:04") },
	"plural": func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	},
	"moment": func(t time.Time) string { return t.Format("Monday 2 January, 15:04") },
	"day": func(t time.Time) template.HTML {
		return template.HTML(t.Format(`<time datetime="2006-01-02">Mon 2 Jan</time>`))
	},
	"alternates": func(any) string { return "" },
	"follow":     func(any) string { return "" },
	"cards":      func(any) string { return "" },
	"kin":        func(any) string { return "" },
	"ways":       func(any) string { return "" },
	"patches":    func(any) string { return "" },
	"ticks":      func(_, name string, all any) string { return fmt.Sprint(name, all) },
	"dict": func(pairs ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			m[pairs[i].(string)] = pairs[i+1]
		}
		return m
	},
}

// site, member and page have the fields that layout and partials read.
type (
	site   struct{ Name, Contact, Version, URL string }
	member struct {
		Name, Email string
		Host        bool
	}
	page struct {
		Site               site
		Member             *member
		Path, Flash, Title string
		Text, Back         string
	}
)

// Base is what the header and the footer are given.
func (p page) Base() page { return p }

func set(t *testing.T, extra string) *template.Template {
	t.Helper()
	s, err := template.New("").Funcs(funcs).ParseFS(Files, "layouts/*.html", "partials/*.html")
	if err != nil {
		t.Fatal(err)
	}
	return template.Must(s.Parse(extra))
}

func render(t *testing.T, s *template.Template, name string, data any) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.ExecuteTemplate(&b, name, data); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "no value") {
		t.Errorf("%s shows a missing value: %s", name, b.String())
	}
	return b.String()
}

func has(t *testing.T, html string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing in\n%s", want, html)
		}
	}
}

func hasNot(t *testing.T, html string, unwanted ...string) {
	t.Helper()
	for _, no := range unwanted {
		if strings.Contains(html, no) {
			t.Errorf("%q stands in\n%s", no, html)
		}
	}
}

func TestBaseSignedOut(t *testing.T) {
	t.Parallel()
	html := render(t, set(t, `{{define "main"}}<h1>Hello</h1>{{end}}`), "base",
		page{Site: site{Name: "Regulars"}, Path: "/find", Title: "Singing near Asheville"})
	has(t, html, `<html lang="en">`, "<title>Singing near Asheville · Regulars</title>", "<h1>Hello</h1>",
		`href="/find" aria-current="page"`, `href="/sign-in"`, `href="#main"`, `<main id="main"`, "GeoNames, CC BY 4.0")
	hasNot(t, html, "notice", "/account", "/host", ", run by")
}

func TestBaseSignedIn(t *testing.T) {
	t.Parallel()
	html := render(t, set(t, `{{define "main"}}{{end}}`), "base", page{
		Site: site{Name: "Regulars", Contact: "Hill Street Library"}, Path: "/account",
		Member: &member{Name: "Ada"}, Flash: "You <come> on Tuesday."})
	has(t, html, `<title>Regulars</title>`, `href="/account" aria-current="page"`, `role="status">You &lt;come&gt; on Tuesday.`,
		", run by Hill Street Library")
	hasNot(t, html, "/sign-in", "/host")
	host := render(t, set(t, `{{define "main"}}{{end}}`), "base", page{Member: &member{Host: true}})
	has(t, host, `href="/host"`)
}

func TestErrorPage(t *testing.T) {
	t.Parallel()
	s, err := set(t, "").ParseFS(Files, "error.html")
	if err != nil {
		t.Fatal(err)
	}
	html := render(t, s, "base", page{Title: "There is no such page", Text: "Perhaps it moved."})
	has(t, html, "<h1>There is no such page</h1>", "Perhaps it moved.")
}

type tick struct {
	Value, Label string
	On           bool
}

func TestSearchForm(t *testing.T) {
	t.Parallel()
	html := render(t, set(t, ""), "search-form", map[string]any{
		"Q": `"choir"`, "Near": "Ashvile", "Errors": map[string]string{"near": "We do not know that place."},
		"Days": []tick{{"mon", "Mon", false}, {"tue", "Tue", true}}, "Times": []tick{{"evening", "evenings", true}},
		"More": true,
	})
	has(t, html, `value="&#34;choir&#34;"`, `aria-invalid="true" aria-describedby="near-error"`, "We do not know that place.",
		`day[{mon Mon false} {tue Tue true}]`, `<details open>`, `time[{evening evenings true}]`)
	hasNot(t, html, "q-error")
}

func TestField(t *testing.T) {
	t.Parallel()
	s := set(t, `{{define "mail"}}{{template "field" dict "Name" "email" "Label" "Your email" "Type" "email" "Value" "a@b"
		"Hint" "For the link." "Error" "Not whole." "Required" true "Autocomplete" "email" "Max" 254}}{{end}}
		{{define "about"}}{{template "field" dict "Name" "about" "Label" "About" "Rows" 5 "Value" "</textarea>"}}{{end}}`)
	has(t, render(t, s, "mail", nil), `<label for="email">Your email</label>`, `type="email"`, `value="a@b"`, ` maxlength="254"`,
		` autocomplete="email"`, " required", ` aria-invalid="true"`, `aria-describedby="email-error email-hint"`, "Not whole.")
	about := render(t, s, "about", nil)
	has(t, about, `<textarea id="about" name="about" rows="5">&lt;/textarea&gt;</textarea>`)
	hasNot(t, about, "aria-", "required", "maxlength")
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := set(t, `{{define "on"}}{{template "check" dict "Name" "alone" "Label" "You can come alone" "On" true "Hint" "Most do."}}{{end}}`)
	has(t, render(t, s, "on", nil), `name="alone" value="on" checked aria-describedby="alone-hint"`, "Most do.")
}

func TestDateRow(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{
		"on":         "18:30, carols",
		"moved":      "18:30, <b>moved</b>: carols",
		"called_off": `<span class="off">called off</span>: carols`,
		"held":       `<span class="soft">it took place</span>`,
		"expected":   `<span class="soft">expected</span>`,
	} {
		html := render(t, set(t, ""), "date-row", map[string]any{
			"URL": "/groups/x/2026-11-24", "Date": time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
			"Clock": "18:30", "Status": status, "Words": "carols"})
		has(t, html, want, `href="/groups/x/2026-11-24"`, "Tue 24 Nov")
	}
}

// TestNoInlineStyleOrScript guards the strict policy, in pages still to come too.
func TestNoInlineStyleOrScript(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)\sstyle\s*=|<style|\son[a-z]+\s*=|<script>|javascript:`)
	checked := 0
	for _, pattern := range []string{"layouts/*.html", "partials/*.html", "*.html"} {
		files, err := fs.Glob(Files, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			content, err := fs.ReadFile(Files, path)
			if err != nil {
				t.Fatal(err)
			}
			if found := inline.Find(content); found != nil {
				t.Errorf("%s holds %q", path, found)
			}
			checked++
		}
	}
	if checked < 9 {
		t.Errorf("only %d files checked", checked)
	}
}
