package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"regulars/internal/fault"
)

// Folder writes each mail to a file and says in the log where. Trying Regulars
// needs no mail server: the link to sign in is in the log.
type Folder struct {
	dir     string
	compose *composer
	log     *slog.Logger
}

func newFolder(c Config, composer *composer) (*Folder, error) {
	if c.Folder == "" {
		return nil, errors.New("mails need a mail server or a folder")
	}
	return &Folder{dir: c.Folder, compose: composer, log: c.Log}, nil
}

// AtOnce is one: a disk is not quicker for being asked by many.
func (f *Folder) AtOnce() int { return 1 }

// Line is the folder itself.
func (f *Folder) Line(ctx context.Context) (Line, error) { return f, ctx.Err() }

// Release does nothing.
func (f *Folder) Release() {}

// Send writes the mail to a file named by time and id, which appears whole or
// not at all. Only its owner may read it: it may hold a link that signs in.
func (f *Folder) Send(ctx context.Context, m Message, _ string) (err error) {
	defer fault.Wrap(&err, "write mail %s", m.ID)
	if err := ctx.Err(); err != nil {
		return err
	}
	to, raw, err := f.compose.compose(m)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%s.eml", f.compose.now().UTC().Format("20060102T150405.000000000Z"), m.ID)
	path := filepath.Join(f.dir, name)
	if err := f.write(path, raw); err != nil {
		return err
	}
	f.log.Info("mail written", "file", path, "to", to, "subject", oneLine(m.Subject), "link", m.Link)
	return nil
}

// Close does nothing; a Folder holds nothing.
func (f *Folder) Close() error { return nil }

func (f *Folder) write(path string, raw []byte) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	part, err := os.CreateTemp(f.dir, ".part-*") // readable by its owner only
	if err != nil {
		return err
	}
	_, err = part.Write(raw)
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(part.Name()))
	}
	return err
}
