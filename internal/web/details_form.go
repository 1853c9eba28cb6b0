package web

import (
	"strconv"
	"strings"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/interest"
	"regulars/internal/place"
)

// readDetails reads what an organizer says about a group over what was said
// before, and notes everything that is wrong.
func (s *Server) readDetails(f *Form, was groups.Details) groups.Details {
	d := was
	d.Name = f.Needed("name", 120, "Please give the group a name.")
	d.About = f.Prose("about", 5000)
	d.Web = readWeb(f)
	d.Interests = readInterests(f, was)
	s.readTown(f, &d)
	d.Venue, d.Address = f.Line("venue", 200), f.Line("address", 200)
	d.Directions = f.Prose("directions", 1000)
	d.ComeIn, d.LookFor = f.Prose("come_in", 1000), f.Prose("look_for", 1000)
	d.FirstMinutes, d.Bring = f.Prose("first_minutes", 1000), f.Prose("bring", 1000)
	d.Cost = f.Line("cost", 200)
	if d.Cost != was.Cost {
		d.Price = nil // as the new words say
	}
	d.Language = readLanguage(f, was)
	d.Capacity, _ = f.Int("capacity", 1, 100_000)
	for name, yes := range traitsOf(&d) {
		*yes = f.Bool(name)
	}
	if err := d.Check(); err != nil {
		f.take(err)
	}
	return d
}

// readWeb reads the address of a web page. What is typed without "https://" means that.
func readWeb(f *Form) string {
	typed := f.Line("web", 500)
	if typed != "" && !strings.Contains(typed, ":") {
		typed = "https://" + typed
	}
	return typed
}

// detailValues fills the form with what is said about a group.
func detailValues(d groups.Details) map[string]string {
	values := map[string]string{
		"name": d.Name, "about": d.About, "interest": interestNames(d.Interests), "near": d.Town,
		"venue": d.Venue, "address": d.Address, "directions": d.Directions, "cost": d.Cost,
		"come_in": d.ComeIn, "look_for": d.LookFor, "first_minutes": d.FirstMinutes, "bring": d.Bring,
		"language": d.Language, "web": d.Web,
	}
	if d.Capacity > 0 {
		values["capacity"] = strconv.Itoa(d.Capacity)
	}
	for name, yes := range traitsOf(&d) {
		if *yes {
			values[name] = "on"
		}
	}
	return values
}

// traitsOf are the boxes of the form.
func traitsOf(d *groups.Details) map[string]*bool {
	return map[string]*bool{
		"public_place": &d.PublicPlace, "online": &d.Online, "beginners": &d.Beginners, "alone": &d.Alone,
		"children": &d.Children, "step_free": &d.StepFree, "hearing_loop": &d.HearingLoop, "quiet": &d.Quiet,
	}
}

// readInterests understands the words for what a group does. All of them have to
// be known: a word that is dropped in silence would leave the group unfound.
func readInterests(f *Form, was groups.Details) []string {
	typed := f.Line("interest", 200)
	if typed != "" && typed == interestNames(was.Interests) {
		return was.Interests
	}
	understood := interest.Parse(typed)
	switch {
	case len(understood.Rest) > 0:
		f.Wrong("interest", "We do not know “%s” yet. Please try another word for it.", strings.Join(understood.Rest, " "))
	case len(understood.Families) > 0:
		family := understood.Families[0]
		f.Wrong("interest", "“%s” is wide. Please say which: %s, for example.", family.Name, list(someOf(family)))
	}
	var slugs []string
	for _, one := range understood.Interests {
		slugs = append(slugs, one.Slug)
	}
	return slugs
}

// Understood says which interests the words typed stand for, if they are other
// words than ours and all are known.
func (f *Form) Understood() string {
	understood := interest.Parse(f.Value("interest"))
	if len(understood.Rest)+len(understood.Families) > 0 {
		return ""
	}
	var names []string
	for _, one := range understood.Interests {
		names = append(names, one.Name)
	}
	if said := strings.Join(names, ", "); !strings.EqualFold(said, f.Value("interest")) {
		return said
	}
	return ""
}

// someOf names the first interests of a family.
func someOf(family interest.Family) []string {
	var names []string
	for _, one := range family.Interests[:min(3, len(family.Interests))] {
		names = append(names, one.Name)
	}
	return names
}

// interestNames writes interests as readInterests understands them.
func interestNames(slugs []string) string {
	var names []string
	for _, slug := range slugs {
		if known, ok := interest.BySlug(slug); ok {
			names = append(names, known.Name)
		}
	}
	return strings.Join(names, ", ")
}

// readTown finds the town. One that is the same as before keeps its point, which
// may be that of the very house.
func (s *Server) readTown(f *Form, d *groups.Details) {
	typed := f.Needed("near", 200, "Please name the town where the group meets.")
	if typed == "" || typed == d.Town {
		return
	}
	found, err := s.Places.Find(typed)
	if e, ok := fault.As(err); ok {
		f.Wrong("near", "%s", e.Text)
		found = place.Place{}
	}
	s.takeTown(f, found)
	d.Town, d.Point, d.Zone = "", found.Point, found.Zone
	if found.Zone != "" {
		d.Town = found.String()
	}
}

// takenTown is the town that words are taken for, where they name it otherwise than we do.
type takenTown struct {
	Name   string
	Others []string // towns that are called alike, as one would have to type them
}

// Taken is the town that the words typed are taken for; no name if there is nothing to say.
func (f *Form) Taken() takenTown {
	if f == nil {
		return takenTown{}
	}
	return f.town
}

// mostAlike is how many towns of one name a form offers.
const mostAlike = 4

// takeTown notes for which town the words of a form are taken: many have the same name,
// and the largest of them may lie in another time zone than the one that was meant.
func (s *Server) takeTown(f *Form, found place.Place) {
	typed := f.Value("near")
	if found.Zone == "" || strings.EqualFold(typed, found.String()) {
		return
	}
	f.town.Name = found.String()
	for _, other := range s.Places.Complete(typed, 2*mostAlike) {
		alike := strings.EqualFold(other.Name, found.Name) && other.String() != f.town.Name
		if alike && len(f.town.Others) < mostAlike {
			f.town.Others = append(f.town.Others, other.String())
		}
	}
}
