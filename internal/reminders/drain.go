package reminders

import (
	"context"
	"errors"
	"net"
	"sync"

	"regulars/internal/fault"
	"regulars/internal/mail"
)

// mostHung is after how many sendings in a row that ran into a time limit a run
// gives up, for the next tick to try again.
const mostHung = 3

// errMailServer ends a run whose mail server hangs.
var errMailServer = errors.New("the mail server does not answer in time")

// run is what those who work on one run share.
type run struct {
	sync.Mutex
	report Report
	counts counts // not yet told
	hung   int    // sendings in a row that ran into a time limit
	err    error
}

// drain sends every mail that is due, and those that planning adds meanwhile. It
// ends when planning is closed and nothing is left.
func (s *Service) drain(ctx context.Context, planning <-chan struct{}) (Report, error) {
	var r run
	s.deliver(ctx, &r, s.feed(ctx, &r, planning))
	s.tell(ctx, &r)
	if errors.Is(r.err, errMailServer) {
		s.log.Warn("mails have to wait", "error", r.err)
		r.err = nil
	}
	return r.report, r.err
}

// feed claims and reads batch after batch, one ahead of those who send, and tells
// how quickly they are. Each value of planning says that there may be more.
func (s *Service) feed(ctx context.Context, r *run, planning <-chan struct{}) <-chan claimed {
	var p pace
	p.begin(s.sender.AtOnce())
	batches, queue := make(chan []claimed), make(chan claimed, s.sender.AtOnce())
	go func() {
		defer close(batches)
		r.guard(func() { s.claimAll(ctx, r, planning, &p, batches) })
	}()
	go func() {
		defer close(queue)
		r.guard(func() { s.pass(batches, queue, &p) })
		for range batches { // after a panic, so that claimAll ends
		}
	}()
	return queue
}

// pass hands batches on mail by mail, and tells how quickly they are taken.
func (s *Service) pass(batches <-chan []claimed, queue chan<- claimed, p *pace) {
	for mails := range batches {
		begin := s.now()
		for _, m := range mails {
			queue <- m
		}
		p.took(len(mails), s.now().Sub(begin))
	}
}

// claimAll claims and reads until planning is closed and nothing is left, or the
// run is over.
func (s *Service) claimAll(ctx context.Context, r *run, planning <-chan struct{}, p *pace, batches chan<- []claimed) {
	for open := true; !r.over(); {
		mails, err := s.claim(ctx, int(p.most.Load()))
		switch {
		case err != nil:
			r.note(Report{}, nil, err)
		case len(mails) > 0:
			s.tell(ctx, r)
			s.read(ctx, mails)
			batches <- mails
		case open:
			_, open = <-planning
		default:
			return
		}
	}
}

// read reads what a batch speaks of. What could not be read with the batch is read
// mail by mail.
func (s *Service) read(ctx context.Context, mails []claimed) {
	if err := s.prefetch(ctx, mails); err != nil && ctx.Err() == nil {
		s.log.Warn("mails are read one by one", "error", err)
	}
}

// composed is a mail in words, or the outcome that makes them unnecessary.
type composed struct {
	claimed
	message mail.Message
	outcome error
}

// deliver sends what comes from the queue. After an error of the database, when
// the mail server hangs or time is up, the rest is given back.
func (s *Service) deliver(ctx context.Context, r *run, queue <-chan claimed) {
	ready := make(chan composed, s.sender.AtOnce())
	var composing, speaking sync.WaitGroup
	for range s.sender.AtOnce() {
		composing.Go(func() {
			for m := range queue {
				ready <- s.composed(ctx, m)
			}
		})
		speaking.Go(func() {
			for m := range ready {
				r.guard(func() { s.converse(ctx, r, m, ready) })
			}
		})
	}
	composing.Wait()
	close(ready)
	speaking.Wait()
}

func (s *Service) composed(ctx context.Context, m claimed) composed {
	message, outcome := s.compose(context.WithoutCancel(ctx), m)
	if outcome != nil {
		message = mail.Message{}
	}
	return composed{m, message, outcome}
}

// breath is after how many mails a line is let go for others who wait: a link to
// sign in does not stand behind a hundred thousand reminders.
const breath = 20

// converse sends one mail, and those that are ready after it, on one line. It holds
// the line from a mail's sending to its settling, so that a process that is killed
// leaves at most one mail a line, which is a connection to the mail server, that
// was sent and not settled.
func (s *Service) converse(ctx context.Context, r *run, m composed, ready <-chan composed) {
	waiting, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	line, err := s.sender.Line(waiting)
	if err != nil {
		s.conclude(context.WithoutCancel(ctx), r, m.claimed, err)
		return
	}
	defer line.Release()
	for turn, more := 1, true; more; turn++ {
		var following composed
		more = false
		if turn < breath {
			select {
			case following, more = <-ready:
			default:
			}
		}
		s.next(ctx, r, line, m, following.message.To)
		m = following
	}
}

// next sends and settles one mail, or gives it back if the run is over. What is
// begun is ended: a shutdown waits for it, and so leaves no unknown outcome. The
// mail server is told whom the following mail is for.
func (s *Service) next(ctx context.Context, r *run, line mail.Line, m composed, following string) {
	over := ctx.Err() != nil || r.over()
	ctx = context.WithoutCancel(ctx)
	if over {
		r.note(Report{}, nil, s.settle(ctx, m.released()))
		return
	}
	if !s.fresh(m.claimed) { // it had to wait
		m = s.composed(ctx, m.claimed)
	}
	if m.outcome == nil {
		m.outcome = s.hand(ctx, line, m.message, following)
	}
	s.conclude(ctx, r, m.claimed, m.outcome)
}

// conclude settles a mail by the outcome of its sending.
func (s *Service) conclude(ctx context.Context, r *run, m claimed, outcome error) {
	report, verdict, err := s.judge(m, outcome)
	err = errors.Join(err, s.settle(ctx, verdict), s.remember(ctx, m, outcome))
	r.count(m.Kind, verdict)
	r.note(report, outcome, err)
}

// remember keeps count of refusals for good.
func (s *Service) remember(ctx context.Context, m claimed, outcome error) error {
	switch {
	case outcome == nil && m.Refused > 0:
		return s.forgetRefusals(ctx, m.Email)
	case mail.Permanent(outcome):
		return s.noteRefusal(ctx, m.Email, oneLine(outcome))
	}
	return nil
}

// guard does a part of a run in a goroutine of its own. A panic ends the run, as an
// error of the database does, and not the program; mails that it held wait until
// their claim lapses.
func (r *run) guard(do func()) {
	var err error
	defer func() { r.note(Report{}, nil, err) }()
	defer fault.Catch(&err)
	do()
}

func (r *run) over() bool {
	r.Lock()
	defer r.Unlock()
	return r.err != nil
}

func (r *run) note(report Report, outcome, err error) {
	r.Lock()
	defer r.Unlock()
	r.report.add(report)
	var network net.Error
	switch {
	case errors.As(outcome, &network) && network.Timeout():
		r.hung++
	case report.Sent > 0:
		r.hung = 0
	}
	if err == nil && r.hung >= mostHung {
		err = errMailServer
	}
	if r.err == nil {
		r.err = err
	}
}
