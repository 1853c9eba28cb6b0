package web

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"regulars/internal/web/htmltest"
)

// pages is every page there is. A file in views that no page here shows fails
// the test below, so none goes unchecked.
var pages = []page{
	&aboutPage{}, &accountPage{}, &addressPage{}, &contactPage{}, &deletePage{}, &errorPage{}, &findPage{},
	&homePage{}, &choosePage{},
	&calendarPage{}, &datesPage{}, &editMeetingPage{}, &editPage{}, &editWhenPage{}, &endPage{}, &hostPage{}, &invitationPage{}, &listPage{}, &peoplePage{},
	&linkPage{}, &linkSentPage{}, &privacyPage{}, &signInPage{},
	&answerPage{}, &askPage{}, &claimPage{}, &groupPage{}, &meetingPage{}, &minePage{}, &remindersPage{}, &reportPage{}, &unsubscribePage{},
	&confirmPage{}, &endMailsPage{}, &wishPage{},
}

func TestEveryViewHasItsPage(t *testing.T) {
	t.Parallel()
	sets, shown := parseViews(), map[string]bool{}
	for _, p := range pages {
		shown[p.view()] = true
		if sets[p.view()] == nil {
			t.Errorf("%T: there is no views/%s.html", p, p.view())
		}
	}
	for name := range sets {
		if !shown[name] {
			t.Errorf("views/%s.html: no page in the list shows it", name)
		}
	}
}

func TestEveryPageShowsItselfEmptyAndFull(t *testing.T) {
	t.Parallel()
	sets := parseViews()
	for _, empty := range pages {
		full := reflect.New(reflect.TypeOf(empty).Elem())
		fill(full.Elem(), 4)
		for state, p := range map[string]page{"empty": empty, "full": full.Interface().(page)} {
			t.Run(p.view()+" "+state, func(t *testing.T) {
				var body strings.Builder
				if err := sets.write(&body, p); err != nil {
					t.Fatal(err)
				}
				page := htmltest.Parse(t, body.String())
				page.In("h1", htmltest.Count(1))
				page.In("main", htmltest.Count(1), htmltest.HasNoText("<no value>"))
				page.In("label:not([for]):not(:has(input))", htmltest.Count(0))
			})
		}
	}
}

// fill puts something into every field that a template can reach.
func fill(v reflect.Value, depth int) {
	if form, ok := v.Addr().Interface().(**Form); ok {
		*form = filled(map[string]string{"name": "Ana", "email": "ana"})
		(*form).Wrong("email", "That does not look like a mail address.")
		(*form).notice = "Please look again."
		return
	}
	if at, ok := v.Addr().Interface().(*time.Time); ok {
		*at = time.Date(2026, 11, 24, 18, 30, 0, 0, time.UTC)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("tuesday")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(2)
	case reflect.Float64:
		v.SetFloat(2.5)
	default:
		fillInside(v, depth)
	}
}

func fillInside(v reflect.Value, depth int) {
	if depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), depth-1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth)
		fill(value, depth)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	}
}

func TestFuncs(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 8, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		plural(1, "person", "people"):   "1 person",
		plural(0, "person", "people"):   "0 people",
		list(nil):                       "",
		list([]string{"Tue"}):           "Tue",
		list([]string{"Tue", "Thu"}):    "Tue and Thu",
		list(strings.Fields("Tue W F")): "Tue, W and F",
		clock(at):                       "08:05",
		string(day(at)):                 `<time datetime="2026-11-24">Tue 24 Nov</time>`,
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if _, err := dict("Name"); err == nil {
		t.Error("a key without a value was let through")
	}
	if _, err := dict(1, 2); err == nil {
		t.Error("a number was let through as a key")
	}
}
