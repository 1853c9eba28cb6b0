package mailtest_test

import (
	"io"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
)

const letter = "Subject: =?utf-8?q?Ch=C5=93ur?=\r\nContent-Type: text/plain\r\n" +
	"Content-Transfer-Encoding: quoted-printable\r\n\r\nAt 18:30 =E2=80=93 bring a =\r\nfriend\r\n"

// post sends with the standard library's client, on a connection of its own.
func post(s *mailtest.Server, to string) error {
	return smtp.SendMail(strings.TrimPrefix(s.URL, "smtp://"), nil, "hello@example.org", []string{to}, []byte(letter))
}

func TestServerKeepsWhatItTook(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	var poster sync.WaitGroup
	poster.Go(func() {
		for _, to := range []string{"ada@example.org", "ben@example.org"} {
			if err := post(s, to); err != nil {
				t.Error(err)
			}
		}
	})
	got := s.Wait(t, 2, 30*time.Second)
	poster.Wait()
	if len(got) != 2 || got[0].To != "ada@example.org" || got[1].To != "ben@example.org" || got[0].From != "hello@example.org" {
		t.Fatalf("got %+v", got)
	}
	if got[0].Subject != "Chœur" || got[0].Text != "At 18:30 – bring a friend\n" {
		t.Errorf("subject %q, text %q", got[0].Subject, got[0].Text)
	}
}

func TestServerDisappointsOnDemand(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	s.Refuse("Ada@Example.org", 451)
	if err := post(s, "ada@example.org"); err == nil || !strings.HasPrefix(err.Error(), "451") {
		t.Errorf("refused with %v", err)
	}
	if err := post(s, "ben@example.org"); err != nil {
		t.Errorf("the other one: %v", err)
	}
	s.Allow("ada@example.org")
	s.DropAfterData(1)
	if err := post(s, "ada@example.org"); err == nil {
		t.Error("the connection was not cut")
	}
	if err := post(s, "ada@example.org"); err != nil {
		t.Errorf("only one was to be cut: %v", err)
	}
	if got := s.Wait(t, 3, 30*time.Second); len(got) != 3 || s.Count() != 3 {
		t.Errorf("took %d, counted %d", len(got), s.Count())
	}
}

func TestConnectionsCanBeCutAndCounted(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	c, err := smtp.Dial(strings.TrimPrefix(s.URL, "smtp://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Hello("test"); err != nil || s.Sessions() != 1 {
		t.Fatalf("%d sessions, %v", s.Sessions(), err)
	}
	s.CloseConnections()
	if err := c.Noop(); err == nil || (err != io.EOF && !strings.Contains(err.Error(), "reset") && !strings.Contains(err.Error(), "broken pipe")) {
		t.Errorf("still there: %v", err)
	}
	s.Discard()
	if err := post(s, "ada@example.org"); err != nil || s.Count() != 1 || s.Sessions() != 2 {
		t.Errorf("%d mails, %d sessions, %v", s.Count(), s.Sessions(), err)
	}
}

func TestReadRefusesWhatIsNoMail(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"nothing":      "",
		"no type":      "Subject: a\r\n\r\nb",
		"no encoding":  "Content-Type: text/plain\r\n\r\nb",
		"another type": strings.Replace(letter, "text/plain", "image/png", 1),
		"half a type":  strings.Replace(letter, "text/plain", "text/", 1),
		"half a mail":  "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n",
	} {
		if got, err := mailtest.Read([]byte(raw)); err == nil {
			t.Errorf("%s: read as %+v", name, got)
		}
	}
}
