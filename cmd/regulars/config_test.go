package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigSaysAllMistakesAtOnce(t *testing.T) {
	t.Parallel()
	_, err := readConfig([]string{
		"DATABASE_URL=nonsense", "ADDR=3000", "BASE_URL=groups.example.org", "SMTP_URL=mail.example.org",
		"MAIL_FROM=nobody", "DKIM_KEY=x", "SECRET_KEY=abc", "REPLICA_URL=http://x", "SMTP_CONNECTIONS=0",
	})
	if err == nil {
		t.Fatal("nothing was refused")
	}
	_, noNumber := readConfig([]string{"SMTP_CONNECTIONS=ten", "BASE_URL=x"})
	for _, words := range []string{`SMTP_CONNECTIONS has to be 1 to 100, not "ten"`, "BASE_URL"} {
		if noNumber == nil || !strings.Contains(noNumber.Error(), words) {
			t.Errorf("nothing is said of %s in:\n%v", words, noNumber)
		}
	}
	for _, name := range []string{"DATABASE_URL", "ADDR", "BASE_URL", "SMTP_URL", "MAIL_FROM", "DKIM_SELECTOR", "SECRET_KEY", "REPLICA_URL", "SMTP_CONNECTIONS"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("nothing is said of %s in:\n%v", name, err)
		}
	}
}

func TestConfigDefaults(t *testing.T) {
	t.Parallel()
	c, err := readConfig(nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:3000" || c.BaseURL != "http://127.0.0.1:3000" || c.SiteName != "Regulars" || c.DataDir != "./var" {
		t.Errorf("got %+v", c)
	}
	if c, err = readConfig([]string{"ADDR=:8080", "BASE_URL=https://groups.example.org/"}); err != nil || c.BaseURL != "https://groups.example.org" {
		t.Errorf("got %q, %v", c.BaseURL, err)
	}
	if c, err = readConfig([]string{"ADDR=:8080"}); err != nil || c.BaseURL != "http://localhost:8080" {
		t.Errorf("got %q, %v", c.BaseURL, err)
	}
	if c, err = readConfig([]string{"SMTP_CONNECTIONS=25"}); err != nil || c.mail().Connections != 25 {
		t.Errorf("got %+v, %v", c.mail(), err)
	}
	if _, err := readConfig([]string{"DKIM_KEY=rubbish", "DKIM_SELECTOR=s1"}); err == nil || !strings.Contains(err.Error(), "DKIM_KEY cannot be used") {
		t.Errorf("a key that is none: %v", err)
	}
	if _, err := readConfig([]string{"DATABASE_URL=postgres://host/db"}); err == nil || !strings.Contains(err.Error(), "SECRET_KEY is missing") {
		t.Errorf("a database of one's own without a secret: %v", err)
	}
}

func TestTheSecretIsKept(t *testing.T) {
	t.Parallel()
	c := config{DataDir: filepath.Join(t.TempDir(), "new")}
	first, err := c.keepSecret()
	if err != nil || len(first) != 32 {
		t.Fatalf("got %d bytes, %v", len(first), err)
	}
	again, err := c.keepSecret()
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("the second start has another secret, %v", err)
	}
	info, err := os.Stat(filepath.Join(c.DataDir, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(filepath.Join(c.DataDir, "secret"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.keepSecret(); err == nil {
		t.Error("a broken secret was taken")
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args   []string
		status int
		says   string
	}{
		"nothing":           {nil, done, ""},
		"help":              {[]string{"help"}, done, ""},
		"unknown":           {[]string{"dance"}, misuse, `there is no command "dance"`},
		"unknown flag":      {[]string{"serve", "--fast"}, misuse, "usage: regulars serve"},
		"too much":          {[]string{"tick", "now"}, misuse, `does not know what to do with "now"`},
		"no moment":         {[]string{"tick", "--at", "tomorrow"}, misuse, "--at has to look like"},
		"admin alone":       {[]string{"admin"}, misuse, "needs to know what to do"},
		"admin dance":       {[]string{"admin", "host", "dance"}, misuse, `does not know "host dance"`},
		"migrate something": {[]string{"migrate", "up"}, misuse, "takes no arguments"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			status := run(context.Background(), test.args, []string{"DATA_DIR=" + t.TempDir()}, &out, &errs)
			if status != test.status || !strings.Contains(errs.String(), test.says) {
				t.Errorf("status %d, said %q", status, errs.String())
			}
			if test.status == done && !strings.Contains(out.String(), "regulars serve") {
				t.Errorf("help is %q", out.String())
			}
		})
	}
}

func TestABrokenEnvironmentStopsTheStart(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	if status := run(context.Background(), []string{"serve"}, []string{"ADDR=nowhere"}, &out, &errs); status != failed {
		t.Errorf("status %d", status)
	}
	if !strings.Contains(errs.String(), "ADDR has to be host:port") {
		t.Errorf("said %q", errs.String())
	}
}

func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]string{
		"TRUSTED_PROXIES=10.0.0.7, 172.18.0.0/16": "[10.0.0.7/32 172.18.0.0/16]",
		"TRUSTED_PROXIES=none":                    "[]",
		"OTHER=":                                  "[127.0.0.0/8 ::1/128]",
	} {
		c, err := readConfig([]string{list})
		if got := fmt.Sprint(c.proxies); err != nil || got != want {
			t.Errorf("%s gives %s, %v", list, got, err)
		}
	}
	for _, list := range []string{"localhost", "10.0.0.0/33", "10.0.0", "10.0.0.1:80"} {
		if _, err := readConfig([]string{"TRUSTED_PROXIES=" + list}); err == nil || !strings.Contains(err.Error(), "TRUSTED_PROXIES") {
			t.Errorf("%s: %v", list, err)
		}
	}
}

