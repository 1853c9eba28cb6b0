package calendar

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
)

const maxAbout = 5000

var markup = regexp.MustCompile(`(?i)</?(a|b|br|div|em|font|h[1-6]|html|i|li|o?l|p|span|strong|table|u|ul)\b[^>]*>`)

// prose turns a description, HTML or plain, into markdown of at most maxAbout
// characters.
func prose(description string) string {
	const most = 8 * maxAbout // markup included
	if len(description) > most {
		description = strings.ToValidUTF8(description[:most], "")
	}
	if markup.MatchString(description) {
		description = fromHTML(description)
	} else {
		description = html.UnescapeString(description)
	}
	return clip(tidyLines(description), maxAbout)
}

// rulers are lines that only part others. Under a line of text they would make a
// heading of it.
var rulers = regexp.MustCompile(`^[-=_*~#.\s]{3,}$`)

// tidyLines trims the lines, and leaves at most one empty between two.
func tidyLines(s string) string {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(s, "\r", "\n")) {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, line)
		line = strings.TrimSpace(line)
		if rulers.MatchString(line) {
			line = ""
		}
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// breaks is what an element puts before itself.
var breaks = map[string]string{
	"br": "\n", "p": "\n\n", "div": "\n", "ul": "\n", "ol": "\n", "li": "\n- ", "tr": "\n", "table": "\n\n",
	"h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n", "blockquote": "\n\n",
}

// fromHTML keeps the words, the paragraphs, the lists and the links.
func fromHTML(s string) string {
	var b, link strings.Builder
	out, href, hidden := &b, "", ""
	z := nethtml.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		t := z.Token()
		switch kind {
		case nethtml.ErrorToken:
			return b.String() + linked(link.String(), href)
		case nethtml.TextToken:
			if hidden == "" {
				out.WriteString(t.Data)
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			switch {
			case t.Data == "script" || t.Data == "style":
				hidden = t.Data
			case t.Data == "a" && href == "":
				if href = target(t); href != "" {
					out = &link
				}
			default:
				out.WriteString(breaks[t.Data])
			}
		case nethtml.EndTagToken:
			switch {
			case t.Data == hidden:
				hidden = ""
			case t.Data == "a" && href != "":
				b.WriteString(linked(link.String(), href))
				out, href = &b, ""
				link.Reset()
			case t.Data == "p":
				out.WriteString("\n\n")
			}
		}
	}
}

// linked writes a link in markdown; an address that is its own words stays bare.
func linked(words, href string) string {
	words = strings.TrimSpace(words)
	bare := func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://"), "/")
	}
	switch {
	case href == "" || words == "" && href != "":
		return words
	case strings.HasPrefix(bare(href), strings.TrimRight(bare(words), "….")):
		return href
	case strings.ContainsAny(words, "[]\n"):
		return words + " (" + href + ")"
	}
	return "[" + words + "](" + href + ")"
}

// target is where a link leads, without the detour that Google puts in.
func target(t nethtml.Token) string {
	for _, a := range t.Attr {
		if a.Key != "href" {
			continue
		}
		u, ok := webAddress(a.Val)
		if !ok {
			return ""
		}
		if u.Host == "www.google.com" && u.Path == "/url" {
			if to, ok := webAddress(u.Query().Get("q")); ok {
				u = to
			}
		}
		return safe(u)
	}
	return ""
}

// safe writes an address so that markdown does not end it early.
func safe(u *url.URL) string {
	return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(u.String())
}
