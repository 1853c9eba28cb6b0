package mail

import (
	"strings"
	"testing"
	"text/template"

	"regulars/internal/words"
)

// inlined gives what a template says after its messages were put in, and what is
// left of it as written.
func inlined(t *testing.T, source string, data any) (said, left string, err error) {
	t.Helper()
	s := speaker{Site{Name: "Regulars"}, words.German}
	parsed := template.Must(template.New("a").Funcs(s.text()).Parse(source))
	if err := s.inline(parsed.Root); err != nil {
		return "", "", err
	}
	var b strings.Builder
	if err := parsed.Execute(&b, data); err != nil {
		t.Fatal(err)
	}
	return b.String(), parsed.Root.String(), nil
}

func TestMessagesArePutIn(t *testing.T) {
	t.Parallel()
	data := map[string]any{"Who": "Ada", "Group": "{{.Who}}", "All": []string{"1", "2"}}
	for source, want := range map[string][2]string{
		`<{{say "sign-in.button"}}>`:                                                     {"<Anmelden>", "<Anmelden>"},
		`{{say "claim-received.who" "Group" .Group "Who" .Who}}`:                         {"Ada gibt an, {{.Who}} zu organisieren.", "{{.Who}} gibt an, {{.Group}} zu organisieren."},
		`{{say "reminder.hello" "Name" (or .No "Ben")}}`:                                 {"Hallo Ben,", `Hallo {{(or .No "Ben")}},`},
		`{{if .No}}{{else}}{{with .Who}}{{say "reminder.hello" "Name" .}}{{end}}{{end}}`: {"Hallo Ada,", `{{if .No}}{{else}}{{with .Who}}Hallo {{.}},{{end}}{{end}}`},
		`{{range .All}}{{say "reminder.hello" "Name" .}}{{end}}`:                         {"Hallo 1,Hallo 2,", `{{range .All}}Hallo {{.}},{{end}}`},
		`{{$a := say "sign-in.button"}}{{$a}} {{or .No (say "sign-in.button")}}`:         {"Anmelden Anmelden", `{{$a := say "sign-in.button"}}{{$a}} {{or .No (say "sign-in.button")}}`},
		`{{say "mail.tagline" "Site" site.Name}} {{language}}`:                           {"Regulars: Gruppen in deiner Nähe, die sich immer wieder treffen de", `{{site.Name}}: Gruppen in deiner Nähe, die sich immer wieder treffen de`},
	} {
		said, left, err := inlined(t, source, data)
		if err != nil || said != want[0] || left != want[1] {
			t.Errorf("%s\nsays %q\nand stands as %s, %v", source, said, left, err)
		}
	}
}

func TestMessagesThatCannotBePutIn(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`{{if .}}{{say "reminder.hello" "Nam" .}}{{end}}`: "the message wants Name",
		`{{with .}}{{else}}{{say .}}{{end}}`:              "say wants the id of a message",
	} {
		if _, _, err := inlined(t, source, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", source, err, want)
		}
	}
}
