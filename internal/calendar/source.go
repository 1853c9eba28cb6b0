package calendar

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"time"

	"regulars/internal/fault"
)

// Source is a calendar to be imported.
type Source struct {
	Name string // file path or web address, as given

	// Open gives the calendar's text, and when it was last changed; zero if nobody
	// knows. A failure is one sentence.
	Open func(context.Context) (body io.ReadCloser, modified time.Time, err error)
}

// File is the source of a calendar on disk.
func File(name string) Source {
	return Source{Name: name, Open: func(context.Context) (io.ReadCloser, time.Time, error) {
		file, err := os.Open(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, time.Time{}, fault.Because(err, fault.NotFound, "There is no such file.")
		case err != nil:
			return nil, time.Time{}, fault.Because(err, fault.Invalid, "The file cannot be opened.")
		}
		info, err := file.Stat()
		if err == nil && info.IsDir() {
			err = errors.New("is a directory")
		}
		if err != nil {
			file.Close()
			return nil, time.Time{}, fault.Because(err, fault.Invalid, "This is no file that can be read; name the calendars in a folder one by one.")
		}
		return file, info.ModTime(), nil
	}}
}

// webAddress reads an address that a browser may be sent to.
func webAddress(s string) (*url.URL, bool) {
	if len(s) > 2000 {
		return nil, false
	}
	u, err := url.Parse(s)
	return u, err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
