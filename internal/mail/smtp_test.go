package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
)

func TestOneConnectionCarriesAll(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	var senders sync.WaitGroup
	for i := range 40 {
		senders.Go(func() {
			if err := give(context.Background(), sender, message(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	senders.Wait()
	ids := map[string]bool{}
	for _, got := range server.Wait(t, 40, soon) {
		ids[got.Header.Get("Message-Id")] = true
	}
	if len(ids) != 40 || server.Sessions() != 1 {
		t.Errorf("%d different mails over %d connections", len(ids), server.Sessions())
	}
}

func TestConnectionsSpeakAtOnce(t *testing.T) {
	t.Parallel()
	const mails, connections = 30, 3
	server := mailtest.Start(t)
	c := config(server)
	c.Connections = connections
	sender := newSender(t, c)
	release := server.HoldAnswers(connections)
	var senders sync.WaitGroup
	for i := range mails {
		senders.Go(func() {
			if err := give(context.Background(), sender, message(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	server.Wait(t, connections, soon) // none has its answer
	late, cancel := context.WithCancel(context.Background())
	cancel()
	if err := give(late, sender, message("late")); !errors.Is(err, context.Canceled) {
		t.Errorf("while all speak: %v", err)
	}
	release()
	senders.Wait()
	if server.Count() != mails || server.Sessions() != connections || sender.AtOnce() != connections {
		t.Errorf("%d mails over %d connections, want %d over %d", server.Count(), server.Sessions(), mails, connections)
	}
}

// A server that wants fewer connections gets fewer, and every mail all the same.
func TestServerWantsFewConnections(t *testing.T) {
	t.Parallel()
	const mails = 30
	server := mailtest.Start(t)
	server.Limit(2)
	c := config(server)
	c.Connections = 10
	sender := newSender(t, c)
	var senders sync.WaitGroup
	for i := range mails {
		senders.Go(func() {
			if err := give(context.Background(), sender, message(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	senders.Wait()
	if server.Count() != mails || server.Sessions() > 2 {
		t.Errorf("%d mails over %d connections", server.Count(), server.Sessions())
	}
}

// A server that wanted no more connections is not asked for one within a minute.
func TestServerThatWantsNoMoreIsSpared(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	server.Limit(1)
	now := noon()
	c := config(server)
	c.Connections, c.Now = 2, func() time.Time { return now }
	sender := newSender(t, c)
	line := func(wait time.Duration) (mail.Line, error) {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		defer cancel()
		return sender.Line(ctx)
	}
	var lines []mail.Line
	for range 2 {
		one, err := line(soon)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, one)
	}
	if err := lines[0].Send(t.Context(), message("1"), ""); err != nil {
		t.Fatal(err)
	}
	lines[0].Release()
	if err := lines[1].Send(t.Context(), message("2"), ""); err != nil { // over the first's connection
		t.Fatal(err)
	}
	now = now.Add(59 * time.Second)
	if _, err := line(20 * time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("within a minute: %v", err)
	}
	now = now.Add(time.Second)
	if _, err := line(soon); err != nil {
		t.Errorf("after a minute: %v", err)
	}
}

// Where there is no server at all nobody waits for another's connection.
func TestNobodyWaitsForAConnectionThatNobodyHas(t *testing.T) {
	t.Parallel()
	c := config(mailtest.Start(t))
	c.URL, c.Connections = "smtp://127.0.0.1:1", 10
	sender := newSender(t, c)
	var senders sync.WaitGroup
	for i := range 30 {
		senders.Go(func() {
			if err := give(context.Background(), sender, message(fmt.Sprint(i))); err == nil || mail.Permanent(err) || mail.Unknown(err) {
				t.Errorf("permanent %v, unknown %v: %v", mail.Permanent(err), mail.Unknown(err), err)
			}
		})
	}
	senders.Wait()
}

func TestServerThatHungUpIsCalledAgain(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	for i := range 3 {
		send(t, sender, message(fmt.Sprint(i)))
		server.CloseConnections()
	}
	if got := server.Wait(t, 3, soon); len(got) != 3 || server.Sessions() != 3 {
		t.Errorf("%d mails over %d connections", len(got), server.Sessions())
	}
}

func TestIdleConnectionIsNotTrusted(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	now := noon()
	c := config(server)
	c.Now = func() time.Time { return now }
	sender := newSender(t, c)
	send(t, sender, message("1"))
	now = now.Add(59 * time.Second)
	send(t, sender, message("2"))
	if server.Sessions() != 1 {
		t.Errorf("%d connections within a minute", server.Sessions())
	}
	now = now.Add(time.Minute)
	send(t, sender, message("3"))
	if server.Sessions() != 2 {
		t.Errorf("%d connections after an idle minute", server.Sessions())
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	for _, c := range []struct {
		code      int
		permanent bool
	}{{550, true}, {553, true}, {451, false}, {421, false}, {530, false}, {535, false}} {
		server.Refuse("ada@example.org", c.code)
		err := give(context.Background(), sender, message("1"))
		if err == nil || mail.Permanent(err) != c.permanent || mail.Unknown(err) {
			t.Errorf("%d: permanent %v, unknown %v: %v", c.code, mail.Permanent(err), mail.Unknown(err), err)
		}
		if !strings.Contains(fmt.Sprint(err), "refused by the test") {
			t.Errorf("%d: the server's words are lost: %v", c.code, err)
		}
	}
	// One refusal costs nobody else anything, not even a connection.
	other := message("2")
	other.To = "ben@example.org"
	send(t, sender, other)
	server.Allow("ada@example.org")
	send(t, sender, message("3"))
	if got := server.Wait(t, 2, soon); got[0].To != "ben@example.org" || got[1].To != "ada@example.org" {
		t.Errorf("arrived: %q, %q", got[0].To, got[1].To)
	}
}

// Dots at the ends of a name or side by side have to stand between quotation marks,
// for the server and in the header.
func TestOddDotsArrive(t *testing.T) {
	t.Parallel()
	for to, header := range map[string]string{
		"a..b@docomo.example": `<"a..b"@docomo.example>`,
		".ada@example.org":    `<".ada"@example.org>`,
		"ada.@example.org":    `<"ada."@example.org>`,
		"a.d.a@example.org":   `<a.d.a@example.org>`,
	} {
		server := mailtest.Start(t)
		m := message("1")
		m.To = to
		send(t, newSender(t, config(server)), m)
		got := server.Wait(t, 1, soon)[0]
		if got.To != to || got.Header.Get("To") != header {
			t.Errorf("%q arrived for %q, which its header calls %q", to, got.To, got.Header.Get("To"))
		}
	}
}

func TestImpossibleAddressIsPermanent(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	for _, to := range []string{"", "ada", "ada@example.org>\r\nRCPT TO:<b@example.org"} {
		m := message("1")
		m.To = to
		if err := give(context.Background(), sender, m); !mail.Permanent(err) || mail.Unknown(err) {
			t.Errorf("%q: %v", to, err)
		}
	}
	if server.Sessions() != 0 {
		t.Error("a server was asked")
	}
}

func TestLostAnswerIsUnknown(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	server.DropAfterData(1)
	err := give(context.Background(), sender, message("1"))
	if !mail.Unknown(err) || mail.Permanent(err) {
		t.Errorf("unknown %v, permanent %v: %v", mail.Unknown(err), mail.Permanent(err), err)
	}
	if n := server.Count(); n != 1 {
		t.Errorf("sent %d times", n)
	}
	send(t, sender, message("2"))
	if got := server.Wait(t, 2, soon); got[1].Header.Get("Message-Id") != "<2@regulars.example>" {
		t.Errorf("then arrived %v", got[1].Header)
	}
}

func TestNobodyListensIsTemporary(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	c := config(mailtest.Start(t))
	c.URL = "smtp://" + listener.Addr().String()
	err = give(context.Background(), newSender(t, c), message("1"))
	if err == nil || mail.Permanent(err) || mail.Unknown(err) {
		t.Errorf("permanent %v, unknown %v: %v", mail.Permanent(err), mail.Unknown(err), err)
	}
}

func TestEndedContextSendsNothing(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	send(t, sender, message("1"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := give(ctx, sender, message("2"))
	if !errors.Is(err, context.Canceled) || mail.Permanent(err) || mail.Unknown(err) || server.Count() != 1 {
		t.Errorf("%d mails, %v", server.Count(), err)
	}
}

func TestPasswordsTravelUnderTLS(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]*mailtest.Server{
		"STARTTLS": mailtest.StartTLS(t), "smtps": mailtest.StartSMTPS(t),
	} {
		sender := newSender(t, config(server))
		send(t, sender, message("1"))
		send(t, sender, message("2"))
		if got := server.Wait(t, 2, soon); got[1].Text != "Hello Ada\n" {
			t.Errorf("%s: arrived %q", name, got[1].Text)
		}
	}
}

func TestNoPasswordInTheClearOrToStrangers(t *testing.T) {
	t.Parallel()
	plain := config(mailtest.Start(t))
	plain.URL = strings.Replace(plain.URL, "smtp://", "smtp://regulars:hush@", 1)
	stranger := config(mailtest.StartTLS(t))
	stranger.TLS = nil // the system does not know its certificate
	wrong := config(mailtest.StartSMTPS(t))
	wrong.URL = strings.Replace(wrong.URL, ":p%40ss%2Fword@", ":hush@", 1)
	for name, c := range map[string]mail.Config{"no TLS": plain, "stranger": stranger, "wrong password": wrong} {
		err := give(context.Background(), newSender(t, c), message("1"))
		if err == nil || mail.Permanent(err) || mail.Unknown(err) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: permanent %v, unknown %v: %v", name, mail.Permanent(err), mail.Unknown(err), err)
		}
	}
}

func TestClosedSenderSaysGoodbye(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	send(t, sender, message("1"))
	if err := errors.Join(sender.Close(), sender.Close()); err != nil {
		t.Errorf("close: %v", err)
	}
	server.Wait(t, 1, soon)
}
