package storagetest

import (
	"bufio"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
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

	mu  sync.Mutex
	log strings.Builder // of the process that runs
}

// StartServer does as StartRedis and gives the process.
func StartServer(t testing.TB, args ...string) *Server {
	t.Helper()
	return Setup{Server: args}.Start(t)
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

// Pid is its process.
func (s *Server) Pid() int { return s.cmd.Process.Pid }

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

// ready are what a server and a Sentinel say when they serve.
var ready = []string{"Ready to accept connections", "Sentinel ID is"}

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
	s.mu.Lock()
	s.log.Reset()
	s.mu.Unlock()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		s.note(lines.Text())
		if slices.ContainsFunc(ready, func(sign string) bool { return strings.Contains(lines.Text(), sign) }) {
			go func() { // ends with the server
				for lines.Scan() {
					s.note(lines.Text())
				}
			}()
			return ""
		}
	}
	s.cmd.Wait()
	return s.said()
}

func (s *Server) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintln(&s.log, line)
}

func (s *Server) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// wait returns when the server has said something so many times.
func (s *Server) wait(sign string, times int) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); strings.Count(s.said(), sign) < times; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("redis-server does not come to say %q:\n%s", sign, s.said())
		}
	}
}
