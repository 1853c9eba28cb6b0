package quilt

// families are the dyes of the families of interests, by their slugs in package
// interest. Each dye serves two, and those that one sees side by side, such as
// dance and music or nature and outdoors, are far apart.
var families = map[string]string{
	"making-music":     "indigo",
	"crafts":           "madder",
	"visual-arts":      "plum",
	"words":            "walnut",
	"stage-and-film":   "rose",
	"dance":            "marigold",
	"moving":           "teal",
	"outdoors":         "moss",
	"nature":           "sage",
	"games":            "sky",
	"food":             "marigold",
	"languages":        "teal",
	"making":           "walnut",
	"science":          "indigo",
	"mind-and-support": "sage",
	"parents":          "rose",
	"neighbourhood":    "madder",
	"volunteering":     "moss",
	"faith-and-spirit": "plum",
	"life-stages":      "sky",
}
