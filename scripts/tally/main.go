// Tally reads what `go test -json` writes, shows what a person wants to see of
// it (a line a package, and all that a failing test printed), and counts:
//
//	go test -json ./... | go run ./scripts/tally
//
// Its last line is "N passed, N failed". It fails if a test failed or was
// skipped (a skipped test is one that nobody looks at again), if a package did
// not build, if there were no tests, or if no test printed an expected text.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"strings"
)

func main() {
	expect := flag.String("expect", "", "`texts` that some test has to print, with semicolons between")
	flag.Parse()
	if !tally(os.Stdin, os.Stdout, *expect) {
		os.Exit(1)
	}
}

// event is one line of `go test -json`, see `go doc test2json`.
type event struct {
	Action     string
	Package    string
	Test       string
	ImportPath string // of build-output
	Output     string
	Elapsed    float64 // seconds
}

// counter adds events up.
type counter struct {
	out     io.Writer
	missing map[string]bool // expected texts that no test has printed yet
	passed  int
	failed  int
	skipped int
	printed map[string][]string // by package and test, while it runs
	broken  map[string]bool     // packages of which a test failed
}

// tally reads events from in, reports to out and tells whether all is well.
func tally(in io.Reader, out io.Writer, expect string) bool {
	c := &counter{out: out, missing: map[string]bool{}, printed: map[string][]string{}, broken: map[string]bool{}}
	for text := range strings.SplitSeq(expect, ";") {
		if text = strings.TrimSpace(text); text != "" {
			c.missing[text] = true
		}
	}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			c.line(line)
		}
		if err != nil {
			return c.sum()
		}
	}
}

// line takes an event; what is none comes from the go command itself.
func (c *counter) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		fmt.Fprint(c.out, line)
		return
	}
	switch e.Action {
	case "build-output":
		fmt.Fprint(c.out, e.Output)
	case "output":
		c.keep(e)
	case "pass", "fail", "skip":
		c.end(e)
	}
}

func (c *counter) keep(e event) {
	maps.DeleteFunc(c.missing, func(text string, _ bool) bool { return strings.Contains(e.Output, text) })
	name := e.Package + " " + e.Test
	c.printed[name] = append(c.printed[name], e.Output)
}

func (c *counter) end(e event) {
	name := e.Package + " " + e.Test
	printed := c.printed[name]
	delete(c.printed, name)
	if e.Test == "" {
		c.endPackage(e, printed)
		return
	}
	switch e.Action {
	case "pass":
		c.passed++
		return
	case "fail":
		c.failed++
		c.broken[e.Package] = true
	case "skip":
		c.skipped++
	}
	fmt.Fprint(c.out, strings.Join(printed, ""))
}

// endPackage reports a package. One that fails without a failing test did not
// build, or its TestMain gave up, or it ran into the time limit.
func (c *counter) endPackage(e event, printed []string) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(c.out, "ok    %-36s %6.1f s\n", e.Package, e.Elapsed)
	case "fail":
		if !c.broken[e.Package] {
			c.failed++
			c.rest(e.Package)
		}
		fmt.Fprintf(c.out, "%sFAIL  %-36s %6.1f s\n", strings.Join(printed, ""), e.Package, e.Elapsed)
	}
}

// rest shows what the tests printed that never ended.
func (c *counter) rest(pkg string) {
	for name, printed := range c.printed {
		if strings.HasPrefix(name, pkg+" ") {
			fmt.Fprint(c.out, strings.Join(printed, ""))
			delete(c.printed, name)
		}
	}
}

func (c *counter) sum() bool {
	if c.skipped > 0 {
		fmt.Fprintf(c.out, "%d skipped, which counts as a failure\n", c.skipped)
	}
	for text := range c.missing {
		fmt.Fprintf(c.out, "no test printed %q, which counts as a failure\n", text)
		c.failed++
	}
	failed := c.failed + c.skipped
	if c.passed+failed == 0 {
		fmt.Fprintln(c.out, "there were no tests")
	}
	fmt.Fprintf(c.out, "%d passed, %d failed\n", c.passed, failed)
	return failed == 0 && c.passed > 0
}
