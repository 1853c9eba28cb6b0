package web

import (
	"strings"
	"testing"
	"time"

	"regulars/internal/web/htmltest"
)

// hostile is what somebody may call a group to get at those who read it.
const hostile = `"><script>alert('x')</script>&amp;`

func TestCardsAsTheyStandInAPage(t *testing.T) {
	t.Parallel()
	tuesday := time.Date(2026, 11, 24, 18, 30, 0, 0, time.UTC)
	page := htmltest.Parse(t, string(cardsHTML([]groupCard{{
		Slug: "hill-street-chorus", Name: "Hill Street Chorus", Family: "making-music", URL: "/groups/hill-street-chorus",
		Rhythm: "Every Tuesday, 18:30 to 20:30", Where: "Hill Street Hall", Next: tuesday,
		Why: []string{"Met 11 of the last 12 Tuesdays", "2 km"}, Listed: "Listed under Singing",
		Pulse: &strip{[]string{"held", "off", "open"}, "met 11 of 12"}, Tags: []string{"free"},
	}, {Name: "Barbershop", Expected: true, Next: tuesday}, {Name: "Silent"}, {Name: "Moved", NextWords: "Last listed for 22 September"}})))
	page.In("ul.hits > li.hit", htmltest.Count(4))
	page.In(".hit:nth-child(1) svg.block", htmltest.Count(1))
	page.In(".hit:nth-child(1) h3 a[href='/groups/hill-street-chorus']", htmltest.HasText("Hill Street Chorus"))
	page.In(".hit:nth-child(1) .will", htmltest.HasText("Next: Tue 24 Nov"))
	page.In(".hit:nth-child(1) .hit-why > p:first-child", htmltest.HasText("Met 11 of the last 12 Tuesdays · 2 km"))
	page.In(".hit:nth-child(1) .pulse[aria-label='met 11 of 12'] i", htmltest.Count(3))
	page.In(".hit:nth-child(1) .tags", htmltest.HasText("free"), htmltest.HasNoText("expected"))
	page.In(".hit:nth-child(2)", htmltest.HasText("Next expected Tue 24 Nov"), htmltest.HasText("expected, ask before you go"))
	page.In(".hit:nth-child(2) .will, .hit:nth-child(2) .pulse", htmltest.Count(0))
	page.In(".hit:nth-child(3)", htmltest.HasText("No date announced"))
	page.In(".hit:nth-child(3) .tags", htmltest.Count(0))
	page.In(".hit:nth-child(4)", htmltest.HasText("Last listed for 22 September"))
}

// What is written by hand lets nothing through that people wrote.
func TestMarkupByHandIsClosed(t *testing.T) {
	t.Parallel()
	for what, html := range map[string]string{
		"a card": string(cardsHTML([]groupCard{{
			Slug: hostile, Name: hostile, Family: hostile, URL: hostile, Rhythm: hostile, Where: hostile, NextWords: hostile,
			Why: []string{hostile, hostile}, Listed: hostile, Pulse: &strip{[]string{"held"}, hostile}, Tags: []string{hostile}, Expected: true,
		}})),
		"kin":        string(kinHTML([]kin{{hostile, hostile, hostile, hostile, hostile, 1}})),
		"ways":       string(ways([]link{{hostile, hostile}})),
		"a calendar": string(followHTML(follow{hostile, hostile, hostile, hostile})),
		"alternates": string(alternates(follow{hostile, hostile, hostile, hostile})),
		"boxes":      string(ticks("checkbox", "day", []tick{{hostile, hostile, true}})),
		"choices":    string(ticks("radio", "", []tick{{hostile, hostile, false}})),
	} {
		htmltest.Parse(t, html).In("script", htmltest.Count(0))
		if strings.Contains(html, "<script") || strings.Contains(html, "'x'") {
			t.Errorf("%s lets it through: %s", what, html)
		}
	}
}

func TestBoxesOfAForm(t *testing.T) {
	t.Parallel()
	days := htmltest.Parse(t, string(ticks("checkbox", "day", []tick{{"mon", "Mon", false}, {"tue", "Tue", true}})))
	days.In("li input[type=checkbox][name=day]", htmltest.Count(2))
	days.In("input#day-tue[value=tue][checked] + label[for=day-tue]", htmltest.HasText("Tue"))
	days.In("input#day-mon[value=mon]:not([checked]) + label[for=day-mon]", htmltest.HasText("Mon"))
	traits := htmltest.Parse(t, string(ticks("checkbox", "", []tick{{"quiet", "quiet room", true}})))
	traits.In("input#quiet[name=quiet][value='1'][checked] + label[for=quiet]", htmltest.HasText("quiet room"))
}
