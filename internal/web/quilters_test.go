package web

import (
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
	"regulars/internal/reminders"
	"regulars/internal/web/htmltest"
)

// quilters is a town with a real post, where people look for quilting.
type quilters struct {
	*town
	smtp   *mailtest.Server
	mailer *reminders.Service
	read   int // mails
}

const quilting = "q=quilting&near=Asheville"

func newQuilters(t *testing.T) *quilters {
	t.Helper()
	w := &quilters{town: newTown(t), smtp: mailtest.Start(t)}
	letters, err := mail.NewLetters(mail.Site{Name: "Regulars", URL: w.Site.URL})
	w.must(err)
	sender, err := mail.NewSender(mail.Config{
		URL: w.smtp.URL, From: "Regulars <hello@regulars.example>", Now: w.Now, Log: slog.New(slog.DiscardHandler),
	})
	w.must(err)
	w.mailer = reminders.New(w.DB, sender, letters, w.Signer, w.Site.URL, w.Now, w.Log)
	return w
}

// tick runs the jobs and gives the mails that came of it.
func (w *quilters) tick() []mailtest.Received {
	w.t.Helper()
	_, err := w.Search.Refresh(w.t.Context())
	w.must(err)
	_, err = w.Wishes.Job(w.t.Context())
	w.must(err)
	report, err := w.mailer.Job(w.t.Context())
	w.must(err)
	got := w.smtp.Wait(w.t, w.read+report.Sent, 10*time.Second)[w.read:]
	w.read += len(got)
	return got
}

// one is the only mail that a tick sends.
func (w *quilters) one() mailtest.Received {
	w.t.Helper()
	got := w.tick()
	if len(got) != 1 {
		w.t.Fatalf("%d mails came, want one", len(got))
	}
	return got[0]
}

// link finds the first link in a mail whose path begins so.
func (w *quilters) link(m mailtest.Received, begins string) string {
	w.t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(w.Site.URL) + `(` + regexp.QuoteMeta(begins) + `\S*)`).FindStringSubmatch(m.Text)
	if found == nil {
		w.t.Fatalf("no link to %s in %s", begins, m.Text)
	}
	return found[1]
}

// asked is what the form of a page holds.
func (w *quilters) asked(page htmltest.Page) string {
	w.t.Helper()
	page.In(".panel form[action='/searches'] [name=search]", htmltest.Count(1))
	return page.Attr(".panel form[action='/searches'] [name=search]", "value")
}

// hears wants a mail to say these words.
func (w *quilters) hears(m mailtest.Received, words ...string) {
	w.t.Helper()
	for _, said := range words {
		if !strings.Contains(m.Subject+"\n"+m.Text, said) {
			w.t.Errorf("%q is not in %s\n%s", said, m.Subject, m.Text)
		}
	}
}
