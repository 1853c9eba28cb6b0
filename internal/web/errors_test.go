package web

import (
	"errors"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/web/htmltest"
)

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, path := range []string{"/nowhere", "/groups", "/%00", "/%ff", "/about/", "/..%2f..%2fetc/passwd", "/assets/x/", "/assets/x/css", "/assets/x/../../go.mod"} {
		if a := r.get(path); a.status != 404 && path != "/about/" {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
	page := r.wantStatus(r.get("/nowhere"), 404).page
	page.In("h1", htmltest.Count(1))
	page.In("main a[href='/find']", htmltest.Count(1))
	r.wantStatus(r.post("/about"), 404)
}

func TestProgramsGetProblems(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.wantStatus(r.get("/api/v1/nothing"), 404)
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type is %q", got)
	}
	for _, want := range []string{`"status":404`, `"type":"about:blank"`, `"title":"Not Found"`, `"detail":"There is nothing at this address.`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s lacks %s", a.body, want)
		}
	}
	r.add(route{get, "/api/v1/wrong", func(*fiber.Ctx) error {
		var wrong fault.Fields
		wrong.Add("km", "Please type a number from 1 to 200.")
		return wrong.Err()
	}})
	if a := r.wantStatus(r.get("/api/v1/wrong"), 422); !strings.Contains(a.body, `"errors":{"km":"Please type`) {
		t.Errorf("the field is not named: %s", a.body)
	}
	r.add(route{get, "/api/v1/mine", func(c *fiber.Ctx) error { _, err := r.signedIn(c); return err }})
	r.wantStatus(r.get("/api/v1/mine"), 401)
}

func TestBadInputIsNeverOurFault(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	before := r.count(`SELECT count(*) FROM mails`)
	megabyte := strings.Repeat("x", 1<<20-100)
	for _, path := range []string{"/sign-in", "/account", "/account/address"} {
		for what, body := range map[string]string{
			"a megabyte":        "email=" + megabyte[:1<<19] + "&name=" + megabyte[:1<<18],
			"a megabyte's name": "name=" + megabyte,
			"NUL":               "email=a%00b%40example.org&name=a%00b",
			"invalid UTF-8":     "email=%ff%fe%40example.org&name=%c3%28",
			"raw bytes":         "email=\xff&name=\xff\x00",
			"bad escapes":       "email=%zz&name=%1b%9b",
		} {
			if a := r.postRaw(path, body); a.status < 400 || a.status >= 500 {
				t.Errorf("%s, %s: status %d", path, what, a.status)
			}
		}
	}
	for what, body := range map[string]string{"nothing": "", "only ampersands": strings.Repeat("&", 1000)} {
		if a := r.postRaw("/sign-in", body); a.status != 422 {
			t.Errorf("%s: status %d", what, a.status)
		}
	}
	if n := r.count(`SELECT count(*) FROM mails`); n != before {
		t.Errorf("%d mails were posted", n-before)
	}
	if n := r.count(`SELECT count(*) FROM members WHERE name <> ''`); n != 0 {
		t.Error("a name was kept")
	}
}

func TestAPanicIsAnsweredAndNotShown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(route{get, "/panic", func(*fiber.Ctx) error { panic("the secret is 42") }})
	r.add(route{get, "/broken", func(*fiber.Ctx) error { return errors.New("relation \"secrets\" does not exist") }})
	for _, path := range []string{"/panic", "/broken"} {
		a := r.wantStatus(r.get(path), 500)
		if strings.Contains(a.body, "secret") {
			t.Errorf("%s leaks: %s", path, a.body)
		}
		a.page.In("main", htmltest.HasText(neutral))
	}
	for _, want := range []string{"the secret is 42", "errors_test.go", "relation", "level=ERROR"} {
		if !strings.Contains(r.logged.String(), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}
