package search_test

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// asked reads an address as programs write it.
func asked(t *testing.T, address string) search.Query {
	t.Helper()
	values, err := url.ParseQuery(address)
	must(t, err)
	q, err := search.ParseAPIQuery(values)
	must(t, err)
	return q
}

// page looks for the groups of one page, and gives the address of the next.
func (h *house) page(t *testing.T, address string) (found []string, next string) {
	t.Helper()
	q := asked(t, address)
	find := h.Find
	if q.Near == "" {
		find = h.Everywhere
	}
	r, err := find(t.Context(), q)
	must(t, err)
	if onward, more := r.Next(); more {
		next = onward.Encode()
	}
	return names(r), next
}

// all goes through every page; between does something after each.
func (h *house) all(t *testing.T, address string, between func()) (found []string) {
	t.Helper()
	for address != "" {
		some, next := h.page(t, address)
		found = append(found, some...)
		address = next
		between()
	}
	return found
}

func TestCursorsGoThroughAll(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 45 {
		h.listed(t, fmt.Sprintf("Choir %02d", i), "singing", offset(float64(i%7), 0), time.Tuesday, 19)
	}
	h.dates(t, "Run out", start, weeks(schedule.NewWall(2026, 9, 1, 18, 30), 2)...)
	h.now = start.AddDate(0, 0, 30)
	h.refresh(t)
	byPage := names(h.find(t, "q=singing&near=Asheville"))
	for _, limit := range []string{"", "&limit=1", "&limit=7", "&limit=45", "&limit=46", "&limit=100"} {
		found := h.all(t, "q=singing&near=Asheville"+limit, func() {})
		distinct := slices.Compact(slices.Sorted(slices.Values(found)))
		if len(found) != 46 || len(distinct) != 46 || found[45] != "Run out" || !slices.Equal(found[:20], byPage) {
			t.Errorf("%q: %d found, %d distinct, %q", limit, len(found), len(distinct), found)
		}
	}
	if found := h.all(t, "limit=10", func() {}); len(found) != 46 || found[0] != "Choir 00" || found[45] != "Run out" {
		t.Errorf("everywhere: %d found, %q", len(found), found)
	}
}

// A page by its number would show the last one again.
func TestCursorsStandStillWhileGroupsAreAdded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 9 {
		h.listed(t, fmt.Sprintf("Choir %d", i), "singing", offset(float64(10+i), 0), time.Tuesday, 19)
	}
	h.refresh(t)
	added := 0
	found := h.all(t, "q=singing&near=Asheville&limit=4", func() {
		added++
		h.listed(t, fmt.Sprintf("New %d", added), "singing", offset(1, 0), time.Tuesday, 19)
		h.refresh(t)
	})
	if got := strings.Join(found, ", "); got != "Choir 0, Choir 1, Choir 2, Choir 3, Choir 4, Choir 5, Choir 6, Choir 7, Choir 8" {
		t.Errorf("got %s", got)
	}
	same(t, h.find(t, "q=singing&near=Asheville&km=5"), "New 1", "New 2", "New 3")
}

func TestEverywhereTakesTheSameFilters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Far away", "singing", asheville, time.Tuesday, 19)
	h.listed(t, "Zzyzx Society", "quilting", offset(3000, 0), time.Saturday, 10)
	h.listed(t, "Here", "walking", offset(1, 0), time.Saturday, 10)
	h.refresh(t)
	for address, want := range map[string]string{
		"":                     "Far away, Zzyzx Society, Here",
		"q=singing":            "Far away",
		"q=crafts":             "Zzyzx Society",
		"q=zzyzx":              "Zzyzx Society",
		"q=zzyzx+walking":      "Zzyzx Society, Here",
		"q=singing+walking":    "Far away, Here",
		"day=sat&time=morning": "Zzyzx Society, Here",
		"day=sun":              "",
		"quiet=1":              "",
		"price=3":              "",
		"lang=fr":              "",
		"week=this":            "Far away, Zzyzx Society, Here",
		"q=qwghlmx":            "",
		"page=7":               "Far away, Zzyzx Society, Here",
	} {
		found, next := h.page(t, address)
		if got := strings.Join(found, ", "); got != want || next != "" {
			t.Errorf("%s: got %q and %q, want %q", address, got, next, want)
		}
	}
}

