// Package mail writes the letters of Regulars and hands them over: to a mail
// server, or, where none is set, to a folder that a person can look into.
//
// A letter is a struct of this package (SignIn, Reminder, …). Letters puts it
// into words; a Sender carries the Message that comes out.
package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	netmail "net/mail"
	"time"
)

// Message is one mail to one person.
type Message struct {
	ID          string // left part of the Message-ID, letters, digits, "." "_" "-"; the same at every attempt
	To          string // address without a name
	Thread      string // as ID, what all mails about one thing share; empty: it stands alone
	Subject     string
	Text        string
	HTML        string
	Calendar    []byte // iCalendar file (RFC 5545) that goes along; empty: none
	Unsubscribe string // page that asks, and takes one click where it is https (RFC 8058); empty: none
	Link        string // the one link worth printing in a log
}

// Sender hands mails over, on a few lines that work side by side. It is safe for
// many goroutines.
type Sender interface {
	// AtOnce is how many lines there are.
	AtOnce() int
	// Line waits for a line that nobody holds. Release it when done.
	Line(ctx context.Context) (Line, error)
	// Close lets go of what the Sender holds. Nothing is sent afterwards.
	io.Closer
}

// Line hands over one mail after the other, for one goroutine.
type Line interface {
	// Send returns nil once the message is in other hands. Permanent and
	// Unknown tell failures apart; any other is worth another attempt later.
	//
	// Next is where the next message on this line will go, if that is known: a
	// mail server that can be told at the same time need not be asked later. It is
	// no promise.
	Send(ctx context.Context, m Message, next string) error
	// Release gives the line back.
	Release()
}

// Config says where mails go and who sends them.
type Config struct {
	URL    string // smtp://user:pass@host:587 or smtps://…; empty: Folder is used
	From   string // as in "Regulars <hello@example.org>"
	Folder string // takes one .eml file a mail when URL is empty

	Connections int // to the mail server at once; 0: one

	DKIMKey      string // PEM of an RSA or Ed25519 key; empty: not signed here
	DKIMSelector string // needed with DKIMKey

	TLS *tls.Config // nil: the system's roots, TLS 1.2 or later
	Now func() time.Time
	Log *slog.Logger
}

// maxName is the longest sender name, in bytes. It stands in a header of its
// own, whose lines must stay under 998 (RFC 5322 2.1.1).
const maxName = 200

// NewSender gives an *SMTP if c.URL is set, else a *Folder. It does not connect
// yet. The error is one sentence that names what to set, and never holds the
// password.
func NewSender(c Config) (Sender, error) {
	from, err := netmail.ParseAddress(c.From)
	if err == nil {
		from.Address, err = CheckAddress(from.Address)
	}
	if err != nil {
		return nil, fmt.Errorf("sender %q: give an address, as in Regulars <hello@example.org>", c.From)
	}
	if from.Name = oneLine(from.Name); len(from.Name) > maxName {
		return nil, fmt.Errorf("sender %q: the name may have %d bytes", c.From, maxName)
	}
	composer, err := newComposer(c, from)
	if err != nil {
		return nil, err
	}
	if c.URL == "" {
		return newFolder(c, composer)
	}
	return newSMTP(c, composer)
}
