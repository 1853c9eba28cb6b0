package web

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
)

// Form is what somebody typed, and what is wrong with it. It is read field by
// field; each reader notes what is wrong and gives the zero value then, so that
// at the end Err can say everything at once. Templates show it again by Value,
// Has and Error. A nil Form is an empty one.
type Form struct {
	values map[string][]string
	broken map[string]bool // held characters that no text can hold
	wrong  fault.Fields
	notice string
	town   takenTown
}

// readForm reads the body of a post.
func readForm(c *fiber.Ctx) *Form {
	f := &Form{values: map[string][]string{}, broken: map[string]bool{}}
	c.Request().PostArgs().VisitAll(f.keep)
	return f
}

// readQuery reads what stands behind the question mark.
func readQuery(c *fiber.Ctx) *Form {
	f := &Form{values: map[string][]string{}, broken: map[string]bool{}}
	c.Request().URI().QueryArgs().VisitAll(f.keep)
	return f
}

// filled makes a form as it is first shown.
func filled(values map[string]string) *Form {
	f := &Form{values: map[string][]string{}}
	for name, value := range values {
		f.values[name] = []string{value}
	}
	return f
}

// keep takes a value in; what cannot be shown again is taken out of it.
func (f *Form) keep(name, value []byte) {
	field, text := string(name), string(value)
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		f.broken[field] = true
		text = strings.Map(dropUnprintable, strings.ToValidUTF8(text, ""))
	}
	f.values[field] = append(f.values[field], text)
}

// Line reads one line of at most so many characters, without spaces around it.
// One in which nothing can be seen is empty.
func (f *Form) Line(name string, most int) string {
	text := strings.Join(strings.Fields(f.Value(name)), " ")
	if !strings.ContainsFunc(text, visible) {
		text = ""
	}
	return f.bounded(name, text, most)
}

// Needed is Line for a field that may not stay empty; ask says what to type.
func (f *Form) Needed(name string, most int, ask string) string {
	text := f.Line(name, most)
	if text == "" {
		f.Wrong(name, "%s", ask)
	}
	return text
}

// lineOr is Line for a field that a form need not hold; without it all stays as it was.
func (f *Form) lineOr(name string, most int, kept string) string {
	if line := f.Line(name, most); line != "" {
		return line
	}
	return kept
}

// Prose reads lines of at most so many characters together.
func (f *Form) Prose(name string, most int) string {
	text := strings.TrimSpace(strings.ReplaceAll(f.Value(name), "\r\n", "\n"))
	return f.bounded(name, text, most)
}

// Mail reads a mail address; fault.Invalid if it is none.
func (f *Form) Mail(name string) (string, error) {
	typed := f.Line(name, 300)
	if err := f.Err(); err != nil {
		return "", err
	}
	return members.Address(typed)
}

// Int reads a whole number from least to most; false if the field is empty or
// wrong.
func (f *Form) Int(name string, least, most int) (n int, ok bool) {
	text := f.Line(name, 20)
	if text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		f.Wrong(name, "Please type a number from %d to %d.", least, most)
		return 0, false
	}
	return n, true
}

// ID reads the number of a row. What is no number gives 0, which no row has, so
// the store says that there is no such thing.
func (f *Form) ID(name string) int64 {
	id, err := strconv.ParseInt(f.Value(name), 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}

// Bool tells whether a box is ticked.
func (f *Form) Bool(name string) bool { return f.Value(name) != "" }

// Many reads all values of a name, such as several ticked boxes.
func (f *Form) Many(name string) []string {
	if f == nil || f.broken[name] {
		return nil
	}
	return f.values[name]
}

// Choice reads a value that has to be one of options; the first if it is absent.
func (f *Form) Choice(name string, options ...string) string {
	value := f.Value(name)
	if value == "" {
		return options[0]
	}
	if !slices.Contains(options, value) {
		f.Wrong(name, "Please choose one of these.")
		return options[0]
	}
	return value
}

// Date reads yyyy-mm-dd as that day's midnight in UTC; false if the field is
// empty or wrong.
func (f *Form) Date(name string) (day time.Time, ok bool) {
	return f.moment(name, time.DateOnly, "Please type the date like 2027-01-31.")
}

// Clock reads hh:mm as that time of the year 0 in UTC; false if the field is
// empty or wrong.
func (f *Form) Clock(name string) (at time.Time, ok bool) {
	return f.moment(name, "15:04", "Please type the time like 18:30.")
}

func (f *Form) moment(name, layout, ask string) (at time.Time, ok bool) {
	text := f.Line(name, 40)
	if text == "" {
		return at, false
	}
	at, err := time.Parse(layout, text)
	if err != nil || at.Year() > 9999 {
		f.Wrong(name, "%s", ask)
		return time.Time{}, false
	}
	return at, true
}

// Wrong notes the first thing that is wrong with a field.
func (f *Form) Wrong(name, format string, args ...any) { f.wrong.Add(name, format, args...) }

// Err gives fault.Invalid if anything is wrong.
func (f *Form) Err() error { return f.wrong.Err() }

// Value is what was typed, to show it again.
func (f *Form) Value(name string) string {
	if f == nil || len(f.values[name]) == 0 {
		return ""
	}
	return f.values[name][0]
}

// Has tells whether a value is among those of a name, to tick its box again.
func (f *Form) Has(name, value string) bool {
	return f != nil && slices.Contains(f.values[name], value)
}

// Error says what is wrong with a field; empty if nothing is.
func (f *Form) Error(name string) string {
	if f == nil {
		return ""
	}
	return f.wrong[name]
}

// Errors is what is wrong, by field.
func (f *Form) Errors() map[string]string {
	if f == nil {
		return nil
	}
	return f.wrong
}

// Notice says what is wrong with the form as a whole; empty if nothing is.
func (f *Form) Notice() string {
	if f == nil {
		return ""
	}
	return f.notice
}

// take takes over what a store says is wrong. One field's sentence stands at the
// field and is not said twice.
func (f *Form) take(err error) {
	e, ok := fault.As(err)
	if !ok {
		return
	}
	for field, text := range e.Fields {
		f.Wrong(field, "%s", text)
	}
	if len(e.Fields) != 1 {
		f.notice = e.Text
	}
}

func (f *Form) bounded(name, text string, most int) string {
	switch length := utf8.RuneCountInString(text); {
	case f.broken[name]:
		f.Wrong(name, "There was a character in it that cannot be stored. Please look at it again.")
	case length > most:
		f.Wrong(name, "Please keep this to %d characters; it has %d.", most, length)
	default:
		return text
	}
	return ""
}

// unprintable is what a text cannot hold: control characters, lines and tabs
// apart, and what turns the direction of all that follows, by which a name could
// disguise the words after it.
func unprintable(r rune) bool {
	turns := r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	return turns || unicode.IsControl(r) && !strings.ContainsRune("\r\n\t", r)
}

// visible leaves out spaces, joiners and marks that stand on nothing.
func visible(r rune) bool {
	return unicode.In(r, unicode.Letter, unicode.Number, unicode.Punct, unicode.Symbol)
}

func dropUnprintable(r rune) rune {
	if unprintable(r) {
		return -1
	}
	return r
}
