package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
)

// farthest is how long a listener waits at most before it tries to reconnect.
const farthest = 10 * time.Second

// Listen calls woken whenever another connection notifies the channel, and once
// at the beginning and after each reconnection, since nobody heard what came
// before. It returns when ctx ends, also while the server is away, or with an error
// if it cannot begin. Calls do not overlap; several notifications may come as one.
func (db *DB) Listen(ctx context.Context, channel string, woken func()) error {
	listener := pq.NewListener(db.url, time.Second, farthest, nil)
	defer listener.Close()
	// The driver waits for the server without end, and for no context.
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	if err := listener.Listen(channel); err != nil && ctx.Err() == nil {
		return translate(err)
	}
	if ctx.Err() == nil {
		woken()
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, open := <-listener.Notify: // a nil one after a reconnection
			if !open || !drain(listener.Notify) {
				return nil // closed, as ctx has ended
			}
			woken()
		}
	}
}

// drain takes what has come already; false if the channel is closed.
func drain(notifications <-chan *pq.Notification) (open bool) {
	for {
		select {
		case _, open := <-notifications:
			if !open {
				return false
			}
		default:
			return true
		}
	}
}
