package search_test

import (
	"context"
	"net"
	"testing"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

// mirrored is a house that reads from a real streaming replica of its database.
type mirrored struct {
	*house
	*pgtest.Pair
}

func newMirrored(t *testing.T) mirrored {
	t.Helper()
	pair := pgtest.Replicate(t)
	h := newHouseOn(t, open(t, pair.Primary.URL))
	h.ReadFrom(open(t, pair.Replica.URL))
	_, err := h.db.Exec(t.Context(), `UPDATE heartbeat SET at = $1`, start.AddDate(0, 0, -1)) // by our clock
	must(t, err)
	return mirrored{h, pair}
}

func open(t *testing.T, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.OpenLater(url)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// later lets time pass, at the end of which the heart beats.
func (m mirrored) later(t *testing.T, d time.Duration) {
	t.Helper()
	m.now = m.now.Add(d)
	must(t, m.Beat(context.Background()))
}

func (m mirrored) onReplica(t *testing.T, statement string) {
	t.Helper()
	_, err := open(t, m.Replica.URL).Exec(context.Background(), statement)
	must(t, err)
}

func (m mirrored) wantReplica(t *testing.T, used bool, lag time.Duration) {
	t.Helper()
	state, has := m.Service.Replica(t.Context())
	if !has || state.Used != used || state.Lag != lag {
		t.Errorf("the replica is %+v, want used %v with a lag of %v", state, used, lag)
	}
}

// What is written while the replica stands still is what tells who answered.
func TestAReplicaIsReadFromAsLongAsItKeepsUp(t *testing.T) {
	t.Parallel()
	m := newMirrored(t)
	m.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	m.refresh(t)
	m.later(t, 0)
	m.CatchUp()
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers")
	m.wantReplica(t, true, 0)

	m.onReplica(t, `SELECT pg_wal_replay_pause()`)
	m.listed(t, "Hill Singers", "singing", offset(2, 0), time.Tuesday, 19)
	m.refresh(t)
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers")
	m.later(t, 30*time.Second)
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers")
	m.wantReplica(t, true, 30*time.Second)
	m.later(t, 5*time.Second)
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers", "Hill Singers")
	m.wantReplica(t, false, 35*time.Second)

	m.onReplica(t, `SELECT pg_wal_replay_resume()`)
	m.CatchUp()
	m.wantReplica(t, false, 35*time.Second) // nobody looked since
	m.later(t, 5*time.Second)
	m.CatchUp()
	m.wantReplica(t, true, 0)
}

// A replica may be away at the start, come, go and come back, and nobody who
// searches notices.
func TestAReplicaThatGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	m := newMirrored(t)
	m.Replica.Stop()
	m.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	m.refresh(t)
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers")
	m.wantReplica(t, false, 0)

	m.Replica.Start()
	m.wantReplica(t, false, 0) // nobody looked since
	m.later(t, 15*time.Second)
	m.CatchUp()
	m.wantReplica(t, true, 0)

	m.Replica.Stop()
	m.listed(t, "Hill Singers", "singing", offset(2, 0), time.Tuesday, 19)
	m.refresh(t)
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers", "Hill Singers") // found out by this very search
	m.wantReplica(t, false, 0)
	m.Replica.Start()
	m.later(t, 15*time.Second)
	m.CatchUp()
	m.wantReplica(t, true, 0)

	m.Primary.Stop()
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers", "Hill Singers")
	m.now = m.now.Add(time.Hour) // old answers are better than none
	same(t, m.find(t, "q=choir&near=Asheville"), "River Singers", "Hill Singers")
	m.wantReplica(t, true, time.Hour)
}

// A machine that is cut off does not even refuse.
func TestAReplicaThatSaysNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	h.refresh(t)
	silence, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer silence.Close()
	h.ReadFrom(open(t, "postgres://"+silence.Addr().String()+"/regulars?sslmode=disable"))
	same(t, h.find(t, "q=singing&near=Asheville"), "River Singers")
	if state, has := h.Replica(t.Context()); !has || state.Answers || state.Used {
		t.Errorf("the replica is %+v", state)
	}
}
