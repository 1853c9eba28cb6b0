package reminders

import (
	"testing"
	"time"
)

func TestSlowMailServersGetFewMailsAtATime(t *testing.T) {
	t.Parallel()
	var p pace
	p.begin(4)
	for _, c := range []struct {
		each time.Duration // for a mail
		want int64
	}{
		{0, 40}, {0, 80}, // not known yet, or quick
		{time.Millisecond, 160}, {time.Millisecond, 200}, {time.Millisecond, 200},
		{5 * time.Millisecond, 50},
		{time.Minute, 4}, // as many as there are connections
		{10 * time.Millisecond, 8}, {10 * time.Millisecond, 16}, {10 * time.Millisecond, 25}, {10 * time.Millisecond, 25},
	} {
		mails := p.most.Load()
		p.took(int(mails), c.each*time.Duration(mails))
		if got := p.most.Load(); got != c.want {
			t.Errorf("after %d mails that took %v each, %d are claimed at a time, want %d", mails, c.each, got, c.want)
		}
	}
}
