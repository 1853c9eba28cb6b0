package meetings_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
)

func TestAGroupWritesOnceADayByItsOwnClock(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	write := func(by, meeting int64, words string) error {
		_, err := h.Write(ctx, by, group, meeting, words)
		return err
	}
	want(t, write(bob, coming[0].ID, "Soup"), fault.Forbidden)
	want(t, write(ann, coming[0].ID, " \r\n "), fault.Invalid)
	want(t, write(ann, coming[0].ID, strings.Repeat("é", 1001)), fault.Invalid)
	want(t, write(ann, 1<<40, "Soup"), fault.NotFound)
	note, err := h.Write(ctx, ann, group, coming[1].ID, "\nWe begin with soup.\r\nBring a bowl. ")
	must(t, err)
	var kept string
	must(t, h.db.Get(ctx, &kept, `SELECT words || ', ' || day FROM notes WHERE id = $1 AND written_by = $2`, note, ann))
	if kept != "We begin with soup.\nBring a bowl., 2026-09-01" {
		t.Errorf("kept %q", kept)
	}
	want(t, write(ann, coming[1].ID, "And cake"), fault.Invalid)
	want(t, write(ann, coming[2].ID, "And cake"), fault.Invalid)

	h.now = time.Date(2026, 9, 2, 3, 59, 0, 0, time.UTC) // 23:59 in New York
	want(t, write(ann, coming[1].ID, "And cake"), fault.Invalid)
	want(t, write(ann, coming[0].ID, "Thank you"), fault.Conflict) // has begun
	h.now = h.now.Add(time.Minute)
	must(t, write(ann, coming[1].ID, "And cake"))
	h.now = h.now.AddDate(0, 0, 1)
	_, err = h.CallOff(ctx, ann, group, coming[2].ID, "")
	must(t, err)
	want(t, write(ann, coming[2].ID, "Alas"), fault.Conflict)

	for _, c := range []struct{ days, left int }{{29, 2}, {12, 0}} {
		h.now = h.now.AddDate(0, 0, c.days)
		must(t, h.Sweep(ctx))
		var left int
		must(t, h.db.Get(ctx, &left, `SELECT count(*) FROM notes`))
		if left != c.left {
			t.Errorf("%d notes are left, want %d", left, c.left)
		}
	}
}
