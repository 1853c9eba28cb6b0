package search

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"regulars/internal/meetings"
)

// A page of results shows some hundred meetings of the pulse, so cards hold them as
// text that is read in no time: the letter of the status, the Unix minute of the
// start, "+" and the minutes that it lasts, as in "h29736060+120". How many came is
// said by the pulse itself.
var letters = map[meetings.Status]byte{
	meetings.Expected: 'e', meetings.On: 'o', meetings.Moved: 'm', meetings.CalledOff: 'c', meetings.Held: 'h',
}

// statuses are what the letters stand for.
var statuses = func() (of [256]meetings.Status) {
	for status, letter := range letters {
		of[letter] = status
	}
	return of
}()

func writeBeats(beats []meetings.Beat) string {
	words := make([]string, len(beats))
	for i, beat := range beats {
		words[i] = fmt.Sprintf("%c%d+%d", letters[beat.Status], beat.Starts.Unix()/60, int(beat.Ends.Sub(beat.Starts).Minutes()))
	}
	return strings.Join(words, " ")
}

// readBeats reads what writeBeats wrote; none, if another version wrote something
// else: then the strip is left out, and the sentence stays.
func readBeats(text string) []meetings.Beat {
	if text == "" {
		return nil
	}
	beats := make([]meetings.Beat, 0, strings.Count(text, " ")+1)
	for word := range strings.SplitSeq(text, " ") {
		at, lasts, whole := strings.Cut(word, "+")
		if !whole || at == "" || statuses[at[0]] == "" {
			return nil
		}
		minute, err := strconv.ParseInt(at[1:], 10, 64)
		length, err2 := strconv.Atoi(lasts)
		if err != nil || err2 != nil {
			return nil
		}
		starts := time.Unix(60*minute, 0)
		beats = append(beats, meetings.Beat{
			Starts: starts, Ends: starts.Add(time.Duration(length) * time.Minute), Status: statuses[at[0]],
		})
	}
	return beats
}