func TestDamagedCursors(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 3 {
		h.listed(t, fmt.Sprintf("Choir %d", i), "singing", asheville, time.Tuesday, 19)
	}
	h.refresh(t)
	_, next := h.page(t, "q=singing&near=Asheville&limit=1")
	good := asked(t, next).Values().Get("cursor")
	for _, address := range []string{
		"cursor=x", "cursor=%00", "cursor=%ff", "cursor=" + good[1:], "cursor=" + good[:len(good)-1], "cursor=A" + good,
		"cursor=" + strings.Repeat("A", 28), "cursor=" + strings.Repeat("A", 1<<16), "cursor=" + good + "%3D", "km=30&cursor=" + good,
		"limit=0", "limit=101", "limit=-1", "limit=1.5", "limit=many", "limit=99999999999999999999",
	} {
		values, err := url.ParseQuery("q=singing&near=Asheville&" + address)
		must(t, err)
		_, err = search.ParseAPIQuery(values)
		e, ok := fault.As(err)
		field, _, _ := strings.Cut(address[strings.LastIndex(address, "&")+1:], "=")
		if !ok || e.Kind != fault.Invalid || e.Fields[field] == "" || len(e.Fields) != 1 {
			t.Errorf("%.40s: got %v", address, err)
		}
	}
	if found, _ := h.page(t, "q=singing&near=Asheville&limit=2&cursor="+good); strings.Join(found, ", ") != "Choir 1, Choir 2" {
		t.Errorf("another limit gives %q", found)
	}
}

// A search that was widened goes on as wide, also where a program puts the cursor
// to its own words.
func TestACursorKnowsHowFarItLooked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Near", "singing", asheville, time.Tuesday, 19)
	h.listed(t, "Far", "singing", offset(30, 0), time.Tuesday, 19)
	h.listed(t, "Farther", "singing", offset(40, 0), time.Tuesday, 19)
	h.refresh(t)
	found, next := h.page(t, "q=singing&near=Asheville&limit=1")
	if strings.Join(found, ", ") != "Near" || strings.Contains(next, "km=") {
		t.Errorf("got %q, then %s", found, next)
	}
	cursor := asked(t, next).Values().Get("cursor")
	if found, _ := h.page(t, "q=singing&near=Asheville&limit=2&cursor="+cursor); strings.Join(found, ", ") != "Far, Farther" {
		t.Errorf("then comes %q", found)
	}
}

// Whoever writes a cursor by hand gets a page, or none, but no error.
func TestForgedCursors(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	h.refresh(t)
	for _, cost := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		for _, id := range []int64{math.MinInt64, -1, 0, math.MaxInt64} {
			for _, address := range []string{"near=Asheville", ""} {
				h.page(t, address+"&cursor="+forged(address, cost, id))
			}
		}
	}
}

func forged(address string, cost float64, id int64) string {
	b := binary.BigEndian.AppendUint64([]byte{0}, math.Float64bits(cost))
	b = binary.BigEndian.AppendUint64(b, uint64(id))
	sum := crc32.ChecksumIEEE(append([]byte(address), b...))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(b, sum))
}

func FuzzParseAPIQuery(f *testing.F) {
	for _, cost := range []float64{0.5, math.Inf(1), math.NaN()} {
		f.Add("limit=7&near=Bath&cursor=" + forged("near=Bath", cost, 12))
	}
	f.Add("limit=0&cursor=%ff&page=x")
	f.Fuzz(func(t *testing.T, address string) {
		values, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		q, err := search.ParseAPIQuery(values)
		if err != nil {
			return
		}
		back, err := search.ParseAPIQuery(q.Values())
		if err != nil || back.URL() != q.URL() {
			t.Errorf("%q becomes %q, then %q, %v", address, q.URL(), back.URL(), err)
		}
	})
}

// However few fit on a page, all pages together hold what one page would.
func TestPagesOfAWidenedSearchAreOneSearch(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Zzyzx", "singing", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Zzyzx Hill", "singing", offset(30, 0), time.Tuesday, 19)
	h.listed(t, "Zzyzx Mill", "singing", offset(35, 0), time.Tuesday, 19)
	h.listed(t, "Zzyzxx", "singing", offset(40, 0), time.Tuesday, 19) // not as typed
	for i := range 6 {
		h.listed(t, fmt.Sprintf("Black Cat %d", i), "walking", offset(2, 0), time.Tuesday, 19)
	}
	h.says(t, "Cat Sitters", "animals", "All about cats.", offset(3, 0))
	h.says(t, "Cat Painters", "animals", "All about cats.", offset(40, 0))
	h.says(t, "Lookers", "walking", "We saw a black cat.", offset(20, 0))
	h.refresh(t)
	for _, q := range []string{"q=zzyzx&near=Asheville", "q=black+cat&near=Asheville"} {
		whole := h.all(t, q+"&limit=100", func() {})
		if pages := h.all(t, q+"&limit=1", func() {}); !slices.Equal(pages, whole) {
			t.Errorf("%s: pages of one hold %q, one page %q", q, pages, whole)
		}
	}
}
