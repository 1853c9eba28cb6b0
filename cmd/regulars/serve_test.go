package main

import (
	"context"
	"log/slog"
	"testing"
)

func TestListenerThatPanicsLeavesTheProgramAlive(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := &site{log: slog.New(slog.DiscardHandler)}
	s.keepUp(ctx, "search", func(context.Context) error { cancel(); panic("broken") })
}
