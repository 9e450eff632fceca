package storagetest

import (
	"bufio"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// StartRedis starts a real redis-server on a free port of this computer, that
// writes everything through to its disk, and gives its URL. Arguments are added
// to the server's. It ends with the test.
func StartRedis(t testing.TB, args ...string) string {
	t.Helper()
	return StartServer(t, args...).URL()
}

// Server is a redis-server process of a test.
type Server struct {
	Port string
	Dir  string // what it keeps
	t    testing.TB
	args []string
	tls  bool
	cmd  *exec.Cmd

	joined <-chan struct{} // closed when it says that its Cluster serves
}

// StartServer does as StartRedis and gives the process.
func StartServer(t testing.TB, args ...string) *Server {
	t.Helper()
	var said string
	for range 5 { // another program may take the port first
		s := newServer(t, freePorts(t, 1)[0])
		s.args = append(durable("--port", s.Port), args...)
		if said = s.start(); said == "" {
			return s
		}
	}
	t.Fatalf("redis-server does not start:\n%s", said)
	return nil
}

// durable are the arguments of a server that loses nothing.
func durable(args ...string) []string {
	return append([]string{"--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always"}, args...)
}

func newServer(t testing.TB, port string) *Server {
	s := &Server{Port: port, Dir: t.TempDir(), t: t}
	t.Cleanup(s.Kill)
	return s
}

// Addr is where it listens.
func (s *Server) Addr() string { return "127.0.0.1:" + s.Port }

// URL names it as a store of its own.
func (s *Server) URL() string {
	if s.tls {
		return "rediss://" + s.Addr() + "/0"
	}
	return "redis://" + s.Addr() + "/0"
}

// Kill ends it at once, as a power cut does, and waits until it is gone.
func (s *Server) Kill() {
	if s.cmd != nil && s.cmd.ProcessState == nil {
		s.cmd.Process.Kill()
		s.cmd.Wait()
	}
}

// Restart starts it, again with what its disk holds, and returns when it serves.
func (s *Server) Restart() {
	s.t.Helper()
	s.Kill()
	said := s.start()
	for deadline := time.Now().Add(10 * time.Second); said != "" && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond) // its port may still be somebody's
		said = s.start()
	}
	if said != "" {
		s.t.Fatalf("redis-server does not start:\n%s", said)
	}
}

// ready are what a server and a Sentinel say when they serve, inCluster what a
// node says when the Cluster does.
var (
	ready     = []string{"Ready to accept connections", "Sentinel ID is"}
	inCluster = "Cluster state changed: ok"
)

// start gives "" when the server is ready, else what it said.
func (s *Server) start() string {
	s.t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		s.t.Fatal("the program redis-server is not installed; `make test` installs it")
	}
	s.cmd = exec.Command(program, s.args...)
	s.cmd.Dir = s.Dir
	out, err := s.cmd.StdoutPipe()
	must(s.t, err)
	must(s.t, s.cmd.Start())
	var said strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		fmt.Fprintln(&said, lines.Text())
		if slices.ContainsFunc(ready, func(sign string) bool { return strings.Contains(lines.Text(), sign) }) {
			joined := make(chan struct{})
			s.joined = joined
			go listen(lines, joined)
			return ""
		}
	}
	s.cmd.Wait()
	return said.String()
}

// listen takes what a server says until it ends, and tells when it first says
// that its Cluster serves.
func listen(lines *bufio.Scanner, joined chan struct{}) {
	for said := false; lines.Scan(); {
		if !said && strings.Contains(lines.Text(), inCluster) {
			said = true
			close(joined)
		}
	}
}

// freePorts are ports that nobody listens on, no two the same.
func freePorts(t testing.TB, n int) []string {
	t.Helper()
	var ports []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		defer l.Close() // all at the end
		_, port, err := net.SplitHostPort(l.Addr().String())
		must(t, err)
		ports = append(ports, port)
	}
	return ports
}
