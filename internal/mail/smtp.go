package mail

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"regulars/internal/fault"
)

// How long a server may take. It may do its scanning before it says that it
// took a message, so that answer gets longer than the others.
const (
	dialTime    = 15 * time.Second
	commandTime = 30 * time.Second
	contentTime = 2 * time.Minute
	// idleTime is how long a connection is kept unused. Servers hang up after
	// minutes, and gateways on the way forget it without a word.
	idleTime = time.Minute
)

// SMTP hands mails to a mail server over one connection, which it keeps and
// renews: a new one for each mail costs more than the mail itself.
type SMTP struct {
	compose *composer
	dialer  *gomail.Client

	mu   sync.Mutex
	conn *smtp.Client // nil: none
	used time.Time    // when conn last took a message
}

func newSMTP(c Config, composer *composer) (*SMTP, error) {
	u, err := url.Parse(c.URL)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" ||
		(u.Path != "" && u.Path != "/") || u.RawQuery != "" {
		return nil, errors.New("mail server: want smtp://user:pass@host:587 or smtps://user:pass@host:465 " +
			"(write special characters of the password as %XX)")
	}
	dialer, err := gomail.NewClient(u.Hostname(), dialOptions(u, c.TLS, composer.domain)...)
	if err != nil {
		return nil, fmt.Errorf("mail server %s: %w", u.Host, err)
	}
	return &SMTP{compose: composer, dialer: dialer}, nil
}

// dialOptions: smtps speaks TLS from the first byte, smtp as soon as the server
// offers it. A password never travels in the clear.
func dialOptions(u *url.URL, trust *tls.Config, helo string) []gomail.Option {
	if trust == nil {
		trust = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	trust = trust.Clone()
	trust.ServerName = u.Hostname()
	options := []gomail.Option{
		gomail.WithPort(port(u)), gomail.WithTimeout(dialTime), gomail.WithHELO(helo),
		gomail.WithTLSConfig(trust), gomail.WithoutSMTPUTF8(),
	}
	if u.Scheme == "smtps" {
		options = append(options, gomail.WithSSL())
	} else {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithUsername(u.User.Username()), gomail.WithPassword(password),
			gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	}
	return options
}

// port gives the usual one where the address names none: submission wants a
// sign-in, relaying on 25 does without.
func port(u *url.URL) int {
	if n, err := strconv.Atoi(u.Port()); err == nil {
		return n
	}
	switch {
	case u.Scheme == "smtps":
		return 465
	case u.User != nil:
		return 587
	}
	return 25
}

// Send hands the mail over and waits for the server's word. Ending ctx stops it
// before the content is on its way and not after: breaking off there would
// leave it unknown whether the mail went out.
func (s *SMTP) Send(ctx context.Context, m Message) (err error) {
	defer fault.Wrap(&err, "send mail %s", m.ID)
	to, raw, err := s.compose.compose(m)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.open(ctx, to); err != nil {
		return err
	}
	return s.hand(raw)
}

// Close says goodbye to the server, if there is a connection.
func (s *SMTP) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil && s.conn.UpdateDeadline(time.Second) == nil && s.conn.Quit() == nil {
		s.conn = nil
	}
	s.drop()
	return nil
}

// open gets as far as the server asking for the content. The kept connection
// may be dead without anyone having said so; then a new one is made, once.
// Nothing has been handed over at that point, so nothing can be sent twice.
func (s *SMTP) open(ctx context.Context, to string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.conn != nil && s.compose.now().Sub(s.used) < idleTime {
		err := s.envelope(to)
		if err == nil || listening(err) {
			return err
		}
	}
	s.drop()
	conn, err := s.dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", s.dialer.ServerAddr(), err)
	}
	s.conn = conn
	return s.envelope(to)
}

// step is a command of SMTP, the answer that lets the next one follow, and how
// to say that another one came.
type step struct {
	command string
	code    int
	refused func(error) error
}

// envelope names sender and recipient and asks to send the content: in one go
// where the server takes that (PIPELINING, RFC 2920), which saves two trips of three.
func (s *SMTP) envelope(to string) (err error) {
	defer func() { s.tidy(err) }()
	if err := s.conn.UpdateDeadline(commandTime); err != nil {
		return err
	}
	steps := []step{
		// A refused sender is no fault of the recipient's: it stays temporary.
		{"MAIL FROM:<" + s.compose.from.Address + ">", 250, func(err error) error { return fmt.Errorf("sender refused: %w", err) }},
		{"RCPT TO:<" + to + ">", 25, func(err error) error { return refused(fmt.Errorf("recipient refused: %w", err)) }},
		{"DATA", 354, func(err error) error { return refused(fmt.Errorf("message refused: %w", err)) }},
	}
	together := 1
	if ok, _ := s.conn.Extension("PIPELINING"); ok {
		together = len(steps)
	}
	for some := range slices.Chunk(steps, together) {
		if err := s.ask(some); err != nil {
			return err
		}
	}
	return nil
}

// ask sends commands and then reads all their answers. The first refusal
// counts; later commands fail because of it.
func (s *SMTP) ask(steps []step) (first error) {
	text := s.conn.Text
	for _, step := range steps {
		text.W.WriteString(step.command + "\r\n") // an error stays with W until Flush
	}
	if err := text.W.Flush(); err != nil {
		return fmt.Errorf("connection lost: %w", err)
	}
	for _, step := range steps {
		_, _, err := text.ReadResponse(step.code)
		switch {
		case err != nil && answer(err) == 0:
			return cmp.Or(first, fmt.Errorf("connection lost: %w", err))
		case err != nil && first == nil:
			first = step.refused(err)
		case err == nil && first != nil && step.code == 354:
			// The server waits for a content that is for nobody.
			s.drop()
		}
	}
	return first
}

// hand sends the content. Until its last line the server cannot have taken the
// message; from then on only an answer tells.
func (s *SMTP) hand(raw []byte) (err error) {
	defer func() { s.tidy(err) }()
	if err := s.conn.UpdateDeadline(contentTime); err != nil {
		return err
	}
	text := s.conn.Text
	if _, err := text.W.Write(stuffed(raw)); err != nil {
		return fmt.Errorf("connection lost: %w", err)
	}
	text.W.WriteString(".\r\n") // an error stays with W until Flush
	err = text.W.Flush()
	if err == nil {
		_, _, err = text.ReadResponse(250)
	}
	switch {
	case err == nil:
		s.used = s.compose.now()
		return nil
	case answer(err) != 0:
		return refused(fmt.Errorf("message refused: %w", err))
	}
	return &failure{unknown, fmt.Errorf("no answer after the message: %w", err)}
}

// stuffed doubles the dots that begin a line, so that none ends the content (RFC
// 5321 4.5.2), and ends the last line. The composer writes CRLF throughout; a
// textproto.DotWriter would look at each byte again for that.
func stuffed(raw []byte) []byte {
	raw = bytes.ReplaceAll(raw, []byte("\r\n."), []byte("\r\n.."))
	if bytes.HasPrefix(raw, []byte(".")) {
		raw = append([]byte("."), raw...)
	}
	if !bytes.HasSuffix(raw, []byte("\r\n")) {
		raw = append(raw, "\r\n"...)
	}
	return raw
}

// tidy makes the connection ready for the next mail after a failed one, or
// lets go of it.
func (s *SMTP) tidy(err error) {
	if err == nil {
		return
	}
	if s.conn == nil || !listening(err) || s.conn.Reset() != nil {
		s.drop()
	}
}

func (s *SMTP) drop() {
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
}
