package reminders

import (
	"sync/atomic"
	"time"
)

// batch is how many mails are claimed at a time, at most.
const batch = 200

// atFirst is how many are claimed before it is known how quickly they leave.
const atFirst = 20

// holds is in what time those who send should get through a batch. One more is read
// ahead of them, so that what was read is half a second old at most when they need
// it. Mail servers that store what they take need some milliseconds for each, and
// reading mail by mail costs more than all the rest.
const holds = time.Second / 4

// pace is how many mails are claimed at a time: as many as leave in the time that a
// batch should hold. It may be asked while a batch is on its way.
type pace struct {
	least int // one for each connection
	most  atomic.Int64
}

func (p *pace) begin(connections int) {
	p.least = connections
	p.most.Store(int64(max(atFirst, connections)))
}

// took notes how long a batch was on its way. Growing step by step, it takes no
// mail for quick that only found an empty queue.
func (p *pace) took(mails int, took time.Duration) {
	fits := batch
	if took > 0 {
		fits = int(min(batch, holds*time.Duration(mails)/took))
	}
	p.most.Store(int64(max(p.least, min(fits, 2*int(p.most.Load())))))
}
