package web

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"

	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/web/htmltest"
	"regulars/migrations"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.wantStatus(r.get("/healthz"), 200)
	r.wantStatus(r.get("/readyz"), 200)
	r.Places = nil
	if a := r.wantStatus(r.get("/readyz"), 503); a.body != "the gazetteer is not loaded\n" {
		t.Errorf("said %q", a.body)
	}
	empty := newRigOn(t, pgtest.Empty(t))
	if a := empty.wantStatus(empty.get("/readyz"), 503); a.body != "the schema is not the current one\n" {
		t.Errorf("said %q", a.body)
	}
	r.wantStatus(empty.get("/healthz"), 200)
}

func TestTheDatabaseGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), clusterDir(t)
	server := startPostgres(t, dir)
	db, err := postgres.Open(ctx, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := postgres.Migrate(ctx, db, migrations.Files); err != nil {
		t.Fatal(err)
	}
	r := newRigOn(t, db)
	r.signIn("ana@example.org")
	r.wantStatus(r.get("/account"), 200)

	server.Stop()
	for range 3 {
		a := r.wantStatus(r.get("/account"), 503)
		a.page.In("h1", htmltest.HasText("One moment, please"))
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	r.wantStatus(r.post("/account", "name", "Ana"), 503)
	r.wantStatus(r.post("/sign-in", "email", "ben@example.org"), 503)
	r.wantStatus(r.get("/readyz"), 503)
	r.wantStatus(r.get("/healthz"), 200)

	startPostgres(t, dir)
	r.wantStatus(r.get("/account"), 200)
	r.wantStatus(r.post("/account", "name", "Ana"), 303)
	r.wantStatus(r.get("/readyz"), 200)
}

func startPostgres(t *testing.T, dir string) *embedded.Server {
	t.Helper()
	server, err := embedded.Start(context.Background(), dir, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

func clusterDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "regulars-web-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
