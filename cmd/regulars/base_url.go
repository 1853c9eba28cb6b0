package main

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

var errNoSite = errors.New("not the address of a site")

// readBaseURL gives the address of a site as browsers write its origin: in small
// letters, in ASCII, without the usual port and without a slash at the end. Every page has
// its place right below the host.
func readBaseURL(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || strings.ContainsAny(text, "?#") {
		return "", errNoSite
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil { // names that only a local network knows may have other characters
		host = strings.ToLower(u.Hostname())
	}
	if host == "" || strings.ContainsFunc(host, func(r rune) bool { return r > '~' }) {
		return "", errNoSite
	}
	if !isPort(u.Port()) {
		return "", errNoSite
	}
	if port := u.Port(); port != "" && port != usualPorts[u.Scheme] {
		return u.Scheme + "://" + net.JoinHostPort(host, port), nil
	}
	if strings.Contains(host, ":") { // IPv6
		host = "[" + host + "]"
	}
	return u.Scheme + "://" + host, nil
}

var usualPorts = map[string]string{"http": "80", "https": "443"}

// isPort tells whether a port can be one; empty is the usual.
func isPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && strconv.FormatUint(n, 10) == port
}

// isAddr tells whether it looks like what one listens on: host:port, with or without a
// host.
func isAddr(addr string) bool {
	host, port, err := net.SplitHostPort(addr)
	return err == nil && port != "" && isPort(port) && !strings.ContainsAny(host, " /?#@")
}

// siteAt is the address of a site that listens there and has no name.
func siteAt(addr string) string {
	if strings.HasPrefix(addr, ":") { // on all addresses of this machine
		addr = "localhost" + addr
	}
	return "http://" + addr
}