// What cannot work stops the start, under its own name and no other.
func TestSettingsThatCannotWork(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{
		"SMTP_URL=mail.example.org", "SMTP_URL=smtp://host/path", "SMTP_URL=smtp://host?x=1", "SMTP_URL=smtp:///?host=x", "SMTP_URL=smtp://host:99999",
		"MAIL_FROM=nobody", "MAIL_FROM=Regulars <hello@xn--a.org>", "MAIL_FROM=" + strings.Repeat("x", 300) + " <hello@example.org>",
		"BASE_URL=https://example.org/groups", "BASE_URL=https://u:p@example.org", "BASE_URL=https://example.org/?a=b", "BASE_URL=https://example.org#a",
		"BASE_URL=http:///?host=x", "BASE_URL=ftp://example.org", "BASE_URL=https://:443", "BASE_URL=https://example.org:99999", "BASE_URL=https://exa mple.org",
		"ADDR=127.0.0.1:notaport", "ADDR=127.0.0.1:70000", "ADDR=127.0.0.1:", "ADDR=127.0.0.1", "ADDR=a b:3000",
		"DATABASE_URL=http://x/?host=y", "DATABASE_URL=postgres:///db", "REPLICA_URL=host=x",
	} {
		environ := []string{setting}
		name, _, _ := strings.Cut(setting, "=")
		if name == "DATABASE_URL" {
			environ = append(environ, "SECRET_KEY="+strings.Repeat("ab", 32))
		}
		_, err := readConfig(environ)
		if err == nil {
			t.Errorf("%s was taken", setting)
			continue
		}
		if lines := strings.Split(err.Error(), "\n  "); len(lines) != 2 || !strings.HasPrefix(lines[1], name+" ") {
			t.Errorf("%s gives:\n%v", setting, err)
		}
	}
	c, err := readConfig([]string{"DATABASE_URL=postgres:///db?host=/run/postgresql", "SECRET_KEY=" + strings.Repeat("ab", 32)})
	if err != nil {
		t.Errorf("%+v: %v", c, err)
	}
}

// Browsers send the origin of a page in one form only.
func TestBaseURLIsWrittenAsBrowsersDo(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"https://groups.example.org/":    "https://groups.example.org",
		"https://Groups.Example.org:443": "https://groups.example.org",
		"HTTP://example.org:80":          "http://example.org",
		"https://example.org:8443//":     "https://example.org:8443",
		"http://example.org:443":         "http://example.org:443",
		"https://Bücher.example":         "https://xn--bcher-kva.example",
		"http://[::1]:80":                "http://[::1]",
		"http://[2001:DB8::1]:3000":      "http://[2001:db8::1]:3000",
		"http://my_host:3000":            "http://my_host:3000",
	} {
		if c, err := readConfig([]string{"BASE_URL=" + typed}); err != nil || c.BaseURL != want {
			t.Errorf("%s becomes %q, %v", typed, c.BaseURL, err)
		}
	}
}
