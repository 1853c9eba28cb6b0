package embedded

import (
	"errors"
	"os"
	"syscall"
)

// lock is held by the process that runs a cluster's server, for as long as it
// does. The kernel lets go of it when that process ends, however it ends.
type lock struct{ file *os.File }

// tryLock takes the lock at path; nil without an error if another has it.
func tryLock(path string) (*lock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, nil
		}
		return nil, err
	}
	return &lock{file}, nil
}

// waitLock takes the lock of a folder, once whoever has it lets go.
func waitLock(dir string) (*lock, error) {
	file, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		file.Close()
		return nil, err
	}
	return &lock{file}, nil
}

// release lets others have the lock.
func (l *lock) release() error { return l.file.Close() }
