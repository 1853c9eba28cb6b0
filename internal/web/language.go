package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/words"
)

// languageOf is the language that the browser of whoever asks would rather have, of
// those that we speak. Pages are in English whatever it says; mails to addresses
// without an account follow it, and so do those to an account that is made now.
func languageOf(c *fiber.Ctx) *words.Language {
	return words.Match(c.Get(fiber.HeaderAcceptLanguage))
}

// languages are those to choose from, with that which stands in a form ticked.
func languages(f *Form) (options []option) {
	for _, l := range words.All() {
		options = append(options, option{Value: l.Tag(), Label: l.Name()})
	}
	return tickedOf(f, "language", options)
}
