package calendar_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
)

// elsewhere is a calendar that an organizer keeps, on a server of its own.
type elsewhere struct {
	sync.Mutex
	body   string
	status int // 0: fine
	asked  int // requests
	same   int // of those, answered with "not modified"
}

func (e *elsewhere) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.Lock()
	defer e.Unlock()
	e.asked++
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(e.body)))
	switch {
	case e.status != 0:
		w.WriteHeader(e.status)
	case r.Header.Get("If-None-Match") == etag:
		e.same++
		w.WriteHeader(http.StatusNotModified)
	default:
		w.Header().Set("ETag", etag)
		fmt.Fprint(w, e.body)
	}
}

func (e *elsewhere) say(body string, status int) {
	e.Lock()
	defer e.Unlock()
	e.body, e.status = body, status
}

// follower is a house with somebody who follows.
type follower struct {
	*house
	*calendar.Follower
	there   *elsewhere
	address string
	told    []meetings.Changed
	warned  []string
	bob     int64
}

func newFollower(t *testing.T) *follower {
	h := newHouse(t, at)
	f := &follower{house: h, there: &elsewhere{}}
	clock := func() time.Time { return h.now }
	f.Follower = calendar.NewFollower(h.db, h.groups, h.meetings, calendar.NewFetcher(private), clock, slog.New(slog.DiscardHandler))
	f.Tell = func(_ context.Context, _ postgres.Conn, changed []meetings.Changed) error {
		f.told = append(f.told, changed...)
		return nil
	}
	f.Warn = func(_ context.Context, _ postgres.Conn, group groups.Group, follow calendar.Follow) error {
		f.warned = append(f.warned, group.Slug+": "+follow.Problem)
		return nil
	}
	f.address = serve(t, f.there.ServeHTTP).URL + "/chess.ics"
	h.exec(t, `INSERT INTO members (email, name, created_at) VALUES ('ann@example.org', 'Ann', $1), ('bob@example.org', 'Bob', $1)`, at)
	if err := h.db.Get(ctx, &f.bob, `SELECT id FROM members WHERE name = 'Bob'`); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *follower) chess(t *testing.T) groups.Group {
	t.Helper()
	return f.club(t, "Chess Club")
}

