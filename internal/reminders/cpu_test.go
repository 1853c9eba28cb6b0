package reminders

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// cpuTick is the unit in which Linux counts the time of processes.
const cpuTick = 10 * time.Millisecond

// cpu is how long the processors worked for a process and those that it started;
// 0 where the system does not tell. A child that ended counts once it was waited for.
func cpu(process int) (used time.Duration) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
		parent, own, ended := times(id)
		switch process {
		case id:
			used += own + ended
		case parent:
			used += own
		}
	}
	return used
}

// times reads the parent of a process, the time that it used, and that of its
// children which have ended.
func times(process int) (parent int, own, ended time.Duration) {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	_, rest, _ := strings.Cut(string(stat), ") ") // the name stands before
	fields := strings.Fields(rest)
	if len(fields) < 15 {
		return 0, 0, 0
	}
	number := func(field int) int {
		n, _ := strconv.Atoi(fields[field])
		return n
	}
	return number(1), time.Duration(number(11)+number(12)) * cpuTick, time.Duration(number(13)+number(14)) * cpuTick
}

// postmaster is the process whose children are those of the database.
func (w *world) postmaster() int {
	w.t.Helper()
	parent, _, _ := times(int(w.id(`SELECT pg_backend_pid()`)))
	return parent
}
