package mail

import (
	"fmt"
	"mime"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// composer turns a Message into the bytes that travel. Both senders use it, so
// a file in the folder is what a server would have got.
type composer struct {
	from   string // address
	sender string // the same with a name, as it stands in the mail
	domain string // of from: right part of Message-IDs, and who signs
	signer *signer
	now    func() time.Time
}

func newComposer(c Config, from *netmail.Address) (*composer, error) {
	_, domain, _ := strings.Cut(from.Address, "@")
	signer, err := newSigner(c.DKIMKey, c.DKIMSelector, domain)
	if err != nil {
		return nil, err
	}
	return &composer{from: from.Address, sender: from.String(), domain: domain, signer: signer, now: c.Now}, nil
}

// maxSubject is in characters; longer ones are cut.
const maxSubject = 250

// isID tells whether s can stand in a Message-ID.
func isID(s string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	return s != "" && len(s) <= 64 && strings.Trim(s, letters+"._-") == "" &&
		strings.Trim(s[:1]+s[len(s)-1:], letters) == ""
}

// compose gives the address in its kept form and the whole message with CRLF
// line ends. The same message at the same moment gives the same bytes, except for
// a signature, which tells the second of the machine's own clock.
func (c *composer) compose(m Message) (to string, raw []byte, err error) {
	if to, err = CheckAddress(m.To); err != nil {
		return "", nil, &failure{permanent, fmt.Errorf("impossible address %q: %w", m.To, err)}
	}
	if !isID(m.ID) {
		return "", nil, fmt.Errorf("message id %q: want letters, digits, dots, dashes, at most 64", m.ID)
	}
	if m.Thread != "" && !isID(m.Thread) {
		return "", nil, fmt.Errorf("thread %q: want what an id may have", m.Thread)
	}
	if err := checkURL(m.Unsubscribe); m.Unsubscribe != "" && err != nil {
		return "", nil, err
	}
	e := make(entity, 0, 2048+(len(m.Text)+len(m.HTML))*9/8)
	c.headers(&e, m, to)
	e.body(m)
	raw, err = c.signer.sign(enclose(e, m.Calendar))
	return to, raw, err
}

func (c *composer) headers(e *entity, m Message, to string) {
	e.header("Date", c.now().Format(time.RFC1123Z))
	e.header("Message-ID", "<"+m.ID+"@"+c.domain+">")
	if m.Thread != "" { // nobody has the mail it names, and programs sort by it all the same
		e.header("References", "<"+m.Thread+"@"+c.domain+">")
	}
	e.header("From", c.sender)
	e.header("To", bracketed(to))
	e.header("Subject", mime.QEncoding.Encode("utf-8", oneLine(m.Subject)))
	// Holiday replies to a reminder help nobody (RFC 3834).
	e.header("Auto-Submitted", "auto-generated")
	if m.Unsubscribe != "" {
		e.header("List-Unsubscribe", "<"+m.Unsubscribe+">")
	}
	if strings.HasPrefix(m.Unsubscribe, "https:") { // RFC 8058 allows nothing less
		e.header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	e.header("MIME-Version", "1.0")
}

// oneLine makes a header value of any words: no line ends or other controls,
// nothing that reads as an encoded word, not endless.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "=?", "= ?")
	if runes := []rune(s); len(runes) > maxSubject {
		s = string(runes[:maxSubject-1]) + "…"
	}
	return s
}

// plain drops what no mail should hold: controls other than line ends and tabs,
// and bytes that are not UTF-8. Nearly every text is as it should be, and a look
// at its bytes costs a tenth of going through its characters.
func plain(s string) string {
	if clean(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// clean is sure that there is nothing to drop. The controls above ASCII all
// begin with the byte 0xC2.
func clean(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == 0xc2 {
			return false
		}
	}
	return utf8.ValidString(s)
}

// checkURL keeps an address from ending the header, or the brackets, it stands in.
func checkURL(s string) error {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" ||
		!ascii(s) || strings.ContainsAny(s, `<>"`) {
		return fmt.Errorf("unsubscribe address %q is not a plain http(s) address", s)
	}
	return nil
}
