package embedded

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// chatter passes what Postgres says on to the log, line by line, and keeps the
// last complaint for the error of a failed start.
type chatter struct {
	log  *slog.Logger
	mu   sync.Mutex
	rest []byte // of a line that is not whole yet
	last string
}

// Write implements io.Writer; it takes everything.
func (c *chatter) Write(text []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rest = append(c.rest, text...)
	for {
		line, rest, whole := bytes.Cut(c.rest, []byte("\n"))
		if !whole {
			return len(text), nil
		}
		c.rest = rest
		c.say(string(line))
	}
}

func (c *chatter) say(line string) {
	if strings.Contains(line, "FATAL: ") || strings.Contains(line, "PANIC: ") {
		c.last = line
		c.log.Warn("postgres: " + line)
		return
	}
	c.log.Debug("postgres: " + line)
}

func (c *chatter) complaint() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}
