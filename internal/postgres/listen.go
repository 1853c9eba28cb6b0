package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
)

// Listen calls woken whenever another connection notifies the channel, and once
// after each reconnection, since what came in between is lost. It returns when
// ctx ends. Calls do not overlap; several notifications may come as one.
func (db *DB) Listen(ctx context.Context, channel string, woken func()) error {
	listener := pq.NewListener(db.url, time.Second, time.Minute, nil)
	defer listener.Close()
	if err := listener.Listen(channel); err != nil {
		return translate(err)
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-listener.Notify: // nil after a reconnection
			drain(listener.Notify)
			woken()
		}
	}
}

func drain(notifications <-chan *pq.Notification) {
	for {
		select {
		case <-notifications:
		default:
			return
		}
	}
}
