package embedded_test

import "testing"

// Postgres removes its pid file as the last act of an orderly shutdown.
func TestKilledProgramTakesItsPostgresAlong(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	program := launchHost(t, dir)
	if postmaster(t, dir) == 0 {
		t.Fatal("the other program's server does not run")
	}
	program.Process.Kill()
	program.Wait()
	eventually(t, "Postgres has shut down by itself", func() bool { return postmaster(t, dir) == 0 })
}
