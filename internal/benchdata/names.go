package benchdata

import (
	"strings"

	"regulars/internal/interest"
	"regulars/internal/place"
)

// landmarks are what groups call themselves after. No interest is called so, so
// that whoever types one looks through names and descriptions.
var landmarks = strings.Fields(`
	Abbey Acorn Alder Anchor Arches Aspen Avenue Badger Barley Beacon Beech Bellamy Birch Blackthorn Bramble Brook
	Buttercup Calder Castle Causeway Cedar Chestnut Clover Colne Crescent Cypress Daisy Damson Dell Dovecote Eastgate
	Elder Elm Emerald Fairview Falcon Fennel Fern Ferry Foxglove Gable Garnet Gate Glen Goldcrest Grange Greenway
	Grove Harbour Hawthorn Hazel Heron Highfield Hillside Hollow Holly Ivy Jasmine Juniper Kestrel Kingfisher
	Lakeside Lantern Larch Lavender Laurel Lilac Linden Lodge Magnolia Magpie Mallard Manor Maple Marina Marlowe
	Meadow Millbrook Mistletoe Moorland Mulberry Myrtle Newton Northgate Nutmeg Oakwood Olive Osprey Parade Parkside
	Pavilion Pebble Pennine Peony Pheasant Pinewood Plover Poplar Primrose Quarry Quayside Quince Redwood Robin Rowan
	Rushes Saffron Sandpiper Sapphire Skylark Smithy Southgate Sparrow Spire Springfield Starling Sundial Swift
	Sycamore Tannery Teasel Thicket Thistle Tollgate Turnpike Upland Valley Viaduct Waterside Wharf Wheatsheaf
	Whitebeam Windmill Woodside Wren Yarrow Yew`)

var (
	societies = strings.Fields("Group Club Circle Society Meetup Community Friends Evening Association Guild")
	venues    = strings.Fields("Hall Library House Centre Rooms School Church Arms")
	openings  = []string{
		"We have been meeting since {year} and are glad of every new face.",
		"A friendly lot of all ages who come for {what} and stay for the talk.",
		"{what} for people who are busy all week and want one evening to themselves.",
		"We began around a kitchen table in {where} and have outgrown it three times.",
	}
	middles = []string{
		"Nobody needs to have done this before; somebody sits with you the first time.",
		"Bring what you have. What is missing is there, in the cupboard behind the door.",
		"We begin on time, have a break with biscuits, and end with the last bus.",
		"Twice a year we go on an outing, and in summer we sit outside under the {landmark}.",
		"There is a small fee for the room. Who cannot pay it, does not.",
	}
	endings = []string{
		"The door beside the {landmark} is open a quarter of an hour before. Ask for {person}.",
		"Come along, or write first if you would rather be met at the corner. {person} answers.",
		"{what} is better together. {person} has the key.",
	}
	people = strings.Fields("Ann Bilal Chen Dora Emeka Farah Goran Hana Ines Jonas Karim Lena Mateo Nadia Olga Pavel Ravi Sofia Tomas Yusuf")
)

// name calls a group as groups are called: after what they do, where they are,
// something nearby, or two of these.
func name(c chance, what interest.Interest, where place.Place, landmark string) string {
	society := of(c, societies)
	switch c.IntN(6) {
	case 0:
		return landmark + " " + what.Name
	case 1:
		return where.Name + " " + what.Name + " " + society
	case 2:
		return landmark + " " + society
	case 3:
		return what.Name + " at the " + landmark
	case 4:
		return landmark + " and " + of(c, landmarks) + " " + what.Name + " " + society
	default:
		return where.Name + " " + landmark + " " + society
	}
}

// about describes a group in four to six sentences.
func about(c chance, what interest.Interest, where place.Place, landmark string) string {
	fill := strings.NewReplacer("{what}", what.Name, "{where}", where.Name, "{landmark}", landmark,
		"{person}", of(c, people), "{year}", of(c, []string{"1987", "1999", "2008", "2014", "2019", "2022"}))
	said := []string{of(c, openings)}
	for _, at := range c.Perm(len(middles))[:2+c.IntN(3)] {
		said = append(said, middles[at])
	}
	return fill.Replace(strings.Join(append(said, of(c, endings)), " "))
}
