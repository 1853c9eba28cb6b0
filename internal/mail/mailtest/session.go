package mailtest

import (
	"errors"
	"io"
	"net"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one connection's talk.
type session struct {
	server   *Server
	conn     net.Conn
	password bool // is wanted
	signedIn bool
	mail     mail
}

func (s *Server) newSession(c *smtp.Conn, password bool) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions++
	s.conns[c.Conn()] = struct{}{}
	return &session{server: s, conn: c.Conn(), password: password}
}

// AuthMechanisms names PLAIN where a password is wanted; go-smtp offers it
// under TLS only.
func (s *session) AuthMechanisms() []string {
	if s.password {
		return []string{sasl.Plain}
	}
	return nil
}

// Auth checks the password.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.signedIn = true
		return nil
	}), nil
}

// Mail starts a mail.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.password && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.mail = mail{from: from}
	return nil
}

// Rcpt takes a recipient that is not to be refused.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if refusal, ok := s.server.refusals[strings.ToLower(to)]; ok {
		return refusal
	}
	s.mail.to = append(s.mail.to, to)
	return nil
}

// Data takes the content.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.raw = raw
	if s.server.take(s.mail) {
		return nil
	}
	s.conn.Close()
	return errors.New("cut by the test")
}

// take keeps a mail, and says whether to tell the client so.
func (s *Server) take(m mail) (answer bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	if !s.discard {
		s.mails = append(s.mails, m)
	}
	close(s.more)
	s.more = make(chan struct{})
	if s.drops > 0 {
		s.drops--
		return false
	}
	return true
}

// Reset forgets a mail begun.
func (s *session) Reset() { s.mail = mail{} }

// Logout ends the talk.
func (s *session) Logout() error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	delete(s.server.conns, s.conn)
	return nil
}
