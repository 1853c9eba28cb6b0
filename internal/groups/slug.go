package groups

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// longestSlug leaves room for "-1000" within the 60 characters of an address.
const longestSlug = 55

// letters that do not decompose into an ASCII letter and a mark
var spelled = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "Æ", "ae", "ø", "o", "Ø", "o", "œ", "oe", "Œ", "oe",
	"ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "ı", "i",
	"&", " and ", "’", "", "'", "",
)

// Slug makes of a name what stands in an address: ASCII, lower case, at most 55
// characters, words joined by "-". A name without any such letter gives "group".
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(spelled.Replace(name)) {
		r = unicode.ToLower(r)
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	slug := b.String()
	if len(slug) > longestSlug {
		slug = cutAtWord(slug[:longestSlug])
	}
	if slug == "" {
		return "group"
	}
	return slug
}

// cutAtWord drops a last word that was cut, unless it is most of the slug.
func cutAtWord(slug string) string {
	if i := strings.LastIndexByte(slug, '-'); i > longestSlug/2 {
		return slug[:i]
	}
	return strings.TrimRight(slug, "-")
}

// takeSlug reserves an address for a group (0: one about to be made). A slug
// that any other group ever had is not given out again; "-2" and so on follow
// on a clash.
func takeSlug(ctx context.Context, tx postgres.Conn, name string, group int64) (slug string, err error) {
	defer fault.Wrap(&err, "take a slug for %q", name)
	// Those who want the same one wait for each other.
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('slug'), hashtext($1))`, Slug(name)); err != nil {
		return "", err
	}
	const tries = 3 // against others whose name with a number makes the same one
	for range tries {
		err = tx.Get(ctx, &slug, `
			INSERT INTO slugs (slug, group_id)
			SELECT candidate, nullif($2, 0::bigint)
			FROM (SELECT n, CASE n WHEN 1 THEN $1::text ELSE $1 || '-' || n END AS candidate
			      FROM generate_series(1, 1000) n) candidates
			WHERE NOT EXISTS (SELECT FROM slugs s
			                  WHERE s.slug = candidate AND (s.group_id IS NULL OR s.group_id <> $2))
			ORDER BY n
			LIMIT 1
			ON CONFLICT (slug) DO UPDATE SET group_id = excluded.group_id
				WHERE slugs.group_id = excluded.group_id
			RETURNING slug`, Slug(name), group)
		if fault.KindOf(err) != fault.NotFound {
			return slug, err
		}
	}
	return "", fault.Because(err, fault.Conflict, "Too many groups have this name. Please add a word to it.")
}
