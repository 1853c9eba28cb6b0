package mail

import (
	"errors"
	"net/textproto"
)

// failure marks an error whose further course is settled.
type failure struct {
	class class
	cause error
}

type class int

const (
	permanent class = iota // no attempt will ever succeed
	unknown                // it may have been delivered
)

func (f *failure) Error() string { return f.cause.Error() }
func (f *failure) Unwrap() error { return f.cause }

// Permanent says that this message will never reach this address: the address
// is impossible, or the server refused it for good.
func Permanent(err error) bool { return isClass(err, permanent) }

// Unknown says that the connection was lost after the message had been handed
// over and before the server said that it took it. Nobody can tell whether it
// was delivered; sending it again may deliver it twice.
func Unknown(err error) bool { return isClass(err, unknown) }

func isClass(err error, c class) bool {
	var f *failure
	return errors.As(err, &f) && f.class == c
}

// refused classes what a server said about a recipient or a message. A 5xx is
// final, except those about signing in (530 to 538): they are for the host of
// the site to mend, and must not cost a member their mail.
func refused(err error) error {
	if code := answer(err); code >= 500 && (code < 530 || code > 538) {
		return &failure{permanent, err}
	}
	return err
}

// answer gives the server's code, or 0 if there is none.
func answer(err error) int {
	var said *textproto.Error
	if errors.As(err, &said) {
		return said.Code
	}
	return 0
}

// listening says whether the server answered and will hear more: not after
// 421, with which it hangs up.
func listening(err error) bool {
	code := answer(err)
	return code != 0 && code != 421
}
