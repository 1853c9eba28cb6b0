package reminders

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"
)

// serveSink is a mail server that says yes to everything, keeps nothing and
// counts: the least that both sides of a benchmark can talk to. It is a process of
// its own. It gives its address, and for each line that it reads how many mails and
// bytes it took. SINK_STORING is what storing a mail takes it before it says that it
// did, as with servers that keep what they take.
func serveSink() error {
	storing, err := time.ParseDuration(os.Getenv("SINK_STORING"))
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var taken [2]atomic.Int64 // mails and bytes
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go swallow(conn, storing, &taken)
		}
	}()
	fmt.Println(listener.Addr())
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		fmt.Println(taken[0].Load(), taken[1].Load())
	}
	return nil
}

// swallow talks to one client. Answers wait until all is read that came together
// (RFC 2920 3.2).
func swallow(conn net.Conn, storing time.Duration, taken *[2]atomic.Int64) {
	defer conn.Close()
	in, out := bufio.NewReaderSize(conn, 64<<10), bufio.NewWriter(conn)
	out.WriteString("220 sink\r\n")
	for {
		if in.Buffered() == 0 && out.Flush() != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		switch {
		case err != nil:
			return
		case bytes.HasPrefix(line, []byte("EHLO")):
			out.WriteString("250-sink\r\n250-8BITMIME\r\n250 PIPELINING\r\n")
		case bytes.HasPrefix(line, []byte("DATA")):
			out.WriteString("354 go on\r\n")
			if out.Flush() != nil {
				return
			}
			bytes, err := skipContent(in)
			if err != nil {
				return
			}
			time.Sleep(storing)
			taken[0].Add(1)
			taken[1].Add(bytes)
			out.WriteString("250 taken\r\n")
		default:
			out.WriteString("250 yes\r\n")
		}
	}
}

func skipContent(in *bufio.Reader) (size int64, err error) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil || bytes.Equal(line, []byte(".\r\n")) {
			return size, err
		}
		size += int64(len(line))
	}
}

// sink is a running one.
type sink struct {
	*exec.Cmd
	t       testing.TB
	address string
	in      io.Writer
	out     *bufio.Scanner
}

func startSink(t testing.TB, storing time.Duration) sink {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), "CHILD=sink", "SINK_STORING="+storing.String())
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); process.Wait() })
	s := sink{Cmd: process, t: t, in: in, out: bufio.NewScanner(out)}
	s.address = s.hear()
	return s
}

func (s sink) url() string { return "smtp://" + s.address }

func (s sink) hear() string {
	s.t.Helper()
	if !s.out.Scan() {
		s.t.Fatal("the sink says nothing")
	}
	return s.out.Text()
}

// taken is how many mails it took so far, and how many bytes.
func (s sink) taken() (mails, bytes int) {
	s.t.Helper()
	io.WriteString(s.in, "\n")
	if _, err := fmt.Sscan(s.hear(), &mails, &bytes); err != nil {
		s.t.Fatal(err)
	}
	return mails, bytes
}
