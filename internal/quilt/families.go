package quilt

// families are the dyes of the families of interests, by their slugs. Families
// that one often sees side by side are far apart in colour.
var families = map[string]string{
	"music": "indigo",
}
