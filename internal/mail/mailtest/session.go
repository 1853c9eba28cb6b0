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

func (s *Server) newSession(c *smtp.Conn, password bool) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.most > 0 && len(s.conns) >= s.most {
		return nil, &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 7, 0}, Message: "too many connections"}
	}
	s.sessions++
	s.conns[c.Conn()] = struct{}{}
	return &session{server: s, conn: c.Conn(), password: password}, nil
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
	if s.server.hangUps > 0 {
		s.server.hangUps--
		s.conn.Close()
		return errCut
	}
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
	answer, after := s.server.take(s.mail)
	if !answer {
		s.conn.Close()
		return errCut
	}
	if after != nil {
		<-after
	}
	return nil
}

var errCut = errors.New("cut by the test")

// take keeps a mail, and says whether to tell the client so, and after what.
func (s *Server) take(m mail) (answer bool, after <-chan struct{}) {
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
		return false, nil
	}
	if s.holds > 0 {
		s.holds--
		return true, s.held
	}
	return true, nil
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
