package reminders

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
	"unicode"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/token"
)

// senders is how many mails of a batch are on their way at once. The connection
// to the mail server is one; what overlaps is the database's work.
const senders = 4

// patience bounds how long a mail waits for the mail server's connection. With
// what the server itself may take after that, a sending is over within five
// minutes: what address leaves of a claim.
const patience = 45 * time.Second

// holds is how long a batch is worked on; a mail begun then is over before its
// claim lapses.
const holds = 5 * time.Minute

// mostHung is after how many sendings in a row that ran into a time limit a run
// gives up, for the next tick to try again.
const mostHung = 3

// waits are the delays after the first, second, … attempt that failed for now;
// the last one repeats until the mail closes.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// errMailServer ends a run whose mail server hangs.
var errMailServer = errors.New("the mail server does not answer in time")

// drain sends every mail that is due, batch by batch. While one is on its way the
// next is claimed and read.
func (s *Service) drain(ctx context.Context) (total Report, err error) {
	next := s.ahead(ctx)
	for {
		now := <-next
		if now.err != nil || len(now.mails) == 0 {
			return total, now.err
		}
		next = s.ahead(ctx)
		report, err := s.deliver(ctx, now.mails)
		total.add(report)
		if err == nil {
			continue
		}
		if err := s.giveBack(ctx, <-next); err != nil {
			s.log.Warn("mails wait until their claim lapses", "error", err)
		}
		if errors.Is(err, errMailServer) {
			s.log.Warn("mails have to wait", "error", err)
			return total, nil
		}
		return total, err
	}
}

// ready is a batch that was claimed and read.
type ready struct {
	mails []claimed
	err   error
}

// ahead claims and reads the next batch.
func (s *Service) ahead(ctx context.Context) <-chan ready {
	next := make(chan ready, 1)
	go func() {
		mails, err := s.claim(ctx)
		if err == nil && len(mails) > 0 {
			// What could not be read with the batch is read mail by mail.
			if failed := s.prefetch(ctx, mails); failed != nil && ctx.Err() == nil {
				s.log.Warn("mails are read one by one", "error", failed)
			}
		}
		next <- ready{mails, err}
	}()
	return next
}

// giveBack lets go of a batch that is not sent after all.
func (s *Service) giveBack(ctx context.Context, batch ready) error {
	if len(batch.mails) == 0 {
		return nil
	}
	verdicts := make([]verdict, len(batch.mails))
	for i, m := range batch.mails {
		verdicts[i] = m.released()
	}
	return s.settle(context.WithoutCancel(ctx), verdicts)
}

// run is what the senders of one batch share.
type run struct {
	sync.Mutex
	report Report
	hung   int // sendings in a row that ran into a time limit
	err    error
}

// deliver sends one batch. After an error of the database, when the mail server
// hangs or time is up, what is left of the batch is given back.
func (s *Service) deliver(ctx context.Context, mails []claimed) (Report, error) {
	var r run
	ctx, cancel := context.WithTimeout(ctx, holds)
	defer cancel()
	queue := make(chan claimed, len(mails))
	for _, m := range mails {
		queue <- m
	}
	close(queue)
	verdicts := make(chan verdict, senders)
	var working sync.WaitGroup
	for range senders {
		working.Go(func() {
			for m := range queue {
				verdicts <- s.next(ctx, &r, m)
			}
		})
	}
	go func() { working.Wait(); close(verdicts) }()
	s.settleAll(context.WithoutCancel(ctx), &r, verdicts)
	return r.report, r.err
}

// next sends one mail, or gives it back if the run is over. What is begun is
// ended: a shutdown waits for it, and so leaves no unknown outcome.
func (s *Service) next(ctx context.Context, r *run, m claimed) verdict {
	if ctx.Err() != nil || r.over() {
		return m.released()
	}
	outcome := s.send(context.WithoutCancel(ctx), m)
	report, verdict, err := s.conclude(m, outcome)
	if err == nil {
		err = s.remember(context.WithoutCancel(ctx), m, outcome)
	}
	r.note(report, outcome, err)
	return verdict
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

// unneeded is why a mail is dropped.
type unneeded string

func (u unneeded) Error() string { return string(u) }

// notYet says that what the mail is about has moved to later.
type notYet struct{ due, closes time.Time }

func (n notYet) Error() string { return "moved to later" }

// send puts a mail together from the rows of this moment and sends it. The error
// is the outcome, for conclude to read.
func (s *Service) send(ctx context.Context, m claimed) error {
	to, err := s.address(ctx, m)
	if err != nil {
		return err
	}
	if m.Refused >= enough && m.unasked() {
		return unneeded("its address was refused three times running")
	}
	if m.MeetingID == 0 && !s.now().Before(m.ClosesAt) {
		return unneeded("too late")
	}
	letter, err := s.letter(ctx, m)
	if fault.KindOf(err) == fault.NotFound {
		return unneeded("what it was about is gone")
	}
	if err != nil {
		return err
	}
	message, err := s.letters.Write(letter)
	if err != nil {
		return err
	}
	message.ID, message.To = s.messageID(m.ID), to
	if about := m.aboutMeeting(); about != 0 {
		message.Thread = "meeting-" + s.messageID(about)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return s.sender.Send(ctx, message)
}

// messageID is the same at each attempt, and another for the same row of another
// site, or of this one begun anew, so that no mailbox takes one for the other.
func (s *Service) messageID(id int64) string {
	return fmt.Sprintf("%d-%x", id, token.Hash(s.signer.Sign("message-id", id))[:8])
}

// conclude judges a mail by the outcome of its sending. The error is the
// database's.
func (s *Service) conclude(m claimed, outcome error) (Report, verdict, error) {
	var drop unneeded
	var later notYet
	switch {
	case outcome == nil:
		return Report{Sent: 1}, m.settled("sent", ""), nil
	case errors.As(outcome, &drop):
		return Report{Dropped: 1}, m.settled("dropped", string(drop)), nil
	case errors.As(outcome, &later):
		return Report{Postponed: 1}, m.postponed(later.due, later.closes, later.Error()), nil
	case fault.KindOf(outcome) == fault.NotFound: // the claim lapses, or the row is gone
		return Report{}, m.released(), nil
	case fault.KindOf(outcome) == fault.Unavailable:
		return Report{}, m.released(), outcome
	}
	s.log.Warn("mail not sent", "mail", m.ID, "kind", m.Kind, "attempt", m.Attempts, "error", outcome)
	switch {
	case mail.Unknown(outcome):
		return Report{Sent: 1}, m.settled("sent", "outcome unknown: "+oneLine(outcome)), nil
	case mail.Permanent(outcome):
		return Report{Failed: 1}, m.settled("failed", oneLine(outcome)), nil
	}
	report, verdict := s.tryLater(m, outcome)
	return report, verdict, nil
}

// tryLater puts a mail off after a failure that may pass, or gives it up if it
// would be of no use by then.
func (s *Service) tryLater(m claimed, outcome error) (Report, verdict) {
	wait := waits[min(max(m.Attempts, 1), len(waits))-1]
	due := s.now().Add(wait)
	if !due.Before(m.ClosesAt) {
		return Report{Failed: 1}, m.settled("failed", "no time left to try again: "+oneLine(outcome))
	}
	return Report{Postponed: 1}, m.postponed(due, m.ClosesAt, oneLine(outcome))
}

// oneLine is an error as kept in the row: one line of bounded length, in
// characters that Postgres can store.
func oneLine(err error) string {
	const most = 500
	line := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, err.Error())
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most])
	}
	return line
}
