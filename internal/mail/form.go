package mail

import (
	"crypto/rand"
	"fmt"
	html "html/template"
	"reflect"
	"strings"
	"sync"

	"regulars/internal/fault"
	"regulars/internal/words"
)

// common is a letter that many get in the same words, but for a few values of
// each reader's own. It is put into words once and then filled in, which takes a
// tenth of the time: a meeting's reminders are most of all mails.
type common interface {
	Letter
	// blank gives the letter with each of those values as hide makes it.
	blank(hide func(*string)) Letter
}

func (l Reminder) blank(hide func(*string)) Letter {
	hide(&l.Name)
	hide(&l.AnswerURL)
	hide(&l.SettingsURL)
	hide(&l.UnsubscribeURL)
	return l
}

func (l MeetingChanged) blank(hide func(*string)) Letter {
	hide(&l.SettingsURL)
	hide(&l.UnsubscribeURL)
	return l
}

// Write puts a letter into the words of a language. ID and To are left for the
// caller to set.
func (l *Letters) Write(letter Letter, in *words.Language) (m Message, err error) {
	defer fault.Wrap(&err, "write %T", letter)
	many, ok := letter.(common)
	if !ok {
		return l.write(letter, in)
	}
	var own []string
	blank := many.blank(func(value *string) {
		own = append(own, *value)
		if *value != "" {
			*value = mark(len(own) - 1)
		}
	})
	for _, value := range own {
		if !fits(value) {
			return l.write(letter, in)
		}
	}
	f, err := l.form(blank, in)
	if err != nil {
		return m, err
	}
	m = f.fill(own)
	m.Link, m.Unsubscribe = letter.links()
	return m, nil
}

// marking begins each mark. Nobody can write words that hold it, and it goes
// through any template as it is: it looks like an address, and has no character
// that would have to be escaped.
var marking = "https://" + strings.ToLower(rand.Text()) + "/"

// mark stands for the reader's value number n, of ten at most.
func mark(n int) string { return fmt.Sprintf("%s%d", marking, n) }

// fits tells whether a value looks the same at each place of a letter, but for
// being escaped in HTML. Templates do more with unusual addresses.
func fits(value string) bool {
	return clean(value) && !strings.Contains(value, "\n") &&
		(!strings.Contains(value, "://") || strings.Trim(value, plainAddress) == "")
}

const plainAddress = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/._~-"

// form is a letter in words, with marks where the reader's own values go.
type form struct {
	language            *words.Language
	letter              Letter
	subject, text, html pieces
}

// pieces are words before, between and after marks.
type pieces struct {
	words []string
	marks []int // which value follows the piece of the same index
}

func split(said string) (p pieces) {
	for {
		before, after, found := strings.Cut(said, marking)
		p.words = append(p.words, before)
		if !found {
			return p
		}
		p.marks = append(p.marks, int(after[0]-'0'))
		said = after[1:]
	}
}

func (p pieces) fill(own []string) string {
	if len(p.marks) == 0 {
		return p.words[0]
	}
	var b strings.Builder
	b.Grow(p.length(own))
	for i, said := range p.words {
		b.WriteString(said)
		if i < len(p.marks) {
			b.WriteString(own[p.marks[i]])
		}
	}
	return b.String()
}

func (p pieces) length(own []string) (n int) {
	for _, said := range p.words {
		n += len(said)
	}
	for _, mark := range p.marks {
		n += len(own[mark])
	}
	return n
}

func (f form) fill(own []string) Message {
	m := Message{Subject: f.subject.fill(own), Text: f.text.fill(own)}
	for i, value := range own {
		own[i] = html.HTMLEscapeString(value)
	}
	m.HTML = f.html.fill(own)
	return m
}

// forms are those that were used last.
type forms struct {
	mu     sync.Mutex
	all    [32]form
	newest int // of all; the others go back from there, round the end
}

// form gives a blank letter's form, from those at hand or made anew.
func (l *Letters) form(blank Letter, in *words.Language) (form, error) {
	if f, ok := l.forms.find(blank, in); ok {
		return f, nil
	}
	m, err := l.write(blank, in)
	if err != nil {
		return form{}, err
	}
	f := form{in, blank, split(m.Subject), split(m.Text), split(m.HTML)}
	l.forms.keep(f)
	return f, nil
}

func (fs *forms) find(blank Letter, in *words.Language) (form, bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for i := range fs.all {
		f := fs.all[(fs.newest+len(fs.all)-i)%len(fs.all)]
		if f.language == in && reflect.DeepEqual(f.letter, blank) {
			return f, true
		}
	}
	return form{}, false
}

func (fs *forms) keep(f form) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.newest = (fs.newest + 1) % len(fs.all)
	fs.all[fs.newest] = f
}
