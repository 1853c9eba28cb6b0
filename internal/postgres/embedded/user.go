package embedded

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is who runs Postgres, which refuses to run as root. The zero value is
// whoever runs this program.
type account struct {
	uid, gid uint32
	other    bool // than the one who runs this program
}

// chooseAccount picks this program's own user or, if that is root, the owner of
// the cluster that is already there, else postgres or nobody.
func chooseAccount(data string) (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	if info, err := os.Stat(data); err == nil {
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 0 {
			return account{uid: owner.Uid, gid: owner.Gid, other: true}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			return accountOf(found)
		}
	}
	return account{}, errors.New("there is neither a user postgres nor nobody for Postgres, which refuses to run as root: run Regulars as an ordinary user, or set DATABASE_URL")
}

func accountOf(u *user.User) (account, error) {
	uid, errU := strconv.ParseUint(u.Uid, 10, 32)
	gid, errG := strconv.ParseUint(u.Gid, 10, 32)
	return account{uid: uint32(uid), gid: uint32(gid), other: true}, errors.Join(errU, errG)
}

// as makes cmd run as the account.
func (a account) as(cmd *exec.Cmd) *exec.Cmd {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	if a.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return cmd
}

// reaches tells whether the account may enter dir. It asks the system by
// trying, so that access lists and mounts count too.
func (a account) reaches(dir string) bool {
	if !a.other {
		return true
	}
	try := a.as(exec.Command("/bin/sh", "-c", `test -x "$0"`, dir))
	try.Dir = "/"
	return try.Run() == nil
}

// private makes dir for the account alone; one that is there stays as it is.
func (a account) private(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil && a.other {
		err = os.Chown(dir, int(a.uid), int(a.gid))
	}
	return err
}

// owns tells whether path is a folder of the account, not one or a link that
// somebody else left there.
func (a account) owns(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	uid := uint32(os.Geteuid())
	if a.other {
		uid = a.uid
	}
	return info.Sys().(*syscall.Stat_t).Uid == uid
}
