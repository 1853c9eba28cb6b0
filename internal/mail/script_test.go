package mail_test

import (
	"context"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"regulars/internal/mail"
	"regulars/internal/mail/mailtest"
)

// scripted is a server that says just what a test wants. It keeps what it hears.
type scripted struct {
	answers map[string]string // verb → answer; "." is the end of a content
	heard   chan string
}

// config starts the server and gives the way to it.
func (s *scripted) config(t *testing.T) mail.Config {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.heard = make(chan string, 1000)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.talk(textproto.NewConn(conn))
		}
	}()
	t.Cleanup(func() { listener.Close(); <-done })
	return mail.Config{URL: "smtp://" + listener.Addr().String(), From: "hello@regulars.example", Now: noon}
}

func (s *scripted) talk(text *textproto.Conn) {
	defer text.Close()
	text.PrintfLine("220 script")
	for {
		line, err := text.ReadLine()
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(line, " ")
		s.heard <- verb
		said := s.say(text, verb, "250 yes")
		if verb == "DATA" && strings.HasPrefix(said, "354") {
			if _, err := text.ReadDotBytes(); err != nil {
				return
			}
			s.heard <- "."
			s.say(text, ".", "250 taken")
		}
	}
}

func (s *scripted) say(text *textproto.Conn, verb, usual string) string {
	said, ok := s.answers[verb]
	if !ok {
		said = usual
	}
	text.PrintfLine("%s", said)
	return said
}

// verbs gives what was heard so far. Call it after Close of the sender.
func (s *scripted) verbs() (all []string) {
	for {
		select {
		case verb := <-s.heard:
			all = append(all, verb)
		default:
			return all
		}
	}
}

func TestPlainServersAreAskedStepByStep(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: map[string]string{"DATA": "354 go on"}}
	sender := newSender(t, s.config(t))
	send(t, sender, message("1"))
	send(t, sender, message("2"))
	if got := s.verbs(); !slices.Equal(got, []string{"EHLO", "MAIL", "RCPT", "DATA", ".", "MAIL", "RCPT", "DATA", "."}) {
		t.Errorf("heard %q", got)
	}
}

const together = "250-script\r\n250 PIPELINING"

// The envelope of the next mail goes with the content of the one before, whatever
// becomes of that one, and must not be taken for another's.
func TestNextMailIsAnnounced(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers  map[string]string
		announce string // address of the second, as told with the first
		first    bool   // is taken
		second   bool
		heard    string
	}{
		"as announced":       {map[string]string{}, "ben@example.org", true, true, "EHLO MAIL RCPT DATA . MAIL RCPT DATA ."},
		"otherwise":          {map[string]string{}, "cyd@example.org", true, true, "EHLO MAIL RCPT DATA . MAIL RCPT DATA EHLO MAIL RCPT DATA ."},
		"impossible address": {map[string]string{}, "ben>@example.org", true, true, "EHLO MAIL RCPT DATA . MAIL RCPT DATA ."},
		"not together":       {map[string]string{"EHLO": "250 script"}, "ben@example.org", true, true, "EHLO MAIL RCPT DATA . MAIL RCPT DATA ."},
		"first refused":      {map[string]string{".": "554 no"}, "ben@example.org", false, false, "EHLO MAIL RCPT DATA . MAIL RCPT DATA . RSET"},
		"hangs up on first":  {map[string]string{".": "421 bye"}, "ben@example.org", false, false, "EHLO MAIL RCPT DATA . MAIL RCPT DATA EHLO MAIL RCPT DATA ."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for verb, usual := range map[string]string{"EHLO": together, "DATA": "354 go on"} {
				if _, ok := c.answers[verb]; !ok {
					c.answers[verb] = usual
				}
			}
			s := &scripted{answers: c.answers}
			sender := newSender(t, s.config(t))
			line, err := sender.Line(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			second := message("2")
			second.To = "ben@example.org"
			for i, m := range []mail.Message{message("1"), second} {
				err := line.Send(context.Background(), m, []string{c.announce, ""}[i])
				if taken := err == nil; taken != []bool{c.first, c.second}[i] || mail.Unknown(err) {
					t.Errorf("mail %s: %v", m.ID, err)
				}
			}
			line.Release()
			if got := strings.Join(s.verbs(), " "); got != c.heard {
				t.Errorf("heard %q, want %q", got, c.heard)
			}
		})
	}
}

// An announced recipient is refused as any other, and an announced mail that does
// not come leaves nothing behind.
func TestAnnouncedMailIsRefusedOrDoesNotCome(t *testing.T) {
	t.Parallel()
	server := mailtest.Start(t)
	sender := newSender(t, config(server))
	server.Refuse("ben@example.org", 550)
	line, err := sender.Line(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ben := message("2")
	ben.To = "Ben@example.org"
	first, second := line.Send(context.Background(), message("1"), ben.To), line.Send(context.Background(), ben, "cyd@example.org")
	third := line.Send(context.Background(), message("3"), "cyd@example.org")
	line.Release()
	if first != nil || !mail.Permanent(second) || third != nil {
		t.Errorf("taken: %v; refused: %v; taken: %v", first, second, third)
	}
	send(t, sender, message("4"))
	if got := server.Wait(t, 3, soon); len(got) != 3 || server.Sessions() != 2 {
		t.Errorf("%d mails over %d connections, want 3 over 2", len(got), server.Sessions())
	}
}

func TestWhatAnAnswerMeans(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers   map[string]string
		permanent bool
		unknown   bool
		heard     string
	}{
		"sender refused":          {map[string]string{"MAIL": "550 not you"}, false, false, "MAIL RSET"},
		"recipient refused":       {map[string]string{"RCPT": "550 nobody"}, true, false, "MAIL RCPT RSET"},
		"content refused":         {map[string]string{".": "554 no"}, true, false, "MAIL RCPT DATA . RSET"},
		"content not now":         {map[string]string{".": "452 full"}, false, false, "MAIL RCPT DATA . RSET"},
		"content hung up on":      {map[string]string{".": "421 bye"}, false, false, "MAIL RCPT DATA ."},
		"answer that is none":     {map[string]string{".": "what?"}, false, true, "MAIL RCPT DATA ."},
		"DATA refused":            {map[string]string{"DATA": "554 no"}, true, false, "MAIL RCPT DATA RSET"},
		"together, sender":        {map[string]string{"EHLO": together, "MAIL": "550 not you", "RCPT": "503 no", "DATA": "503 no"}, false, false, "MAIL RCPT DATA RSET"},
		"together, recipient":     {map[string]string{"EHLO": together, "RCPT": "550 nobody", "DATA": "503 no"}, true, false, "MAIL RCPT DATA RSET"},
		"together, then go ahead": {map[string]string{"EHLO": together, "RCPT": "550 nobody"}, true, false, "MAIL RCPT DATA"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, ok := c.answers["DATA"]; !ok {
				c.answers["DATA"] = "354 go on"
			}
			s := &scripted{answers: c.answers}
			sender := newSender(t, s.config(t))
			err := give(context.Background(), sender, message("1"))
			if err == nil || mail.Permanent(err) != c.permanent || mail.Unknown(err) != c.unknown {
				t.Errorf("permanent %v, unknown %v: %v", mail.Permanent(err), mail.Unknown(err), err)
			}
			if got := strings.Join(s.verbs(), " "); got != "EHLO "+c.heard {
				t.Errorf("heard %q, want EHLO %s", got, c.heard)
			}
		})
	}
}
