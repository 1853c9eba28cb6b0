package search_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/search"
)

// judgedTowns are the towns of the judged searches, by the folders of their
// calendars.
var judgedTowns = map[string]string{
	"asheville": "Asheville, North Carolina", "bloomington": "Bloomington, Indiana",
	"santarosa": "Santa Rosa, California", "toronto": "Toronto, Ontario",
}

// judged is one line of testdata/judged.tsv, whose head explains the columns.
type judged struct {
	line   int
	values url.Values
	wanted string
	groups []string
}

func readJudged(t *testing.T) (all []judged) {
	t.Helper()
	file, err := os.ReadFile("testdata/judged.tsv")
	must(t, err)
	for n, line := range strings.Split(string(file), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) < 4 {
			t.Fatalf("line %d: expected near, q, filters, wanted", n+1)
		}
		values, err := url.ParseQuery(strings.TrimPrefix(columns[2], "-"))
		must(t, err)
		values.Set("near", columns[0])
		values.Set("q", strings.TrimPrefix(columns[1], "-"))
		all = append(all, judged{n + 1, values, columns[3], columns[4:]})
	}
	return all
}

// TestJudged holds the file of judged searches to its own rules, and the search to the
// file where REGULARS_CALENDARS names the calendars, which are no part of this project; see
// TestCalendars of package calendar.
func TestJudged(t *testing.T) {
	t.Parallel()
	if folder := os.Getenv("REGULARS_CALENDARS"); folder != "" {
		t.Run("searches", func(t *testing.T) { judge(t, folder) })
	}
	all := readJudged(t)
	nothing, answers, asked, perTown := 0, map[string]int{}, map[string]int{}, map[string]int{}
	towns := townPlaces(t)
	for _, j := range all {
		if named := len(j.groups) > 0; !slices.Contains([]string{"all", "one", "none"}, j.wanted) || named == (j.wanted == "none") {
			t.Errorf("line %d wants %q of %d groups", j.line, j.wanted, len(j.groups))
		}
		if j.wanted == "none" {
			nothing++
		}
		for _, group := range j.groups {
			answers[group]++
		}
		asked[j.values.Encode()]++
		perTown[townOf(t, j.values.Get("near"), towns)]++
	}
	if len(all) < 150 || 10*nothing < len(all) {
		t.Errorf("there are %d searches, of which %d find nothing", len(all), nothing)
	}
	for group, n := range answers {
		if n > 3 {
			t.Errorf("%s is in the answers of %d searches", group, n)
		}
	}
	for search, n := range asked {
		if n > 1 {
			t.Errorf("%s is asked %d times", search, n)
		}
	}
	for folder := range judgedTowns {
		if perTown[folder] < 30 {
			t.Errorf("%d searches are of %s", perTown[folder], folder)
		}
	}
}

// townPlaces are the towns by their folders.
func townPlaces(t *testing.T) map[string]place.Place {
	t.Helper()
	places := map[string]place.Place{}
	for folder, town := range judgedTowns {
		places[folder] = placeOf(t, town)
	}
	return places
}

// townOf is the folder of the town that is near what somebody typed, which may be
// a postcode.
func townOf(t *testing.T, near string, towns map[string]place.Place) string {
	t.Helper()
	at := placeOf(t, near)
	for folder, town := range towns {
		if usual, _ := search.Reach(town); at.DistanceKM(town.Point) <= float64(usual) {
			return folder
		}
	}
	t.Errorf("%q is near none of the towns", near)
	return ""
}

func placeOf(t *testing.T, words string) place.Place {
	t.Helper()
	g, err := gazetteer()
	must(t, err)
	found, err := g.Find(words)
	must(t, err)
	return found
}

// judge makes the judged searches over all calendars of a folder.
func judge(t *testing.T, folder string) {
	h := realTowns(t, folder)
	all, held := readJudged(t), 0
	for _, j := range all {
		if err := h.judge(j); err != nil {
			t.Logf("line %d: %v", j.line, err)
			continue
		}
		held++
	}
	fmt.Printf("judged: %d of %d searches hold\n", held, len(all))
	if 100*held < 95*len(all) {
		t.Errorf("only %d of %d searches hold; 95 %% have to", held, len(all))
	}
}

type towns struct {
	*search.Service
	listed []string // names of all groups that are offered, as they are compared
}

// realTowns imports the calendars of all towns into one site.
func realTowns(t *testing.T, folder string) (h towns) {
	t.Helper()
	g, err := gazetteer()
	must(t, err)
	db := pgtest.New(t)
	clock := func() time.Time { return time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC) }
	store := groups.New(db, clock)
	dated := meetings.New(db, store, clock)
	importer := calendar.New(db, store, dated, g, clock)
	for town, near := range townPlaces(t) {
		files, err := filepath.Glob(filepath.Join(folder, town, "*.ics"))
		must(t, err)
		for _, file := range files {
			must(t, importer.Import(context.Background(), calendar.File(file), near).Err)
		}
	}
	h.Service = search.New(db, dated, g, clock)
	_, err = h.Refresh(context.Background())
	must(t, err)
	return towns{h.Service, offered(t, db)}
}

func offered(t *testing.T, db *postgres.DB) (names []string) {
	t.Helper()
	must(t, db.Select(context.Background(), &names, `SELECT name FROM cards`))
	for i, name := range names {
		names[i] = bare(name)
	}
	return names
}

// judge makes one search as GET /find does, and tells what is wrong with its
// first five groups.
func (h towns) judge(j judged) error {
	q, err := search.ParseQuery(j.values)
	if err != nil {
		return err
	}
	r, err := h.Find(context.Background(), q)
	if err != nil {
		return err
	}
	first := names(r)[:min(5, len(r.Hits))]
	var missed []string
	for _, group := range j.groups {
		if n := count(h.listed, bare(group)); n != 1 {
			return fmt.Errorf("%d groups are listed as %q", n, group)
		}
		if !slices.ContainsFunc(first, func(name string) bool { return strings.Contains(bare(name), bare(group)) }) {
			missed = append(missed, group)
		}
	}
	switch {
	case j.wanted == "none" && len(first) == 0, j.wanted == "all" && len(missed) == 0,
		j.wanted == "one" && len(missed) < len(j.groups):
		return nil
	}
	return errors.New(j.values.Encode() + " finds " + quoted(first) + ", not " + j.wanted + " of " + quoted(missed))
}

func quoted(names []string) string { return fmt.Sprintf("%q", names) }

func count(names []string, part string) (n int) {
	for _, name := range names {
		if strings.Contains(name, part) {
			n++
		}
	}
	return n
}

// bare is a name in small letters and digits with single spaces.
func bare(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}
