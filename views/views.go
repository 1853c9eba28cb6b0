// Package views holds the templates of all pages.
//
// A page is one file here. It is parsed together with layouts/base.html and
// every partial into a set of its own, and executed as "base" with a struct
// that embeds the base page. It defines "main", and where it wants to,
// "title", "description" and "head".
//
// The base page has these fields:
//
//	Site.Name, Site.Contact, Site.Version, Site.URL
//	Member    nil when signed out; else .Name, .Email, .Host
//	Path      of the request, as in "/groups/hill-street-chorus"
//	Flash     what just happened, in one sentence; often empty
//	Title     for the tab and for sharing; empty on the home page
//
// Templates call these functions, which the web supplies:
//
//	alternates follow       links in the head to what can be followed: the web's follow
//	cards list              groups as a list: the web's groupCard
//	follow follow           the ways to follow a calendar, as a list: the web's follow
//	kin list                interests near here, as a list: the web's kin
//	patches pulse           the web's strip, a patch for each meeting
//	ticks kind name list    boxes ("checkbox") or choices ("radio") of a form, in lines
//	ways list               buttons that lead on, as a list: the web's link
//	quilt slug family       the quilt block as SVG ("block" is a word of html/template)
//	plural n "one" "many"   "1 person", "6 people"
//	day t                   <time>Tue 24 Nov</time>, of a time in the group's zone
//	clock t                 "18:30"
//	moment t                <time>Tuesday 24 November, 18:30</time>
//	list words              "Tue, Thu and Sat"
//	dict "Key" value …      a map, to hand several things to a partial
//
// Where {{assets}} is written, just so, the address of package public's files is put in
// before a file is parsed.
//
// The partials, and what each is given:
//
//	search-form  .Q .Near, .Days and .Times ([]{Value, Label string; On bool}),
//	             on the page of results .Within (distances) and .Traits likewise,
//	             .Chosen (what is ticked, in words), .More bool (show all that
//	             can be ticked), .Choose and .Places (addresses: the list of
//	             interests, completion of places), .Errors map[string]string
//	none         what is shown where nothing was found: the web's nothing
//	wishes       what can be asked for beyond a search: the web's wishForm;
//	             wish-form is the form alone
//	legend       nothing: explains the patches
//	field        dict "Name" "Label" "Value", and if wanted "Type" "Hint" "Error"
//	             "Rows" (a textarea) "Required" "Autocomplete" "Max" "Inputmode"
//	             "Complete" (address that completes), "Placeholder"
//	seat         a meeting with what can be done about it: the web's seat
//	first-visit  .ComeIn .LookFor .FirstMinutes .Bring .Cost
//	choice       dict "Name" "Label" "Of" ([]{Value, Label string; On bool}) "Error"
//	check        dict "Name" "Label" "On", and if wanted "Hint" "Value"
//	date-row     .URL .Date (a time), .Clock ("18:30 to 20:30"), .Status (expected,
//	             on, moved, called_off, held), .Words (why, or where instead), .Note;
//	             or .Pause alone: a break, in words
package views

import "embed"

// Files holds layouts/base.html, partials/*.html and one file a page.
//
//go:embed layouts partials *.html
var Files embed.FS
