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
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		return r, err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return r, r.take(kind, msg.Header.Get("Content-Transfer-Encoding"), msg.Body)
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if err == io.EOF && n > 0 {
			return r, nil
		}
		if err != nil {
			return r, err
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err := r.take(kind, part.Header.Get("Content-Transfer-Encoding"), part); err != nil {
			return r, err
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
