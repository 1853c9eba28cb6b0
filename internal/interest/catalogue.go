package interest

import (
	"fmt"
	"regexp"
	"strings"
)

// catalogue is what interests.txt says, before anything is made of its words.
type catalogue struct {
	families   []Family
	interests  []Interest
	familyAt   map[string]int  // slug → place in families
	interestAt map[string]int  // slug → place in interests
	vague      map[string]bool // slug + "|" + word: the words marked with ~
	general    map[string]int  // family slug → place of its interest marked with *
	ignored    []string        // words that say nothing
	kinds      [][2]string     // slugs: a broader interest, and one that is a kind of it
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// read understands the format that the head of interests.txt explains. Errors
// name the line.
func read(text string) (*catalogue, error) {
	c := &catalogue{familyAt: map[string]int{}, interestAt: map[string]int{}, vague: map[string]bool{}, general: map[string]int{}}
	for _, e := range entries(text) {
		if err := c.add(e.text); err != nil {
			return nil, fmt.Errorf("line %d: %w", e.line, err)
		}
	}
	if err := c.fillBroader(); err != nil {
		return nil, err
	}
	c.fillFamilies()
	return c, nil
}

// entry is a line with those that carry it on.
type entry struct {
	line int // where it begins, from 1
	text string
}

func entries(text string) []entry {
	var all []entry
	for n, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "" || line[0] == '#':
		case line[0] == ' ' && len(all) > 0:
			all[len(all)-1].text += line
		default:
			all = append(all, entry{n + 1, line})
		}
	}
	return all
}

// add takes one entry: the ignored words, kinds, a family or an interest.
func (c *catalogue) add(text string) error {
	parts := strings.Split(text, "|")
	head := strings.TrimSpace(parts[0])
	if head == "ignore" && len(parts) == 2 {
		c.ignored = append(c.ignored, list(parts[1])...)
		return nil
	}
	if len(parts) != 3 {
		return fmt.Errorf("%q: expected slug | Name | words", head)
	}
	if head == "kinds" {
		for _, kind := range list(parts[2]) {
			c.kinds = append(c.kinds, [2]string{strings.TrimSpace(parts[1]), kind})
		}
		return nil
	}
	slug, isFamily := strings.CutPrefix(head, "family ")
	slug, isGeneral := strings.CutPrefix(slug, "* ")
	if !slugForm.MatchString(slug) {
		return fmt.Errorf("%q is no slug: small letters, digits and single hyphens only", slug)
	}
	name := c.unmark(slug, strings.TrimSpace(parts[1]))
	synonyms := list(parts[2])
	for i, word := range synonyms {
		synonyms[i] = c.unmark(slug, word)
	}
	if isFamily {
		return c.addFamily(Family{Slug: slug, Name: name, Synonyms: synonyms})
	}
	return c.addInterest(Interest{Slug: slug, Name: name, Synonyms: synonyms}, isGeneral)
}

func (c *catalogue) addFamily(f Family) error {
	if _, twice := c.familyAt[f.Slug]; twice {
		return fmt.Errorf("there are two families %q", f.Slug)
	}
	c.familyAt[f.Slug] = len(c.families)
	c.families = append(c.families, f)
	return nil
}

// addInterest puts the interest into the family begun last.
func (c *catalogue) addInterest(i Interest, general bool) error {
	if len(c.families) == 0 {
		return fmt.Errorf("%q stands before the first family", i.Slug)
	}
	if _, twice := c.interestAt[i.Slug]; twice {
		return fmt.Errorf("there are two interests %q", i.Slug)
	}
	i.Family = c.families[len(c.families)-1].Slug
	if _, twice := c.general[i.Family]; twice && general {
		return fmt.Errorf("two interests of %q are marked with *", i.Family)
	}
	if general {
		c.general[i.Family] = len(c.interests)
	}
	c.interestAt[i.Slug] = len(c.interests)
	c.interests = append(c.interests, i)
	return nil
}

// fillBroader tells the interests what they are kinds of. It is said before some of
// them are known, so the mistakes have no line.
func (c *catalogue) fillBroader() error {
	for _, pair := range c.kinds {
		for _, slug := range pair {
			if _, ok := c.interestAt[slug]; !ok {
				return fmt.Errorf("kinds of %s: there is no interest %q", pair[0], slug)
			}
		}
		kind := &c.interests[c.interestAt[pair[1]]]
		kind.Broader = append(kind.Broader, pair[0])
	}
	return nil
}

func (c *catalogue) fillFamilies() {
	for _, i := range c.interests {
		f := &c.families[c.familyAt[i.Family]]
		f.Interests = append(f.Interests, i)
	}
}

// unmark takes the ~ off a word and remembers that it stood there.
func (c *catalogue) unmark(slug, word string) string {
	plain, marked := strings.CutPrefix(word, "~")
	if marked {
		c.vague[slug+"|"+plain] = true
	}
	return plain
}

// list splits at commas and drops what is empty.
func list(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
