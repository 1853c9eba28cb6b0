package mail

import (
	"fmt"
	"html"
	"reflect"
	"strings"
	"testing"

	"regulars/internal/words"
)

// A form that is filled in reads as the letter that is written for one reader.
func TestFormsReadAsLetters(t *testing.T) {
	t.Parallel()
	l, err := NewLetters(Site{Name: "Regulars", URL: "https://regulars.example"})
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{
		"", "Ada", "Zoë", "O'Hara & Søn", `"Ada" <ada@example.org>`, "a+b", "{{.Name}}", "合唱団", "a\nb", "a\x00b", "https://example.org/?a=b&c", mark(0),
	} {
		for _, link := range []string{"https://regulars.example/a/%d", "http://127.0.0.1:3000/a/%d", "https://regulars.example/a?b=%d&c=(d)", ""} {
			link := strings.ReplaceAll(link, "%d", fmt.Sprint(i))
			mails := Mails{SettingsURL: link, UnsubscribeURL: link}
			for _, letter := range []Letter{
				Reminder{Group: "Hill Street Chorus", Name: name, AnswerURL: link, MeetingURL: link, Organizers: []string{"Ben"}, Mails: mails},
				MeetingChanged{Group: "Hill Street Chorus", Link: link, Mails: mails},
			} {
				in := words.All()[i%len(words.All())]
				want, err := l.write(letter, in)
				got, failed := l.Write(letter, in)
				if err != nil || failed != nil {
					t.Fatal(err, failed)
				}
				want.HTML, got.HTML = html.UnescapeString(want.HTML), html.UnescapeString(got.HTML)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%+v reads\n%+v, want\n%+v", letter, got, want)
				}
			}
		}
	}
}

// Forms are kept, and not for ever.
func TestFormsAreKeptForAWhile(t *testing.T) {
	t.Parallel()
	l, err := NewLetters(Site{})
	if err != nil {
		t.Fatal(err)
	}
	write := func(group string) {
		if m, err := l.Write(Reminder{Group: group, Name: "Ada"}, words.English); err != nil || !strings.Contains(m.Text, group) {
			t.Fatalf("%v, %v", m, err)
		}
	}
	kept := func(group string) bool {
		_, ok := l.forms.find(Reminder{Group: group, Name: mark(0)}, words.English)
		return ok
	}
	write("Chorus")
	write("Quilters")
	if !kept("Chorus") || !kept("Quilters") {
		t.Error("a form is not kept")
	}
	if _, ok := l.forms.find(Reminder{Group: "Chorus", Name: mark(0)}, words.German); ok {
		t.Error("a form serves another language")
	}
	for i := range len(l.forms.all) {
		write(fmt.Sprint("Group ", i))
	}
	if kept("Chorus") || !kept("Group 0") {
		t.Error("forms are kept for too long, or not long enough")
	}
}
