package mail

import "strings"

// entity is a mail as it grows (RFC 2045). It is written by hand, since go-mail
// takes four times as long, which is a fifth of all that a reminder costs; and a
// boundary has to be the same each time, and one that nobody can write.
type entity []byte

// boundary parts a mail. No part can hold it: in quoted-printable the character
// after "=" is a digit, A to F or the end of the line.
const boundary = "=_part"

// wide is how long lines may be, without their end.
const wide = 76

// header adds a header, folded between words where it is long. Only values
// without controls may be given.
func (e *entity) header(name, value string) {
	*e = append(*e, name...)
	*e = append(*e, ':')
	for column, first := len(name)+1, true; first || value != ""; first = false {
		var word string
		word, value, _ = strings.Cut(value, " ")
		if column += 1 + len(word); column > wide && !first {
			*e = append(*e, "\r\n"...)
			column = 1 + len(word)
		}
		*e = append(*e, ' ')
		*e = append(*e, word...)
	}
	*e = append(*e, "\r\n"...)
}

// body adds the text, and the HTML if there is any, for the reader's program to
// choose from.
func (e *entity) body(m Message) {
	if m.HTML == "" {
		e.part("text/plain", m.Text)
		if !strings.HasSuffix(m.Text, "\n") {
			*e = append(*e, "\r\n"...)
		}
		return
	}
	e.header("Content-Type", `multipart/alternative; boundary="`+boundary+`"`)
	*e = append(*e, "\r\n"...)
	for _, part := range [][2]string{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		*e = append(*e, "--"+boundary+"\r\n"...)
		e.part(part[0], part[1])
		*e = append(*e, "\r\n"...)
	}
	*e = append(*e, "--"+boundary+"--\r\n"...)
}

func (e *entity) part(kind, words string) {
	e.header("Content-Type", kind+"; charset=utf-8")
	e.header("Content-Transfer-Encoding", "quoted-printable")
	*e = append(*e, "\r\n"...)
	e.quoted(plain(words))
}

// quoted adds words in quoted-printable (RFC 2045 6.7).
func (e *entity) quoted(words string) {
	for {
		line, rest, more := strings.Cut(words, "\n")
		e.quotedLine(line)
		if !more {
			return
		}
		*e = append(*e, "\r\n"...)
		words = rest
	}
}

// quotedLine copies what stands for itself, as much at a time as there is room for
// before a soft end of the line.
func (e *entity) quotedLine(line string) {
	out := *e
	for room := wide - 1; line != ""; {
		n := 0
		for n < len(line) && n < room && literal[line[n]] {
			n++
		}
		if n == len(line) && line[n-1] == ' ' { // space at an end gets lost on the way
			n--
		}
		out = append(out, line[:n]...)
		line, room = line[n:], room-n
		switch {
		case line == "":
		case room >= 3 && (!literal[line[0]] || line == " "):
			out = append(out, '=', hexDigits[line[0]>>4], hexDigits[line[0]&15])
			line, room = line[1:], room-3
		default:
			out = append(out, "=\r\n"...)
			room = wide - 1
		}
	}
	*e = out
}

const hexDigits = "0123456789ABCDEF"

// literal tells which bytes stand for themselves.
var literal = func() (is [256]bool) {
	for c := byte(' '); c <= '~'; c++ {
		is[c] = c != '='
	}
	return is
}()