// later runs what is due after a while, and wants it to have read, changed and
// failed so often.
func (f *follower) later(t *testing.T, wait time.Duration, want calendar.Reread) {
	t.Helper()
	f.now = f.now.Add(wait)
	got, err := f.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

const nyc = ";TZID=America/New_York:"

func chessOn(more ...string) string {
	weekly := vevent("1@cal", "Chess", "DTSTART"+nyc+"20260901T183000", "DTEND"+nyc+"20260901T203000", "RRULE:FREQ=WEEKLY")
	return vcal(append([]string{"X-WR-CALNAME:Our chess", weekly}, more...)...)
}

func change(was, is string, more ...string) string {
	return vevent("1@cal", "Chess", append(more, "RECURRENCE-ID"+nyc+was, "DTSTART"+nyc+is, "DURATION:PT2H")...)
}

func TestFollow(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.chess(t)
	f.there.say(chessOn(), 0)
	found, err := f.Look(ctx, group, f.address)
	choices := found.Choices
	if err != nil || len(choices) != 1 || choices[0].Series != "" || choices[0].Words != "Every Tuesday, 18:30 to 20:30" || choices[0].Next[0] != "Tuesday 1 September, 18:30" {
		t.Fatalf("there is %+v, %v", choices, err)
	}
	if err := f.Start(ctx, group, f.address, ""); err != nil {
		t.Fatal(err)
	}
	if got := f.next(t, group); got != "09-01 18:30, 09-08 18:30, 09-15 18:30" {
		t.Errorf("it meets %s", got)
	}
	if _, err := f.meetings.Stand(ctx, group.ID, f.bob, 0); err != nil {
		t.Fatal(err)
	}

	// nothing new: the server is asked for no more than that
	f.later(t, 30*time.Minute, calendar.Reread{})
	f.later(t, time.Hour, calendar.Reread{Read: 1})
	if f.there.same != 1 || len(f.told) != 0 {
		t.Errorf("%d of %d requests found nothing new; told %v", f.there.same, f.there.asked, f.told)
	}

	// moved, elsewhere, and called off in words: places follow, and Bob hears
	f.there.say(chessOn(
		change("20260901T183000", "20260902T190000", "LOCATION:Library"),
		vevent("1@cal", "NO chess meeting today", "RECURRENCE-ID"+nyc+"20260908T183000", "DTSTART"+nyc+"20260908T183000", "DURATION:PT2H")), 0)
	f.later(t, 2*time.Hour, calendar.Reread{Read: 1, Changed: 1})
	if got := f.next(t, group); got != "09-02 19:00, not 09-08 18:30, 09-15 18:30" {
		t.Errorf("it meets %s", got)
	}
	if len(f.told) != 2 || f.told[0].Meeting.Venue != "Library" || f.told[1].Meeting.Reason != "Its calendar says: “NO chess meeting today”." {
		t.Errorf("told %+v", f.told)
	}
	coming, err := f.meetings.Upcoming(ctx, group.ID, f.bob, 1)
	if err != nil || !coming[0].Coming() || coming[0].Status != meetings.Moved || coming[0].Key != "2026-09-01" {
		t.Errorf("Bob's next is %+v, %v", coming, err)
	}

	// another hour, from now on
	f.there.say(strings.ReplaceAll(chessOn(), "T183000", "T200000"), 0)
	f.told = nil
	f.later(t, 2*time.Hour, calendar.Reread{Read: 1, Changed: 1})
	if got := f.next(t, group); got != "09-01 20:00, 09-08 20:00, 09-15 20:00" || len(f.told) == 0 {
		t.Errorf("it meets %s; told of %d", got, len(f.told))
	}
	if err := f.Stop(ctx, group.ID); err != nil {
		t.Fatal(err)
	}
	f.later(t, 24*time.Hour, calendar.Reread{})
	if got := f.next(t, group); !strings.HasPrefix(got, "09-01 20:00") {
		t.Errorf("when nothing is followed any more, it meets %s", got)
	}
}

func TestFollowOneOfAVenue(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.chess(t)
	quilts := vevent("q", "Quilters", "DTSTART"+nyc+"20260903T100000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY")
	f.there.say(chessOn(quilts), 0)
	found, err := f.Look(ctx, group, f.address)
	choices := found.Choices
	if err != nil || len(choices) != 3 || choices[0].Series != "" || choices[0].Name != "Our chess" {
		t.Fatalf("there is %+v, %v", choices, err)
	}
	if err := f.Start(ctx, group, f.address, "1@cal"); err != nil {
		t.Fatal(err)
	}
	if got := f.next(t, group); got != "09-01 18:30, 09-08 18:30, 09-15 18:30" {
		t.Errorf("it meets %s", got)
	}
	if err := f.Start(ctx, group, f.address, "nothing@cal"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("what is not there is followed: %v", err)
	}
	f.there.say(vcal(quilts), 0)
	f.later(t, 2*time.Hour, calendar.Reread{Failed: 1})
	if got := f.next(t, group); got != "09-01 18:30, 09-08 18:30, 09-15 18:30" {
		t.Errorf("once its series is gone, it meets %s", got)
	}
	follow, _, err := f.Of(ctx, group.ID)
	if err != nil || follow.Problem != "The calendar does not have these dates any more." {
		t.Errorf("%+v, %v", follow, err)
	}
}

func TestALostCalendarIsSaidAndFoundAgain(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.chess(t)
	f.there.say(chessOn(), 0)
	if err := f.Start(ctx, group, f.address, ""); err != nil {
		t.Fatal(err)
	}
	f.there.say("", http.StatusNotFound)
	asked := f.there.asked
	for range 4 * 24 { // four days, an hour at a time
		f.now = f.now.Add(time.Hour)
		if _, err := f.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if n := f.there.asked - asked; n < 6 || n > 10 {
		t.Errorf("a calendar that is lost was asked for %d times in four days", n)
	}
	want := "chess-club: The calendar's server answers 404 Not Found. There is no calendar at this address (any more)."
	if len(f.warned) != 1 || f.warned[0] != want {
		t.Errorf("warned %q", f.warned)
	}
	lost, err := f.Lost(ctx, 10)
	if err != nil || len(lost) != 1 || lost[0].Slug != "chess-club" || !lost[0].ReadAt.Equal(at) {
		t.Errorf("lost %+v, %v", lost, err)
	}
	if got := f.next(t, group); !strings.HasPrefix(got, "09-01") {
		t.Errorf("it meets %s", got)
	}
	f.there.say(chessOn(), 0)
	if problem, err := f.Now(ctx, group.ID); problem || err != nil {
		t.Errorf("read again: %t, %v", problem, err)
	}
	if lost, err := f.Lost(ctx, 10); err != nil || len(lost) != 0 {
		t.Errorf("still lost: %+v, %v", lost, err)
	}
}

// The calendars of groups that are gone, or not shown yet, are nobody's business.
func TestOnlyGroupsThatAreOfferedFollow(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	asked := f.there.asked
	for _, state := range []groups.State{groups.Removed, groups.Withheld} {
		f.exec(t, `UPDATE groups SET state = $1`, state)
		f.later(t, 2*time.Hour, calendar.Reread{})
	}
	if f.there.asked != asked {
		t.Errorf("it is asked for %d times", f.there.asked-asked)
	}
	f.exec(t, `UPDATE groups SET state = $1 WHERE id = $2`, groups.Paused, group.ID)
	f.later(t, 0, calendar.Reread{Read: 1})
}

// What a killed process had begun is read by another when the lease is over; what
// one reads no other does at the same time.
func TestFollowersShareTheWork(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	f.there.say(chessOn(), 0)
	for n := range 30 {
		group := f.club(t, fmt.Sprintf("Chess Club %d", n))
		if err := f.Start(ctx, group, f.address, ""); err != nil {
			t.Fatal(err)
		}
	}
	f.now = f.now.Add(2 * time.Hour)
	asked := f.there.asked
	var all sync.WaitGroup
	var mu sync.Mutex
	read := 0
	for range 3 {
		all.Go(func() {
			done, err := f.Run(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			read += done.Read
		})
	}
	all.Wait()
	if read != 30 || f.there.asked-asked != 30 {
		t.Errorf("%d read, %d requests", read, f.there.asked-asked)
	}
}

func TestLookAtWhatIsNoCalendar(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.chess(t)
	for body, want := range map[string]string{
		"<!doctype html><title>Meetup</title>": "web page",
		"":                                     "empty",
		vcal():                                 "no date to come",
		vcal(vevent("1", "Chess", "DTSTART"+nyc+"20200901T183000")): "no date to come",
	} {
		f.there.say(body, 0)
		_, err := f.Look(ctx, group, f.address)
		if e, ok := fault.As(err); !ok || !strings.Contains(e.Text, want) {
			t.Errorf("%.40q: %v", body, err)
		}
	}
	if _, ok, err := f.Of(ctx, group.ID); ok || err != nil {
		t.Errorf("looking follows: %t, %v", ok, err)
	}
}
