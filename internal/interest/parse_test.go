package interest

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What people type = the slugs that it means + the words left over.
const typed = `
choir                                    = singing
Choirs near me                           = singing
a cappella                               = singing
acapella                                 = singing
barbershop                               = singing
barber shop quartet                      = singing
sing                                     = singing
singers                                  = singing
community singing group for beginners    = singing
Quilting                                 = quilting
quilts                                   = quilting
sewing bee                               = quilting
tabletop                                 = board-games
boardgames                               = board-games
board games                              = board-games
bored games                              = board-games
bord games                               = board-games
boardgame night                          = board-games
chess                                    = chess
ches                                     = chess
chess club                               = chess
photog                                   = photography
photography                              = photography
fotography                               = photography
photograhpy                              = photography
fotografy                                = photography
Fotografie                               = photography
fotografieren                            = photography
filosophy                                = philosophy
Schach                                   = chess
singen                                   = singing
Chor                                     = singing
Nähen                                    = sewing
Fußball                                  = football
fussball                                 = football
Wandern                                  = hiking
people to talk to                        = loneliness
someone to talk to                       = loneliness
camera club                              = photography
gardening                                = gardening
gard                                     = gardening
knit                                     = knitting
knitting group                           = knitting
nitting                                  = knitting
kniting                                  = knitting
stitch and bitch                         = knitting
crochet                                  = crochet
croche                                   = crochet
crotchet                                 = crochet
d&d                                      = role-playing
dungeons & dragons                       = role-playing
dnd                                      = role-playing
Dungeons and Dragon                      = role-playing
magic the gathering                      = trading-cards
hiking                                   = hiking
hikers                                   = hiking
hike                                     = hiking
hill walking                             = hiking
rambling                                 = walking
ramblers                                 = walking
walking group for over 50s               = walking over-fifty
singing bowls                            = world-instruments
singing, bowls                           = singing lawn-bowls
Go, Singing, Violin, cello and strings   = go-game singing strings
want to go, sing                         = singing
walks                                    = walking
dog walking                              = dog-walking
parkrun                                  = running
couch to 5k                              = running
running club                             = running
runing club                              = running
dinning club                             = shared-meals
jogging                                  = running
yoga for beginners                       = yoga
yogga                                    = yoga
chair yoga                               = yoga
tai chi                                  = tai-chi
taichi                                   = tai-chi
quigong                                  = tai-chi
bird watching                            = birdwatching
birders                                  = birdwatching
twitchers                                = birdwatching
book club                                = book-club
bookclub                                 = book-club
book clubs near me                       = book-club
books                                    = book-club
sci-fi book club                         = science-fiction book-club
sci fi                                   = science-fiction
science fiction                          = science-fiction
reading                                  = book-club
poetry                                   = poetry
poets                                    = poetry
spoken word                              = poetry
creative writing                         = creative-writing
writers                                  = creative-writing
writers group                            = creative-writing
learn spanish                            = spanish
spanish conversation                     = spanish
español                                  = spanish
french                                   = french
Français                                 = french
language exchange                        = language-exchange
esl                                      = english
english classes                          = english
repair café                              = repair-cafe
repair cafe                              = repair-cafe
fix my bike                              = bike-repair
bike repair                              = bike-repair
men's shed                               = mens-shed
mens shed                                = mens-shed
men’s sheds                              = mens-shed
woodwork                                 = woodworking
wood working                             = woodworking
wood turning                             = woodworking
3d printing                              = 3d-printing
coding                                   = programming
python                                   = programming
learn to code                            = programming
astronomy                                = astronomy
star gazing                              = astronomy
telescopes                               = astronomy
grief                                    = grief
bereavement support                      = grief
my husband died                          = widowed
widowed                                  = widowed
widow                                    = widowed
AA                                       = sobriety
alcoholics anonymous                     = sobriety
sober                                    = sobriety
al-anon                                  = families-of-addicts
carers                                   = caregivers
caregivers                               = caregivers
carer support group                      = caregivers
dementia cafe                            = dementia
chronic pain                             = chronic-illness
long covid                               = chronic-illness
lgbt                                     = lgbtq
LGBTQ+                                   = lgbtq
gay mens chorus                          = lgbtq men singing
trans                                    = trans
queer book club                          = lgbtq book-club
veterans                                 = veterans
autism                                   = neurodiversity
adhd adults                              = neurodiversity
moms                                     = moms
mum and baby                             = moms baby-group
toddlers                                 = toddlers
playgroup                                = toddlers
single parents                           = single-parents
new in town                              = newcomers
newcomers                                = newcomers
make friends                             = newcomers
meet people                              = newcomers
lonely                                   = loneliness
immigrants                               = refugees
refugees welcome                         = refugees
bible study                              = bible-study
church choir                             = church singing
zen                                      = buddhism
meditation                               = meditation
mindfullness                             = meditation
buddhist                                 = buddhism
quakers                                  = quakers
tarot                                    = astrology
shamanism                                = shamanism
renters union                            = residents-association
salsa                                    = salsa
swing dancing                            = swing-dance
lindy hop                                = swing-dance
contra dance                             = contra-dance
contradancing                            = contra-dance
square dancing                           = square-dance
ceilidh                                  = ceilidh
ceili                                    = ceilidh
line dance                               = line-dance
tango                                    = tango
improv                                   = improv
am dram                                  = acting
theatre                                  = acting
theater                                  = acting
acting                                   = acting
stand up comedy                          = stand-up
film club                                = film-club
movies                                   = film-club
potluck                                  = shared-meals
supper club                              = shared-meals
baking                                   = baking
bakers                                   = baking
sourdough                                = baking
cooking class                            = cooking
homebrew                                 = home-brewing
wine tasting                             = wine
whiskey                                  = whisky
coffee morning                           = coffee
pub quiz                                 = trivia
trivia                                   = trivia
mah jongg                                = mahjong
bridge                                   = bridge
go                                       = go-game
go hiking                                = hiking
poker                                    = poker
volunteer                                = family/volunteering
food bank                                = food-bank
litter pick                              = litter-picking
beach cleaning                           = river-care
beekeeping                               = beekeeping
bees                                     = beekeeping
foraging                                 = mushrooms
mushrooms                                = mushrooms
ukulele                                  = ukulele
guitar                                   = guitar
drum circle                              = drumming
fiddle                                   = strings
folk music jam                           = folk-music jamming
bell ringing                             = bell-ringing
pottery                                  = pottery
ceramics                                 = pottery
water colour                             = watercolor
life drawing                             = life-drawing
crafts                                   = family/crafts
craft                                    = family/crafts
arts and crafts                          = family/visual-arts family/crafts
music                                    = family/making-music
games                                    = family/games
dance                                    = family/dance
sport                                    = family/moving
swimming                                 = swimming
wild swimming                            = open-water-swimming
kayaking                                 = paddling
cycling                                  = cycling
bikes                                    = cycling
cyclists                                 = cycling
bycicle                                  = cycling
bilards                                  = pool-and-snooker
pickle ball                              = pickleball
pickelball                               = pickleball
tennis                                   = tennis
soccer                                   = football
five a side                              = football
football                                 = football
bowls                                    = lawn-bowls
petanque                                 = lawn-bowls
retired                                  = retirement
over 60s                                 = over-fifty
20s and 30s                              = twenties-and-thirties
singles                                  = singles
knitting and chess                       = knitting chess
asheville                                =  + asheville
something to do                          =
quilting bloomington                     = quilting + bloomington
barcelona                                =  + barcelona
zzzz                                     =  + zzzz
group for people like me                 =
camera                                   = photography
stained                                  = glass
lindy                                    = swing-dance
raspberry pi                             = electronics
grief support                            = grief
bereavement support group                = grief
gay men's chorus                         = lgbtq men singing
women's walking group                    = women walking
sewing and quilting                      = sewing quilting
yoga near me                             = yoga
learn guitar                             = guitar
how to play chess                        = chess
things to do for retired people          = retirement
something for my toddler                 = toddlers
book group for women                     = book-club women
vegan potluck                            = vegan
board game cafe                          = board-games
crafty                                   = family/crafts
crafternoon                              =  + crafternoon
sewing                                   = sewing
sew                                      = sewing
seamstress                               = sewing
paint                                    = painting
painters                                 = painting
photo                                    = photography
photos                                   = photography
`

