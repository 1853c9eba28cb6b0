package mail

import (
	"bytes"
	"fmt"
	html "html/template"
	"io/fs"
	"reflect"
	"regexp"
	"strings"
	text "text/template"

	"regulars/internal/fault"
	"regulars/internal/words"
	mailviews "regulars/views/mail"
)

// Site is whose letters these are.
type Site struct {
	Name    string // "Regulars"
	URL     string // how the world reaches it
	Contact string // address or page of the hosts; often empty
}

// Letters puts letters into words. It is safe for many goroutines.
type Letters struct {
	templates map[edition]templates
	forms     forms
}

// edition is a letter in a language.
type edition struct {
	letter   reflect.Type
	language *words.Language
}

// templates are one letter's. The subject stands apart from the text, so that
// no words in it can end the line.
type templates struct {
	subject, text *text.Template
	html          *html.Template
}

// NewLetters parses views/mail for each language: the layouts, and for each letter
// a .txt whose first line is the subject, a .html, and what both share.
func NewLetters(site Site) (_ *Letters, err error) {
	defer fault.Wrap(&err, "read letters")
	all := map[edition]templates{}
	for name, letter := range files {
		for _, l := range words.All() {
			t, err := parse(speaker{site, l}, name)
			if err != nil {
				return nil, err
			}
			all[edition{reflect.TypeOf(letter), l}] = t
		}
	}
	return &Letters{templates: all}, nil
}

func parse(in speaker, name string) (t templates, err error) {
	source, err := fs.ReadFile(mailviews.Files, name+".txt")
	if err != nil {
		return t, err
	}
	first, body, _ := strings.Cut(string(source), "\n")
	subject, ok := strings.CutPrefix(first, "Subject: ")
	if !ok {
		return t, fmt.Errorf(`%s.txt: the first line is not "Subject: …"`, name)
	}
	if t.subject, err = text.New(name + " subject").Funcs(in.text()).Parse(subject); err != nil {
		return t, err
	}
	both, err := fs.Glob(mailviews.Files, name+".tmpl")
	if err != nil {
		return t, err
	}
	both = append(both, "parts.tmpl")
	if t.text, err = text.New("layout.txt").Funcs(in.text()).ParseFS(mailviews.Files, append(both, "layout.txt")...); err != nil {
		return t, err
	}
	if _, err = t.text.New("body").Parse(body); err != nil {
		return t, err
	}
	t.html, err = html.New("layout.html").Funcs(in.html()).ParseFS(mailviews.Files, append(both, "layout.html", name+".html")...)
	if err != nil {
		return t, err
	}
	return t, in.inlineAll(t)
}

var gaps = regexp.MustCompile(`\n[ \t]*\n\s*\n`)

// write puts a letter into the words of a language.
func (l *Letters) write(letter Letter, in *words.Language) (m Message, err error) {
	t, ok := l.templates[edition{reflect.TypeOf(letter), in}]
	if !ok {
		return m, fmt.Errorf("no such letter")
	}
	var subject, text, page bytes.Buffer
	if err := t.subject.Execute(&subject, letter); err != nil {
		return m, err
	}
	if err := t.text.Execute(&text, letter); err != nil {
		return m, err
	}
	if err := t.html.Execute(&page, letter); err != nil {
		return m, err
	}
	m = Message{Subject: oneLine(subject.String()), HTML: page.String()}
	m.Text = gaps.ReplaceAllString(strings.TrimSpace(plain(text.String())), "\n\n") + "\n"
	m.Link, m.Unsubscribe = letter.links()
	return m, nil
}
