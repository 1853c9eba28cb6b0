package pgtest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
	"regulars/migrations"
)

// replicated are settings for a primary and its standby that nobody will miss.
var replicated = []string{
	"fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=50",
	"wal_level=replica", "max_wal_senders=4", "hot_standby=on", "wal_keep_size=32MB", "min_wal_size=32MB", "max_wal_size=64MB",
}

// Pair is a Postgres with the schema of today and a streaming replica beside it,
// two servers that are there for one test alone. Either can be stopped and started
// again, which the pools opened by their URLs live through.
type Pair struct {
	Primary, Replica *Node
	t                testing.TB
}

// Node is one server of a pair.
type Node struct {
	URL    string
	t      testing.TB
	dir    string
	server *embedded.Server
}

// Replicate starts a pair. It needs pg_basebackup beside the other programs of
// Postgres, as all packages but npm's have it.
func Replicate(t testing.TB) *Pair {
	t.Helper()
	p := &Pair{Primary: node(t), Replica: node(t), t: t}
	p.Primary.Start()
	ctx, primary := context.Background(), p.Primary.open()
	if _, err := postgres.Migrate(ctx, primary, migrations.Files); err != nil {
		t.Fatal(err)
	}
	p.clone(primary)
	p.Replica.Start()
	p.CatchUp()
	return p
}

func node(t testing.TB) *Node {
	t.Helper()
	dir, err := temporary()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dir.remove)
	return &Node{t: t, dir: dir.path}
}

// Start starts the server, or starts it again.
func (n *Node) Start() {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server, err := embedded.Start(ctx, n.dir, slog.New(slog.DiscardHandler), replicated...)
	if err != nil {
		n.t.Fatal(err)
	}
	n.server, n.URL = server, server.URL()
	n.t.Cleanup(n.Stop)
}

// Stop stops the server, if it runs.
func (n *Node) Stop() {
	if n.server != nil {
		n.server.Stop()
		n.server = nil
	}
}

func (n *Node) open() *postgres.DB {
	n.t.Helper()
	return open(n.t, n.URL)
}

// clone makes the replica's cluster as a copy of the primary's that goes on
// streaming from it, by the programs and as the user of the primary.
func (p *Pair) clone(primary *postgres.DB) {
	p.t.Helper()
	var from struct{ Programs, Data, Sockets string }
	err := primary.Get(context.Background(), &from, `
		SELECT (SELECT setting FROM pg_config WHERE name = 'BINDIR') AS programs,
		       current_setting('data_directory') AS data, trim('"' FROM current_setting('unix_socket_directories')) AS sockets`)
	if err != nil {
		p.t.Fatal(err)
	}
	data := filepath.Join(p.Replica.dir, "postgres", "data") // where embedded looks for it
	owner, err := ownedLike(from.Data, data)
	if err != nil {
		p.t.Fatal(err)
	}
	copying := exec.Command(filepath.Join(from.Programs, "pg_basebackup"), "--pgdata="+data, "--write-recovery-conf",
		"--checkpoint=fast", "--wal-method=stream", "--host="+from.Sockets, "--username=regulars")
	copying.Dir = "/"
	if os.Geteuid() == 0 {
		copying.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	}
	if said, err := copying.CombinedOutput(); err != nil {
		p.t.Fatalf("%v: %s", err, said)
	}
}

// ownedLike makes a folder that belongs to the owner of another one, and to nobody else.
func ownedLike(model, folder string) (*syscall.Credential, error) {
	info, err := os.Stat(model)
	if err != nil {
		return nil, err
	}
	owner := info.Sys().(*syscall.Stat_t)
	err = errors.Join(os.Mkdir(filepath.Dir(folder), 0o755), os.Mkdir(folder, 0o700), os.Chown(folder, int(owner.Uid), int(owner.Gid)))
	return &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}, err
}

// CatchUp waits until the replica shows all that the primary has.
func (p *Pair) CatchUp() {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	primary, replica := p.Primary.open(), p.Replica.open()
	var written string
	if err := primary.Get(ctx, &written, `SELECT pg_current_wal_flush_lsn()::text`); err != nil {
		p.t.Fatal(err)
	}
	for shown := false; !shown; {
		if err := replica.Get(ctx, &shown, `SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn`, written); err != nil {
			p.t.Fatal(err)
		}
	}
}
