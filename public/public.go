// Package public holds what is sent to browsers as it stands: the style sheet,
// the little script, the icon and the manifest.
package public

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

// Files holds the files by their path, as in "css/regulars.css".
//
//go:embed css js icon.svg manifest.webmanifest
var Files embed.FS

// Version is a short hash of all Files, eight hex digits. It stands in their
// addresses, so that browsers may keep them for ever and still see a change.
var Version = version(Files)

// version hashes names and contents in the order of WalkDir, which is lexical.
func version(files fs.FS) string {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		sum.Write([]byte(path + "\x00"))
		sum.Write(content)
		return err
	})
	if err != nil {
		panic(err) // embedded files can always be read
	}
	return hex.EncodeToString(sum.Sum(nil)[:4])
}
