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
	templates map[reflect.Type]templates
}

// templates are one letter's. The subject stands apart from the text, so that
// no words in it can end the line.
type templates struct {
	subject, text *text.Template
	html          *html.Template
}

// NewLetters parses views/mail: the layouts, and for each letter a .txt whose
// first line is the subject, and a .html.
func NewLetters(site Site) (_ *Letters, err error) {
	defer fault.Wrap(&err, "read letters")
	all := map[reflect.Type]templates{}
	for name, letter := range files {
		t, err := parse(site, name)
		if err != nil {
			return nil, err
		}
		all[reflect.TypeOf(letter)] = t
	}
	return &Letters{all}, nil
}

func parse(site Site, name string) (t templates, err error) {
	source, err := fs.ReadFile(mailviews.Files, name+".txt")
	if err != nil {
		return t, err
	}
	first, body, _ := strings.Cut(string(source), "\n")
	subject, ok := strings.CutPrefix(first, "Subject: ")
	if !ok {
		return t, fmt.Errorf(`%s.txt: the first line is not "Subject: …"`, name)
	}
	words := map[string]any{
		"site":   func() Site { return site },
		"link":   func(words, url string) button { return button{words, url} },
		"people": people,
	}
	if t.subject, err = text.New(name + " subject").Funcs(words).Parse(subject); err != nil {
		return t, err
	}
	if t.text, err = text.New("layout.txt").Funcs(words).ParseFS(mailviews.Files, "layout.txt"); err != nil {
		return t, err
	}
	if _, err = t.text.New("body").Parse(body); err != nil {
		return t, err
	}
	t.html, err = html.New("layout.html").Funcs(words).ParseFS(mailviews.Files, "layout.html", name+".html")
	return t, err
}

// button is a link that is drawn as one.
type button struct{ Words, URL string }

// people joins names as one says them: "Ada, Ben and Cyd".
func people(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

var gaps = regexp.MustCompile(`\n[ \t]*\n\s*\n`)

// Write puts a letter into words. ID and To are left for the caller to set.
func (l *Letters) Write(letter Letter) (m Message, err error) {
	defer fault.Wrap(&err, "write %T", letter)
	t, ok := l.templates[reflect.TypeOf(letter)]
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
