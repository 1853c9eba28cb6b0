//go:build !linux

package embedded

import "syscall"

// dieWithParent does nothing: only Linux tells a child of its parent's death.
// What a killed Regulars leaves running, the next start stops.
func dieWithParent(*syscall.SysProcAttr) {}

// runsIn cannot be seen here.
func runsIn(int, string) bool { return true }
