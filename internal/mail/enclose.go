package mail

import (
	"bytes"
	"mime/quotedprintable"
)

// enclosing parts a mail from the file that goes along. In quoted-printable nothing
// but a digit, A to F or the end of the line follows "=", so that no words can hold it.
const enclosing = "=_with"

// enclose puts a calendar beside what a mail says, as a file that the reader may take
// into a calendar of their own: PUBLISH, which asks for no answer. It works on the
// finished mail; what its headers tell of its content moves into the first part.
func enclose(raw, calendar []byte) []byte {
	if len(calendar) == 0 {
		return raw
	}
	head, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	var b, content bytes.Buffer
	b.Grow(len(raw) + len(calendar)*5/4 + 512)
	into := &b
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		switch {
		case bytes.HasPrefix(line, []byte("Content-")):
			into = &content
		case line[0] != ' ' && line[0] != '\t': // else it goes on
			into = &b
		}
		into.Write(line)
		into.WriteString("\r\n")
	}
	b.WriteString("Content-Type: multipart/mixed; boundary=\"" + enclosing + "\"\r\n\r\n--" + enclosing + "\r\n")
	b.Write(content.Bytes())
	b.WriteString("\r\n")
	b.Write(body)
	b.WriteString("\r\n--" + enclosing + "\r\n" +
		"Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name=\"meeting.ics\"\r\n" +
		"Content-Transfer-Encoding: quoted-printable\r\n" +
		"Content-Disposition: attachment; filename=\"meeting.ics\"\r\n\r\n")
	quoted := quotedprintable.NewWriter(&b)
	quoted.Write(calendar) // to memory, which takes everything
	quoted.Close()
	b.WriteString("\r\n--" + enclosing + "--\r\n")
	return b.Bytes()
}
