package storagetest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
)

// StartRedis starts a real redis-server on a free port of this computer, that
// writes everything through to its disk, and gives its URL. Arguments are added
// to the server's. It ends with the test.
func StartRedis(t testing.TB, args ...string) string {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		t.Fatal("the program redis-server is not installed; `make test` installs it")
	}
	var said string
	for range 5 { // another program may take the port first
		port := freePort(t)
		if said = start(t, program, append([]string{"--port", port}, args...)); said == "" {
			return "redis://127.0.0.1:" + port + "/0"
		}
	}
	t.Fatalf("redis-server does not start:\n%s", said)
	return ""
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	must(t, err)
	return port
}

// start gives "" when the server is ready, else what it said.
func start(t testing.TB, program string, args []string) string {
	t.Helper()
	cmd := exec.Command(program, append([]string{
		"--bind", "127.0.0.1", "--dir", t.TempDir(), "--daemonize", "no", "--save", "",
		"--appendonly", "yes", "--appendfsync", "always",
	}, args...)...)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	var said strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		fmt.Fprintln(&said, lines.Text())
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go io.Copy(io.Discard, out) // ends with the server
			return ""
		}
	}
	return said.String()
}
