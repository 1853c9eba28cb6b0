package embedded

import (
	"os/exec"
	"runtime"
	"syscall"
)

// process is a running postmaster.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{}
}

// launch starts cmd in a process group of its own, so that a Ctrl-C meant for
// Regulars does not take the database away before the last request is done.
//
// On Linux the kernel stops the process when the thread that started it ends:
// that thread therefore waits for it.
func launch(cmd *exec.Cmd) (*process, error) {
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr)
	p := &process{cmd: cmd, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // the log has said why it ended
		}
	}()
	return p, <-started
}

// stop asks for a fast shutdown, which ends sessions and writes everything
// down, and waits for it.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGINT) // fails only if it has ended
	<-p.ended
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}
