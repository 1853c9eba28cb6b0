package pgtest

import (
	"os"
	"path/filepath"
	"syscall"
)

// directory is where the data of one test process lies, in memory if possible.
// It is locked while that process lives.
type directory struct {
	path string
	lock *os.File
}

const prefix = "regulars-test-"

// temporary makes a directory, and removes those of processes that were killed.
func temporary() (directory, error) {
	parent := "/dev/shm"
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		parent = os.TempDir()
	}
	sweep(parent)
	path, err := os.MkdirTemp(parent, prefix)
	if err != nil {
		return directory{}, err
	}
	d, mine, err := occupy(path)
	if err != nil {
		return d, err
	}
	if !mine { // swept away by another process in this very moment
		return temporary()
	}
	return d, os.Chmod(path, 0o755) // as root, Postgres runs as another user
}

// occupy locks the directory at path, if nobody else has.
func occupy(path string) (d directory, mine bool, err error) {
	file, err := os.OpenFile(filepath.Join(path, "in-use"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return d, false, err
	}
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return d, false, file.Close()
	}
	return directory{path, file}, true, nil
}

func (d directory) remove() {
	os.RemoveAll(d.path)
	d.lock.Close()
}

// sweep removes what nobody uses. Directories of other users stay: they cannot
// be opened.
func sweep(parent string) {
	left, _ := filepath.Glob(filepath.Join(parent, prefix+"*", "in-use"))
	for _, file := range left {
		if d, mine, err := occupy(filepath.Dir(file)); err == nil && mine {
			d.remove()
		}
	}
}
