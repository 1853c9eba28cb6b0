// Package mailtest runs a real mail server inside a test, with the ways in which
// mail servers disappoint at hand.
package mailtest

import (
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// User and Password are what the servers of StartTLS and StartSMTPS want.
const (
	User     = "regulars"
	Password = "p@ss/word"
)

// Server takes mails on a port of its own on loopback until the test ends.
type Server struct {
	URL  string      // as for SMTP_URL
	TLS  *tls.Config // trusts the server; nil if it speaks no TLS
	smtp *smtp.Server

	mu       sync.Mutex
	mails    []mail
	count    int
	discard  bool
	more     chan struct{} // closed and renewed at each mail
	refusals map[string]*smtp.SMTPError
	hangUps  int           // recipients still to be cut off at
	drops    int           // contents still to be taken without a word
	held     chan struct{} // closed when answers may go; nil: they may
	holds    int           // answers still to be held
	conns    map[net.Conn]struct{}
	sessions int
	most     int // sessions at a time; 0: any number
}

// mail is one as it came, to be parsed when somebody looks at it.
type mail struct {
	from string
	to   []string
	raw  []byte
}

// Start runs a server without TLS that wants no password.
func Start(t testing.TB) *Server {
	return start(t, "smtp", nil, "")
}

// StartTLS runs a server that offers STARTTLS and wants the password.
func StartTLS(t testing.TB) *Server {
	certificate, roots := newCertificate(t)
	s := start(t, "smtp", certificate, User+":p%40ss%2Fword@")
	s.TLS = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return s
}

// StartSMTPS runs a server that speaks TLS from the first byte and wants the
// password.
func StartSMTPS(t testing.TB) *Server {
	certificate, roots := newCertificate(t)
	s := start(t, "smtps", certificate, User+":p%40ss%2Fword@")
	s.TLS = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return s
}

func start(t testing.TB, scheme string, certificate *tls.Config, user string) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{
		URL:      fmt.Sprintf("%s://%s%s", scheme, user, listener.Addr()),
		more:     make(chan struct{}),
		refusals: map[string]*smtp.SMTPError{},
		conns:    map[net.Conn]struct{}{},
	}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return s.newSession(c, user != "")
	}))
	s.smtp.Domain = "localhost"
	s.smtp.ErrorLog = quiet{}
	if scheme == "smtps" {
		listener = tls.NewListener(listener, certificate)
	} else {
		s.smtp.TLSConfig = certificate
	}
	done := make(chan struct{})
	go func() { defer close(done); s.smtp.Serve(listener) }()
	t.Cleanup(func() {
		listener.Close() // go-smtp does not know it yet if the test ended at once
		s.smtp.Close()
		<-done
	})
	return s
}

// quiet drops what go-smtp has to say about connections that a test cut.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// Refuse answers a recipient with code (4xx or 5xx) until Allow.
func (s *Server) Refuse(address string, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals[strings.ToLower(address)] = &smtp.SMTPError{
		Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "refused by the test",
	}
}

// Allow takes back a Refuse.
func (s *Server) Allow(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refusals, strings.ToLower(address))
}

// DropAfterData lets the server take the next n mails, and cut the connection
// instead of saying so.
func (s *Server) DropAfterData(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drops = n
}

// HangUp cuts the connection instead of answering the next n recipients.
func (s *Server) HangUp(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hangUps = n
}

// HoldAnswers keeps the client waiting for the answer to each of the next n
// contents, which it takes, until release is called.
func (s *Server) HoldAnswers(n int) (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := make(chan struct{})
	s.held, s.holds = held, n
	return func() { close(held) }
}

// CloseConnections cuts all connections that are open; new ones are welcome.
func (s *Server) CloseConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
}

// Limit lets no more clients than n talk to the server at a time.
func (s *Server) Limit(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = n
}

// Discard keeps only the number of mails from now on, for benchmarks.
func (s *Server) Discard() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.discard = true
}

// Sessions gives the number of connections there have been so far (one that
// turns to TLS midway counts twice, as it starts over).
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions
}

// Count gives the number of mails taken so far, dropped answers included.
func (s *Server) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// Wait gives all mails taken so far, in the order of arrival, as soon as there
// are n. The test fails if that takes longer than timeout.
func (s *Server) Wait(t testing.TB, n int, timeout time.Duration) []Received {
	t.Helper()
	late := time.After(timeout)
	for {
		s.mu.Lock()
		mails, more := slices.Clone(s.mails), s.more
		s.mu.Unlock()
		if len(mails) >= n {
			return readAll(t, mails)
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("%d mails after %v, want %d", len(mails), timeout, n)
		}
	}
}
