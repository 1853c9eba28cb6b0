package mail

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"regulars/internal/fault"
)

// How long a server may take. It may do its scanning before it says that it
// took a message, so that answer gets longer than the others.
const (
	dialTime    = 15 * time.Second
	commandTime = 30 * time.Second
	contentTime = 2 * time.Minute
	// idleTime is how long a connection is kept unused. Servers hang up after
	// minutes, and gateways on the way forget it without a word.
	idleTime = time.Minute
)

// conversation is one connection to the mail server and what is said there, one
// mail after the other.
type conversation struct {
	of    *SMTP
	conn  *smtp.Client // nil: none
	used  time.Time    // when conn was made, or last took a message
	asked string       // whom the next mail is for, as the server was told; empty: nobody
}

// Send hands the mail over and waits for the server's word. Ending ctx stops it
// before the content is on its way and not after: breaking off there would
// leave it unknown whether the mail went out.
func (c *conversation) Send(ctx context.Context, m Message, next string) (err error) {
	defer fault.Wrap(&err, "send mail %s", m.ID)
	to, raw, err := c.of.compose.compose(m)
	if err != nil {
		return err
	}
	if err := c.open(ctx, to); err != nil {
		return err
	}
	return c.hand(raw, c.following(next))
}

// Release gives the connection back. A server that was told of a next mail waits
// for it, so nothing else can be said there.
func (c *conversation) Release() {
	if c.asked != "" {
		c.drop()
	}
	c.of.lines.keep(c)
}

// open gets as far as the server asking for the content. A connection that was
// kept may be dead without anyone having said so; then a new one is made, once.
// Nothing has been handed over at that point, so nothing can be sent twice.
func (c *conversation) open(ctx context.Context, to string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.asked != "" && c.asked != to {
		c.drop()
	}
	if c.conn != nil {
		err := c.envelope(to)
		if err == nil || listening(err) {
			return err
		}
	}
	c.drop()
	err := c.dial(ctx)
	switch {
	case err == nil:
		return c.envelope(to)
	case c.of.lines.instead(ctx, c):
		return c.open(ctx, to)
	}
	return err
}

func (c *conversation) dial(ctx context.Context) error {
	conn, err := c.of.dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", c.of.dialer.ServerAddr(), err)
	}
	c.conn, c.used = conn, c.of.compose.now()
	return nil
}

// step is a command of SMTP, the answer that lets the next one follow, and how
// to say that another one came.
type step struct {
	command string
	code    int
	refused func(error) error
}

// steps name sender and recipient and ask to send the content.
func (c *conversation) steps(to string) []step {
	return []step{
		// A refused sender is no fault of the recipient's: it stays temporary.
		{"MAIL FROM:" + bracketed(c.of.compose.from) + "\r\n", 250, func(err error) error { return fmt.Errorf("sender refused: %w", err) }},
		{"RCPT TO:" + bracketed(to) + "\r\n", 25, func(err error) error { return refused(fmt.Errorf("recipient refused: %w", err)) }},
		{"DATA\r\n", 354, func(err error) error { return refused(fmt.Errorf("message refused: %w", err)) }},
	}
}

// pipelining tells whether the server takes several commands in one go (RFC 2920),
// which saves two trips of three, and a third if the envelope goes with the content
// of the mail before.
func (c *conversation) pipelining() bool {
	ok, _ := c.conn.Extension("PIPELINING")
	return ok
}

// envelope takes the steps, or hears how those went that were taken ahead.
func (c *conversation) envelope(to string) (err error) {
	defer func() { c.tidy(err) }()
	if err := c.conn.UpdateDeadline(commandTime); err != nil {
		return err
	}
	steps := c.steps(to)
	together := 1
	switch {
	case c.asked != "":
		c.asked = ""
		return c.hear(steps)
	case c.pipelining():
		together = len(steps)
	}
	for some := range slices.Chunk(steps, together) {
		for _, step := range some {
			c.conn.Text.W.WriteString(step.command) // an error stays with W until Flush
		}
		if err := c.conn.Text.W.Flush(); err != nil {
			return fmt.Errorf("connection lost: %w", err)
		}
		if err := c.hear(some); err != nil {
			return err
		}
	}
	return nil
}

