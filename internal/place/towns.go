package place

// Settlement is a town with what is known of it at once; to name it, as Town
// does, takes a while.
type Settlement struct {
	Number     int // of the town, from 0 on, the largest first
	Population int
	Point
}

// Settlements are all towns, the largest first.
func (g *Gazetteer) Settlements() []Settlement {
	all := make([]Settlement, len(g.towns))
	for number, town := range g.towns {
		all[number] = Settlement{number, int(town.population), town.point()}
	}
	return all
}

// Town is the town of a number.
func (g *Gazetteer) Town(number int) Place { return g.place(int32(number)) }
