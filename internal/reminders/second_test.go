package reminders

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

// BenchmarkSecondProcess lets one process, and then two, send reminders, each over
// one connection to the mail server: to one that answers at once, and to one that
// takes 2 ms to store a mail, as real ones do. At the first, nobody ever waits: a
// second process adds what is left of the processors. It says where they are spent.
func BenchmarkSecondProcess(b *testing.B) {
	e := newEve(b)
	for _, at := range []struct {
		words   string
		storing time.Duration
		due     int
	}{
		{"a mail server that answers at once", 0, size(3000, 20_000)},
		{"a mail server that takes 2 ms to store a mail", 2 * time.Millisecond, size(800, 4000)},
	} {
		e.town(at.due / atEach)
		d := duel{eve: e, server: startSink(b, at.storing), due: at.due}
		d.workers = [2]*child{e.process(d.server.url(), 1), e.process(d.server.url(), 1)}
		for range 2 {
			d.round()
		}
		if mails, _ := d.server.taken(); mails != 2*d.sent {
			b.Fatalf("the server took %d mails, want %d", mails, 2*d.sent)
		}
		d.tell(at.words)
	}
}

// duel is what one process and two did with the same reminders.
type duel struct {
	eve
	server   sink
	workers  [2]*child
	due      int // each time
	sent     int // by one, and as many by two
	one, two time.Duration
	spent    [3]time.Duration // of the processors, by the one, the database and the mail server
}

// round lets one process send, and then both.
func (d *duel) round() {
	d.t.Helper()
	d.plan()
	before := d.spending()
	d.one += d.send(d.workers[:1])
	for i, now := range d.spending() {
		d.spent[i] += now - before[i]
	}
	d.plan()
	d.two += d.send(d.workers[:])
	d.sent += d.due
}

// plan makes all reminders due. Left to the workers, whoever begins plans so few
// groups in one go, and who comes a moment later finds nothing and leaves.
func (d *duel) plan() {
	d.t.Helper()
	d.againDue()
	if n, err := d.planAll(d.t.Context(), make(chan struct{}, 1)); err != nil || n != d.due {
		d.t.Fatalf("planned %d: %v; want %d", n, err, d.due)
	}
}

// send lets some workers send what is due, and tells how long that takes.
func (d *duel) send(workers []*child) time.Duration {
	d.t.Helper()
	begin := time.Now()
	for _, worker := range workers {
		worker.start()
	}
	sent := 0
	for _, worker := range workers {
		sent += worker.done().Report.Sent
	}
	took := time.Since(begin)
	if sent != d.due {
		d.t.Fatalf("%d processes sent %d, want %d", len(workers), sent, d.due)
	}
	return took
}

// spending is what the one, the database and the mail server spent so far.
func (d *duel) spending() [3]time.Duration {
	return [3]time.Duration{cpu(d.workers[0].Process.Pid), cpu(d.postmaster()), cpu(d.server.Process.Pid)}
}

func (d *duel) tell(server string) {
	rate := func(took time.Duration) float64 { return float64(d.sent) / took.Seconds() }
	fmt.Printf("reminders: one connection a process, %s: one process %.0f mails/s, two %.0f mails/s: %+.0f %%, goal +60 %%\n",
		server, rate(d.one), rate(d.two), 100*rate(d.two)/rate(d.one)-100)
	if d.spent[0] == 0 {
		return // the system does not tell
	}
	each := func(spent time.Duration) float64 { return spent.Seconds() * 1000 / float64(d.sent) }
	fmt.Printf("reminders: … with one process, a mail costs it %.2f ms of CPU, the database %.2f ms, the mail server %.2f ms: %.2f of the %.2f ms that %d cores had\n",
		each(d.spent[0]), each(d.spent[1]), each(d.spent[2]), each(d.spent[0]+d.spent[1]+d.spent[2]),
		each(time.Duration(runtime.NumCPU())*d.one), runtime.NumCPU())
}
