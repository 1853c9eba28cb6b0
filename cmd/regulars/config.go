package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"

	regularsmail "regulars/internal/mail"
)

// config is the environment, read once. All of it is read as text, and understood where
// everything that is wrong is listed.
type config struct {
	DatabaseURL  string `env:"DATABASE_URL"`
	ReplicaURL   string `env:"REPLICA_URL"`
	SiteName     string `env:"SITE_NAME" envDefault:"Regulars"`
	SiteContact  string `env:"SITE_CONTACT"`
	Addr         string `env:"ADDR" envDefault:"127.0.0.1:3000"`
	BaseURL      string `env:"BASE_URL"`
	DataDir      string `env:"DATA_DIR" envDefault:"./var"`
	Proxies      string `env:"TRUSTED_PROXIES" envDefault:"127.0.0.0/8, ::1"`
	SecretKey    string `env:"SECRET_KEY"`
	SMTPURL      string `env:"SMTP_URL"`
	SMTPAtOnce   string `env:"SMTP_CONNECTIONS" envDefault:"10"`
	MailFrom     string `env:"MAIL_FROM" envDefault:"Regulars <hello@localhost>"`
	DKIMKey      string `env:"DKIM_KEY"`
	DKIMSelector string `env:"DKIM_SELECTOR"`

	secret  []byte         // SECRET_KEY decoded, or the one kept in DATA_DIR
	atOnce  int            // SMTP_CONNECTIONS
	proxies []netip.Prefix // TRUSTED_PROXIES
}

// readConfig reads the environment. The error lists everything that is wrong.
func readConfig(environ []string) (config, error) {
	var c config
	err := env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)})
	if err != nil {
		return config{}, err
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + withHost(c.Addr)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	wrong := c.check()
	if len(wrong) > 0 {
		return config{}, fmt.Errorf("regulars cannot start; please mend the environment:\n  %s", strings.Join(wrong, "\n  "))
	}
	return c, nil
}

// check gives a sentence for each setting that cannot be used.
func (c *config) check() (wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if c.DatabaseURL != "" && !hasScheme(c.DatabaseURL, "postgres", "postgresql") {
		bad("DATABASE_URL has to look like postgres://user:password@host/database")
	}
	if c.ReplicaURL != "" && !hasScheme(c.ReplicaURL, "postgres", "postgresql") {
		bad("REPLICA_URL has to look like postgres://user:password@host/database")
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		bad("ADDR has to be host:port, for example 127.0.0.1:3000, not %q", c.Addr)
	}
	if !hasScheme(c.BaseURL, "http", "https") {
		bad("BASE_URL has to be the address people see, for example https://groups.example.org, not %q", c.BaseURL)
	}
	if c.SMTPURL != "" && !hasScheme(c.SMTPURL, "smtp", "smtps") {
		bad("SMTP_URL has to look like smtp://user:password@host:587 or smtps://…")
	}
	var err error
	if c.proxies, err = readProxies(c.Proxies); err != nil {
		bad("TRUSTED_PROXIES has to list addresses or networks, for example 127.0.0.1, 10.0.0.0/8, not %q", c.Proxies)
	}
	if c.atOnce, err = strconv.Atoi(c.SMTPAtOnce); err != nil || c.atOnce < 1 || c.atOnce > 100 {
		bad("SMTP_CONNECTIONS has to be 1 to 100, not %q", c.SMTPAtOnce)
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		bad("MAIL_FROM has to look like Regulars <hello@example.org>, not %q", c.MailFrom)
	}
	if (c.DKIMKey == "") != (c.DKIMSelector == "") {
		bad("DKIM_KEY and DKIM_SELECTOR belong together: set both or none")
	} else if _, err := regularsmail.NewSender(c.mail()); err != nil && c.DKIMKey != "" {
		bad("DKIM_KEY cannot be used: %v", err)
	}
	if key, err := hex.DecodeString(c.SecretKey); c.SecretKey != "" && (err != nil || len(key) < 32) {
		bad("SECRET_KEY has to be at least 32 bytes in hex; `openssl rand -hex 32` makes one")
	} else {
		c.secret = key
	}
	if c.DatabaseURL != "" && c.SecretKey == "" {
		bad("SECRET_KEY is missing; it is required with DATABASE_URL, and `openssl rand -hex 32` makes one")
	}
	return wrong
}

// withHost names this machine where ADDR listens on all of its addresses.
func withHost(addr string) string {
	if strings.HasPrefix(addr, ":") {
		return "localhost" + addr
	}
	return addr
}

// mail is where mails go, without clock and log.
func (c config) mail() regularsmail.Config {
	return regularsmail.Config{
		URL: c.SMTPURL, Connections: c.atOnce, From: c.MailFrom, Folder: filepath.Join(c.DataDir, "mail"),
		DKIMKey: c.DKIMKey, DKIMSelector: c.DKIMSelector,
	}
}

func hasScheme(text string, schemes ...string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" && !strings.Contains(text, "host=") {
		return false
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return true
		}
	}
	return false
}

// keepSecret gives the site's secret: SECRET_KEY, or the one kept in DATA_DIR,
// which is made on the first start.
func (c config) keepSecret() ([]byte, error) {
	if len(c.secret) > 0 {
		return c.secret, nil
	}
	if err := os.MkdirAll(c.DataDir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(c.DataDir, "secret")
	if key, err := readSecret(path); !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	key := make([]byte, 32)
	rand.Read(key) // never fails
	// Linked into place whole: of two that start at once, one wins.
	scratch, err := os.CreateTemp(c.DataDir, "secret-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(scratch.Name())
	_, err = scratch.WriteString(hex.EncodeToString(key) + "\n")
	if err := errors.Join(err, scratch.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(scratch.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readSecret(path)
}

func readSecret(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < 32 {
		return nil, fmt.Errorf("%s does not hold 32 bytes in hex; delete it, and a new secret is made (links in mails sent so far stop working)", path)
	}
	return key, nil
}
