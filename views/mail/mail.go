// Package mailviews holds the words of all mails.
//
// A letter is two files: NAME.txt, whose first line is "Subject: …", is the
// body of layout.txt; NAME.html defines "body" for layout.html. Both are
// executed with the letter's struct of internal/mail and may call
//
//	site                .Name .URL .Contact of the site
//	people names        "Ada, Ben and Cyd"
//	link "Words" url    what {{template "button"}} wants
//
// Mails load nothing from anywhere, and none of their links acts: each leads to
// a page that asks.
package mailviews

import "embed"

// Files holds the layouts and the letters.
//
//go:embed *.txt *.html
var Files embed.FS
