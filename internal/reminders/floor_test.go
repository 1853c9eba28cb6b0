package reminders

import (
	"bufio"
	"fmt"
	"net"
	"net/smtp"
	"sync"
	"testing"
	"time"

	"regulars/internal/mail/mailtest"
)

// line hands over the i-th of many mails on a connection of its own.
type line func(i int) error

// overLines hands over n mails by connections that work side by side, and tells
// how long that takes. Connecting does not count.
func overLines(b *testing.B, n, connections int, dial func() line) time.Duration {
	b.Helper()
	lines := make([]line, connections)
	for k := range lines {
		lines[k] = dial()
	}
	begin := time.Now()
	var handing sync.WaitGroup
	for k, hand := range lines {
		handing.Go(func() {
			for i := k; i < n; i += connections {
				if err := hand(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	handing.Wait()
	return time.Since(begin)
}

func recipient(i int) string { return fmt.Sprintf("m%d@example.org", i) }

// libraryLoop speaks through the client of Go's standard library.
func libraryLoop(b *testing.B, server sink, mails []mailtest.Received) func() line {
	return func() line {
		client, err := smtp.Dial(server.address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { client.Close() })
		return func(i int) error {
			if err := client.Mail("hello@regulars.example"); err != nil {
				return err
			}
			if err := client.Rcpt(recipient(i)); err != nil {
				return err
			}
			data, err := client.Data()
			if err != nil {
				return err
			}
			if _, err := data.Write(mails[i%len(mails)].Raw); err != nil {
				return err
			}
			return data.Close()
		}
	}
}

// byteLoop writes bytes that are ready, and does not so much as look at the
// answers: no client can do less. The envelope goes command by command or, with
// pipelining, together.
func byteLoop(b *testing.B, server sink, mails []mailtest.Received, together bool) func() line {
	var contents [][]byte
	for _, m := range mails {
		contents = append(contents, fmt.Appendf(nil, "%s.\r\n", m.Raw))
	}
	return func() line {
		conn, err := net.Dial("tcp", server.address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		in := bufio.NewReader(conn)
		say := func(answers int, words []byte) error {
			_, err := conn.Write(words)
			for ; answers > 0 && err == nil; answers-- {
				_, err = in.ReadSlice('\n')
			}
			return err
		}
		if err := say(4, []byte("EHLO bare\r\n")); err != nil { // with the greeting
			b.Fatal(err)
		}
		return func(i int) error { return handBytes(say, recipient(i), contents[i%len(contents)], together) }
	}
}

func handBytes(say func(answers int, words []byte) error, to string, content []byte, together bool) error {
	const from, data = "MAIL FROM:<hello@regulars.example>\r\n", "DATA\r\n"
	to = "RCPT TO:<" + to + ">\r\n"
	steps := []string{from, to, data}
	if together {
		steps = []string{from + to + data}
	}
	for _, step := range steps {
		if err := say(3/len(steps), []byte(step)); err != nil {
			return err
		}
	}
	return say(1, content)
}
