package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

// SMTP hands mails to a mail server over a few connections, which it keeps and
// renews: a new one for each mail costs more than the mail itself.
type SMTP struct {
	compose *composer
	dialer  *gomail.Client
	lines   lines
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
	s := &SMTP{compose: composer, dialer: dialer, lines: lines{most: max(c.Connections, 1)}}
	s.lines.freed.L = &s.lines.mu
	return s, nil
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
