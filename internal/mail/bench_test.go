package mail_test

import (
	"bytes"
	"fmt"
	"io"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
	"regulars/internal/words"
)

// BenchmarkSend sends reminders over the kept connection, each followed by the
// same bytes in a bare SMTP loop over another connection to the same server.
// Taking turns, both meet the same load; "%floor" is the rate of the first as
// share of the second.
func BenchmarkSend(b *testing.B) {
	server := mailtest.Start(b)
	sender := newSender(b, config(server))
	m := write(b, chorus)
	m.ID, m.To = "0", "ada@example.org"
	send(b, sender, m)
	raw := server.Wait(b, 1, soon)[0].Raw
	server.Discard()
	bare := dial(b, server)

	var ours, floor time.Duration
	b.SetBytes(int64(len(raw)))
	for n := 1; b.Loop(); n++ {
		start := time.Now()
		m.ID = fmt.Sprint(n)
		send(b, sender, m)
		between := time.Now()
		bare.send(raw)
		ours, floor = ours+between.Sub(start), floor+time.Since(between)
	}
	b.ReportMetric(float64(b.N)/ours.Seconds(), "mails/s")
	b.ReportMetric(float64(b.N)/floor.Seconds(), "floor/s")
	b.ReportMetric(100*floor.Seconds()/ours.Seconds(), "%floor")
}

// BenchmarkWrite puts one reminder into words.
func BenchmarkWrite(b *testing.B) {
	letters := newLetters(b)
	for b.Loop() {
		if _, err := letters.Write(chorus, words.English); err != nil {
			b.Fatal(err)
		}
	}
}

// loop is SMTP and nothing else.
type loop struct {
	testing.TB
	text *textproto.Conn
}

func dial(b *testing.B, server *mailtest.Server) loop {
	text, err := textproto.Dial("tcp", strings.TrimPrefix(server.URL, "smtp://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { text.Close() })
	l := loop{b, text}
	l.expect(220)
	l.command(250, "EHLO bare")
	return l
}

func (l loop) send(raw []byte) {
	l.command(250, "MAIL FROM:<hello@regulars.example> BODY=8BITMIME")
	l.command(250, "RCPT TO:<ada@example.org>")
	l.command(354, "DATA")
	data := l.text.DotWriter()
	if _, err := io.Copy(data, bytes.NewReader(raw)); err != nil {
		l.Fatal(err)
	}
	if err := data.Close(); err != nil {
		l.Fatal(err)
	}
	l.expect(250)
}

func (l loop) command(code int, line string) {
	if err := l.text.PrintfLine("%s", line); err != nil {
		l.Fatal(err)
	}
	l.expect(code)
}

func (l loop) expect(code int) {
	if _, _, err := l.text.ReadResponse(code); err != nil {
		l.Fatal(err)
	}
}
