package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Fiber reuses the buffers behind a request's strings; Immutable has to be set.

func TestStringsOutliveTheirRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var mu sync.Mutex
	kept := map[string][]string{}
	r.add(route{get, "/keep/:name", func(c *fiber.Ctx) error {
		form := readQuery(c)
		mu.Lock()
		defer mu.Unlock()
		kept[c.Query("n")] = []string{c.Params("name"), form.Value("n"), c.Get("X-Name"), c.Path()}
		return c.SendString("ok")
	}})
	for i := range 200 {
		name := fmt.Sprintf("name-%03d", i)
		request := httptest.NewRequest(http.MethodGet, "/keep/"+name+"?n="+name, nil)
		request.Header.Set("X-Name", name)
		r.wantStatus(r.send(request), 200)
	}
	for name, values := range kept {
		if want := []string{name, name, name, "/keep/" + name}; strings.Join(values, " ") != strings.Join(want, " ") {
			t.Fatalf("%s became %v", name, values)
		}
	}
	if len(kept) != 200 {
		t.Errorf("%d names kept", len(kept))
	}
}

func TestHeadIsAnsweredLikeGet(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.wantStatus(r.send(httptest.NewRequest(http.MethodHead, "/about", nil)), 200)
	if a.body != "" || a.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("%q and %v", a.body, a.header)
	}
}

// clusterDir is a folder that the user who runs Postgres may enter.

func TestARequestThatTakesTooLongIsEnded(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(route{get, "/slow", func(c *fiber.Ctx) error {
		at, bounded := c.UserContext().Deadline()
		if !bounded || time.Until(at) > answerWithin {
			t.Errorf("deadline %v, %v", at, bounded)
		}
		ctx, cancel := context.WithTimeout(c.UserContext(), 20*time.Millisecond)
		defer cancel()
		_, err := r.DB.Exec(ctx, `SELECT pg_sleep(20)`)
		return err
	}})
	r.wantStatus(r.get("/slow"), 503)
}

func TestListenServesUntilShutdown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	r.must(err)
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(listener) }()
	address := "http://" + listener.Addr().String()

	response, err := http.Get(address + "/healthz")
	r.must(err)
	body, err := io.ReadAll(response.Body)
	r.must(err)
	r.must(response.Body.Close())
	if !bytes.Equal(body, []byte("alive\n")) {
		t.Errorf("said %q", body)
	}
	tooMuch, err := http.Post(address+"/sign-in", "application/x-www-form-urlencoded", strings.NewReader(strings.Repeat("x", 2<<20)))
	if err == nil { // the connection may be closed before all is sent
		if tooMuch.StatusCode != 422 {
			t.Errorf("too much is answered by %d", tooMuch.StatusCode)
		}
		r.must(tooMuch.Body.Close())
	}
	http.DefaultClient.CloseIdleConnections()
	r.must(r.Shutdown(t.Context()))
	r.must(<-ended)
	if _, err := http.Get(address + "/healthz"); err == nil {
		t.Error("still serves")
	}
}
