// Package migrations holds the schema, one numbered step a file. Each package
// under internal owns the tables of its step and alone writes them.
package migrations

import "embed"

// Files are the steps, in the format of goose.
//
//go:embed *.sql
var Files embed.FS
