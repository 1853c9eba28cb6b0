// Package fault names what can go wrong in a way that the person at the other
// end can understand or mend.
//
// There are two cases and no third. An error of this package has a kind and a
// sentence fit to be shown as it is. Every other error is internal: it is
// logged in full and answered with one neutral sentence.
package fault

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// Kind says what sort of failure an Error is; the web decides by it which
// status, log level and page answer it.
type Kind int

// The kinds of failure. Internal is the kind of every error that is not of
// this package.
const (
	Internal    Kind = iota
	NotFound         // there is no such thing, or it is not for this reader to know
	Invalid          // what was sent cannot be used; Fields may say where
	Forbidden        // the reader is known and may not do this
	Conflict         // it was changed meanwhile, is full, or is already so
	SignIn           // the reader has to sign in first
	TooOften         // later, please
	Unavailable      // a part that Regulars needs does not answer at the moment
)

// String names the kind, for logs.
func (k Kind) String() string {
	return [...]string{"internal", "not found", "invalid", "forbidden", "conflict", "sign in", "too often", "unavailable"}[k]
}

// Error is a failure that may be shown to the person who caused or met it.
type Error struct {
	Kind   Kind
	Text   string            // one sentence, as shown
	Fields map[string]string // form field → what is wrong with it; Invalid only
	Wait   time.Duration     // after it the same may succeed; TooOften only
	Cause  error             // for the log, never shown
}

// Error gives the sentence, the fields and the cause, for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Text)
	for field, text := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", field, text)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// Unwrap gives the cause, if there is one.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a failure of a kind with a sentence fit to be shown.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// Later makes a failure of the kind TooOften, and says in the sentence and in wait
// when to try again.
func Later(wait time.Duration, format string, args ...any) *Error {
	e := New(TooOften, format, args...)
	e.Wait = wait
	return e
}

// Because makes a failure of a kind whose cause is kept for the log.
func Because(cause error, kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...), Cause: cause}
}

// KindOf tells an error's kind; Internal for errors of other packages.
func KindOf(err error) Kind {
	if e, ok := As(err); ok {
		return e.Kind
	}
	return Internal
}

// As finds the Error in err's chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// Wrap puts what was attempted in front of *err, if there is one. It is meant
// to be deferred once, at the top of a method:
//
//	defer fault.Wrap(&err, "find groups near %v", point)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}

// Catch turns a panic into an error that holds its stack. It is meant to be deferred
// in what a goroutine runs, where a panic that nobody catches ends the program:
//
//	defer fault.Catch(&err)
func Catch(err *error) {
	if what := recover(); what != nil {
		*err = fmt.Errorf("panic: %v\n%s", what, debug.Stack())
	}
}

// Fields collects what is wrong with a form, field by field, so that everything
// can be said at once. The zero value is ready to use.
type Fields map[string]string

// Add notes the first thing that is wrong with a field; later ones are dropped.
func (f *Fields) Add(field, format string, args ...any) {
	if *f == nil {
		*f = Fields{}
	}
	if _, said := (*f)[field]; !said {
		(*f)[field] = fmt.Sprintf(format, args...)
	}
}

// Err gives an Invalid failure if anything was added, else nil.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	text := "Please look at the marked fields again."
	if len(f) == 1 {
		for _, only := range f {
			text = only
		}
	}
	return &Error{Kind: Invalid, Text: text, Fields: f}
}
