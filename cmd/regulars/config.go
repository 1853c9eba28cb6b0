package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"

	"regulars/internal/mail"
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
	wrong := c.check()
	if len(wrong) > 0 {
		return config{}, fmt.Errorf("regulars cannot start; please mend the environment:\n  %s", strings.Join(wrong, "\n  "))
	}
	return c, nil
}

// check gives a sentence for each setting that cannot be used.
func (c *config) check() (wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if c.DatabaseURL != "" && !isPostgres(c.DatabaseURL) {
		bad("DATABASE_URL has to look like postgres://user:password@host/database")
	}
	if c.ReplicaURL != "" && !isPostgres(c.ReplicaURL) {
		bad("REPLICA_URL has to look like postgres://user:password@host/database")
	}
	var err error
	if c.proxies, err = readProxies(c.Proxies); err != nil {
		bad("TRUSTED_PROXIES has to list addresses or networks, for example 127.0.0.1, 10.0.0.0/8, not %q", c.Proxies)
	}
	if c.atOnce, err = strconv.Atoi(c.SMTPAtOnce); err != nil || c.atOnce < 1 || c.atOnce > 100 {
		bad("SMTP_CONNECTIONS has to be 1 to 100, not %q", c.SMTPAtOnce)
	}
	if key, err := hex.DecodeString(c.SecretKey); c.SecretKey != "" && (err != nil || len(key) < 32) {
		bad("SECRET_KEY has to be at least 32 bytes in hex; `openssl rand -hex 32` makes one")
	} else {
		c.secret = key
	}
	if c.DatabaseURL != "" && c.SecretKey == "" {
		bad("SECRET_KEY is missing; it is required with DATABASE_URL, and `openssl rand -hex 32` makes one")
	}
	return slices.Concat(wrong, c.checkSite(), c.checkMail())
}

// checkSite looks where to listen, and how the world reaches that.
func (c *config) checkSite() (wrong []string) {
	if !isAddr(c.Addr) {
		wrong = append(wrong, fmt.Sprintf("ADDR has to be host:port, for example 127.0.0.1:3000, not %q", c.Addr))
	}
	site := c.BaseURL
	if site == "" && wrong == nil {
		site = siteAt(c.Addr)
	}
	if site == "" {
		return wrong
	}
	var err error
	if c.BaseURL, err = readBaseURL(site); err != nil {
		wrong = append(wrong, fmt.Sprintf(
			"BASE_URL has to be the address people see, for example https://groups.example.org, with nothing behind the host, not %q", site))
	}
	return wrong
}

// checkMail asks those who send mails, setting by setting.
func (c *config) checkMail() (wrong []string) {
	const sure = "Regulars <hello@localhost>"
	try := func(name string, config mail.Config) {
		if _, err := mail.NewSender(config); err != nil {
			wrong = append(wrong, fmt.Sprintf("%s cannot be used: %v", name, err))
		}
	}
	try("SMTP_URL", mail.Config{From: sure, URL: c.SMTPURL, Folder: c.DataDir})
	try("MAIL_FROM", mail.Config{From: c.MailFrom, Folder: c.DataDir})
	if (c.DKIMKey == "") == (c.DKIMSelector == "") {
		try("DKIM_KEY", mail.Config{From: sure, DKIMKey: c.DKIMKey, DKIMSelector: c.DKIMSelector, Folder: c.DataDir})
	} else {
		wrong = append(wrong, "DKIM_KEY and DKIM_SELECTOR belong together: set both or none")
	}
	return wrong
}

// mail is where mails go, without clock and log.
func (c config) mail() mail.Config {
	return mail.Config{
		URL: c.SMTPURL, Connections: c.atOnce, From: c.MailFrom, Folder: filepath.Join(c.DataDir, "mail"),
		DKIMKey: c.DKIMKey, DKIMSelector: c.DKIMSelector,
	}
}

// isPostgres tells whether a URL names a database. Its host may stand behind the
// question mark, as that of a socket does.
func isPostgres(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") && (u.Host != "" || u.Query().Has("host"))
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
