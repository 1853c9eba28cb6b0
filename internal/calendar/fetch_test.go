package calendar_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1:248:1893:25c8:1946": true, "::ffff:93.184.216.34": true,
		"127.0.0.1": false, "127.8.8.8": false, "0.0.0.0": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "198.18.0.1": false, "192.0.0.8": false, "203.0.113.7": false, "224.0.0.1": false, "255.255.255.255": false,
		"::1": false, "::": false, "::7f00:1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::1": false, "2001:db8::1": false, "2001:0:7f00:1::1": false,
	} {
		if got := calendar.Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s is public: %t", text, got)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" https://example.org/a.ics ":          "https://example.org/a.ics",
		"webcal://example.org/a.ics?x=1#today": "https://example.org/a.ics?x=1",
		"WebCals://example.org/a.ics":          "https://example.org/a.ics",
		"http://example.org:8080/a":            "http://example.org:8080/a",
		"":                                     "",
		"example.org/a.ics":                    "",
		"ftp://example.org/a.ics":              "",
		"file:///etc/passwd":                   "",
		"https://":                             "",
		"https://ann:secret@example.org/a.ics": "",
		"javascript:alert(1)":                  "",
		"https://example.org/" + strings.Repeat("a", 3000): "",
	} {
		got, err := calendar.Address(typed)
		if got != want || (err == nil) != (want != "") || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
}

// Whoever a calendar's address leads on to does not learn the address: it may be a secret.
func TestRedirectsDoNotTellWhereFrom(t *testing.T) {
	t.Parallel()
	var asked []http.Header
	elsewhere := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header)
		if r.URL.Path == "/first" {
			http.Redirect(w, r, "/second", http.StatusFound)
		}
	})
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/first", http.StatusFound)
	})
	if _, err := calendar.NewFetcher(private).Fetch(ctx, server.URL+"/private-7f3a/basic.ics", "", ""); err != nil {
		t.Fatal(err)
	}
	for _, header := range asked {
		if from := header.Get("Referer"); from != "" {
			t.Errorf("a stranger's server hears of %s", from)
		}
	}
	if len(asked) != 2 {
		t.Errorf("it was led on %d times", len(asked))
	}
}

// private lets a Fetcher go to this machine alone.
func private(at netip.Addr) bool { return at.IsLoopback() }

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func TestFetch(t *testing.T) {
	t.Parallel()
	const body = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var hop int
		if n, _ := fmt.Sscanf(r.URL.Path, "/hop/%d", &hop); n == 1 && hop > 0 {
			http.Redirect(w, r, fmt.Sprintf("/hop/%d", hop-1), http.StatusFound)
			return
		}
		switch r.URL.Path {
		case "/hop/0", "/ok":
			w.Header().Set("ETag", `"7"`)
			w.Header().Set("Last-Modified", "Sat, 22 Aug 2026 08:00:00 GMT")
			fmt.Fprint(w, body)
		case "/same":
			if r.Header.Get("If-None-Match") == `"7"` && r.Header.Get("If-Modified-Since") == "then" {
				w.WriteHeader(http.StatusNotModified)
			}
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/closed":
			w.WriteHeader(http.StatusForbidden)
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/large":
			chunk := strings.Repeat("X", 1<<20)
			for range 21 {
				fmt.Fprint(w, chunk)
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			chunk := []byte(strings.Repeat("X", 1<<20))
			for range 21 {
				packed.Write(chunk)
			}
			packed.Close()
		case "/short":
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, body)
		}
	})
	fetcher := calendar.NewFetcher(private)
	fetch := func(path, etag, modified string) (calendar.Fetched, error) {
		return fetcher.Fetch(context.Background(), server.URL+path, etag, modified)
	}
	for _, path := range []string{"/ok", "/hop/3"} {
		got, err := fetch(path, "", "")
		if err != nil || string(got.Body) != body || got.ETag != `"7"` || got.Modified == "" || got.Same {
			t.Errorf("%s: %+v, %v", path, got, err)
		}
	}
	if got, err := fetch("/same", `"7"`, "then"); err != nil || !got.Same || got.ETag != `"7"` || got.Modified != "then" {
		t.Errorf("the same: %+v, %v", got, err)
	}
	for path, want := range map[string]string{
		"/hop/4": "too often", "/gone": "410 Gone. There is no calendar", "/closed": "not public", "/busy": "503 Service Unavailable",
		"/file": "not on the web", "/large": "larger than 20 MB", "/bomb": "larger than 20 MB", "/short": "does not answer",
	} {
		got, err := fetch(path, "", "")
		if e, ok := fault.As(err); !ok || !strings.Contains(e.Text, want) {
			t.Errorf("%s: %v, want a sentence with %q", path, err, want)
		}
		if path == "/busy" && got.Later != 2*time.Minute {
			t.Errorf("it asks to wait for %s", got.Later)
		}
	}
	server.Close()
	if _, err := fetch("/ok", "", ""); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a server that is away: %v", err)
	}
}

func TestFetchStaysOutside(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	inside := serve(t, func(_ http.ResponseWriter, r *http.Request) { asked <- r.URL.Path })
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	fetcher := calendar.NewFetcher(calendar.Public)
	for _, address := range []string{inside.URL, "http://localhost" + port, "http://127.1" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port} {
		_, err := fetcher.Fetch(context.Background(), address, "", "")
		if err == nil {
			t.Errorf("%s was fetched", address)
		}
		if e, ok := fault.As(err); address == inside.URL && (!ok || !strings.Contains(e.Text, "private network")) {
			t.Errorf("%s: %v", address, err)
		}
	}
	// a redirect is asked again
	door := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, http.StatusFound) })
	once := calendar.NewFetcher(func(at netip.Addr) bool { return len(asked) == 0 && strings.HasSuffix(door.URL, port) })
	if _, err := once.Fetch(context.Background(), door.URL, "", ""); err == nil {
		t.Error("a redirect leads inside")
	}
	if len(asked) > 0 {
		t.Errorf("the inside was asked for %s", <-asked)
	}
}

func TestFetchGivesUp(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := calendar.NewFetcher(private).Fetch(ctx, server.URL, "", "")
	if e, ok := fault.As(err); !ok || e.Kind != fault.Unavailable || !strings.Contains(e.Text, "did not answer within") {
		t.Errorf("a server that never answers: %v", err)
	}
}
