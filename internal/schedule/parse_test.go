package schedule_test

import (
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/schedule"
)

func rule(t testing.TB, text string) schedule.Rule {
	t.Helper()
	r, err := schedule.ParseRule(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func TestParseRuleTidies(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                              "",
		"RRULE:":                                        "",
		"FREQ=WEEKLY":                                   "FREQ=WEEKLY",
		"RRULE:FREQ=WEEKLY;BYDAY=TU":                    "FREQ=WEEKLY;BYDAY=TU",
		"freq=weekly; byday=th, tu ;":                   "FREQ=WEEKLY;BYDAY=TU,TH",
		"FREQ=WEEKLY;INTERVAL=1;":                       "FREQ=WEEKLY",
		"INTERVAL=2;FREQ=WEEKLY":                        "FREQ=WEEKLY;INTERVAL=2",
		"FREQ=WEEKLY;WKST=MO":                           "FREQ=WEEKLY",
		"FREQ=WEEKLY;WKST=SU":                           "FREQ=WEEKLY;WKST=SU",
		"FREQ=MONTHLY;BYDAY=-1FR,+1FR":                  "FREQ=MONTHLY;BYDAY=1FR,-1FR",
		"FREQ=MONTHLY;BYMONTHDAY=31,1":                  "FREQ=MONTHLY;BYMONTHDAY=1,31",
		"FREQ=DAILY;COUNT=5":                            "FREQ=DAILY;COUNT=5",
		"FREQ=DAILY;UNTIL=20260120":                     "FREQ=DAILY;UNTIL=20260120",
		"FREQ=DAILY;UNTIL=20260120T190000Z":             "FREQ=DAILY;UNTIL=20260120T190000Z",
		"FREQ=YEARLY;BYMONTH=9,3,9;BYDAY=2SU":           "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2SU",
		"FREQ=YEARLY;BYYEARDAY=100,-1":                  "FREQ=YEARLY;BYYEARDAY=100,-1",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
	} {
		r, err := schedule.ParseRule(text)
		if err != nil || r.String() != want {
			t.Errorf("%q is read as %q, %v; want %q", text, r, err, want)
		}
	}
}

func TestParseRuleRefuses(t *testing.T) {
	t.Parallel()
	for text, word := range map[string]string{
		"FREQ=HOURLY": "once a day", "FREQ=MINUTELY": "once a day",
		"FREQ=SECONDLY;BYHOUR=5;INTERVAL=86400": "once a day",
		"FREQ=FORTNIGHTLY":                      "FREQ", "INTERVAL=2": "FREQ", "FREQ=": "value", "FREQ": "value",
		"FREQ=WEEKLY;COUNT=3;UNTIL=20260101":     "keep one",
		"FREQ=WEEKLY;FREQ=DAILY":                 "twice",
		"FREQ=WEEKLY;INTERVAL=0":                 "INTERVAL",
		"FREQ=WEEKLY;INTERVAL=-1":                "INTERVAL",
		"FREQ=WEEKLY;INTERVAL=99999999999999999": "INTERVAL",
		"FREQ=WEEKLY;COUNT=0":                    "COUNT",
		"FREQ=WEEKLY;COUNT=many":                 "COUNT",
		"FREQ=WEEKLY;BYDAY=1MO":                  "1MO",
		"FREQ=DAILY;BYDAY=-1FR":                  "monthly",
		"FREQ=MONTHLY;BYDAY=6MO":                 "five",
		"FREQ=YEARLY;BYDAY=54MO":                 "1MO",
		"FREQ=YEARLY;BYDAY=0MO":                  "1MO",
		"FREQ=WEEKLY;BYDAY=XX":                   "MO, TU",
		"FREQ=WEEKLY;BYDAY=M":                    "MO, TU",
		"FREQ=WEEKLY;BYDAY=MO,,TU":               "MO, TU",
		"FREQ=WEEKLY;WKST=1":                     "MO, TU",
		"FREQ=WEEKLY;BYMONTHDAY=1":               "weekly",
		"FREQ=MONTHLY;BYYEARDAY=1":               "yearly",
		"FREQ=MONTHLY;BYMONTHDAY=32":             "31",
		"FREQ=MONTHLY;BYMONTHDAY=0":              "31",
		"FREQ=YEARLY;BYMONTH=13":                 "12",
		"FREQ=YEARLY;BYMONTH=-1":                 "12",
		"FREQ=YEARLY;BYWEEKNO=20":                "BYWEEKNO",
		"FREQ=DAILY;BYHOUR=9,17":                 "second schedule",
		"FREQ=DAILY;BYMINUTE=0":                  "BYMINUTE",
		"FREQ=DAILY;BYHOUR=0;BYSECOND=0":         "BYHOUR",
		"RSCALE=CHINESE;FREQ=YEARLY;SKIP=OMIT":   "RSCALE",
		"FREQ=YEARLY;BYEASTER=1":                 "BYEASTER",
		"FREQ=DAILY;UNTIL=tomorrow":              "UNTIL",
		"FREQ=DAILY;UNTIL=20260120T1900":         "UNTIL",
		"FREQ=DAILY;UNTIL=20260230":              "UNTIL",
		"FREQ=DAILY\nRRULE:FREQ=WEEKLY":          "FREQ",
		"X" + strings.Repeat("y", 1<<20) + "=1":  "not known",
	} {
		r, err := schedule.ParseRule(text)
		e, ok := fault.As(err)
		if !ok || e.Kind != fault.Invalid || !strings.Contains(e.Text, word) || len(e.Text) > 160 || !strings.HasSuffix(e.Text, ".") {
			t.Errorf("%.60q gives %v, %v; want a sentence with %q", text, r, err, word)
		}
		if !r.IsZero() {
			t.Errorf("%.60q leaves %v", text, r)
		}
	}
}

func TestParseRuleFromItsStart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"FREQ=WEEKLY;BYHOUR=19":                       "FREQ=WEEKLY",
		"FREQ=WEEKLY;BYHOUR=19,19;BYMINUTE=30":        "FREQ=WEEKLY",
		"freq=weekly; byhour=19; byminute=30":         "FREQ=WEEKLY",
		"FREQ=DAILY;BYHOUR=19;BYMINUTE=30;BYSECOND=0": "FREQ=DAILY",
		"FREQ=DAILY;BYHOUR=20":                        "",
		"FREQ=DAILY;BYHOUR=9,19":                      "",
		"FREQ=DAILY;BYMINUTE=0":                       "",
		"FREQ=DAILY;BYSECOND=x":                       "",
		"FREQ=DAILY;BYHOUR=19;BYHOUR=19":              "",
	} {
		r, err := schedule.ParseRuleFrom(text, wall(t, "2026-09-08T19:30"))
		if r.String() != want || (err == nil) != (want != "") {
			t.Errorf("%s is read as %q, %v; want %q", text, r, err, want)
		}
	}
}

func TestRulesOfPeople(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]schedule.Rule{
		"FREQ=WEEKLY;BYDAY=TU":               schedule.Weekly(1, time.Tuesday),
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU": schedule.Weekly(2, time.Sunday, time.Tuesday, time.Sunday),
		"FREQ=WEEKLY":                        schedule.Weekly(0),
		"FREQ=MONTHLY;BYDAY=1SA,3SA":         schedule.MonthlyByWeekday([]int{3, 1}, time.Saturday),
		"FREQ=MONTHLY;BYDAY=-1FR":            schedule.MonthlyByWeekday([]int{-1, 0, 9}, time.Friday),
		"FREQ=MONTHLY;BYMONTHDAY=14":         schedule.MonthlyByDay(14),
		"":                                   {},
	} {
		if r.String() != want || rule(t, want).String() != want {
			t.Errorf("%q, want %q", r, want)
		}
	}
	if !(schedule.Rule{}).Ends() || schedule.Weekly(1).Ends() || !rule(t, "FREQ=DAILY;COUNT=2").Ends() || !rule(t, "FREQ=DAILY;UNTIL=20300101").Ends() {
		t.Error("Ends is wrong")
	}
}
