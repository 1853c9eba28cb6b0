package main

import (
	"flag"
	"fmt"
	"io"
)

// newFlags are the flags of a command; errors come back instead of being
// printed.
func newFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// parse reads flags, and refuses more arguments than the command takes (-1: any
// number).
func parse(flags *flag.FlagSet, args []string, most int) error {
	if err := flags.Parse(args); err != nil {
		return usageError{err.Error()}
	}
	if most >= 0 && flags.NArg() > most {
		return usageError{fmt.Sprintf("does not know what to do with %q", flags.Arg(most))}
	}
	return nil
}
