package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain lets the test's own program serve the floor.
func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == "floor" {
		main()
		return
	}
	m.Run()
}

func TestLoadAsksInTurn(t *testing.T) {
	t.Parallel()
	var asked [3]atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path[1]-'0'].Add(1)
		fmt.Fprint(w, strings.Repeat("x", 1000))
	}))
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	seen, err := load(context.Background(), address, []string{"/0", "/1", "/2"}, 4, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(len(seen.took))
	if n < 4 || seen.size() != 1000 || seen.lasts < time.Second || seen.rate() <= 0 {
		t.Errorf("%d answers of %d bytes in %v", n, seen.size(), seen.lasts)
	}
	for i := range asked {
		if got := asked[i].Load(); got < n/3-1 || got > n/3+1 {
			t.Errorf("path %d was asked %d times of %d", i, got, n)
		}
	}
}

func TestLoadStopsAtWhatIsNoPage(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	_, err := load(context.Background(), strings.TrimPrefix(server.URL, "http://"), []string{"/"}, 2, time.Minute)
	if err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
}

func TestReadLogLeavesOutThePreparing(t *testing.T) {
	t.Parallel()
	took, err := readLog([]byte("0 1 900 0 1700000000 1\n0 2 800 1 1700000000 2\n0 3 100 0 1700000000 3\n0 4 110 1 1700000000 4\n"))
	if err != nil || !slices.Equal(took, []time.Duration{100 * time.Microsecond, 110 * time.Microsecond}) {
		t.Errorf("got %v, %v", took, err)
	}
	for _, log := range []string{"0 1 900", "0 1 x 0 1 1"} {
		if _, err := readLog([]byte(log)); err == nil {
			t.Errorf("%q is a log", log)
		}
	}
}

func TestFiguresAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for took, want := range map[time.Duration]string{1234567: "1.23ms", 987: "987ns", 56_789: "56.8µs", 12 * time.Second: "12s"} {
		if got := short(took).String(); got != want {
			t.Errorf("%d is %s", took, got)
		}
	}
	for n, want := range map[int]string{7: "7", 1000: "1,000", 1_000_000: "1,000,000", 12_034: "12,034"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}

// The whole of it among few groups, in as little time as that takes: every line
// gives two rates and a share, or a value and its goal.
func TestMeasuresAllThereIs(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := run(t.Context(), []string{"-groups", "100,200", "-searches", "40", "-turn", "50ms", "-warm-up", "100ms"}, &out)
	if err != nil {
		t.Fatal(err)
	}
	wanted := regexp.MustCompile(`^find: .*( \d+ % of the floor|goal \S+( MB)?)$`)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for _, line := range lines {
		if !wanted.MatchString(line) {
			t.Errorf("%q gives neither a share nor a goal", line)
		}
	}
	for _, what := range []string{"one search in the store", "HTML, connections 1:", "HTML, connections 16:", "JSON, connections 16:",
		"a new group", "a meeting that is moved", "an imported calendar", "from 100 groups to 200"} {
		if !strings.Contains(out.String(), what) {
			t.Errorf("nothing is said of %s in\n%s", what, out.String())
		}
	}
}
