package interest

import (
	"strings"
	"testing"
)

func TestMentionedTellsWhatATextComesBackTo(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("We meet at the hall and everybody is welcome to bring a neighbour along. ", 6)
	for _, c := range []struct{ why, name, description, want string }{
		{"nothing said", "Thursday Larks", "", ""},
		{"the name", "Chess and quilting for all", "", "quilting chess"},
		{"said once in passing", "Thursday Larks", "We meet beside the chess tables.", ""},
		{"the title", "Thursday Larks", "**Chess for beginners**\n\nBring a friend.", "chess"},
		{"a heading", "Thursday Larks", "# Quilters, come!\nBring a friend.", "quilting"},
		{"a bold word is no title", "Thursday Larks", "**Chess** is what the others play.", ""},
		{"twice in the opening", "Thursday Larks", "Trivia on Mondays: our trivia is easy. " + long, "trivia"},
		{"twice far down is little", "Thursday Larks", long + "Trivia, pub quiz.", ""},
		{"thrice is enough anywhere", "Thursday Larks", long + "Trivia, pub quiz, trivia.", "trivia"},
		{"much less than of another thing", "Larks", strings.Repeat("Chess! ", 7) + "Tea and afternoon tea. " + long, "chess"},
		{"a family stands for its general interest", "Larks", "Craft with us. Bring your craft.", "craft-circle"},
		{"a vague word says nothing", "Larks", "The bridge, the bridge, the bridge.", ""},
		{"the weather", "Larks", "Weather permitting. Ask about the weather. Weather!", ""},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if got := slugs(Mentioned(c.name, c.description)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
