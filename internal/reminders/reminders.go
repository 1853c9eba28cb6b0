// Package reminders decides which mails are due, sends each once and settles
// it. It owns the table mails.
//
// A mail passes four steps, each of which may be cut off at any moment:
//
//	plan    one INSERT … SELECT writes the reminders that are due now
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
// settling, some milliseconds later, leaves mails that go out a second time: the
// few that are settled together, under the same Message-ID.
package reminders

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/postgres"
	"regulars/internal/token"
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
}

// New makes a service that sends letters through sender. Links in them begin
// with baseURL and are signed by signer.
func New(db *postgres.DB, sender mail.Sender, letters *mail.Letters, signer token.Signer,
	baseURL string, now func() time.Time, log *slog.Logger) *Service {
	return &Service{
		db: db, sender: sender, letters: letters, signer: signer,
		base: strings.TrimRight(baseURL, "/"), now: now, log: log,
	}
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

// Job plans the reminders that are due now and sends every mail that is due.
// The error is the database's; a mail that cannot be sent is no error of the
// job and is counted instead.
func (s *Service) Job(ctx context.Context) (report Report, err error) {
	defer fault.Wrap(&err, "send mails")
	if report.Planned, err = s.planAll(ctx); err != nil {
		return report, err
	}
	sent, err := s.drain(ctx)
	report.add(sent)
	return report, err
}

// Run sends posted mails that wait, and then each within a moment of its commit,
// until ctx ends. What it misses, the next Job sends.
func (s *Service) Run(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "wait for posted mails")
	return s.db.Listen(ctx, "mails", func() {
		if _, err := s.drain(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("posted mails have to wait", "error", err)
		}
	})
}
