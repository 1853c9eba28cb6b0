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
	"regulars/internal/meetings"
	"regulars/internal/postgres"
)

// following is a group that follows a calendar with everything in it, and that Bob
// comes to every time.
func (f *follower) following(t *testing.T, body string) groups.Group {
	t.Helper()
	group := f.chess(t)
	f.there.say(body, 0)
	if err := f.Start(ctx, group, f.address, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := f.meetings.Stand(ctx, group.ID, f.bob, 0); err != nil {
		t.Fatal(err)
	}
	return group
}

// says changes the calendar, reads it, and tells what Bob hears.
func (f *follower) says(t *testing.T, group groups.Group, body string) []meetings.Changed {
	t.Helper()
	f.there.say(body, 0)
	f.told = nil
	f.now = f.now.Add(time.Minute)
	if problem, err := f.Now(ctx, group.ID); problem || err != nil {
		t.Fatalf("problem %t, %v", problem, err)
	}
	return f.told
}

func TestYesterdaysDateIsMovedToFriday(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	f.now = time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC) // the Wednesday after the first
	told := f.says(t, group, chessOn(change("20260901T183000", "20260904T183000")))
	if len(told) != 1 || told[0].Meeting.Status != meetings.Moved || told[0].Meeting.Key != "2026-09-01" {
		t.Errorf("told %+v", told)
	}
	if got := f.next(t, group); !strings.HasPrefix(got, "09-04 18:30, 09-08 18:30") {
		t.Errorf("it meets %s", got)
	}
}

func TestASingleDateKeepsItsPeopleOnAnotherDay(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	dated := func(uid, at string) string { return vevent(uid, "Chess", "DTSTART"+nyc+at, "DURATION:PT2H") }
	group := f.following(t, vcal(dated("1", "20260901T183000"), dated("2", "20260908T183000")))
	told := f.says(t, group, vcal(dated("1", "20260902T183000"), dated("2", "20260908T183000")))
	if len(told) != 1 || told[0].Meeting.Status == meetings.CalledOff || told[0].Meeting.Starts.Equal(told[0].Was) {
		t.Errorf("told %+v", told)
	}
	coming, err := f.meetings.Upcoming(ctx, group.ID, f.bob, 5)
	if err != nil || len(coming) != 2 || !coming[0].Coming() || coming[0].Key != "2026-09-01" {
		t.Errorf("Bob's are %+v, %v", coming, err)
	}
}

func TestADateLeftOutIsNoOtherTime(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	told := f.says(t, group, strings.Replace(chessOn(), "RRULE", "EXDATE"+nyc+"20260908T183000\r\nRRULE", 1))
	if len(told) != 1 || told[0].Meeting.Reason != "The group does not meet on this date." {
		t.Errorf("told %+v", told)
	}
}

func TestWhatIsSaidHereAndThere(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	moved := chessOn(change("20260901T183000", "20260902T190000"))
	group := f.following(t, moved)
	first, second := f.at(t, group, "2026-09-01"), f.at(t, group, "2026-09-08")

	// called off here, and on again: as the calendar has it
	if _, err := f.meetings.CallOff(ctx, 1, group, first.ID, "storm"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.meetings.PutOn(ctx, 1, group, first.ID); err != nil {
		t.Fatal(err)
	}
	if m := f.at(t, group, "2026-09-01"); m.Status != meetings.Moved || m.Starts.In(newYork).Format("01-02 15:04") != "09-02 19:00" {
		t.Errorf("on again, it is %+v", m)
	}
	// moved here before the group followed anything, and called off there
	if _, err := f.meetings.Move(ctx, 1, group, second.ID, second.Starts.Add(time.Hour), "", ""); err != nil {
		t.Fatal(err)
	}
	told := f.says(t, group, chessOn(change("20260901T183000", "20260902T190000"), change("20260908T183000", "20260908T183000", "STATUS:CANCELLED")))
	if len(told) != 1 || told[0].Meeting.Status != meetings.CalledOff {
		t.Errorf("told %+v", told)
	}
}

func (f *follower) at(t *testing.T, group groups.Group, key string) meetings.Meeting {
	t.Helper()
	m, err := f.meetings.ByKey(ctx, group, key, 0)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAnotherZoneReadsTheSameCalendarAnew(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	f.exec(t, `UPDATE groups SET zone = 'America/Chicago'`)
	f.later(t, 2*time.Hour, calendar.Reread{Read: 1, Changed: 1})
	m := f.at(t, group, "2026-09-01")
	if got := m.Starts.In(newYork).Format("15:04"); got != "18:30" {
		t.Errorf("in New York it begins at %s", got)
	}
}

func TestAnOlderAnswerIsNotTaken(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.following(t, chessOn())
	old, begun := make(chan struct{}), make(chan struct{})
	slow := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		select {
		case begun <- struct{}{}: // the first to ask gets its answer last
			<-old
			fmt.Fprint(w, strings.ReplaceAll(chessOn(), "T183000", "T090000"))
		default:
			fmt.Fprint(w, strings.ReplaceAll(chessOn(), "T183000", "T200000"))
		}
	})
	f.exec(t, `UPDATE follows SET address = $1, etag = '', next_at = $2`, slow.URL, f.now)
	done := make(chan error)
	go func() { _, err := f.Run(ctx); done <- err }()
	<-begun
	f.now = f.now.Add(time.Minute)
	if problem, err := f.Now(ctx, group.ID); problem || err != nil {
		t.Fatal(problem, err)
	}
	close(old)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := f.next(t, group); !strings.HasPrefix(got, "09-01 20:00") {
		t.Errorf("it meets %s", got)
	}
}

