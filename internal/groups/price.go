package groups

import (
	"regexp"
	"strconv"
	"strings"
)

var number = regexp.MustCompile(`\d{1,6}`)

// priceIn finds the price in words about the cost, in whole units: the first
// number, or nothing where it is said to be free; nil where neither is said.
func priceIn(cost string) *int {
	price := 0
	if digits := number.FindString(cost); digits != "" {
		price, _ = strconv.Atoi(digits) // at most six digits
	} else if !strings.Contains(strings.ToLower(cost), "free") {
		return nil
	}
	return &price
}
