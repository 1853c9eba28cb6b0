package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/lib/pq"

	"regulars/internal/fault"
)

// SQLSTATE codes that mean something to us; the full list is appendix A of the
// PostgreSQL manual.
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	queryCanceled        = "57014"
	invalidByteSequence  = "22021" // also NUL in a text
	untranslatable       = "22P05"
	outOfRange           = "22003"
	noSuchReference      = "23503" // foreign key violation
	invalidParameter     = "22023" // a time zone that is not known, for one
)

// translate makes faults of the driver's errors that a visitor can do something
// about, if only to wait; all others stay as they are and are internal.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fault.Because(err, fault.NotFound, "We did not find that.")
	case errors.Is(err, context.DeadlineExceeded), code(err) == queryCanceled,
		errors.Is(err, sql.ErrTxDone): // the deadline passed just before the commit
		return fault.Because(err, fault.Unavailable, "That took too long. Please try again in a moment.")
	case away(err):
		return fault.Because(err, fault.Unavailable, "Regulars cannot reach its database at the moment. Please try again in a minute; nothing is lost.")
	case code(err) == invalidByteSequence, code(err) == untranslatable:
		return fault.Because(err, fault.Invalid, "There is a character in it that cannot be stored. Please type it again.")
	case code(err) == outOfRange:
		return fault.Because(err, fault.Invalid, "One of the numbers is too large.")
	case code(err) == noSuchReference:
		return fault.Because(err, fault.NotFound, "That was deleted a moment ago.")
	default:
		return err
	}
}

// Violates tells whether err is the violation of a uniqueness constraint or
// index of that name, so that stores can say what was taken.
func Violates(err error, constraint string) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Code == uniqueViolation && e.Constraint == constraint
}

// UnknownZone tells whether err says that the database does not know a time zone.
func UnknownZone(err error) bool {
	return code(err) == invalidParameter && strings.Contains(err.Error(), "time zone")
}

func code(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return ""
}

// away tells whether the server did not answer, is starting, or went down:
// classes 08 (connection), 53 (out of resources) and 57P (operator).
func away(err error) bool {
	c := code(err)
	if strings.HasPrefix(c, "08") || strings.HasPrefix(c, "53") || strings.HasPrefix(c, "57P") {
		return true
	}
	var network net.Error
	return errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

func retryable(err error) bool {
	c := code(err)
	return c == serializationFailure || c == deadlockDetected
}

// ignoreDone forgets the complaint of a rollback that came too late: the
// connection is gone, or its context took the transaction with it.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) || away(err) {
		return nil
	}
	return err
}
