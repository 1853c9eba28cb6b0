package calendar

import "testing"

func TestCalledOff(t *testing.T) {
	t.Parallel()
	for off, titles := range map[sign]map[string]string{
		surely: {
			"CANCELED - Cosplay Workshop": "Cosplay Workshop", "Cancelled - Wet lab": "Wet lab", "CANCELLED: tips & tricks": "tips & tricks",
			"CANCELLED! CANCELLED! Open House": "Open House", "CANCELLED Jazz Show!": "Jazz Show", "Jazz Choir- Cancelled": "Jazz Choir",
			"Mending Day (COVID cancelled)": "Mending Day", "Mending Day - CANCELLED": "Mending Day", "Film Sprint CANCELED": "Film Sprint",
			"Gradina Fundraiser CANCEL": "Gradina Fundraiser", "FILM - BLACK SUNDAY/Cancelled": "FILM - BLACK SUNDAY",
			"Sanctuary ~ CANCELLED FOR SEPT 2019": "Sanctuary", "Workshop - cancelled, will reschedule": "Workshop",
			"Choir is cancelled": "Choir", "Cancelled due to weather: Chess": "Chess", "CANCELED tonight: Chess": "Chess", "Cancelled": "",
			"Annulé : chorale": "chorale", "ABGESAGT: Chor": "Chor", "Chor fällt heute aus": "Chor", "Chor entfällt heute": "Chor",
			"CXL - Chess": "Chess", "Chess postponed to 9/15": "Chess", "Chess cancelled tonight": "Chess", "(Canceled) Yoga": "Yoga",
		},
		ifOnce: {
			"No chess today": "", "No yoga tonight": "", "NO choir rehearsal today": "", "No knitting this week": "", "Chess Club - no meeting tonight": "",
			"Chess Club does not meet today": "", "No class": "", "No meeting - Labor Day": "", "No FILM TONIGHT - rescheduling": "",
			"Cancelled Fall Fundraiser": "Fall Fundraiser", "Cancelled Plans Book Club": "Plans Book Club", "Noise Cancelled": "Noise",
			"Chorale annulée": "Chorale", "Keine Chorprobe": "", "Called Off Comedy Club": "Comedy Club", "Postponed Dreams Improv": "Dreams Improv",
		},
		ifOne: {
			"No Name Book Club": "", "No Judgment Book Club": "", "No Gi Practice": "", "No Partner Needed Dance Class": "", "No Audition Choir": "",
			"No Calendar Mtg. Holiday": "", "NO MIH Rehearsal, 8/31 & 9/7": "", "Latin Jam - NO LATIN JAM": "", "Improv Comedy- holiday/no class": "",
		},
		meets: {
			"No Lights No Lycra": "", "CANCEL Culture Debate": "", "Cancellation Policy Q&A": "", "no name festival": "", "No Sir Record Release Party": "",
			"Chess": "", "The Postponement": "", "Noon Yoga": "", "Notable Books": "", "Not Your Mother's Book Club": "", "": "",
		},
	} {
		for title, want := range titles {
			if off == meets {
				want = title
			}
			if name, got := calledOff(title); got != off || name != want {
				t.Errorf("%q is %d, %q; want %d, %q", title, got, name, off, want)
			}
		}
	}
}
