package mail

import (
	"strings"
	"unicode/utf8"

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
// Dots in odd places, as in "a..b@", are taken: such mailboxes exist, in Japan by the
// million. fault.Invalid if no mail could ever reach it.
func CheckAddress(s string) (string, error) {
	local, domain := cut(strings.TrimSpace(s))
	if local == "" || len(local) > maxLocal || strings.Trim(local, atoms+".") != "" {
		return "", noAddress()
	}
	host, err := domains.ToASCII(domain)
	if err != nil || !utf8.ValidString(domain) || strings.HasSuffix(host, ".") {
		return "", noAddress()
	}
	address := local + "@" + host
	if len(address) > maxAddress {
		return "", noAddress()
	}
	return address, nil
}

// domains is how browsers read domains, with no part of one empty or too long.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))

// atoms are what a local part may hold between its dots (RFC 5321 4.1.2); what needs
// quotation marks besides is none of what people have on their cards.
const atoms = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~"

// bracketed is an address as it stands in headers and in what a server is told. Between
// quotation marks dots may stand where they like.
func bracketed(address string) string {
	local, domain := cut(address)
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		local = `"` + local + `"`
	}
	return "<" + local + "@" + domain + ">"
}

// cut parts an address at its last @; without one there is no local part.
func cut(address string) (local, domain string) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return "", address
	}
	return address[:at], address[at+1:]
}

func noAddress() error {
	return fault.New(fault.Invalid, "Please give one mail address, as in ada@example.org.")
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
