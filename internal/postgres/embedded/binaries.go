package embedded

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// oldest is the first major version that has what the schema and the tests ask
// for (DROP DATABASE … WITH (FORCE), trusted extensions).
const oldest = 13

// haunts are where package managers put each major version: Debian and Ubuntu,
// Fedora's pgdg, brew on both kinds of Mac, and npm's @embedded-postgres.
var haunts = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"node_modules/@embedded-postgres/*/native/bin",
}

// binaries are the programs of one Postgres.
type binaries struct {
	dir   string // absolute
	major int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// findBinaries gives the newest Postgres of the machine or, with major not 0,
// one of that version: a cluster is read by no other.
func findBinaries(major int) (binaries, error) {
	var best binaries
	for _, dir := range candidates() {
		b, ok := inspect(dir)
		if ok && b.major > best.major && (major == 0 || b.major == major) {
			best = b
		}
	}
	switch {
	case best.major > 0:
		return best, nil
	case major > 0:
		return best, fmt.Errorf("the private Postgres was made by Postgres %d, which is no longer installed: install it again, or set DATABASE_URL", major)
	default:
		return best, fmt.Errorf("there is no Postgres %d or newer on this machine: run `make deps` (it installs postgresql), or set DATABASE_URL", oldest)
	}
}

// candidates are folders that may hold a Postgres, the machine's before npm's,
// which lacks pgbench and the like.
func candidates() []string {
	var dirs []string
	if onPath, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(onPath))
	}
	for _, haunt := range haunts {
		found, _ := filepath.Glob(haunt) // fails on a malformed pattern only
		dirs = append(dirs, found...)
	}
	return dirs
}

var versionNumber = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect tells whether dir holds a Postgres that can be used, and which.
func inspect(dir string) (binaries, bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return binaries{}, false
	}
	b := binaries{dir: dir}
	if _, err := os.Stat(b.path("initdb")); err != nil {
		return b, false
	}
	said, err := exec.Command(b.path("postgres"), "--version").Output()
	if err != nil {
		return b, false
	}
	if number := versionNumber.FindSubmatch(said); number != nil {
		b.major, _ = strconv.Atoi(string(number[1]))
	}
	return b, b.major >= oldest
}
