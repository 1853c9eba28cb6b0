package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"regulars/internal/postgres/pgtest"
	"regulars/internal/search/searchtest"
)

// BenchmarkFindPage asks for pages of results over HTTP, one at a time, on a
// site with 10,000 groups (100,000 with SIZE=full).
func BenchmarkFindPage(b *testing.B) {
	n := 10_000
	if os.Getenv("SIZE") == "full" {
		n = 100_000
	}
	db := pgtest.New(b)
	r := newRigOn(b, db)
	towns, err := searchtest.Fill(context.Background(), db, r.Places, n, r.at)
	if err != nil {
		b.Fatal(err)
	}
	base := r.listen(b)
	words := []string{"choir", "singing", "making music", "", "chess", "quilting"}
	page := func(i int) (size int) {
		query := url.Values{"q": {words[i%len(words)]}, "near": {towns[i%len(towns)].String()}}
		response, err := http.Get(base + "/find?" + query.Encode())
		if err != nil {
			b.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			b.Fatalf("%s answers %d", response.Request.URL, response.StatusCode)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			b.Fatal(err)
		}
		return len(body)
	}
	bytes := 0
	took := make([]time.Duration, 500)
	for i := range took {
		began := time.Now()
		bytes += page(i)
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	fmt.Printf("find: /find with %d groups, pages of %d kB on average: median %v, 99 in 100 within %v, goal 10ms\n",
		n, bytes/len(took)/1000, took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond))
	i := 0
	for b.Loop() {
		page(i)
		i++
	}
}

// listen serves the site on a port of its own until the end.
func (r *rig) listen(t testing.TB) (base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(listener) }()
	t.Cleanup(func() {
		if err := r.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}
