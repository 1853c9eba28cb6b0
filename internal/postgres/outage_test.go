package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// Ctrl-C works also while the database is away.
func TestListenEndsWhileTheServerIsAway(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	server := serve(t, publicDir(t))
	db, err := postgres.Open(ctx, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	server.Stop()
	ended := make(chan error, 1)
	go func() { ended <- db.Listen(ctx, "bell", func() {}) }()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Listen = %v, want nil", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("Listen does not end")
	}
}

// Connections that a restart has broken cost nobody an answer, however many lie
// in the pool.
func TestServerRestartsUnderAFullPool(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), publicDir(t)
	server := serve(t, dir)
	db, err := postgres.Open(ctx, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ask := func() {
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				var one int
				err := db.InTx(ctx, func(tx postgres.Conn) error {
					return tx.Get(ctx, &one, "select 1 from pg_sleep(0.1)")
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	ask()
	server.Stop()
	serve(t, dir)
	ask()
}

// A deadline that passes between the last statement and the commit is no fault of
// ours.
func TestCommitTooLateIsUnavailable(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := db.InTx(ctx, func(tx postgres.Conn) error {
		<-ctx.Done()
		return nil
	})
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("InTx = %v, want Unavailable", err)
	}
}

// What was there when the page was made may be gone when its form comes.
func TestReferenceToWhatIsGone(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	do(t, db, "create table answers (note int references notes)")
	_, err := db.Exec(ctx, "insert into answers values (7)")
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("err = %v, want NotFound", err)
	}
}
