// Package reminders decides which mails are due, sends each once and settles
// it. It owns the table mails.
//
// A mail passes four steps, each of which may be cut off at any moment:
//
//	plan    reminders that are due now are written, where one can be due
//	claim   a process takes a batch for itself; a claim lapses after minutes
//	send    outside any transaction, from the rows as they stand then
//	settle  the outcome of each is written to its row
//
// Mails that a person causes skip the plan: Post queues them in the transaction
// of what caused them.
//
// A mail is never sent twice on purpose. If the connection is lost before the
// mail server has answered, nobody can know whether it took the mail; such a
// mail counts as sent, with "outcome unknown" as its answer, and a host may send
// it again. Only a process that is killed between the server's answer and the
// settling, some milliseconds later, leaves mails that go out a second time, under
// the same Message-ID: at most one for each connection to the mail server, since
// none takes a mail before the last one is settled.
package reminders

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/postgres"
	"regulars/internal/token"
	"regulars/internal/words"
)

// Service plans and sends mails. It is safe for concurrent use, and several
// processes may run one each against the same database.
type Service struct {
	db      *postgres.DB
	sender  mail.Sender
	letters *mail.Letters
	signer  token.Signer
	base    string // BASE_URL without a slash at its end
	now     func() time.Time
	log     *slog.Logger

	settlements settlements

	// Calendars gives the iCalendar files of some meetings by their ids; those that
	// have gone are left out. They go along with mails about a meeting. It is set
	// before the first mail leaves; nil: none goes along.
	Calendars func(ctx context.Context, l *words.Language, meetings []int64) (map[int64][]byte, error)
}

// New makes a service that sends letters through sender; without one it only
// posts. Links in them begin with baseURL and are signed by signer.
func New(db *postgres.DB, sender mail.Sender, letters *mail.Letters, signer token.Signer,
	baseURL string, now func() time.Time, log *slog.Logger) *Service {
	s := &Service{
		db: db, sender: sender, letters: letters, signer: signer,
		base: strings.TrimRight(baseURL, "/"), now: now, log: log,
	}
	if sender != nil {
		s.settlements.enough = (2*sender.AtOnce() + 2) / 3
	}
	return s
}

// Report counts what a run did with mails.
type Report struct {
	Planned   int // reminders that came due
	Sent      int // taken by the mail server, or outcome unknown
	Dropped   int // not needed any more, or too late
	Failed    int // refused for good
	Postponed int // to be tried again later
}

func (r *Report) add(other Report) {
	r.Planned += other.Planned
	r.Sent += other.Sent
	r.Dropped += other.Dropped
	r.Failed += other.Failed
	r.Postponed += other.Postponed
}

// Job plans the reminders that are due now and sends every mail that is due; the
// two overlap. The error is the database's; a mail that cannot be sent is no error
// of the job and is counted instead.
func (s *Service) Job(ctx context.Context) (report Report, err error) {
	defer fault.Wrap(&err, "send mails")
	planning := make(chan struct{}, 1)
	var planned int
	var failed error
	go func() {
		defer close(planning)
		planned, failed = s.planAll(ctx, planning)
	}()
	report, err = s.drain(ctx, planning)
	for range planning { // it may have more to plan, though nothing is sent any more
	}
	report.Planned = planned
	return report, errors.Join(failed, err)
}

// Run sends posted mails that wait, and then each within a moment of its commit,
// until ctx ends. What it misses, the next Job sends.
func (s *Service) Run(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "wait for posted mails")
	nothing := make(chan struct{})
	close(nothing)
	return s.db.Listen(ctx, "mails", func() {
		if _, err := s.drain(ctx, nothing); err != nil && ctx.Err() == nil {
			s.log.Error("posted mails have to wait", "error", err)
		}
	})
}
