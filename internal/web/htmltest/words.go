package htmltest

import (
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

func text(found *goquery.Selection) string { return strings.Join(strings.Fields(found.Text()), " ") }

func quote(s string) string { return strconv.Quote(s) }

func plural(n int) string {
	if n == 1 {
		return "1 element"
	}
	return strconv.Itoa(n) + " elements"
}
