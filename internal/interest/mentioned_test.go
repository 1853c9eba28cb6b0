package interest

import (
	"strings"
	"testing"
)

func TestMentionedTellsWhatATextComesBackTo(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("We meet at the hall and everybody is welcome to bring a neighbour along. ", 6)
	for _, c := range []struct{ why, name, description, much, little string }{
		{"nothing said", "Thursday Larks", "", "", ""},
		{"the name", "Chess and quilting for all", "", "quilting chess", ""},
		{"said once in passing", "Thursday Larks", "We meet beside the chess tables.", "", "chess"},
		{"the title", "Thursday Larks", "**Chess for beginners**\n\nBring a friend.", "chess", ""},
		{"a heading", "Thursday Larks", "# Quilters, come!\nBring a friend.", "quilting", ""},
		{"a bold word is no title", "Thursday Larks", "**Chess** is what the others play.", "", "chess"},
		{"twice in the opening", "Thursday Larks", "Trivia on Mondays: our trivia is easy. " + long, "trivia", ""},
		{"twice far down is little", "Thursday Larks", long + "Trivia, pub quiz.", "", "trivia"},
		{"thrice is enough anywhere", "Thursday Larks", long + "Trivia, pub quiz, trivia.", "trivia", ""},
		{"much less than of another thing", "Larks", strings.Repeat("Chess! ", 7) + "Tea and afternoon tea. " + long, "chess", "tea"},
		{"a family stands for its general interest", "Larks", "Craft with us. Bring your craft.", "craft-circle", ""},
		{"a vague word says nothing", "Larks", "The bridge, the bridge, the bridge.", "", ""},
		{"in the name it may", "Bridge Larks", "Join us.", "", "bridge"},
		{"by another word for it", "Larks", "The choir rests on rainy days.", "", "singing"},
		{"by a short word, which may be anything", "Larks", "Meet at Bee Tree Gap.", "", ""},
		{"within another name", "Miniature Painting", "", "wargames", "painting"},
		{"how far it is", "Larks", "Within walking distance of the station.", "", ""},
		{"the weather", "Larks", "Weather permitting. Ask about the weather. Weather!", "", ""},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			much, little := Mentioned(c.name, c.description)
			if got := slugs(much); got != c.much {
				t.Errorf("got %q, want %q", got, c.much)
			}
			if got := slugs(little); got != c.little {
				t.Errorf("in passing: got %q, want %q", got, c.little)
			}
		})
	}
}
