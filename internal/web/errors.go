package web

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
	"regulars/internal/members"
)

// neutral is all that a visitor learns of an internal error.
const neutral = "Something went wrong on our side. It has been noted; please try again in a moment."

// verdict is how one kind of failure is answered.
type verdict struct {
	status int
	title  string
	level  slog.Level
	wait   time.Duration // for Retry-After, where the failure does not say
}

var verdicts = map[fault.Kind]verdict{
	fault.Internal:    {status: http.StatusInternalServerError, title: "That did not work", level: slog.LevelError},
	fault.NotFound:    {status: http.StatusNotFound, title: "Nothing here", level: slog.LevelDebug},
	fault.Invalid:     {status: http.StatusUnprocessableEntity, title: "We cannot use that as it is", level: slog.LevelDebug},
	fault.Forbidden:   {status: http.StatusForbidden, title: "That is not open to you", level: slog.LevelInfo},
	fault.Conflict:    {status: http.StatusConflict, title: "That cannot be done now", level: slog.LevelDebug},
	fault.SignIn:      {status: http.StatusUnauthorized, title: "Please sign in first", level: slog.LevelDebug},
	fault.TooOften:    {status: http.StatusTooManyRequests, title: "A little later, please", level: slog.LevelInfo, wait: time.Hour},
	fault.Unavailable: {status: http.StatusServiceUnavailable, title: "One moment, please", level: slog.LevelWarn, wait: 30 * time.Second},
}

// answer is the one place where failures become responses: it decides status,
// log level and page.
func (s *Server) answer(c *fiber.Ctx, cause error) error {
	err := translate(cause)
	verdict := verdicts[fault.KindOf(err)]
	text, fields := neutral, map[string]string(nil)
	if e, ok := fault.As(err); ok {
		text, fields = e.Text, e.Fields
	}
	s.Log.Log(c.UserContext(), verdict.level, "request failed", "route", routeOf(c), "status", verdict.status, "err", logged(err))
	retryAfter(c, verdict, err)
	if isAPI(c) {
		return problem(c, cause, verdict.status, text, fields)
	}
	if verdict.status == http.StatusUnauthorized {
		return toSignIn(c, onward(c))
	}
	page := &errorPage{Base: Base{Title: verdict.title}, Text: text}
	if c.Method() == fiber.MethodPost {
		page.Back = cameFrom(c)
	}
	s.fillCached(c, &page.Base)
	return s.show(c.Status(verdict.status), page)
}

// retryAfter tells programs when to try again.
func retryAfter(c *fiber.Ctx, verdict verdict, err error) {
	wait := verdict.wait
	if e, ok := fault.As(err); ok && e.Wait > 0 {
		wait = e.Wait
	}
	if wait > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
}

// logged is what the log may hold of a failure: of one that a visitor met its kind, the
// fields that are wrong and what caused it. Its sentence may quote what was typed, such as
// a mail address or where somebody is, and so may the cause of what cannot be used.
func logged(err error) any {
	e, ok := fault.As(err)
	if !ok {
		return err
	}
	said := e.Kind.String()
	if len(e.Fields) > 0 {
		said += " " + strings.Join(slices.Sorted(maps.Keys(e.Fields)), ", ")
	}
	if e.Cause == nil || e.Kind == fault.Invalid {
		return said
	}
	return fmt.Sprint(said, ": ", logged(e.Cause))
}

// errorPage says in a sentence what is wrong and what to do.
type errorPage struct {
	Base
	Text string
	Back string // path of the page whose button was pressed, if that is known
}

func (*errorPage) view() string { return "error" }

// translate makes faults of Fiber's own errors.
func translate(err error) error {
	var e *fiber.Error
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == http.StatusNotFound, e.Code == http.StatusMethodNotAllowed:
		// Without the cause: it holds the path, which may hold most of a secret.
		return fault.New(fault.NotFound, "There is no such page. Perhaps its address was typed or copied only in part.")
	case e.Code == http.StatusRequestEntityTooLarge:
		return fault.Because(err, fault.Invalid, "That is more than we can take. Please make it shorter.")
	case e.Code >= 400 && e.Code < 500:
		return fault.Because(err, fault.Invalid, "We could not read that request. Please try again.")
	default:
		return fmt.Errorf("fiber: %w", err)
	}
}

// onward is where to go on to after signing in, or after something was done: the
// page that was asked for, or the page whose button was pressed. A form may name
// that page in its field "back"; else the browser says, or it is the page above.
func onward(c *fiber.Ctx) string {
	if c.Method() == fiber.MethodGet {
		return members.LocalPath(c.OriginalURL())
	}
	if back := members.LocalPath(c.FormValue("back")); back != "" {
		return back
	}
	if from := cameFrom(c); from != "" {
		return from
	}
	return members.LocalPath(path.Dir(c.Path()))
}

// cameFrom is the page of ours from which a browser says that it comes; empty if it does
// not say.
func cameFrom(c *fiber.Ctx) string {
	from, err := url.Parse(c.Get(fiber.HeaderReferer))
	if err != nil || from.Host != c.Hostname() {
		return ""
	}
	return members.LocalPath(from.RequestURI())
}
