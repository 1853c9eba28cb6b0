package quilt

// dye is a colour of cloth, the light cloth it is sewn on, and the dyes that
// look well beside it.
type dye struct {
	name         string
	colour, tint string
	partners     []string
}

// dyes by name. The names are class names too: public/css/regulars.css holds
// the same dyes for dark pages, and a test keeps the two together.
var dyes = map[string]dye{
	"indigo":   {"indigo", "#2f4573", "#dfe5f3", []string{"marigold", "madder", "sky", "rose"}},
	"madder":   {"madder", "#a8432f", "#f6ddd5", []string{"indigo", "marigold", "teal", "walnut"}},
	"marigold": {"marigold", "#d9952b", "#fbeccb", []string{"indigo", "madder", "plum", "teal"}},
	"sage":     {"sage", "#5f8061", "#e1ecdf", []string{"madder", "indigo", "marigold", "walnut"}},
	"plum":     {"plum", "#6d3f63", "#eedfea", []string{"marigold", "sky", "sage", "rose"}},
	"sky":      {"sky", "#4d7d92", "#dbe9ef", []string{"madder", "marigold", "plum", "walnut"}},
	"rose":     {"rose", "#b8566f", "#f8dfe4", []string{"indigo", "teal", "plum", "marigold"}},
	"walnut":   {"walnut", "#7a5636", "#efe3d5", []string{"marigold", "sky", "sage", "madder"}},
	"teal":     {"teal", "#1f6f6b", "#d5ebe8", []string{"marigold", "madder", "rose", "walnut"}},
	"moss":     {"moss", "#7d7f2f", "#eeefd3", []string{"plum", "madder", "indigo", "walnut"}},
}

// dyeOrder lists the dyes for families that have none of their own in families.
var dyeOrder = []string{
	"indigo", "madder", "marigold", "sage", "plum", "sky", "rose", "walnut", "teal", "moss",
}

// dyeOf gives a family its dye. A family that nobody has dyed by hand gets one
// by its name, so that a new family needs no change here.
func dyeOf(family string) dye {
	if name, ok := families[family]; ok {
		return dyes[name]
	}
	return dyes[dyeOrder[hash(family)%uint64(len(dyeOrder))]]
}
