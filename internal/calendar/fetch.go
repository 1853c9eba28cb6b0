package calendar

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"regulars/internal/fault"
)

// Bounds of one fetch. The size is that of MaxBytes.
const (
	fetchWithin   = 10 * time.Second
	mostRedirects = 3
)

// Fetcher gets calendars from the web.
type Fetcher struct{ client *http.Client }

// Anywhere lets a Fetcher go to any address: for hosts, who know where they send
// it.
func Anywhere(netip.Addr) bool { return true }

// Public lets a Fetcher go only where strangers may send it: not into private
// networks, not to this machine, nor to any other address that means something
// else inside than outside.
func Public(at netip.Addr) bool {
	at = at.Unmap().WithZone("")
	for _, inside := range reserved {
		if inside.Contains(at) {
			return false
		}
	}
	return at.IsGlobalUnicast() && !at.IsPrivate()
}

// reserved are networks of IANA's special-purpose registries (RFC 6890) that
// netip does not tell apart from public ones, and those whose addresses hold
// another one (6to4, Teredo, NAT64).
var reserved = prefixes("::/96", "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
	"2002::/16", "3fff::/20", "5f00::/16", "::ffff:0:0:0/96", "fec0::/10", "2620:4f:8000::/48",
	"192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24")

func prefixes(texts ...string) (all []netip.Prefix) {
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// NewFetcher makes a Fetcher that goes where may lets it. It is asked with the
// address that is really connected to, after names were looked up, and again for
// each redirect.
func NewFetcher(may func(netip.Addr) bool) *Fetcher {
	dialer := net.Dialer{Timeout: fetchWithin, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if !may(to.Addr()) {
			return errInside
		}
		if port := to.Port(); port < 1024 && port != 80 && port != 443 {
			return errPort
		}
		return nil
	}}
	return &Fetcher{&http.Client{
		Timeout: fetchWithin,
		Transport: &http.Transport{ // no proxy, which would look names up itself
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    fetchWithin,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        time.Minute,
		},
		CheckRedirect: func(to *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects {
				return errRedirects
			}
			if to.URL.Scheme != "http" && to.URL.Scheme != "https" {
				return errScheme
			}
			to.Header.Del("Referer") // the address may be a secret
			return nil
		},
	}}
}

var (
	errInside    = fault.New(fault.Invalid, "This address leads into a private network, where we do not go.")
	errRedirects = fault.New(fault.Unavailable, "The address leads on to another one, and that to the next, too often.")
	errPort      = fault.New(fault.Invalid, "This is not the port of a web server.")
	errScheme    = fault.New(fault.Invalid, "The address leads to something that is not on the web.")
)

// Address tidies the address of a calendar as people paste it: webcal: is https:.
// fault.Invalid if it is none.
func Address(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if scheme, rest, ok := strings.Cut(typed, "://"); ok && (strings.EqualFold(scheme, "webcal") || strings.EqualFold(scheme, "webcals")) {
		typed = "https://" + rest
	}
	u, ok := webAddress(typed)
	switch {
	case !ok:
		return "", refuse("Please paste the calendar's address as it is; it begins with https://.")
	case u.User != nil:
		return "", refuse("This address holds a name or a password. Please use the calendar's public or secret address instead.")
	}
	u.Fragment = ""
	return u.String(), nil
}

// Fetched is what a server answered.
type Fetched struct {
	Same     bool          // it is what it was; Body is empty
	Body     []byte        // at most MaxBytes
	ETag     string        // to be asked next time for only what is new
	Modified string        // likewise: the header Last-Modified
	Later    time.Duration // how long the server asks to be left alone, with an error; 0: it does not say
}

// Fetch gets a calendar, or learns that it is what it was when the server gave
// that etag and modified. Failures are one sentence.
func (f *Fetcher) Fetch(ctx context.Context, address, etag, modified string) (got Fetched, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return got, fault.Because(err, fault.Invalid, "This is no address that can be fetched.")
	}
	request.Header.Set("User-Agent", "Regulars (follows calendars for groups)")
	request.Header.Set("Accept", "text/calendar, text/plain;q=0.5, */*;q=0.1")
	set(request.Header, "If-None-Match", etag)
	set(request.Header, "If-Modified-Since", modified)
	response, err := f.client.Do(request)
	if err != nil {
		return got, unreachable(err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotModified:
		return Fetched{Same: true, ETag: etag, Modified: modified}, nil
	default:
		got.Later = retryAfter(response.Header)
		return got, refused(response.StatusCode)
	}
	got.ETag, got.Modified = plainHeader(response, "ETag"), plainHeader(response, "Last-Modified")
	got.Body, err = io.ReadAll(io.LimitReader(response.Body, MaxBytes+1))
	if err != nil {
		return got, unreachable(err)
	}
	if len(got.Body) > MaxBytes {
		return got, errTooLarge
	}
	return got, nil
}

// plainHeader is what a server says of a body, if it is fit to be kept and sent back.
func plainHeader(response *http.Response, name string) string {
	said := response.Header.Get(name)
	if len(said) > 500 || strings.ContainsFunc(said, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return said
}

func set(header http.Header, name, value string) {
	if value != "" {
		header.Set(name, value)
	}
}

// unreachable says why nothing came back. The address stays out of it: it may be
// a secret.
func unreachable(err error) error {
	if known, ok := fault.As(err); ok {
		return known
	}
	var asked *url.Error
	if errors.As(err, &asked) {
		err = asked.Err
	}
	var dns *net.DNSError
	var late net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fault.Because(err, fault.Unavailable, "There is no such site: %s.", dns.Name)
	case errors.As(err, &late) && late.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return fault.Because(err, fault.Unavailable, "The calendar's server did not answer within %d seconds.", int(fetchWithin.Seconds()))
	}
	return fault.Because(err, fault.Unavailable, "The calendar cannot be fetched at the moment: its server does not answer.")
}

// refused says what an answer means that is no calendar.
func refused(status int) error {
	why := ""
	switch status {
	case http.StatusNotFound, http.StatusGone:
		why = " There is no calendar at this address (any more)."
	case http.StatusUnauthorized, http.StatusForbidden:
		why = " The calendar is not public."
	}
	return fault.New(fault.Unavailable, "The calendar's server answers %s.%s", strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status))), why)
}

// retryAfter reads how long a server asks to be left alone: in seconds, or until a
// moment by its own clock.
func retryAfter(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 7*86400)) * time.Second
	}
	until, err := http.ParseTime(text)
	now, clock := http.ParseTime(header.Get("Date"))
	if err != nil || clock != nil {
		return 0
	}
	return min(max(until.Sub(now), 0), 7*24*time.Hour)
}

// Web is the source of a calendar at an address.
func (f *Fetcher) Web(address string) Source {
	return Source{Name: address, Open: func(ctx context.Context) (io.ReadCloser, time.Time, error) {
		got, err := f.Fetch(ctx, address, "", "")
		if err != nil {
			return nil, time.Time{}, err
		}
		modified, err := http.ParseTime(got.Modified)
		if err != nil {
			modified = time.Time{}
		}
		return io.NopCloser(strings.NewReader(string(got.Body))), modified, nil
	}}
}

// IsWeb tells whether the name of a source is an address on the web.
func IsWeb(name string) bool {
	u, err := url.Parse(name)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}
