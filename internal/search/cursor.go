package search

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"maps"
	"math"
	"net/url"

	"regulars/internal/fault"
)

// MaxLimit is how many groups one page can hold at most.
const MaxLimit = 100

// position is a place in the order of results. The page that follows it stays
// the same however many groups are listed in front of it meanwhile, which the
// number of a page cannot promise. The zero position comes before all.
type position struct {
	Undated bool    `db:"undated"`
	Cost    float64 `db:"cost"`
	ID      int64   `db:"group_id"`
	Wide    bool    `db:"-"` // the pages before were widened, as there was little
}

// ParseAPIQuery is ParseQuery for programs, which go on by limit and cursor and
// know no page.
func ParseAPIQuery(values url.Values) (Query, error) {
	filters := maps.Clone(values)
	filters.Del("page")
	q, err := ParseQuery(filters)
	var wrong fault.Fields
	if e, ok := fault.As(err); ok {
		wrong = e.Fields
	}
	q.Limit = number(values.Get("limit"), "limit", pageSize, MaxLimit, "The limit has to be a number from 1 to 100.", &wrong)
	if cursor := values.Get("cursor"); cursor != "" && err == nil {
		var whole bool
		if q.after, whole = q.position(cursor); !whole {
			wrong.Add("cursor", "This cursor is damaged or comes from another search. Begin again without it.")
		}
	}
	return q, wrong.Err()
}

// limit is how many groups one page holds.
func (q Query) limit() int {
	if q.Limit == 0 {
		return pageSize
	}
	return q.Limit
}

// Next is the query of the page after r; false if there is none.
func (r Result) Next() (Query, bool) {
	q := r.Asked().OnPage(1)
	q.after = r.end
	q.after.Wide = r.Little != 0 || r.Query.after.Wide
	return q, r.More
}

// seal tells whether a cursor is whole and belongs to q: an order that belongs to
// other words or another place means nothing here.
func (q Query) seal(cursor []byte) uint32 {
	q.after, q.Limit, q.Page = position{}, 0, 1
	return crc32.ChecksumIEEE(append([]byte(q.Encode()), cursor...))
}

// The flags of a cursor.
const (
	undated = 1 << iota
	wide
)

// cursor writes where q goes on; "" at the beginning.
func (q Query) cursor() string {
	if q.after == (position{}) {
		return ""
	}
	flags := byte(0)
	if q.after.Undated {
		flags |= undated
	}
	if q.after.Wide {
		flags |= wide
	}
	b := binary.BigEndian.AppendUint64([]byte{flags}, math.Float64bits(q.after.Cost))
	b = binary.BigEndian.AppendUint64(b, uint64(q.after.ID))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(b, q.seal(b)))
}

// position gives the place that a cursor of q means; false if it is none.
func (q Query) position(cursor string) (at position, whole bool) {
	const size = 1 + 8 + 8
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(b) != size+4 || binary.BigEndian.Uint32(b[size:]) != q.seal(b[:size]) {
		return at, false
	}
	at = position{
		Undated: b[0]&undated != 0,
		Wide:    b[0]&wide != 0,
		Cost:    math.Float64frombits(binary.BigEndian.Uint64(b[1:])),
		ID:      int64(binary.BigEndian.Uint64(b[9:])),
	}
	return at, true
}
