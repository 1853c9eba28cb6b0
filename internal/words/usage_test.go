package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	syntax "text/template/parse"
)

// call is one place in the code or in a template that asks for a message.
type call struct {
	where string
	count bool
	id    string   // empty: not written out
	names []string // what it gives
}

// usage is what a reading of the whole house found.
type usage struct {
	*testing.T
	calls    []call
	literals map[string]bool // of this package, which asks for messages in other ways too
}

// TestMessagesAreAskedForAsTheyAre holds that each message that code or templates
// ask for is there and gets what it wants, and that none is left over.
func TestMessagesAreAskedForAsTheyAre(t *testing.T) {
	t.Parallel()
	u := &usage{T: t, literals: map[string]bool{}}
	root := os.DirFS("../..")
	for _, folder := range []string{"internal", "cmd"} {
		u.each(root, folder, ".go", u.readCode)
	}
	u.each(root, "views/mail", "", u.readTemplate)
	used := u.literals
	for _, c := range u.calls {
		u.check(c)
		used[c.id] = true
	}
	for id := range English.messages {
		if !used[id] {
			t.Errorf("nobody asks for %q", id)
		}
	}
	if len(u.calls) < 100 {
		t.Errorf("only %d calls were found", len(u.calls))
	}
}

func (u *usage) check(c call) {
	m, there := English.messages[c.id]
	want := m.places()
	if c.count {
		want = slices.DeleteFunc(want, func(name string) bool { return name == "N" })
	}
	slices.Sort(c.names)
	switch {
	case !there:
		u.Errorf("%s asks for %q, which is no message", c.where, c.id)
	case !slices.Equal(c.names, want):
		u.Errorf("%s gives %q %v, want %v", c.where, c.id, c.names, want)
	case c.count != m.counts():
		u.Errorf("%s asks for %q by Say instead of Count, or the other way round", c.where, c.id)
	}
}

func (u *usage) each(root fs.FS, folder, suffix string, read func(name, source string)) {
	err := fs.WalkDir(root, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, suffix) || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, name)
		read(name, string(source))
		return err
	})
	if err != nil {
		u.Fatal(err)
	}
}

// named are layouts of package time that name days or months.
var named = regexp.MustCompile(`\b(Monday|Mon|January|Jan)\b`)

// readCode finds l.Say("id", words.Data{…}) and l.Count("id", n, words.Data{…}).
func (u *usage) readCode(name, source string) {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		u.Fatal(err)
	}
	imported := map[string]bool{}
	for _, i := range file.Imports {
		imported[path.Base(literal(i.Path))] = true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch l, ok := n.(*ast.BasicLit); {
		case ok && file.Name.Name == "words":
			u.literals[literal(l)] = true
		case ok && named.MatchString(literal(l)):
			u.Errorf("%s writes dates by %s, which is English whoever reads it", name, l.Value)
		}
		if c, ok := n.(*ast.CallExpr); ok {
			u.readCall(name, c, imported)
		}
		return true
	})
}

func (u *usage) readCall(name string, c *ast.CallExpr, imported map[string]bool) {
	method, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "Say" && method.Sel.Name != "Count" {
		return
	}
	of, plain := method.X.(*ast.Ident)
	if plain && imported[of.Name] || name == "internal/mail/speaker.go" { // strings.Count; what templates call
		return
	}
	found := call{where: name, count: method.Sel.Name == "Count", id: literal(c.Args[0])}
	if data, ok := c.Args[len(c.Args)-1].(*ast.CompositeLit); ok {
		for _, element := range data.Elts {
			found.names = append(found.names, literal(element.(*ast.KeyValueExpr).Key))
		}
	}
	u.calls = append(u.calls, found)
}

// literal gives a text that is written out, "" for any other expression.
func literal(n ast.Node) string {
	if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
		text, _ := strconv.Unquote(l.Value)
		return text
	}
	return ""
}

// readTemplate finds {{say "id" "Name" value …}} and {{count "id" n "Name" value …}}.
func (u *usage) readTemplate(name, source string) {
	if strings.HasSuffix(name, ".go") {
		return
	}
	tree := syntax.New(name)
	tree.Mode = syntax.SkipFuncCheck
	trees := map[string]*syntax.Tree{}
	if _, err := tree.Parse(source, "", "", trees); err != nil {
		u.Fatal(err)
	}
	for _, t := range trees {
		u.readNode(name, t.Root)
	}
}

func (u *usage) readNode(name string, node syntax.Node) {
	var inner []syntax.Node
	switch n := node.(type) {
	case *syntax.ListNode:
		if n != nil {
			inner = n.Nodes
		}
	case *syntax.ActionNode:
		inner = []syntax.Node{n.Pipe}
	case *syntax.TemplateNode:
		inner = []syntax.Node{n.Pipe}
	case *syntax.IfNode:
		inner = []syntax.Node{n.Pipe, n.List, n.ElseList}
	case *syntax.WithNode:
		inner = []syntax.Node{n.Pipe, n.List, n.ElseList}
	case *syntax.RangeNode:
		inner = []syntax.Node{n.Pipe, n.List, n.ElseList}
	case *syntax.PipeNode:
		for i := 0; n != nil && i < len(n.Cmds); i++ {
			inner = append(inner, n.Cmds[i])
		}
	case *syntax.CommandNode:
		u.readCommand(name, n.Args)
		inner = n.Args
	}
	for _, one := range inner {
		u.readNode(name, one)
	}
}

func (u *usage) readCommand(name string, args []syntax.Node) {
	text := func(i int) string {
		if s, ok := args[i].(*syntax.StringNode); ok {
			return s.Text
		}
		return ""
	}
	what := args[0].String()
	if what != "say" && what != "count" {
		return
	}
	found, pairs := call{where: name, count: what == "count", id: text(1)}, 2
	if found.count {
		pairs = 3
	}
	for i := pairs; i < len(args); i += 2 {
		found.names = append(found.names, text(i))
	}
	u.calls = append(u.calls, found)
}
