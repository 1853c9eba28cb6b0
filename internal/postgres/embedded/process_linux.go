package embedded

import (
	"fmt"
	"os"
	"syscall"
)

// dieWithParent has the kernel ask for a fast shutdown when Regulars is killed.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// runsIn tells whether process pid has dir as its working directory, as a
// postmaster has its cluster; true where that cannot be seen.
func runsIn(pid int, dir string) bool {
	works, err := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return true
	}
	wanted, err := os.Stat(dir)
	return err != nil || os.SameFile(works, wanted)
}
