package web

import (
	"html/template"
	"slices"

	"regulars/internal/groups"
)

// spoken are the languages in which groups are said to meet, by their own names, as
// those look for them who speak them. A group or a search may have another one.
var spoken = []option{
	{Value: "cs", Label: "čeština"}, {Value: "cy", Label: "Cymraeg"}, {Value: "da", Label: "dansk"}, {Value: "de", Label: "Deutsch"},
	{Value: "en", Label: "English"}, {Value: "es", Label: "español"}, {Value: "eo", Label: "Esperanto"}, {Value: "fr", Label: "français"},
	{Value: "it", Label: "italiano"}, {Value: "hu", Label: "magyar"}, {Value: "nl", Label: "Nederlands"}, {Value: "no", Label: "norsk"},
	{Value: "pl", Label: "polski"}, {Value: "pt", Label: "português"}, {Value: "ro", Label: "română"}, {Value: "fi", Label: "suomi"},
	{Value: "sv", Label: "svenska"}, {Value: "vi", Label: "Tiếng Việt"}, {Value: "tr", Label: "Türkçe"}, {Value: "el", Label: "ελληνικά"},
	{Value: "ru", Label: "русский"}, {Value: "uk", Label: "українська"}, {Value: "ar", Label: "العربية"}, {Value: "hi", Label: "हिन्दी"},
	{Value: "zh", Label: "中文"}, {Value: "ja", Label: "日本語"}, {Value: "ko", Label: "한국어"},
}

// spokenOr are the languages to choose from, after none, which is called by a word of
// the form's. The one that is chosen is among them, whichever it is.
func spokenOr(none, chosen string) []option {
	options := append([]option{{Label: none}}, spoken...)
	at := slices.IndexFunc(options, func(o option) bool { return o.Value == chosen })
	if at < 0 {
		at, options = len(options), append(options, option{Value: chosen, Label: chosen})
	}
	options[at].On = true
	return options
}

// anyLanguage are the options of the form of searches that ask for no language, as most do.
var anyLanguage = options(spokenOr("any", ""))

// languageOptions are those of the form of searches.
func languageOptions(asked string) template.HTML {
	if asked == "" {
		return anyLanguage
	}
	return options(spokenOr("any", asked))
}

// languageName calls a language by its own name, or by its tag where we know none.
func languageName(tag string) string {
	for _, one := range spoken {
		if one.Value == tag {
			return one.Label
		}
	}
	return tag
}

// Spoken are the languages that an organizer can choose.
func (f *Form) Spoken() []option { return spokenOr("not said", f.Value("language")) }

// readLanguage reads in which language a group meets. What was said before can stay,
// also if it is not in our list.
func readLanguage(f *Form, was groups.Details) string {
	tags := []string{"", was.Language}
	for _, one := range spoken {
		tags = append(tags, one.Value)
	}
	return f.Choice("language", tags...)
}
