package calendar_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/place"
)

// Somebody who presses "Read it now" again and again during a hiccup loses nothing.
func TestNowPutsNothingOff(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	before, _, err := f.Of(ctx, group.ID)
	if err != nil {
		t.Fatal(err)
	}
	f.there.say("", http.StatusServiceUnavailable)
	for range 6 {
		if problem, err := f.Now(ctx, group.ID); !problem || err != nil {
			t.Errorf("problem %t, %v", problem, err)
		}
		f.now = f.now.Add(time.Minute)
	}
	after, _, err := f.Of(ctx, group.ID)
	if err != nil || after.Failures != 0 || !after.NextAt.Equal(before.NextAt) || !strings.Contains(after.Problem, "503") {
		t.Errorf("it was %+v and is %+v, %v", before, after, err)
	}
	f.there.say(chessOn(), 0)
	f.later(t, 2*time.Hour, calendar.Reread{Read: 1})
	if after, _, err = f.Of(ctx, group.ID); err != nil || after.Problem != "" {
		t.Errorf("still wrong: %q, %v", after.Problem, err)
	}
}

func TestNowComesOnceAMinute(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	if problem, err := f.Now(ctx, group.ID); problem || err != nil {
		t.Fatal(problem, err)
	}
	asked := f.there.asked
	f.now = f.now.Add(59 * time.Second)
	if _, err := f.Now(ctx, group.ID); fault.KindOf(err) != fault.TooOften || f.there.asked != asked {
		t.Errorf("within a minute: %v", err)
	}
	f.now = f.now.Add(time.Second)
	if problem, err := f.Now(ctx, group.ID); problem || err != nil || f.there.asked != asked+1 {
		t.Errorf("after a minute: %t, %v", problem, err)
	}
	if err := f.Stop(ctx, group.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Now(ctx, group.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("without a calendar: %v", err)
	}
}

// A server that never answers keeps one place of a few, and those who wait too long
// for one are told so.
func TestFewCalendarsAreReadAtOnceForWhoWaits(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	f.there.say(chessOn(), 0)
	begun, answer := make(chan struct{}), make(chan struct{})
	slow := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		begun <- struct{}{}
		<-answer
		fmt.Fprint(w, chessOn())
	})
	var several []groups.Group
	for n := range 5 {
		group := f.club(t, fmt.Sprint("Chess Club ", n))
		if err := f.Start(ctx, group, f.address, ""); err != nil {
			t.Fatal(err)
		}
		several = append(several, group)
	}
	f.exec(t, `UPDATE follows SET address = $1, etag = '' WHERE group_id <> $2`, slow.URL, several[4].ID)
	read := make(chan error)
	for i, group := range several[:4] {
		go func() { _, err := f.Now(ctx, group.ID); read <- err }()
		<-begun
		if i > 0 {
			continue
		}
		if _, err := f.Look(ctx, several[4], f.address); err != nil {
			t.Errorf("beside a slow one: %v", err)
		}
	}
	asked := f.there.asked
	f.impatient(t, several[4])
	if f.there.asked != asked {
		t.Error("a fifth is read at once")
	}
	close(answer)
	for range several[:4] {
		if err := <-read; err != nil {
			t.Error(err)
		}
	}
}

func TestWhoWaitsForAnotherToBeParsedIsToldSo(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	f.there.say(chessOn(change("20260901T183000", "20260902T190000")), 0)
	leave := f.HoldParsing()
	f.impatient(t, group)
	leave()
	follow, _, err := f.Of(ctx, group.ID)
	if err != nil || follow.Problem != "" {
		t.Errorf("it is the calendar's fault: %q, %v", follow.Problem, err)
	}
}

// impatient wants a calendar read within a moment, and to hear that others come first.
func (f *follower) impatient(t *testing.T, group groups.Group) {
	t.Helper()
	soon, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if _, err := f.Now(soon, group.ID); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "Many calendars are being read") {
		t.Errorf("it is told %v", err)
	}
}

// club makes a group of that name.
func (f *follower) club(t *testing.T, name string) groups.Group {
	t.Helper()
	group, err := f.groups.Create(ctx, 1, groups.Details{
		Name: name, Interests: []string{"chess"}, Town: "Asheville, North Carolina",
		Point: place.Point{Lat: 35.6, Lon: -82.55}, Zone: "America/New_York",
	})
	if err != nil {
		t.Fatal(err)
	}
	return group
}
