package mail

import (
	netmail "net/mail"
	"strings"

	"golang.org/x/net/idna"

	"regulars/internal/fault"
)

// The longest address and local part that mail servers take, in bytes (RFC 5321 4.5.3.1).
const (
	maxAddress = 254
	maxLocal   = 64
)

// CheckAddress gives the address as it is kept: without space around it and
// with its domain in lower case (ASCII form for international names). The local
// part stays as typed, since only its server knows whether case matters there.
// fault.Invalid if no mail could ever reach it.
func CheckAddress(s string) (string, error) {
	s = strings.TrimSpace(s)
	at := strings.LastIndexByte(s, '@')
	parsed, err := netmail.ParseAddress(s)
	// ParseAddress also reads names, comments and quoted local parts; what it
	// did not take word for word is none of what people have on their cards.
	if at < 0 || err != nil || parsed.Address != s {
		return "", noAddress()
	}
	local := s[:at]
	domain, err := idna.Lookup.ToASCII(s[at+1:])
	if err != nil || domain == "" || !ascii(local) || len(local) > maxLocal {
		return "", noAddress()
	}
	address := local + "@" + domain
	if len(address) > maxAddress {
		return "", noAddress()
	}
	return address, nil
}

func noAddress() error {
	return fault.New(fault.Invalid, "Please give one mail address, as in ada@example.org.")
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
