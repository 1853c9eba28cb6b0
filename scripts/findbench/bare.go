package main

import (
	"bytes"
	"context"
	"net"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/postgres"
)

// candidate is a row of the floor.
type candidate struct {
	Group  int64   `db:"group_id"`
	Far    float64 `db:"far"`
	Dated  bool    `db:"dated"`
	Steady float64 `db:"steady"`
}

// nearest asks what a floor asks, in a statement that stays prepared.
func nearest(ctx context.Context, db *postgres.DB, f floor) (found []candidate, err error) {
	err = db.Select(ctx, &found, f.statement("$1", "$2", "$3", "$4"), f.args()...)
	return found, err
}

// serveFloor is a server that does the least there is to do: its one handler runs
// the floor of a query and answers a fixed page of as many bytes as the address
// says, over so many connections to Postgres. It is a process of its own, as the site is.
func serveFloor(ctx context.Context, url string, connections int, address string) error {
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	db.Limit(connections)
	app := fiber.New(fiber.Config{DisableStartupMessage: true, WriteBufferSize: 16 << 10}) // as the site's
	app.Get("/readyz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	app.Get("/", func(c *fiber.Ctx) error {
		f, size, err := readFloor(c)
		if err != nil {
			return err
		}
		if _, err := nearest(c.Context(), db, f); err != nil {
			return err
		}
		return c.Send(bytes.Repeat([]byte("x"), size))
	})
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = app.Shutdown() }) // the process ends in any case
	defer stop()
	return app.Listener(listener)
}

// floorMain is serveFloor with its arguments as text.
func floorMain(ctx context.Context, args []string) error {
	connections, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	return serveFloor(ctx, args[0], connections, args[2])
}

// readFloor reads what floor.values wrote, and how many bytes are wanted.
func readFloor(c *fiber.Ctx) (f floor, size int, err error) {
	if f.Slots, err = strconv.ParseInt(c.Query("slots"), 10, 64); err != nil {
		return f, 0, err
	}
	f.Interest, f.Centre, f.Box = c.Query("interest"), c.Query("centre"), c.Query("box")
	size, err = strconv.Atoi(c.Query("bytes"))
	return f, size, err
}
