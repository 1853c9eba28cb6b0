package mail_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
)

// soon is longer than anything takes on a loaded machine.
const soon = 30 * time.Second

func noon() time.Time { return time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC) }

// config sends from hello@regulars.example to a server.
func config(s *mailtest.Server) mail.Config {
	return mail.Config{
		URL: s.URL, TLS: s.TLS, From: "Regulars <hello@regulars.example>",
		Now: noon, Log: slog.New(slog.DiscardHandler),
	}
}

func newSender(t testing.TB, c mail.Config) mail.Sender {
	t.Helper()
	sender, err := mail.NewSender(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sender.Close() })
	return sender
}

// message is a small one to ada@example.org.
func message(id string) mail.Message {
	return mail.Message{ID: id, To: "ada@example.org", Subject: "Hello", Text: "Hello Ada\n", HTML: "<p>Hello Ada</p>"}
}

// give hands one mail over.
func give(ctx context.Context, sender mail.Sender, m mail.Message) error {
	line, err := sender.Line(ctx)
	if err != nil {
		return err
	}
	defer line.Release()
	return line.Send(ctx, m, "")
}

func send(t testing.TB, sender mail.Sender, m mail.Message) {
	t.Helper()
	if err := give(context.Background(), sender, m); err != nil {
		t.Fatal(err)
	}
}

func TestReminderArrivesAsWritten(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	m := write(t, chorus)
	m.ID, m.To, m.Thread = "17", "Ada@Example.ORG", "meeting-4"
	send(t, newSender(t, config(server)), m)

	got := server.Wait(t, 1, soon)[0]
	if got.From != "hello@regulars.example" || got.To != "Ada@example.org" {
		t.Errorf("envelope from %q to %q", got.From, got.To)
	}
	if got.Subject != m.Subject || got.Text != m.Text || got.HTML != m.HTML {
		t.Errorf("arrived otherwise than written:\n%s", got.Raw)
	}
	for header, want := range map[string]string{
		"From":                  `"Regulars" <hello@regulars.example>`,
		"To":                    "<Ada@example.org>",
		"Date":                  "Mon, 07 Sep 2026 12:00:00 +0000",
		"Message-Id":            "<17@regulars.example>",
		"References":            "<meeting-4@regulars.example>",
		"List-Unsubscribe":      "<https://regulars.example/unsubscribe/reminder/AAAD>",
		"Auto-Submitted":        "auto-generated",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"User-Agent":            "",
		"X-Mailer":              "",
	} {
		if value := got.Header.Get(header); value != want {
			t.Errorf("%s: %q, want %q", header, value, want)
		}
	}
}

// Whatever is long, ends in space, looks like an end or is in no alphabet of the
// mail server's is as it was when it arrives.
func TestWordsArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	lines := []string{"", ".", "..", ".a", " ", "a ", "a\t", "=", "a=", "=_part", "--=_part--", "From a", "é", "合唱団", strings.Repeat("=", 80)}
	for n := 70; n < 80; n++ {
		long := strings.Repeat("x", n)
		lines = append(lines, long, long+" ", long+"é", long+"=", long+" y", strings.Repeat("ü", n))
	}
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	m := message("1")
	m.Text = strings.Join(lines, "\n") + "\n"
	m.HTML = "<pre>" + strings.Join(lines, "\n") + "</pre>"
	send(t, sender, m)
	m.HTML = ""
	send(t, sender, m)
	m.Text = "no end "
	send(t, sender, m)
	got := server.Wait(t, 3, soon)
	if got[0].Text != strings.Join(lines, "\n")+"\n" || got[0].HTML != "<pre>"+strings.Join(lines, "\n")+"</pre>" || got[1].Text != got[0].Text {
		t.Errorf("arrived otherwise than written:\n%s", got[0].Raw)
	}
	if strings.TrimSuffix(got[2].Text, "\n") != m.Text {
		t.Errorf("arrived as %q", got[2].Text)
	}
}

// RFC 8058 wants https; without it the link is a page that asks, and no more.
func TestOneClickNeedsHTTPS(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	m := message("1")
	m.Unsubscribe = "http://127.0.0.1:3000/unsubscribe/reminder/AAAD"
	send(t, newSender(t, config(server)), m)
	got := server.Wait(t, 1, soon)[0].Header
	if got.Get("List-Unsubscribe") != "<"+m.Unsubscribe+">" || got.Get("List-Unsubscribe-Post") != "" {
		t.Errorf("headers %q and %q", got.Get("List-Unsubscribe"), got.Get("List-Unsubscribe-Post"))
	}
}

