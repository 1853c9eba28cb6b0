package mailtest

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
)

// Received is a mail as the server got it.
type Received struct {
	From, To string // of the envelope; To is the first recipient
	Subject  string // decoded
	Text     string // decoded, with \n at line ends
	HTML     string // likewise
	Calendar string // the iCalendar file that goes along, with \r\n at line ends
	Header   netmail.Header
	Raw      []byte
}

// Read parses a mail. The error says what a strict reader would stumble over.
func Read(raw []byte) (r Received, err error) {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return r, err
	}
	r = Received{Header: msg.Header, Raw: raw}
	if r.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil {
		return r, err
	}
	return r, r.read(msg.Header.Get, msg.Body)
}

// read takes what a mail, or a part of one, consists of.
func (r *Received) read(header func(name string) string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return r.take(kind, header("Content-Transfer-Encoding"), body)
	}
	parts := multipart.NewReader(body, params["boundary"])
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if err == io.EOF && n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.read(part.Header.Get, part); err != nil {
			return err
		}
	}
}

func (r *Received) take(kind, encoding string, body io.Reader) error {
	if encoding != "quoted-printable" {
		return fmt.Errorf("a part in %q", encoding)
	}
	content, err := io.ReadAll(quotedprintable.NewReader(body))
	if err != nil {
		return err
	}
	words := strings.ReplaceAll(string(content), "\r\n", "\n")
	switch kind {
	case "text/plain":
		r.Text += words
	case "text/html":
		r.HTML += words
	case "text/calendar":
		r.Calendar += string(content)
	default:
		return fmt.Errorf("a part of type %q", kind)
	}
	return nil
}

func readAll(t testing.TB, mails []mail) []Received {
	t.Helper()
	all := make([]Received, len(mails))
	for i, m := range mails {
		r, err := Read(m.raw)
		if err != nil {
			t.Fatalf("mail to %v cannot be read: %v\n%s", m.to, err, m.raw)
		}
		r.From, r.To = m.from, strings.Join(m.to[:1], "")
		all[i] = r
	}
	return all
}
