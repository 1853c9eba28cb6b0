package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"
)

// composer turns a Message into the bytes that travel. Both senders use it, so
// a file in the folder is what a server would have got.
type composer struct {
	from   *netmail.Address
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
	return &composer{from: from, domain: domain, signer: signer, now: c.Now}, nil
}

// maxSubject is in characters; longer ones are cut.
const maxSubject = 250

var idForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$`)

// compose gives the address in its kept form and the whole message with CRLF
// line ends. The same message at the same moment gives the same bytes.
func (c *composer) compose(m Message) (to string, raw []byte, err error) {
	if to, err = CheckAddress(m.To); err != nil {
		return "", nil, &failure{permanent, fmt.Errorf("impossible address %q: %w", m.To, err)}
	}
	if !idForm.MatchString(m.ID) {
		return "", nil, fmt.Errorf("message id %q: want letters, digits, dots, dashes, at most 64", m.ID)
	}
	if m.Thread != "" && !idForm.MatchString(m.Thread) {
		return "", nil, fmt.Errorf("thread %q: want what an id may have", m.Thread)
	}
	msg, err := c.message(m, to)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	b.Grow(2048 + (len(m.Text)+len(m.HTML))*9/8)
	if _, err := msg.WriteTo(&b); err != nil {
		return "", nil, fmt.Errorf("compose: %w", err)
	}
	raw, err = c.signer.sign(b.Bytes())
	return to, raw, err
}

func (c *composer) message(m Message, to string) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(boundary(m)))
	msg.FromMailAddress(c.from)
	msg.ToMailAddress(&netmail.Address{Address: to})
	msg.Subject(oneLine(m.Subject))
	msg.SetDateWithValue(c.now())
	msg.SetMessageIDWithValue(m.ID + "@" + c.domain)
	if m.Thread != "" { // nobody has the mail it names, and programs sort by it all the same
		msg.SetGenHeader("References", "<"+m.Thread+"@"+c.domain+">")
	}
	// Holiday replies to a reminder help nobody (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Unsubscribe != "" {
		if err := checkURL(m.Unsubscribe); err != nil {
			return nil, err
		}
		msg.SetListUnsubscribe(m.Unsubscribe)
		if strings.HasPrefix(m.Unsubscribe, "https:") { // RFC 8058 allows nothing less
			msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
		}
	}
	msg.SetBodyString(gomail.TypeTextPlain, plain(m.Text))
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, plain(m.HTML))
	}
	return msg, nil
}

// boundary is derived from the content, so that a second attempt is the same
// mail, and nobody can write words that hold the boundary they will stand in.
func boundary(m Message) string {
	hash := sha256.New()
	for _, part := range []string{m.ID, m.Text, m.HTML} {
		fmt.Fprintf(hash, "%d %s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
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
