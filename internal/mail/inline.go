package mail

import (
	"fmt"
	syntax "text/template/parse"
)

// inlineAll puts messages into all templates of a letter.
func (s speaker) inlineAll(t templates) error {
	trees := []*syntax.Tree{t.subject.Tree}
	for _, one := range t.text.Templates() {
		trees = append(trees, one.Tree)
	}
	for _, one := range t.html.Templates() {
		trees = append(trees, one.Tree)
	}
	for _, tree := range trees {
		if err := s.inline(tree.Root); err != nil {
			return fmt.Errorf("%s: %w", tree.ParseName, err)
		}
	}
	return nil
}

// inline puts messages into a template before it is ever executed: their text and
// the values in the place of each {{say "id" "Name" value …}}. A reminder has thirty
// of them, and as calls they would add three quarters to the time that it takes. So
// it costs what a template in that language alone would, and HTML escapes each value
// by itself, as it does everywhere. A call inside another stays a call.
func (s speaker) inline(list *syntax.ListNode) error {
	if list == nil {
		return nil
	}
	var nodes []syntax.Node
	for _, node := range list.Nodes {
		said, err := s.said(node)
		if err != nil {
			return err
		}
		for _, one := range said {
			nodes = joined(nodes, one)
		}
	}
	list.Nodes = nodes
	return nil
}

// joined adds a node; text after text becomes one.
func joined(nodes []syntax.Node, node syntax.Node) []syntax.Node {
	text, isText := node.(*syntax.TextNode)
	if isText && len(nodes) > 0 {
		if before, ok := nodes[len(nodes)-1].(*syntax.TextNode); ok {
			before.Text = append(before.Text, text.Text...)
			return nodes
		}
	}
	return append(nodes, node)
}

// said gives what stands in the place of a node, most often the node itself.
func (s speaker) said(node syntax.Node) ([]syntax.Node, error) {
	var err error
	switch n := node.(type) {
	case *syntax.ActionNode:
		call := n.Pipe.Cmds[0].Args
		switch what := call[0].String(); {
		case what == "language":
			return []syntax.Node{textNode(n, s.Tag())}, nil
		case what == "say" && len(n.Pipe.Decl) == 0:
			return s.message(n, call[1:])
		}
	case *syntax.IfNode:
		err = s.branches(n.BranchNode)
	case *syntax.WithNode:
		err = s.branches(n.BranchNode)
	case *syntax.RangeNode:
		err = s.branches(n.BranchNode)
	}
	return []syntax.Node{node}, err
}

func (s speaker) branches(n syntax.BranchNode) error {
	if err := s.inline(n.List); err != nil {
		return err
	}
	return s.inline(n.ElseList)
}

// message gives the text of a message and, between it, the values of the call.
func (s speaker) message(at *syntax.ActionNode, call []syntax.Node) ([]syntax.Node, error) {
	id, _ := call[0].(*syntax.StringNode)
	if id == nil {
		return nil, fmt.Errorf("%s: say wants the id of a message", at)
	}
	texts, names := s.Apart(id.Text)
	nodes := []syntax.Node{textNode(at, texts[0])}
	for i, name := range names {
		value := valueOf(call[1:], name)
		if value == nil {
			return nil, fmt.Errorf("%s: the message wants %s", at, name)
		}
		nodes = append(nodes, actionNode(at, value), textNode(at, texts[i+1]))
	}
	return nodes, nil
}

// valueOf finds a value among names and values in turn; nil if it is not there.
func valueOf(pairs []syntax.Node, name string) syntax.Node {
	for i := 0; i+1 < len(pairs); i += 2 {
		if n, ok := pairs[i].(*syntax.StringNode); ok && n.Text == name {
			return pairs[i+1]
		}
	}
	return nil
}

func textNode(at *syntax.ActionNode, text string) syntax.Node {
	return &syntax.TextNode{NodeType: syntax.NodeText, Pos: at.Pos, Text: []byte(text)}
}

// actionNode shows a value, which may be an operand or a call in brackets.
func actionNode(at *syntax.ActionNode, value syntax.Node) syntax.Node {
	command := &syntax.CommandNode{NodeType: syntax.NodeCommand, Pos: at.Pos, Args: []syntax.Node{value}}
	pipe := &syntax.PipeNode{NodeType: syntax.NodePipe, Pos: at.Pos, Line: at.Line, Cmds: []*syntax.CommandNode{command}}
	return &syntax.ActionNode{NodeType: syntax.NodeAction, Pos: at.Pos, Line: at.Line, Pipe: pipe}
}
