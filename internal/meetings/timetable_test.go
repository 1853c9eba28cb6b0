package meetings_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

func TestWhatIsOverIsNotSaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	first := tuesdays()[0].EndBefore(schedule.NewWall(2026, 9, 15, 0, 0)) // 1 and 8 September
	second := tuesdays()[0]
	second.Start, second.Rule = schedule.NewWall(2026, 9, 17, 19, 0), schedule.Weekly(1, time.Thursday)
	h.meets(t, group.ID, meetings.Timetable{first, second})
	table := func() meetings.Timetable {
		table, err := h.Timetable(t.Context(), group)
		must(t, err)
		return table
	}
	if words := table().Words(words.English); words != "Every Tuesday, 19:00 to 21:00, until 14 September 2026; Every Thursday, 19:00 to 21:00" {
		t.Errorf("it meets %s", words)
	}
	h.now = time.Date(2026, 9, 8, 23, 30, 0, 0, time.UTC) // the last Tuesday is under way
	if n := len(table()); n != 2 {
		t.Errorf("%d schedules while the last Tuesday goes on", n)
	}
	h.now = h.now.Add(24 * time.Hour)
	if words := table().Words(words.English); words != "Every Thursday, 19:00 to 21:00" {
		t.Errorf("after the last Tuesday it meets %s", words)
	}
	h.meets(t, group.ID, meetings.Timetable{first})
	if n := len(table()); n != 1 {
		t.Errorf("of a group that has ended %d schedules are known", n)
	}
}

func TestHabitWithASingleDateBesides(t *testing.T) {
	t.Parallel()
	party := schedule.Schedule{Start: schedule.NewWall(2026, 12, 18, 15, 0), Zone: newYork, Length: time.Hour}
	if habit := append(tuesdays(), party).Habit(words.English); habit != "every Tuesday" {
		t.Errorf("I come %s", habit)
	}
	if habit := (meetings.Timetable{party, party}).Habit(words.English); habit != "every time" {
		t.Errorf("I come %s", habit)
	}
}

func TestAChangeThatIsRefusedChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	no := errors.New("no")
	_, err := h.ChangeTimetable(t.Context(), group.ID, func(table meetings.Timetable) (meetings.Timetable, error) {
		if len(table) != 1 || table[0].Words(words.English) != tuesdays()[0].Words(words.English) {
			t.Errorf("the rule is given %v", table)
		}
		return nil, no
	})
	if !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	if n := len(h.upcoming(t, group.ID, 0)); n != 16 {
		t.Errorf("%d meetings are left", n)
	}
}

func TestANoteChangesNothingElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	was := h.upcoming(t, group.ID, 0)[1]
	must(t, h.Note(t.Context(), ann, group, was.ID, " Soup  at six "))
	now := h.upcoming(t, group.ID, 0)[1]
	if now.Note != "Soup at six" {
		t.Errorf("the note is %q", now.Note)
	}
	now.Note = ""
	if now != was {
		t.Errorf("it was %+v and is %+v", was, now)
	}
	want(t, h.Note(t.Context(), bob, group, was.ID, "hello"), fault.Forbidden)
	want(t, h.Note(t.Context(), ann, group, was.ID, strings.Repeat("é", 301)), fault.Invalid)
	must(t, h.Note(t.Context(), ann, group, was.ID, ""))
	later := tuesdays()
	later[0].Start = schedule.NewWall(2026, 9, 1, 20, 0)
	must(t, h.Note(t.Context(), ann, group, was.ID, "Soup at seven"))
	h.meets(t, group.ID, later)
	if now := h.upcoming(t, group.ID, 0)[1]; now.Note != "Soup at seven" {
		t.Errorf("at another hour the note is %q", now.Note)
	}
}