func TestSameMailTwiceIsTheSameBytes(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	m := write(t, chorus)
	m.ID, m.To = "17", "ada@example.org"
	send(t, sender, m)
	send(t, sender, m)
	got := server.Wait(t, 2, soon)
	if string(got[0].Raw) != string(got[1].Raw) {
		t.Errorf("first\n%s\nthen\n%s", got[0].Raw, got[1].Raw)
	}
}

func TestWrongSettingsAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*mail.Config){
		"no sender":     func(c *mail.Config) { c.From = "Regulars" },
		"web address":   func(c *mail.Config) { c.URL = "https://user:hush@host" },
		"no host":       func(c *mail.Config) { c.URL = "smtp://" },
		"raw password":  func(c *mail.Config) { c.URL = "smtp://user:hush%@host" },
		"no selector":   func(c *mail.Config) { c.DKIMKey = "hush" },
		"no key":        func(c *mail.Config) { c.DKIMKey, c.DKIMSelector = "hush", "s" },
		"a certificate": func(c *mail.Config) { c.DKIMKey, c.DKIMSelector = "-----BEGIN A-----\naHVzaA==\n-----END A-----", "s" },
		"nowhere to go": func(c *mail.Config) { c.URL = "" },
	} {
		c := mail.Config{URL: "smtp://localhost", From: "hello@localhost", Now: noon, Log: slog.New(slog.DiscardHandler)}
		change(&c)
		if _, err := mail.NewSender(c); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMessagesThatNoServerMaySee(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	for name, change := range map[string]func(*mail.Message){
		"no id":              func(m *mail.Message) { m.ID = "" },
		"id of two lines":    func(m *mail.Message) { m.ID = "1>\r\nBcc: <b@example.org" },
		"id too long":        func(m *mail.Message) { m.ID = strings.Repeat("1", 65) },
		"thread ends":        func(m *mail.Message) { m.Thread = "4>\r\nBcc: b" },
		"unsubscribe script": func(m *mail.Message) { m.Unsubscribe = "javascript:alert(1)" },
		"unsubscribe lines":  func(m *mail.Message) { m.Unsubscribe = "https://a.example/\r\nBcc: b@example.org" },
		"unsubscribe ends":   func(m *mail.Message) { m.Unsubscribe = "https://a.example/>,<mailto:b@example.org" },
	} {
		m := message("1")
		change(&m)
		if err := give(context.Background(), sender, m); err == nil || mail.Permanent(err) || mail.Unknown(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if server.Sessions() != 0 {
		t.Errorf("%d connections for nothing", server.Sessions())
	}
}

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ada@example.org":                        "ada@example.org",
		"  Ada.L+choir@Example.ORG ":             "Ada.L+choir@example.org",
		"o'hara@example.org":                     "o'hara@example.org",
		".a..b.@docomo.ne.jp":                    ".a..b.@docomo.ne.jp",
		"root@localhost":                         "root@localhost",
		"ada@bücher.example":                     "ada@xn--bcher-kva.example",
		strings.Repeat("a", 64) + "@example.org": strings.Repeat("a", 64) + "@example.org",
	} {
		if got, err := mail.CheckAddress(in); err != nil || got != want {
			t.Errorf("CheckAddress(%q) = %q, %v", in, got, err)
		}
	}
	long := strings.Repeat("a.", 120) + "example.org"
	for _, in := range []string{
		"", "ada", "@", "ada@", "@example.org", "ada@@example.org", "Ada <ada@example.org>", "<ada@example.org>",
		"ada@example.org (Ada)", "ada@example.org, ben@example.org", `"a b"@example.org`, "ada@exa mple.org", "ada@[127.0.0.1]",
		"ada@example..org", "ada@example.org.", "ada@ex--ample.org", "ada@xn--a.org", "ada@-example.org", "ada@exam_ple.org", "ädä@example.org", "ada@example.org\r\nRCPT TO:<b@example.org>", "a\x00da@example.org",
		"ada@\xff.org", "ada@" + long, strings.Repeat("a", 65) + "@example.org",
	} {
		if got, err := mail.CheckAddress(in); fault.KindOf(err) != fault.Invalid {
			t.Errorf("CheckAddress(%q) = %q, %v; want Invalid", in, got, err)
		}
	}
}

func FuzzCheckAddress(f *testing.F) {
	for _, seed := range []string{"ada@example.org", `"a b"@c.d`, "a@b\r\n", "ada@bücher.example", "A@ⓔxample.org", "a@[::1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := mail.CheckAddress(s)
		if err != nil {
			return
		}
		if len(got) > 254 || strings.ContainsAny(got, " <>\r\n\x00,;()") || strings.Count(got, "@") != 1 {
			t.Errorf("CheckAddress(%q) = %q", s, got)
		}
		if again, err := mail.CheckAddress(got); err != nil || again != got {
			t.Errorf("CheckAddress(%q) = %q, then %q, %v", s, got, again, err)
		}
	})
}
