package reminders

import (
	"context"
	"slices"

	"regulars/internal/words"
)

// carries are the kinds of mails that a calendar of the meeting goes along with.
var carries = map[string]bool{dayBefore: true, hoursBefore: true, "meeting-changed": true, "welcome": true}

// calendar gives the file that goes along with a mail: as read with the batch, or
// anew if that was a while ago.
func (s *Service) calendar(ctx context.Context, m claimed) ([]byte, error) {
	if !carries[m.Kind] || m.meeting != nil && s.fresh(m) {
		return m.file, nil
	}
	again := claimed{Kind: m.Kind, Language: m.Language, MeetingID: m.aboutMeeting()}
	files, err := s.calendarsOf(ctx, []claimed{again})
	return files[again.attached()], err
}

// attachment is a file that goes along with mails: of a meeting, in a language.
type attachment struct {
	meeting  int64
	language *words.Language
}

func (m claimed) attached() attachment { return attachment{m.MeetingID, words.For(m.Language)} }

// calendarsOf reads, in one go for each language, the files that go along with some
// mails.
func (s *Service) calendarsOf(ctx context.Context, mails []claimed) (map[attachment][]byte, error) {
	wanted := map[*words.Language][]int64{}
	for _, m := range mails {
		if carries[m.Kind] && m.MeetingID != 0 {
			about := m.attached()
			wanted[about.language] = append(wanted[about.language], about.meeting)
		}
	}
	if s.Calendars == nil {
		return nil, nil
	}
	files := map[attachment][]byte{}
	for language, meetings := range wanted {
		slices.Sort(meetings)
		some, err := s.Calendars(ctx, language, slices.Compact(meetings))
		if err != nil {
			return nil, err
		}
		for meeting, file := range some {
			files[attachment{meeting, language}] = file
		}
	}
	return files, nil
}
