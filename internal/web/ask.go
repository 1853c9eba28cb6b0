package web

import "regulars/internal/groups"

// askPage asks before something is done, since a link never does anything. Its
// button posts to the address that it stands at.
type askPage struct {
	Base         // the title is the question
	Group        groups.Group
	Text         string // what will happen
	Button       string
	Back, Return string // the way back, and what it says
}

func (*askPage) view() string { return "ask" }

// ask asks something about a group.
func ask(group groups.Group, question, text, button string) *askPage {
	return &askPage{
		Base: Base{Title: question}, Group: group, Text: text, Button: button,
		Back: groupPath(group.Slug), Return: "Back to the group",
	}
}
