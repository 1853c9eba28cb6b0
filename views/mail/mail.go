// Package mailviews holds the templates of all mails. Their words are messages of
// internal/words, so that one set of templates serves every language.
//
// A letter is two files: NAME.txt, whose first line is "Subject: …", is the
// body of layout.txt; NAME.html defines "body" for layout.html. Where both choose
// among the same sentences, NAME.tmpl does so for them, and parts.tmpl for several
// letters. All are executed with the letter's struct of internal/mail and may call
//
//	say "id" "Name" value …      a message, with what stands in its places
//	count "id" n "Name" value …  a message in the form for n things
//	span when                    "Tuesday 8 September, 18:30 to 20:30", of a mail.Span
//	date t                       "8 September 2026"
//	day t                        "Tuesday 8 September"
//	people names                 "Ada, Ben and Cyd"
//	strong text                  <strong> in HTML, the text itself elsewhere
//	struck text                  <s>, in HTML alone
//	link words url               what {{template "button"}} wants, in HTML alone
//	site                         .Name .URL .Contact of the site
//	language                     "en"
//
// and {{template "settings" .}}, the link to the page on which a member settles which
// mails come, wherever the letter has one.
//
// What people wrote, such as a group's name or a reason, is shown as it stands.
// Mails load nothing from anywhere, and none of their links acts: each leads to
// a page that asks.
//
// A letter is added in five steps; tests hold that none is forgotten:
//
//  1. its struct in internal/mail/letters.go, and a line in files there;
//  2. NAME.txt and NAME.html here;
//  3. its messages, "NAME.…", in each file of internal/words;
//  4. an example among the letters of internal/mail/letters_test.go, and
//     go test ./internal/mail -update for its goldens in each language;
//  5. its kind in internal/reminders/letters.go, which puts it together. Whoever
//     posts it to an address says in which language the request came.
package mailviews

import "embed"

// Files holds the layouts and the letters.
//
//go:embed *.txt *.html *.tmpl
var Files embed.FS
