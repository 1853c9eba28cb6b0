package members

import (
	"strings"

	"regulars/internal/fault"
	"regulars/internal/mail"
)

// Address reads a mail address, whosever it is, as somebody typed it, and gives it as
// mails go there: spaces around it are dropped and a domain in letters beyond ASCII
// gets its punycode. fault.Invalid on the field "email" if mail cannot be sent there.
func Address(typed string) (string, error) {
	var wrong fault.Fields
	address, err := mail.CheckAddress(typed)
	_, domain, _ := strings.Cut(address, "@")
	switch {
	case strings.TrimSpace(typed) == "":
		wrong.Add("email", "Please type a mail address.")
	case err != nil, !strings.Contains(domain, "."): // without a dot it is a slip far more often than a machine next door
		wrong.Add("email", "That does not look like a mail address; they look like ana@example.org.")
	}
	return address, wrong.Err()
}