// hear reads the answers to steps. The first refusal counts; later commands fail
// because of it.
func (c *conversation) hear(steps []step) (first error) {
	for _, step := range steps {
		_, _, err := c.conn.Text.ReadResponse(step.code)
		switch {
		case err != nil && answer(err) == 0:
			return cmp.Or(first, fmt.Errorf("connection lost: %w", err))
		case err != nil && first == nil:
			first = step.refused(err)
		case err == nil && first != nil && step.code == 354:
			// The server waits for a content that is for nobody.
			c.drop()
		}
	}
	return first
}

// following is the address of the next mail, if the server can be told.
func (c *conversation) following(next string) string {
	if next == "" || !c.pipelining() {
		return ""
	}
	to, err := CheckAddress(next)
	if err != nil {
		return ""
	}
	return to
}

// hand sends the content and, if it is known, whom the next mail is for. Until its
// last line has left, the server cannot have taken the message; from then on only
// an answer tells.
func (c *conversation) hand(raw []byte, next string) (err error) {
	defer func() { c.tidy(err) }()
	if err := c.conn.UpdateDeadline(contentTime); err != nil {
		return err
	}
	content := ended(raw)
	whole := len(content)
	if next != "" {
		for _, step := range c.steps(next) {
			content = append(content, step.command...)
		}
	}
	if sent, err := c.write(content); err != nil && sent < whole {
		return fmt.Errorf("connection lost: %w", err)
	} else if err != nil {
		return &failure{unknown, fmt.Errorf("connection lost after the message: %w", err)}
	}
	c.asked = next
	_, _, err = c.conn.Text.ReadResponse(250)
	switch {
	case err == nil:
		c.used = c.of.compose.now()
		return nil
	case answer(err) != 0:
		return refused(fmt.Errorf("message refused: %w", err))
	}
	return &failure{unknown, fmt.Errorf("no answer after the message: %w", err)}
}

// write sends bytes in one go, and tells how many went out.
func (c *conversation) write(bytes []byte) (sent int, err error) {
	out := c.conn.Text.W
	if sent, err = out.Write(bytes); err == nil {
		err = out.Flush()
		sent -= out.Buffered()
	}
	return sent, err
}

// ended is a content as it travels: with the dots doubled that begin a line, so
// that none ends it (RFC 5321 4.5.2), and with the line that does. The composer
// writes CRLF throughout and begins with no dot; a textproto.DotWriter would look
// at each byte again for that.
func ended(raw []byte) []byte {
	if bytes.Contains(raw, []byte("\r\n.")) {
		raw = bytes.ReplaceAll(raw, []byte("\r\n."), []byte("\r\n.."))
	}
	return append(raw, ".\r\n"...)
}

// tidy makes the connection ready for the next mail after a failed one, or
// lets go of it. Where the next one is announced already, it begins anew by itself.
func (c *conversation) tidy(err error) {
	switch {
	case err == nil, c.conn != nil && c.asked != "" && listening(err):
	case c.conn == nil, !listening(err), c.conn.Reset() != nil:
		c.drop()
	}
}

// stale tells whether nothing was said for so long that nobody may listen.
func (c *conversation) stale() bool { return c.of.compose.now().Sub(c.used) >= idleTime }

func (c *conversation) drop() {
	if c.conn != nil {
		c.conn.Close()
	}
	c.conn, c.asked = nil, ""
}

// close says goodbye, if there is anyone to say it to.
func (c *conversation) close() {
	if c.conn != nil && c.conn.UpdateDeadline(time.Second) == nil && c.conn.Quit() == nil {
		c.conn = nil
	}
	c.drop()
}
