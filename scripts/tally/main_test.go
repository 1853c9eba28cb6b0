package main

import (
	"strings"
	"testing"
)

const (
	good = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"calendars: 108 files\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"pass","Package":"p","Elapsed":0.2}
`
	also = `{"Action":"output","Package":"l","Test":"TestL","Output":"libical: 2 cases\n"}
{"Action":"pass","Package":"l","Test":"TestL","Elapsed":0.1}
{"Action":"pass","Package":"l","Elapsed":0.2}
`
	bad = `{"Action":"output","Package":"q","Test":"TestB","Output":"    b_test.go:1: wrong\n"}
{"Action":"fail","Package":"q","Test":"TestB","Elapsed":0.1}
{"Action":"output","Package":"q","Output":"FAIL\n"}
{"Action":"output","Package":"q","Output":"FAIL\tq\t0.2s\n"}
{"Action":"fail","Package":"q","Elapsed":0.2}
`
	skipped = `{"Action":"output","Package":"r","Test":"TestC","Output":"    c_test.go:1: not today\n"}
{"Action":"skip","Package":"r","Test":"TestC"}
{"Action":"pass","Package":"r","Elapsed":0.2}
`
	unbuilt = `{"ImportPath":"s","Action":"build-output","Output":"s.go:1: undefined: x\n"}
{"ImportPath":"s","Action":"build-fail"}
{"Action":"output","Package":"s","Output":"FAIL\ts [build failed]\n"}
{"Action":"fail","Package":"s","Elapsed":0}
`
	panicked = `{"Action":"output","Package":"u","Test":"TestD","Output":"panic: oh\n"}
{"Action":"output","Package":"u","Output":"exit status 2\n"}
{"Action":"fail","Package":"u","Elapsed":0}
`
	untested = `{"Action":"output","Package":"v","Output":"?   \tv\t[no test files]\n"}
{"Action":"skip","Package":"v","Elapsed":0}
`
)

func TestTally(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in, expect string
		ok         bool
		shown      []string
		last       string
	}{
		"all pass":        {in: good + untested, ok: true, shown: []string{"ok    p"}, last: "1 passed, 0 failed"},
		"one fails":       {in: good + bad, shown: []string{"b_test.go:1: wrong", "FAIL  q"}, last: "1 passed, 1 failed"},
		"one is skipped":  {in: good + skipped, shown: []string{"not today", "1 skipped"}, last: "1 passed, 1 failed"},
		"does not build":  {in: good + unbuilt, shown: []string{"undefined: x", "FAIL  s"}, last: "1 passed, 1 failed"},
		"panics":          {in: good + panicked, shown: []string{"panic: oh"}, last: "1 passed, 1 failed"},
		"none at all":     {in: untested, shown: []string{"no tests"}, last: "0 passed, 0 failed"},
		"go itself fails": {in: "go: cannot find main module\n", shown: []string{"main module"}, last: "0 passed, 0 failed"},
		"expected":        {in: good, expect: "calendars: 108 files", ok: true, last: "1 passed, 0 failed"},
		"not expected":    {in: good, expect: "calendars: 109 files", shown: []string{"109 files"}, last: "1 passed, 1 failed"},
		"two expected":    {in: good + also, expect: "calendars: 108 files; libical: 2 cases", ok: true, last: "2 passed, 0 failed"},
		"one of two":      {in: good, expect: "calendars: 108 files; libical: 2 cases", shown: []string{"no test printed \"libical: 2 cases\""}, last: "1 passed, 1 failed"},
		"neither of two":  {in: untested, expect: "a;b", shown: []string{`"a"`, `"b"`}, last: "0 passed, 2 failed"},
		"no last newline": {in: strings.TrimSpace(good), ok: true, last: "1 passed, 0 failed"},
	} {
		var out strings.Builder
		if ok := tally(strings.NewReader(c.in), &out, c.expect); ok != c.ok {
			t.Errorf("%s: tally = %v, want %v", name, ok, c.ok)
		}
		for _, part := range c.shown {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%s: %q is not shown in:\n%s", name, part, out.String())
			}
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if last := lines[len(lines)-1]; last != c.last {
			t.Errorf("%s: the last line is %q, want %q", name, last, c.last)
		}
	}
}

func TestPassingTestsAreQuiet(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	tally(strings.NewReader(good), &out, "")
	if strings.Contains(out.String(), "calendars") {
		t.Errorf("a passing test is quoted:\n%s", out.String())
	}
}
