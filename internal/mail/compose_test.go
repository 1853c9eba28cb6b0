package mail_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"log/slog"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-msgauth/dkim"

	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
)

// keys gives one private key of each sort a host may have, as PEM, with what
// the host puts into the DNS.
func keys(t testing.TB) map[string]struct{ pem, record string } {
	t.Helper()
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	old, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	pkcs8 := func(key crypto.PrivateKey) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	public, err := x509.MarshalPKIXPublicKey(old.Public())
	if err != nil {
		t.Fatal(err)
	}
	text := base64.StdEncoding.EncodeToString
	rsaRecord := "v=DKIM1; k=rsa; p=" + text(public)
	return map[string]struct{ pem, record string }{
		"Ed25519":    {encode("PRIVATE KEY", pkcs8(edwards)), "v=DKIM1; k=ed25519; p=" + text(edwards.Public().(ed25519.PublicKey))},
		"RSA":        {encode("PRIVATE KEY", pkcs8(old)), rsaRecord},
		"RSA PKCS#1": {encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(old)), rsaRecord},
	}
}

// verify checks the signatures of a mail against a DNS of one record.
func verify(t testing.TB, raw []byte, record string) (*dkim.Verification, error) {
	t.Helper()
	all, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{
		LookupTXT: func(domain string) ([]string, error) {
			if domain != "autumn._domainkey.regulars.example" {
				t.Errorf("key asked for at %s", domain)
			}
			return []string{record}, nil
		},
	})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d signatures, %v", len(all), err)
	}
	return all[0], all[0].Err
}

func TestSignedReminderVerifies(t *testing.T) {
	t.Parallel()
	for name, key := range keys(t) {
		server := mailtest.Start(t)
		c := config(server)
		c.DKIMKey, c.DKIMSelector = key.pem, "autumn"
		m := write(t, with(func(r *mail.Reminder) { r.Group, r.Name = "Chœur de la Côte", "Ada  “the Countess”" }))
		m.ID, m.To = "17", "ada@example.org"
		send(t, newSender(t, c), m)

		raw := server.Wait(t, 1, soon)[0].Raw
		signature, err := verify(t, raw, key.record)
		if err != nil || signature.Domain != "regulars.example" {
			t.Errorf("%s: %s: %v\n%s", name, signature.Domain, err, raw)
		}
		for _, header := range []string{"from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"} {
			if !slices.ContainsFunc(signature.HeaderKeys, func(key string) bool { return strings.EqualFold(key, header) }) {
				t.Errorf("%s: %s is not signed: %v", name, header, signature.HeaderKeys)
			}
		}
		for what, forged := range map[string][]byte{
			"another link":  bytes.Replace(raw, []byte("/reminder/AAAD>"), []byte("/reminder/AAAE>"), 1),
			"another body":  bytes.Replace(raw, []byte("Hill Street Hall"), []byte("Mill Street Hall"), 1),
			"a click added": append([]byte("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), raw...),
		} {
			if _, err := verify(t, forged, key.record); err == nil || bytes.Equal(forged, raw) {
				t.Errorf("%s: %s still verifies", name, what)
			}
		}
	}
}

// hard are words that people and pranksters put into names.
var hard = []string{
	"", " ", "Ada", `Ada "the Countess" Lovelace`, `back\slash`, "O’Hara, Müller & Søn <o@example.org>",
	"合唱団", "a\r\nBcc: all@example.org", "a\n\n<html>", "\rX: y", "a\x00b\x1b[2J", "\xff\xfe", "=?utf-8?q?=0D=0ABcc:_x?=",
	"e\u0301 \u202eevil", "a\u2028b\u0085c", strings.Repeat("long ", 300), strings.Repeat("無", 300), strings.Repeat("x", 2000),
}

// checkHeader sends words in every place they can get to and reads the file back.
func checkHeader(t *testing.T, name, subject, body string) {
	t.Helper()
	dir := t.TempDir()
	from := (&netmail.Address{Name: name, Address: "hello@regulars.example"}).String()
	sender, err := mail.NewSender(mail.Config{Folder: dir, From: from, Now: noon, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return // the name cannot be written down, or is too long, so no host can have it
	}
	m := mail.Message{ID: "1", To: "ada@example.org", Subject: subject, Text: body, HTML: "<p>" + body, Unsubscribe: "https://regulars.example/s"}
	if err := give(context.Background(), sender, m); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, list(t, dir)[0]))
	if err != nil {
		t.Fatal(err)
	}
	got, err := mailtest.Read(raw)
	if err != nil {
		t.Fatalf("cannot be read: %v\n%s", err, raw)
	}
	if len(got.Header) != 10 {
		t.Errorf("%d headers: %v", len(got.Header), got.Header)
	}
	if list, err := got.Header.AddressList("From"); err != nil || len(list) != 1 || list[0].Address != "hello@regulars.example" {
		t.Errorf("from %v, %v", list, err)
	}
	if want := strings.Join(strings.Fields(subject), " "); simple(subject) && got.Subject != want {
		t.Errorf("subject %q, want %q", got.Subject, want)
	}
	if strings.ContainsAny(got.Subject, "\r\n\x00") || utf8.RuneCountInString(got.Subject) > 250 || !utf8.ValidString(got.Text) {
		t.Errorf("subject %q, text %q", got.Subject, got.Text)
	}
	for line := range strings.Lines(string(raw)) {
		if len(line) > 1000 || !strings.HasSuffix(line, "\r\n") && !bytes.HasSuffix(raw, []byte(line)) {
			t.Errorf("a line no server need take: %d bytes, %q", len(line), line)
		}
	}
}

// simple words must arrive as they are, but for space.
func simple(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= 250 && !strings.Contains(s, "=?") &&
		!strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 })
}

func TestHardWordsStayInTheirHeaders(t *testing.T) {
	t.Parallel()
	for i, words := range hard {
		checkHeader(t, words, words, hard[(i+1)%len(hard)])
	}
}

func FuzzHeaderValues(f *testing.F) {
	for i, words := range hard {
		f.Add(hard[(i+1)%len(hard)], words, words)
	}
	f.Fuzz(checkHeader)
}
