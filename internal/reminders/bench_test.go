package reminders

import (
	"fmt"
	"os"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
)

// usual is how many connections to the mail server Regulars keeps unless told
// otherwise.
const usual = 10

// atEach is how many members come to each meeting of a benchmark.
const atEach = 20

// size is the small one, or with SIZE=full the large one.
func size(small, large int) int {
	if os.Getenv("SIZE") == "full" {
		return large
	}
	return small
}

// contest is a benchmark whose sides hand mails to one server, taking turns.
type contest struct {
	*testing.B
	server sink
	sides  map[string]*side
}

// side is what one of them did so far.
type side struct {
	mails, bytes int
	took         time.Duration
}

// turn lets a side hand over n mails.
func (c contest) turn(name string, n int, hand func() time.Duration) {
	c.Helper()
	mails, bytes := c.server.taken()
	took := hand()
	now, since := c.server.taken()
	if now-mails != n {
		c.Fatalf("the server took %d mails from %s, want %d", now-mails, name, n)
	}
	s := c.sides[name]
	if s == nil {
		s = &side{}
		c.sides[name] = s
	}
	s.mails, s.bytes, s.took = s.mails+n, s.bytes+since-bytes, s.took+took
}

func (s side) rate() float64 { return float64(s.mails) / s.took.Seconds() }
func (s side) size() int     { return s.bytes / s.mails }

// BenchmarkReminders sends 4,000 reminders (100,000 with SIZE=full), from the plan
// to the last settled row, by a process that does nothing else. Its floor is a loop
// that hands the same mails, ready made, to the same server over as many kept
// connections: by the standard library's client, and, so that nobody takes that for
// the least there is, as bytes. All take turns, so that what else the machine does
// meets each of them.
func BenchmarkReminders(b *testing.B) {
	due, turns := size(4000, 100_000), size(4, 1)
	c := contest{b, startSink(b, 0), map[string]*side{}}
	e := newEve(b)
	mails := e.samples()
	e.town(due / atEach)
	worker := e.process(c.server.url(), usual)
	floors := map[string]func() line{
		"a loop":            libraryLoop(b, c.server, mails),
		"bytes":             byteLoop(b, c.server, mails, false),
		"bytes, pipelining": byteLoop(b, c.server, mails, true),
	}
	bare := func() {
		n := min(due, 20_000)
		for name, floor := range floors {
			c.turn(name, n, func() time.Duration { return overLines(b, n, usual, floor) })
		}
	}
	var most did
	for range turns {
		bare()
		e.againDue()
		c.turn("Regulars", due, func() time.Duration { most = worker.work(due); return most.Took })
	}
	bare()
	c.tell(most)
}

// tell prints what came out.
func (c contest) tell(most did) {
	ours, floor := c.sides["Regulars"], c.sides["a loop"]
	if more := floor.size() - ours.size(); more*20 > ours.size() || -more*20 > ours.size() {
		c.Errorf("mails have %d bytes, those of the floor %d", ours.size(), floor.size())
	}
	against := func(words, name string) {
		fmt.Printf("reminders: %.0f mails/s, %s %.0f mails/s: %.0f %% of the floor\n",
			ours.rate(), words, c.sides[name].rate(), 100*ours.rate()/c.sides[name].rate())
	}
	against(fmt.Sprintf("a bare SMTP loop with the same mails (%d bytes) over as many connections (%d)", ours.size(), usual), "a loop")
	against("a loop of ready bytes, command by command,", "bytes")
	against("a loop of ready bytes with pipelining", "bytes, pipelining")
	fmt.Printf("reminders: the first of these shares is %.0f %%, goal 46 %%, aim 60 %%\n", 100*ours.rate()/floor.rate())
	fmt.Printf("reminders: memory of a process that sent %d, the gazetteer included: %d MB, goal under 150 MB\n",
		ours.mails, most.PeakKB>>10)
}

// BenchmarkPlan plans the reminders of 100,000 places (1,000,000 with SIZE=full)
// that fall due at the same minute, and then again when there is nothing new, as
// happens every minute.
func BenchmarkPlan(b *testing.B) {
	places := size(100_000, 1_000_000)
	e := newEve(b)
	e.town(places / atEach)
	plan := func(want int) time.Duration {
		begin := time.Now()
		n, err := e.planAll(b.Context(), make(chan struct{}, 1))
		e.must(err)
		if n != want {
			b.Fatalf("planned %d, want %d", n, want)
		}
		return time.Since(begin)
	}
	e.againDue()
	e.set(e.time().Add(-time.Hour))
	early := plan(0)
	e.set(e.time().Add(time.Hour))
	cold, warm := plan(places), plan(0)
	fmt.Printf("planning: %d places, all due at once: %.1f s, goal under %d s\n", places, cold.Seconds(), places/100_000)
	fmt.Printf("planning: a first look at them an hour before: %.1f s, goal under %d s\n", early.Seconds(), places/100_000)
	fmt.Printf("planning: again, with nothing new: %.1f ms, goal under 50 ms\n", float64(warm.Microseconds())/1000)
}

// samples are real reminders to the people of some meetings.
func (e eve) samples() []mailtest.Received {
	e.t.Helper()
	const meetings = 20
	e.town(meetings)
	e.run(Report{Planned: meetings * atEach, Sent: meetings * atEach})
	return e.received(meetings * atEach)
}

// againDue forgets what was planned and sent, and leaves no dead rows behind, as
// sweeping a few a night does not.
func (e eve) againDue() {
	e.t.Helper()
	e.exec(`TRUNCATE mails, looks`)
	e.exec(`INSERT INTO looks (group_id) SELECT id FROM groups`)
	e.exec(`ANALYZE mails, looks`)
}

// town replaces the eve's people by groups with a meeting each tomorrow, and
// members who come to it. Nothing but this knows that there are triggers: by them
// it would take minutes.
func (e eve) town(meetings int) {
	e.t.Helper()
	e.exec(`TRUNCATE groups, members, mails, looks CASCADE`)
	e.exec(`SET session_replication_role = replica;
		INSERT INTO groups (slug, name, claimed, venue, address, directions, look_for, come_in, lat, lon, zone, created_at, updated_at)
		SELECT 'group-' || n, 'The singers of street ' || n, true, 'Hill Street Hall', n || ' Hill Street',
			'Bus 6 stops at the door; the last one back leaves at 22:10. There are stands for bicycles in the yard.',
			'Ada, who wears a red scarf and has coffee for whoever is new', 'By the side door, which is open until seven',
			51.5, 0, 'Europe/London', now(), now()
		FROM generate_series(1, ` + fmt.Sprint(meetings) + `) n;
		INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
		SELECT id, '2026-09-08', '2026-09-08 19:00', '` + e.starts.Format(time.RFC3339) + `', '` + e.starts.Add(2*time.Hour).Format(time.RFC3339) + `', 'on' FROM groups;
		INSERT INTO members (email, name, created_at)
		SELECT 'm' || n || '@example.org', 'Member ' || n, now() FROM generate_series(1, ` + fmt.Sprint(meetings*atEach) + `) n;
		INSERT INTO places (meeting_id, member_id, coming, said_at)
		SELECT m.id, b.id, true, '2026-09-01'
		FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM meetings) m
		JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM members) b ON b.n / ` + fmt.Sprint(atEach) + ` = m.n;
		INSERT INTO memberships SELECT m.group_id, p.member_id, 'member', now() FROM places p JOIN meetings m ON m.id = p.meeting_id;
		SET session_replication_role = default;
		ANALYZE`)
	e.exec(`INSERT INTO looks (group_id) SELECT id FROM groups`)
}
