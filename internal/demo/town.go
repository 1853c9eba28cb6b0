package demo

import (
	"time"

	"regulars/internal/schedule"
)

// town is where the demo's groups meet: a real one, so that searching near it
// works as it does anywhere.
const town = "Bath, England"

// example is one invented group.
type example struct {
	name, interest   string
	about            string
	venue, address   string
	way              string  // how to get there, and home
	north, east      float64 // km from the middle of the town
	rule             schedule.Rule
	hour, minute     int
	length           time.Duration
	comeIn, lookFor  string
	first, bring     string
	cost             string
	capacity         int
	low, high        int // people who usually come
	missed           int // one meeting in so many was called off; 0: none
	beginners, alone bool
	stepFree         bool
}

var examples = []example{
	{
		name: "Tuesday Rounds", interest: "singing",
		about: "We sing rounds and simple part songs by ear. No auditions, no solos, no notes needed. In December we sing in the care home across the road.",
		venue: "Friends' Meeting House", address: "York Street", north: 0.1, east: 0.2,
		way:  "Three minutes on foot from the Abbey; buses go from Dorchester Street until 23:30.",
		rule: schedule.Weekly(1, time.Tuesday), hour: 19, length: 2 * time.Hour,
		comeIn: "The green door on the side; it is open from 18:45.", lookFor: "Margaret, who wears a red scarf and says hello to everyone new.",
		first: "Ten minutes of breathing and humming, then a round everyone knows. You can just listen.", bring: "A bottle of water.",
		cost: "£3 for the tea, if you can", low: 14, high: 22, missed: 9, beginners: true, alone: true, stepFree: true,
	},
	{
		name: "Walcot Quilters", interest: "quilting",
		about: "Patchwork by hand and by machine. Bring what you are working on, or start a nine patch with us.",
		venue: "Walcot Church Hall", address: "London Road", north: 1.1, east: 0.6,
		way:  "Fifteen minutes on foot along London Road, or the bus to Cleveland Bridge.",
		rule: schedule.MonthlyByWeekday([]int{1, 3}, time.Saturday), hour: 10, length: 3 * time.Hour,
		comeIn: "Through the garden, second door.", lookFor: "Joan at the long table by the window.",
		first: "You choose three fabrics from the scrap box and someone shows you the first seam.", bring: "Nothing; needles and thread are there.",
		cost: "£2", low: 6, high: 9, beginners: true, alone: true, stepFree: true,
	},
	{
		name: "Canal Walkers", interest: "walking",
		about: "An easy walk of about eight kilometres along the canal, with a stop for tea. We wait for the slowest.",
		venue: "Bath Spa station, main entrance", address: "Dorchester Street", north: -0.4, east: 0.5,
		way:  "You arrive by train or bus; the walk ends at the station, too.",
		rule: schedule.Weekly(1, time.Sunday), hour: 10, minute: 30, length: 3 * time.Hour,
		comeIn: "We stand under the clock.", lookFor: "Dev, with the yellow rucksack.",
		first: "Everyone says their name, then we walk in twos and threes and change around.", bring: "Shoes that may get muddy.",
		cost: "Free", low: 8, high: 15, missed: 6, alone: true,
	},
	{
		name: "Chess at the Library", interest: "chess",
		about: "Friendly games for every strength. Clocks for those who like them.",
		venue: "Bath Central Library", address: "The Podium, Northgate Street", north: 0.3, east: 0.1,
		way:  "Above the shops of The Podium; the lift is beside the entrance.",
		rule: schedule.Weekly(1, time.Thursday), hour: 17, minute: 30, length: 2 * time.Hour,
		comeIn: "Up the escalator, then left.", lookFor: "Priya at the table with the boards.",
		first: "You are given an opponent of your strength, or a lesson if you have never played.",
		cost:  "Free", capacity: 16, low: 7, high: 12, beginners: true, stepFree: true,
	},
	{
		name: "Oldfield Repair Café", interest: "repair-cafe",
		about: "Broken lamps, torn trousers, silent radios: we mend them together over coffee.",
		venue: "Oldfield Park Hall", address: "Moorland Road", north: -0.6, east: -1.6,
		way:  "Five minutes on foot from Oldfield Park station.",
		rule: schedule.MonthlyByWeekday([]int{2}, time.Saturday), hour: 10, length: 3 * time.Hour,
		comeIn: "The front door.", lookFor: "The desk with the bell.",
		first: "You say what is broken, get a number and a cup of coffee.", bring: "One thing to mend.",
		cost: "What you think it was worth", low: 20, high: 35, stepFree: true,
	},
	{
		name: "Lens and Light", interest: "photography",
		about: "Every fortnight one theme, one walk, and a look at each other's pictures. Telephones are cameras too.",
		venue: "Royal Victoria Park, bandstand", address: "Royal Avenue", north: 0.5, east: -0.9,
		way:  "Ten minutes on foot from Queen Square, through the gate at Royal Avenue.",
		rule: schedule.Weekly(2, time.Saturday), hour: 14, length: 2 * time.Hour,
		comeIn: "We meet on the steps of the bandstand.", lookFor: "Tom, with two cameras.",
		first: "You hear the theme, and go off with somebody who knows the park.",
		cost:  "Free", low: 5, high: 8, missed: 5, beginners: true, alone: true,
	},
	{
		name: "Board Games at the Boater", interest: "board-games",
		about: "Four or five tables, something easy on the first one. Newcomers are asked to play before they can ask.",
		venue: "The upstairs room", address: "Argyle Street", north: 0.2, east: 0.4,
		way:  "Just over Pulteney Bridge; buses go from Dorchester Street until 23:30.",
		rule: schedule.Weekly(1, time.Wednesday), hour: 19, length: 3 * time.Hour,
		comeIn: "Up the stairs on the right.", lookFor: "Whoever wears the name badge with the die.",
		first: "A short game for everyone at 19:15, then tables form.",
		cost:  "Free; buy a drink", capacity: 24, low: 12, high: 19, alone: true, beginners: true,
	},
	{
		name: "Conversation français", interest: "french",
		about: "An hour and a half of French at any level, about nothing in particular. Mistakes are welcome.",
		venue: "Café at the Assembly Rooms", address: "Bennett Street", north: 0.7, east: -0.1,
		way:  "Up Lansdown Road and to the right; buses back into town until 22:00.",
		rule: schedule.Weekly(1, time.Monday), hour: 18, minute: 30, length: 90 * time.Minute,
		comeIn: "Through the garden entrance.", lookFor: "The table with the little flag.",
		first: "We say who we are and what we had for lunch.",
		cost:  "A coffee", low: 5, high: 8, beginners: true, alone: true, stepFree: true,
	},
	{
		name: "Saturday Parkrun Friends", interest: "running",
		about: "We run the five kilometres at every pace, walking included, and have breakfast.",
		venue: "Royal Victoria Park, east gate", address: "Marlborough Lane", north: 0.4, east: -1.1,
		way:  "There is a car park on Marlborough Lane, and racks for bicycles.",
		rule: schedule.Weekly(1, time.Saturday), hour: 8, minute: 45, length: 90 * time.Minute,
		comeIn: "By the map at the gate.", lookFor: "Orange hats.",
		first: "Somebody runs or walks with you the whole way.",
		cost:  "Free", low: 10, high: 18, alone: true,
	},
	{
		name: "Grief and Tea", interest: "grief",
		about: "For anyone who misses somebody, however long ago. Nobody has to speak.",
		venue: "Manvers Street Centre", address: "Manvers Street", north: -0.1, east: 0.4,
		way:  "Two minutes on foot from Bath Spa station, straight ahead.",
		rule: schedule.Weekly(2, time.Thursday), hour: 14, length: 90 * time.Minute,
		comeIn: "The door with the lamp.", lookFor: "Ruth, who opens the door herself.",
		first: "Tea first. Then whoever wants to says a few words.",
		cost:  "Free", capacity: 10, low: 4, high: 7, alone: true, stepFree: true,
	},
	{
		name: "Larkhall Gardeners", interest: "community-garden",
		about: "We look after the community garden and share what grows.",
		venue: "Larkhall Community Garden", address: "St Saviours Road", north: 1.9, east: 1.2,
		way:  "The bus to Larkhall Square, then five minutes on foot.",
		rule: schedule.Weekly(1, time.Sunday), hour: 14, length: 2 * time.Hour,
		comeIn: "The wooden gate; it sticks, push.", lookFor: "The person with the wheelbarrow.",
		first: "You get gloves and the nicest job of the day.", bring: "Clothes that may get dirty.",
		cost: "Free", low: 5, high: 11, missed: 4, alone: true, beginners: true,
	},
	{
		name: "The Slow Readers", interest: "book-club",
		about: "One novel in two months. If you have not finished it, come all the same.",
		venue: "Back room of the bookshop", address: "John Street", north: 0.4, east: -0.2,
		way:  "Between Queen Square and Milsom Street; buses go from Dorchester Street until 23:30.",
		rule: schedule.MonthlyByWeekday([]int{-1}, time.Wednesday), hour: 19, minute: 30, length: 2 * time.Hour,
		comeIn: "Ring the bell, the shop is closed by then.", lookFor: "Any of us; it is a small room.",
		first: "Everyone says one sentence about the book.",
		cost:  "Free", capacity: 12, low: 6, high: 10,
	},
}

// people are the demo's members; the first organizes.
var people = []string{"Margaret", "Dev", "Priya", "Tom", "Ruth", "Joan", "Callum"}
