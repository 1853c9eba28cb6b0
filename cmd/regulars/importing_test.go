package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const chorus = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nX-WR-CALNAME:Village hall\r\nX-WR-TIMEZONE:America/New_York\r\n" +
	"BEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20260801T120000Z\r\nDTSTART;TZID=America/New_York:20260804T190000\r\n" +
	"DTEND;TZID=America/New_York:20260804T210000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU\r\nSUMMARY:Community Choir\r\n" +
	"LOCATION:Village hall\\, Asheville\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// file writes a calendar into a folder of its own.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestImportFindsItsWayToThePage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	hall := file(t, "hall.ics", chorus)
	if said := r.do(t, "import", "--near", "Asheville, NC", hall); !strings.Contains(said, "Village hall") {
		t.Errorf("said\n%s", said)
	}
	var again []struct{ Listed, Unchanged int }
	said := r.do(t, "import", "--near", "Asheville, NC", "--json", hall)
	if err := json.Unmarshal([]byte(said), &again); err != nil || again[0].Listed != 0 || again[0].Unchanged != 1 {
		t.Errorf("the second time: %+v, %v", again, err)
	}
	r.serve(t)
	if status, body := r.get(t, "/find?q=singing&near=Asheville"); status != http.StatusOK || !strings.Contains(body, "Community Choir") {
		t.Errorf("status %d, and the choir is not on the page", status)
	}
}

func TestImportKeepsTheGoodOnes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	bad := map[string]string{
		"is empty":     file(t, "empty.ics", ""),
		"page":         file(t, "page.ics", "<!doctype html><title>Not found</title>"),
		"no such file": "/nowhere/at/all.ics",
		"UTF-8":        file(t, "latin.ics", strings.Replace(chorus, "Community Choir", "Ch\xf6r", 1)),
		"cut off":      file(t, "cut.ics", chorus[:300]),
		"too large":    file(t, "large.ics", chorus[:len(chorus)-15]+strings.Repeat("X-PAD:"+strings.Repeat("x", 66)+"\r\n", 700_000)),
	}
	args := []string{"import", "--near", "Asheville, NC", file(t, "hall.ics", chorus)}
	for _, path := range bad {
		args = append(args, path)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), args, r.env, &out, &errs); status != failed {
		t.Errorf("status %d", status)
	}
	lines := map[string]string{}
	for line := range strings.Lines(errs.String()) {
		if path, says, ok := strings.Cut(line, ": "); ok {
			lines[path] = says
		}
	}
	for name, path := range bad {
		if lines[path] == "" {
			t.Errorf("nothing is said of the one that %s in\n%s", name, errs.String())
		}
	}
	if !strings.Contains(out.String(), "all together") || !strings.Contains(errs.String(), "6 of 7 calendars could not be imported.") {
		t.Errorf("said\n%s\n%s", out.String(), errs.String())
	}
}

func TestImportFromTheWeb(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if request.URL.Path != "/hall.ics" {
			http.NotFound(w, request)
			return
		}
		w.Header().Set("Content-Type", "text/calendar")
		w.Write([]byte(chorus))
	}))
	t.Cleanup(web.Close)
	if said := r.do(t, "import", "--near", "28801", web.URL+"/hall.ics"); !strings.Contains(said, "Village hall") {
		t.Errorf("said\n%s", said)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"import", "--near", "28801", web.URL + "/gone.ics"}, r.env, &out, &errs); status != failed || !strings.Contains(errs.String(), "404") {
		t.Errorf("status %d, said %q", status, errs.String())
	}
}

func TestImportTellsByItsStatusHowItWent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	hall := file(t, "hall.ics", chorus) // in Asheville, in which of them it does not say
	town := file(t, "town.ics", strings.Replace(chorus, "Asheville", "Asheville\\, NC", 1))
	for _, one := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--near", "Asheville"}, misuse, "needs the files"},
		{[]string{"--neer", "Asheville", hall}, misuse, "neer"},
		{[]string{"--near", "Ashvile", hall}, failed, "Did you mean"},
		{[]string{hall}, failed, "Nothing in it says where it is"},
		{[]string{town}, done, ""},
		{[]string{town, hall}, failed, "1 of 2 calendars could not be imported."},
		{[]string{"--near", "Asheville", hall}, done, ""},
	} {
		var out, errs bytes.Buffer
		status := run(t.Context(), append([]string{"import"}, one.args...), r.env, &out, &errs)
		if status != one.status || !strings.Contains(errs.String(), one.says) || one.says == "" && errs.Len() > 0 {
			t.Errorf("%v: status %d, want %d; said %q", one.args, status, one.status, errs.String())
		}
	}
}
