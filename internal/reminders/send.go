package reminders

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/token"
	"regulars/internal/words"
)

// patience bounds how long a mail waits for the mail server's connection. With
// what the server itself may take after that, a sending is over within five
// minutes: what address leaves of a claim.
const patience = 45 * time.Second

// waits are the delays after the first, second, … attempt that failed for now;
// the last one repeats until the mail closes.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// unneeded is why a mail is dropped.
type unneeded string

func (u unneeded) Error() string { return string(u) }

// notYet says that what the mail is about has moved to later.
type notYet struct{ due, closes time.Time }

func (n notYet) Error() string { return "moved to later" }

// compose puts a mail together from the rows of this moment. An error is the
// outcome, for judge to read.
func (s *Service) compose(ctx context.Context, m claimed) (message mail.Message, err error) {
	defer fault.Catch(&err) // one mail that cannot be written stops no other
	to, err := s.address(ctx, m)
	if err != nil {
		return message, err
	}
	if to == "" {
		return message, unneeded("its member is gone")
	}
	if m.Refused >= enough && m.unasked() {
		return message, unneeded("its address was refused three times running")
	}
	if m.MeetingID == 0 && !s.now().Before(m.ClosesAt) {
		return message, unneeded("too late")
	}
	letter, err := s.letter(ctx, m)
	if fault.KindOf(err) == fault.NotFound {
		return message, unneeded("what it was about is gone")
	}
	if err != nil {
		return message, err
	}
	message, err = s.letters.Write(letter, words.For(m.Language))
	message.ID, message.To = s.messageID(m.ID), to
	if about := m.aboutMeeting(); about != 0 {
		message.Thread = "meeting-" + s.messageID(about)
	}
	if err == nil {
		message.Calendar, err = s.calendar(ctx, m)
	}
	return message, err
}

// hand gives a mail to the mail server, and says whom the next one is for. The
// error is the outcome.
func (s *Service) hand(ctx context.Context, line mail.Line, m mail.Message, next string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return line.Send(ctx, m, next)
}

// messageID is the same at each attempt, and another for the same row of another
// site, or of this one begun anew, so that no mailbox takes one for the other.
func (s *Service) messageID(id int64) string {
	return fmt.Sprintf("%d-%x", id, token.Hash(s.signer.Sign("message-id", id))[:8])
}

// judge tells what the outcome of its sending means for a mail. The error is the
// database's.
func (s *Service) judge(m claimed, outcome error) (Report, verdict, error) {
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
