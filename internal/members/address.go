package members

import (
	"regexp"
	"strings"

	"golang.org/x/net/idna"

	"regulars/internal/fault"
)

// What a browser takes for an address (the HTML standard's pattern), with at
// least one dot in the domain: without one it is a slip far more often than a
// machine next door.
var addressPattern = regexp.MustCompile(
	"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" +
		`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)

const longestAddress = 254 // RFC 5321 4.5.3.1.3, without its angle brackets

// Address reads a mail address as somebody typed it: spaces around it are
// dropped and a domain in letters beyond ASCII gets its punycode.
// fault.Invalid on the field "email" if mail cannot be sent there.
func Address(typed string) (string, error) {
	address := strings.TrimSpace(typed)
	if local, domain, found := strings.Cut(address, "@"); found {
		if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
			address = local + "@" + ascii
		}
	}
	var wrong fault.Fields
	switch {
	case address == "":
		wrong.Add("email", "Please type your mail address.")
	case len(address) > longestAddress || !addressPattern.MatchString(address):
		wrong.Add("email", "That does not look like a mail address; they look like ana@example.org.")
	}
	return address, wrong.Err()
}
