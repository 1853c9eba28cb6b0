package limits_test

import (
	"bytes"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/limits"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/token"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// rig is a counter on a database of its own, with a clock that the test sets.
type rig struct {
	*limits.Counter
	t  *testing.T
	db *postgres.DB
	at time.Time
}

func newRig(t *testing.T) *rig {
	t.Parallel()
	r := &rig{t: t, db: pgtest.New(t), at: time.Date(2026, 9, 1, 12, 35, 30, 0, time.UTC)}
	r.Counter = limits.New(r.db, token.NewSigner([]byte(strings.Repeat("k", 32))), func() time.Time { return r.at })
	return r
}

// take asks for one mail, and tells whether that was one too many.
func (r *rig) take(from string) (tooOften bool) {
	r.t.Helper()
	err := r.db.InTx(r.t.Context(), func(tx postgres.Conn) error {
		return r.Take(r.t.Context(), tx, netip.MustParseAddr(from))
	})
	if err != nil && fault.KindOf(err) != fault.TooOften {
		r.t.Fatal(err)
	}
	return err != nil
}

func (r *rig) exhaust(from string) {
	r.t.Helper()
	for range limits.MailsAnHour {
		if r.take(from) {
			r.t.Fatal("refused too early")
		}
	}
}

func TestANetworkIsCountedAsOne(t *testing.T) {
	r := newRig(t)
	r.exhaust("203.0.113.7")
	r.exhaust("2001:db8:1:2::1")
	for from, refused := range map[string]bool{
		"203.0.113.7": true, "::ffff:203.0.113.7": true, "203.0.113.8": false,
		"2001:db8:1:2::1": true, "2001:db8:1:2:ffff::9": true, "2001:db8:1:3::1": false,
	} {
		if got := r.take(from); got != refused {
			t.Errorf("%s: refused is %v", from, got)
		}
	}
}

func TestTheNextHourBeginsAnew(t *testing.T) {
	r := newRig(t)
	r.exhaust("203.0.113.7")
	err := r.Take(t.Context(), r.db, netip.MustParseAddr("203.0.113.7"))
	e, ok := fault.As(err)
	if !ok || e.Wait != 24*time.Minute+30*time.Second || !strings.Contains(e.Text, "in 25 minutes") {
		t.Fatalf("got %+v", err)
	}
	r.at = r.at.Add(e.Wait)
	if r.take("203.0.113.7") {
		t.Error("refused after the wait")
	}
}

// What is refused is not counted, and many at once do not get past the bound.
func TestManyAtOnce(t *testing.T) {
	r := newRig(t)
	var taken atomic.Int64
	var all sync.WaitGroup
	for range limits.MailsAnHour + 20 {
		all.Go(func() {
			if !r.take("203.0.113.7") {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() != limits.MailsAnHour {
		t.Errorf("%d were taken", taken.Load())
	}
	var times int
	if err := r.db.Get(t.Context(), &times, `SELECT times FROM mail_askers`); err != nil || times != limits.MailsAnHour {
		t.Errorf("%d are counted, %v", times, err)
	}
}

// No network address is kept, and what is kept of it goes with the hour.
func TestNoAddressIsKept(t *testing.T) {
	r := newRig(t)
	address := netip.MustParseAddr("203.0.113.7")
	fingerprints := func() (all [][]byte) {
		t.Helper()
		if err := r.db.Select(t.Context(), &all, `SELECT client FROM mail_askers ORDER BY hour`); err != nil {
			t.Fatal(err)
		}
		return all
	}
	r.take(address.String())
	r.at = r.at.Add(time.Hour)
	r.take(address.String())
	both := fingerprints()
	if len(both) != 2 || bytes.Equal(both[0], both[1]) || bytes.Contains(both[0], address.AsSlice()) {
		t.Fatalf("kept are %x", both)
	}
	if err := r.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := fingerprints(); len(left) != 1 || !bytes.Equal(left[0], both[1]) {
		t.Errorf("left are %x", left)
	}
}