func TestParseUnderstandsWhatPeopleType(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(typed), "\n")
	if len(lines) < 120 {
		t.Fatalf("only %d queries", len(lines))
	}
	for _, line := range lines {
		query, want, _ := strings.Cut(line, "=")
		if got := written(Parse(strings.TrimSpace(query))); got != strings.TrimSpace(want) {
			t.Errorf("%q means %q, want %q", strings.TrimSpace(query), got, strings.TrimSpace(want))
		}
	}
}

// written puts a Query as the table above does.
func written(q Query) string {
	var slugs []string
	for _, i := range q.Interests {
		slugs = append(slugs, i.Slug)
	}
	for _, f := range q.Families {
		slugs = append(slugs, "family/"+f.Slug)
	}
	if len(q.Rest) > 0 {
		slugs = append(slugs, "+")
	}
	return strings.Join(append(slugs, q.Rest...), " ")
}

func TestBetterReadingsWin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, want, why string }{
		{"baking", "baking", "an exact word is no slip for biking"},
		{"rafting", "paddling", "an exact word is no slip for crafting"},
		{"carer", "caregivers", "the plural comes before the ending: not cars"},
		{"board games night", "board-games", "the longer phrase comes before the family of games"},
		{"sacred harp", "shape-note-singing", "the phrase comes before the instrument"},
		{"booking", "book-club", "an ending comes before a slip for cooking"},
		{"mating", "+ mating", "the first letter of a short word must be right"},
		{"of the and", "", "words that say nothing are not left over"},
	} {
		if got := written(Parse(c.typed)); got != c.want {
			t.Errorf("%q means %q, want %q: %s", c.typed, got, c.want, c.why)
		}
	}
}

func TestParseTellsHowSureItIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed, telling string
		certain        bool
	}{
		{"Choirs", "choirs", true},
		{"board games", "board games", true},
		{"chess club", "chess", true},
		{"korean group", "korean", false},
		{"techto", "techto", false},
		{"black cat", "black cat", false},
		{"try new things", "", false},
		{"", "", false},
	} {
		q := Parse(c.typed)
		if got := strings.Join(q.Telling, " "); got != c.telling || q.Certain != c.certain {
			t.Errorf("%q tells %q, certain: %v", c.typed, got, q.Certain)
		}
		if want := strings.Join(Words(c.typed), " "); strings.Join(q.Typed, " ") != want {
			t.Errorf("%q was typed as %q", c.typed, q.Typed)
		}
	}
}

func TestEveryNameAndWordIsUnderstood(t *testing.T) {
	t.Parallel()
	for _, p := range lexicon.phrases {
		for _, text := range []string{p.text, strings.ToUpper(p.text), strings.Join(p.words, "-")} {
			q := Parse(text)
			if len(q.Interests)+len(q.Families) != 1 || len(q.Rest) > 0 {
				t.Errorf("%q means %q", text, written(q))
				continue
			}
			_, slug := known.label(p.target)
			if got := written(q); strings.TrimPrefix(got, "family/") != slug {
				t.Errorf("%q means %q, want %q", text, got, slug)
			}
		}
	}
}

// Boxes that are ticked come as names with commas between, and none may be lost or
// run together with the next.
func TestNamesInAList(t *testing.T) {
	t.Parallel()
	all := All()
	for i, one := range all {
		for j := i % 5; j < len(all); j += 5 {
			other := all[j]
			q := Parse(one.Name + ", " + other.Name)
			if i != j && (len(q.Interests) != 2 || q.Interests[0].Slug != one.Slug || q.Interests[1].Slug != other.Slug || len(q.Rest) > 0) {
				t.Errorf("%s and %s are understood as %v, left over %q", one.Name, other.Name, q.Interests, q.Rest)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"choir", "D&D", "Français", "ﬁshing", "men’s shed\x00", "\xff\xfe", "合唱", strings.Repeat("quilt ", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text)
		if again := Parse(text); written(q) != written(again) {
			t.Errorf("%q: first %q, then %q", text, written(q), written(again))
		}
		for _, word := range q.Rest {
			if word == "" || utf8.ValidString(text) && !utf8.ValidString(word) {
				t.Errorf("%q leaves %q", text, word)
			}
		}
		if n := len(q.Rest); n > maxQuery {
			t.Errorf("%d words left of %q", n, text)
		}
		Recognise(text, text)
		Mentioned(text, text)
		Complete(text, 8)
	})
}

func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"word": "choir", "phrase": "board games near me", "slip": "fotography club", "start": "photog",
		"unknown": "asheville wednesdays", "sentence": "a friendly walking group for beginners over 50 near the river",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse(text)
			}
		})
	}
}

// What is ticked in a list is understood, however much it is; of other words only the first
// ones are.
func TestParseReadsAllNamesOfAList(t *testing.T) {
	t.Parallel()
	var names, want []string
	for _, i := range All()[:60] {
		names, want = append(names, i.Name), append(want, i.Slug)
	}
	var got []string
	for _, i := range Parse(strings.Join(names, ", ")).Interests {
		got = append(got, i.Slug)
	}
	if !slices.Equal(got, want) {
		t.Errorf("of %d names %d are understood", len(want), len(got))
	}
	if n := len(Parse(strings.Repeat("qzxwvu, ", 100)).Rest); n != maxQuery {
		t.Errorf("%d strange words are left, want %d", n, maxQuery)
	}
}
