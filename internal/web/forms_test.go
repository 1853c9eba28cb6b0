package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"regulars/internal/fault"
)

func typed(t testing.TB, body string) *Form {
	t.Helper()
	app := fiber.New(fiber.Config{Immutable: true})
	c := app.AcquireCtx(&fasthttp.RequestCtx{})
	t.Cleanup(func() { app.ReleaseCtx(c) })
	c.Request().Header.SetMethod(fiber.MethodPost)
	c.Request().Header.SetContentType(fiber.MIMEApplicationForm)
	c.Request().SetBodyString(body)
	return readForm(c)
}

func TestWordsCannotDisguiseThemselves(t *testing.T) {
	t.Parallel()
	f := typed(t, url.Values{
		"hidden": {"\u200b\u200d\u0301"}, "turned": {"Ana \u202egro.live"}, "isolated": {"\u2068Ana\u2069"},
		"arabic": {"\u0646\u0627\u062f\u064a \u200f(1)"}, "face": {"👩\u200d🌾"},
	}.Encode())
	if got := f.Needed("hidden", 20, "Please type it."); got != "" || f.Error("hidden") == "" {
		t.Errorf("words that cannot be seen give %q", got)
	}
	for _, field := range []string{"turned", "isolated"} {
		if got := f.Line(field, 20); got != "" || f.Error(field) == "" || strings.ContainsAny(f.Value(field), "\u202e\u2068\u2069") {
			t.Errorf("%s: %q is taken", field, got)
		}
	}
	for _, field := range []string{"arabic", "face"} {
		if f.Line(field, 20) == "" || f.Error(field) != "" {
			t.Errorf("%s is refused: %s", field, f.Error(field))
		}
	}
}

func TestAFormIsReadFieldByField(t *testing.T) {
	t.Parallel()
	f := typed(t, "name=+Hill++Street+&about=one%0D%0Atwo&n=12&id=7&on=on&day=tue&day=thu&date=2027-01-31&clock=18%3A30&every=2")
	if got := f.Line("name", 20); got != "Hill Street" {
		t.Errorf("line is %q", got)
	}
	if got := f.Prose("about", 20); got != "one\ntwo" {
		t.Errorf("prose is %q", got)
	}
	if n, ok := f.Int("n", 1, 12); n != 12 || !ok {
		t.Errorf("int is %d, %v", n, ok)
	}
	if f.ID("id") != 7 || f.ID("name") != 0 || f.ID("none") != 0 {
		t.Errorf("ids are %d, %d, %d", f.ID("id"), f.ID("name"), f.ID("none"))
	}
	if !f.Bool("on") || f.Bool("off") {
		t.Error("boxes are misread")
	}
	if got := strings.Join(f.Many("day"), " "); got != "tue thu" || !f.Has("day", "thu") || f.Has("day", "mon") {
		t.Errorf("days are %s", got)
	}
	if got, ok := f.Date("date"); !ok || !got.Equal(time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("date is %v, %v", got, ok)
	}
	if got, ok := f.Clock("clock"); !ok || got.Hour() != 18 || got.Minute() != 30 {
		t.Errorf("clock is %v, %v", got, ok)
	}
	if f.Choice("every", "1", "2") != "2" || f.Choice("none", "1", "2") != "1" {
		t.Error("choices are misread")
	}
	if err := f.Err(); err != nil {
		t.Error(err)
	}
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	f := typed(t, "long="+strings.Repeat("%C3%A9", 11)+"&nul=a%00b&n=13&huge=99999999999999999999&date=2027-02-31&clock=25%3A00&every=3")
	f.Line("long", 10)
	f.Line("nul", 10)
	f.Needed("name", 10, "Please type a name.")
	f.Int("n", 1, 12)
	f.Int("huge", 1, 12)
	f.Date("date")
	f.Clock("clock")
	f.Choice("every", "1", "2")
	e, ok := fault.As(f.Err())
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("got %v", f.Err())
	}
	for _, field := range []string{"long", "nul", "name", "n", "huge", "date", "clock", "every"} {
		if e.Fields[field] == "" || f.Error(field) != e.Fields[field] {
			t.Errorf("nothing is said of %s", field)
		}
	}
	if f.Value("nul") != "ab" || f.Value("date") != "2027-02-31" || f.Value("long") == "" {
		t.Error("what was typed is lost")
	}
}

func TestWhatAStoreSaysIsShownOnce(t *testing.T) {
	t.Parallel()
	var one, two fault.Fields
	one.Add("name", "Taken.")
	two.Add("name", "Taken.")
	two.Add("town", "Unknown.")
	for _, c := range []struct {
		err          error
		notice, name string
	}{
		{one.Err(), "", "Taken."},
		{two.Err(), "Please look at the marked fields again.", "Taken."},
		{fault.New(fault.Conflict, "Somebody else changed it."), "Somebody else changed it.", ""},
	} {
		f := filled(nil)
		f.take(c.err)
		if f.Notice() != c.notice || f.Error("name") != c.name {
			t.Errorf("%v: notice %q, at the field %q", c.err, f.Notice(), f.Error("name"))
		}
	}
}

func TestANilFormIsEmpty(t *testing.T) {
	t.Parallel()
	var f *Form
	if f.Value("x") != "" || f.Error("x") != "" || f.Notice() != "" || f.Has("x", "y") || f.Errors() != nil || f.Many("x") != nil {
		t.Error("a nil form holds something")
	}
}

func FuzzForm(f *testing.F) {
	f.Add("name=a%00b", 3)
	f.Add("date=2027-02-31&date=%ff", 1)
	f.Add("name=%C2%9B%0d%0a", 5)
	f.Fuzz(func(t *testing.T, body string, most int) {
		form := typed(t, body)
		for name := range form.values {
			for _, text := range []string{form.Line(name, most), form.Prose(name, most)} {
				if len([]rune(text)) > max(most, 0) || strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text {
					t.Errorf("%q let %q through", body, text)
				}
			}
			if _, err := url.QueryUnescape(url.QueryEscape(form.Value(name))); err != nil {
				t.Error(err)
			}
		}
	})
}
