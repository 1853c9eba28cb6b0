package mail

import (
	"context"
	"sync"
	"time"
)

// lines are the connections of an SMTP, those that somebody holds and those that
// are kept meanwhile.
type lines struct {
	most int // connections there may be

	mu      sync.Mutex
	freed   sync.Cond       // of mu: a line was given back
	there   int             // conversations, held or kept
	kept    []*conversation // the last one was used last
	refused time.Time       // when the server did not want one more
}

// spared is for how long a server that wanted no more connections is not asked for
// one.
const spared = time.Minute

// AtOnce is the number of connections there may be.
func (s *SMTP) AtOnce() int { return s.lines.most }

// Line gives the connection that was used last, so that few mails need but one,
// or room for a new one.
func (s *SMTP) Line(ctx context.Context) (Line, error) {
	l := &s.lines
	defer context.AfterFunc(ctx, l.wake)()
	l.mu.Lock()
	defer l.mu.Unlock()
	for ctx.Err() == nil {
		if c := l.take(); c != nil {
			return c, nil
		}
		willing := s.compose.now().Sub(l.refused) >= spared
		if l.there == 0 || l.there < l.most && willing {
			l.there++
			return &conversation{of: s}, nil
		}
		l.freed.Wait()
	}
	return nil, ctx.Err()
}

// instead lets a conversation that got no connection have that of another, as
// soon as one is kept: a mail server that wants no more connections than there are
// is no reason to put a mail off. False if there is no other.
func (l *lines) instead(ctx context.Context, c *conversation) bool {
	defer context.AfterFunc(ctx, l.wake)()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused = c.of.compose.now()
	l.there-- // who waits here is no other to anybody
	for l.there > 0 && ctx.Err() == nil {
		if other := l.take(); other != nil {
			c.conn, c.used = other.conn, other.used
			return true
		}
		l.freed.Wait()
	}
	l.there++
	return false
}

// take gives what is kept, but not if nobody used it for long: it is over.
func (l *lines) take() *conversation {
	for len(l.kept) > 0 && l.kept[0].stale() {
		l.kept[0].drop()
		l.kept = l.kept[1:]
		l.there--
	}
	last := len(l.kept) - 1
	if last < 0 {
		return nil
	}
	c := l.kept[last]
	l.kept = l.kept[:last]
	return c
}

// keep takes a conversation back, if it is one still.
func (l *lines) keep(c *conversation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.conn != nil {
		l.kept = append(l.kept, c)
	} else {
		l.there--
	}
	l.freed.Broadcast()
}

// wake lets those who wait see that their time is up.
func (l *lines) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.freed.Broadcast()
}

// Close says goodbye to the server wherever there is a connection.
func (s *SMTP) Close() error {
	s.lines.mu.Lock()
	defer s.lines.mu.Unlock()
	for _, c := range s.lines.kept {
		c.close()
		s.lines.there--
	}
	s.lines.kept = nil
	return nil
}
