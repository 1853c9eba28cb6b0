// Package internal holds the house; this test keeps its arrows: everything flows
// one way, from the web and the jobs down to Postgres.
package internal

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "regulars/"

// mayImport says which of the house's packages each may import directly. A
// package that is not listed, or imports what is not listed, fails the test: the
// picture changes on purpose or not at all.
var mayImport = map[string][]string{
	// leaves
	"internal/fault":    nil,
	"internal/token":    {"internal/fault"},
	"internal/place":    {"internal/fault"},
	"internal/interest": nil,
	"internal/words":    nil,
	"internal/schedule": {"internal/fault", "internal/words"},
	"internal/quilt":    nil,
	"migrations":        nil,
	"public":            nil,
	"views":             nil,
	"views/mail":        nil,
	"internal/mail":     {"internal/fault", "internal/words", "views/mail"},

	// the way to the database
	"internal/postgres":          {"internal/fault"},
	"internal/postgres/embedded": {"internal/fault"},
	"internal/limits":            {"internal/fault", "internal/postgres", "internal/token"},

	// the domain, from the ground up
	"internal/members":   {"internal/fault", "internal/mail", "internal/place", "internal/postgres", "internal/token", "internal/words"},
	"internal/groups":    {"internal/fault", "internal/interest", "internal/place", "internal/postgres"},
	"internal/meetings":  {"internal/fault", "internal/groups", "internal/postgres", "internal/schedule", "internal/words"},
	"internal/calendar":  {"internal/fault", "internal/groups", "internal/interest", "internal/meetings", "internal/place", "internal/postgres", "internal/schedule", "internal/words"},
	"internal/feed":      {"internal/fault", "internal/groups", "internal/meetings", "internal/members", "internal/place", "internal/schedule", "internal/words"},
	"internal/reminders": {"internal/fault", "internal/mail", "internal/meetings", "internal/place", "internal/postgres", "internal/schedule", "internal/token", "internal/words"},
	"internal/search":    {"internal/fault", "internal/groups", "internal/interest", "internal/meetings", "internal/place", "internal/postgres", "internal/schedule", "internal/words"},
	"internal/wishes":    {"internal/fault", "internal/groups", "internal/interest", "internal/place", "internal/postgres", "internal/reminders", "internal/search"},
	"internal/benchdata": {"internal/fault", "internal/groups", "internal/interest", "internal/meetings", "internal/place", "internal/postgres", "internal/schedule", "internal/search"},
	"internal/demo":      {"internal/fault", "internal/groups", "internal/meetings", "internal/members", "internal/place", "internal/postgres", "internal/schedule"},
}

// onlyIn says who may know a library.
var onlyIn = map[string][]string{
	"github.com/gofiber/fiber/v2": {"internal/web", "scripts/findbench"}, // which measures what Fiber alone takes
	"github.com/lib/pq":           {"internal/postgres"},
	"github.com/jmoiron/sqlx":     {"internal/postgres"},
	"github.com/robfig/cron/v3":   {"cmd/regulars"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (all []goPackage) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p goPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < len(mayImport) {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}

// upstairs are packages that may import any other: the web, the program, and
// helpers of tests and builds. Nobody but the program imports the web.
func upstairs(name string) bool {
	return name == "internal/web" || strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "scripts/") ||
		strings.HasSuffix(name, "test")
}

func TestArrows(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, listed := mayImport[name]
		if !listed && !upstairs(name) && name != "internal" {
			t.Errorf("%s has no place in the picture yet", name)
			continue
		}
		for _, imported := range p.Imports {
			room, ours := strings.CutPrefix(imported, module)
			switch {
			case !ours:
			case room == "internal/web" && !strings.HasPrefix(name, "cmd/"):
				t.Errorf("%s imports the web", name)
			case strings.HasSuffix(room, "test") && !strings.HasSuffix(name, "test"):
				t.Errorf("%s imports %s, which is for tests", name, room)
			case !upstairs(name) && !slices.Contains(allowed, room):
				t.Errorf("%s imports %s, against the arrows", name, room)
			}
		}
	}
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		for library, rooms := range onlyIn {
			knows := slices.ContainsFunc(p.Imports, func(i string) bool {
				return i == library || strings.HasPrefix(i, library+"/")
			})
			if knows && !slices.Contains(rooms, name) {
				t.Errorf("%s imports %s, which only %v may", name, library, rooms)
			}
		}
	}
}