func TestWhatCannotBeReadAnyMoreIsNotCalledOff(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	lessons := vevent("2@cal", "Lessons", "DTSTART"+nyc+"20260903T183000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
	group := f.following(t, chessOn(lessons))
	f.there.say(chessOn(strings.Replace(lessons, "WEEKLY", "YEARLY;BYWEEKNO=20", 1)), 0)
	f.told = nil
	if problem, err := f.Now(ctx, group.ID); !problem || err != nil || len(f.told) != 0 {
		t.Errorf("problem %t, %v; told %v", problem, err, f.told)
	}
	follow, _, err := f.Of(ctx, group.ID)
	if err != nil || !strings.Contains(follow.Problem, "“Lessons” repeats by a rule that cannot be read") {
		t.Errorf("%q, %v", follow.Problem, err)
	}
	found, err := f.Look(ctx, group, f.address)
	if err != nil || len(found.Skipped) != 1 || found.Skipped[0].Name != "Lessons" {
		t.Errorf("left out: %+v, %v", found.Skipped, err)
	}
}

// What goes wrong here waits as long as what goes wrong there, and the calendar of
// another group is read nevertheless.
func TestOurOwnErrorsAreNotRepeatedForEver(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	f.following(t, chessOn())
	f.exec(t, `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'`)
	f.exec(t, `CREATE TRIGGER refuse BEFORE INSERT ON schedules FOR EACH ROW EXECUTE FUNCTION refuse()`)
	f.there.say(chessOn(change("20260901T183000", "20260902T190000")), 0)
	f.now = f.now.Add(2 * time.Hour)
	if _, err := f.Run(ctx); err == nil {
		t.Error("the error is not told")
	}
	follow, _, err := f.Of(ctx, 1)
	if err != nil || follow.Failures != 1 || follow.NextAt.Sub(f.now) < 50*time.Minute || follow.Problem != "We could not take over what the calendar says now." {
		t.Errorf("%+v, %v", follow, err)
	}
}

// What strangers write may break us in a way that nobody thought of.
func TestACalendarThatPanicsIsPutOff(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	f.following(t, chessOn())
	second := f.club(t, "Night Chess")
	if err := f.Start(ctx, second, f.address, ""); err != nil {
		t.Fatal(err)
	}
	f.exec(t, `UPDATE follows SET next_at = next_at - interval '1 minute' WHERE group_id = 1`) // it comes first
	f.there.say(chessOn(change("20260901T183000", "20260902T190000")), 0)
	f.Tell = func(_ context.Context, _ postgres.Conn, changed []meetings.Changed) error {
		if len(changed) > 0 && changed[0].Meeting.GroupID == 1 {
			panic("nobody thought of this")
		}
		return nil
	}
	f.now = f.now.Add(2 * time.Hour)
	done, err := f.Run(ctx)
	if done.Read != 1 || err == nil || !strings.Contains(err.Error(), "panic: nobody thought of this") {
		t.Errorf("%+v, %v", done, err)
	}
	follow, _, err := f.Of(ctx, 1)
	if err != nil || follow.Failures != 1 || follow.NextAt.Sub(f.now) < 50*time.Minute {
		t.Errorf("%+v, %v", follow, err)
	}
	if got := f.next(t, second); !strings.HasPrefix(got, "09-02 19:00") {
		t.Errorf("the other one meets %s", got)
	}
}

func TestOneBrokenEventDoesNotLoseTheFile(t *testing.T) {
	t.Parallel()
	f := newFollower(t)
	group := f.chess(t)
	for name, uid := range map[string]string{"a NUL": "a\x00b", "a very long name": strings.Repeat("ä", 4500)} {
		f.there.say(vcal(vevent(uid, "Chess", "DTSTART"+nyc+"20260901T183000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY")), 0)
		if err := f.Start(ctx, group, f.address, ""); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.there.say(vcal(vevent("1", "Chess", "DTSTAMP:19700101T000000Z", "DTSTART"+nyc+"20260901T183000", "RRULE:FREQ=WEEKLY")), 0)
	if _, err := f.Look(ctx, group, f.address); fault.KindOf(err) == fault.Invalid {
		t.Errorf("a calendar of 1970: %v", err)
	}
}

// Feeds that list only what is to come do not take the past away.
func TestAListingRemembersItsPast(t *testing.T) {
	t.Parallel()
	h := newHouse(t, at)
	body := func(from int) string {
		lines := []string{"PRODID:-//Meetup//Meetup//EN", "X-WR-CALNAME:River Singers"}
		for n := from; n < from+4; n++ {
			day := time.Date(2026, 8, 4+7*n, 0, 0, 0, 0, time.UTC).Format("20060102")
			lines = append(lines, vevent(fmt.Sprint("ev", n), "Singing", "DTSTART"+nyc+day+"T183000", "DURATION:PT2H"))
		}
		return vcal(lines...)
	}
	h.read(t, text("river.ics", body(0)))
	h.now = h.now.AddDate(0, 0, 14)
	h.read(t, text("river.ics", body(5)))
	group := h.group(t, "River Singers")
	past, err := h.meetings.Past(ctx, group.ID, 10)
	if err != nil || len(past) != 4 {
		t.Errorf("%d past meetings, %v", len(past), err)
	}
	table, err := h.meetings.Timetable(ctx, group)
	rhythm, ok := table.Rhythm()
	if err != nil || !ok || rhythm.Weeks != 1 {
		t.Errorf("its rhythm is %+v, %v", rhythm, err)
	}
}
