package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain lets the test binary be the program itself, so that a test can start
// it, feed it and kill it.
func TestMain(m *testing.M) {
	bearLimits()
	if os.Getenv("QUNBAO_AS_PROGRAM") == "1" {
		os.Exit(run(context.Background(), os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
	}
	// More tests wait for processes of their own than this computer has processors.
	if err := flag.Set("test.parallel", strconv.Itoa(max(4, runtime.GOMAXPROCS(0)))); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// service is a running program that a test talks to by JSON Lines.
type service struct {
	testing.TB
	cmd  *exec.Cmd
	in   io.WriteCloser
	said *lines // on stderr

	mu    sync.Mutex
	out   []outline
	next  int // of out, to be heard
	ended chan struct{}
}

func startService(t testing.TB, dir string) *service {
	t.Helper()
	s := &service{TB: t, said: &lines{}, ended: make(chan struct{})}
	s.cmd = exec.Command(os.Args[0], "run", "-c", filepath.Join(dir, "qunbao.yaml"))
	s.cmd.Env = append(os.Environ(), "QUNBAO_AS_PROGRAM=1")
	s.cmd.Stderr = s.said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.listen(out)
	t.Cleanup(s.kill)
	return s
}

// listen takes what the program says until it ends.
func (s *service) listen(out io.Reader) {
	defer close(s.ended)
	for said := bufio.NewScanner(out); said.Scan(); {
		var o outline
		if json.Unmarshal(said.Bytes(), &o) == nil {
			s.mu.Lock()
			s.out = append(s.out, o)
			s.mu.Unlock()
		}
	}
}

// say sends a message of a card, dated now.
func (s *service) say(id, card, text string) {
	s.Helper()
	b, err := json.Marshal(map[string]any{"id": id, "time": time.Now().Format(time.RFC3339Nano), "chat": workChat, "sender": card, "text": text})
	if err != nil {
		s.Fatal(err)
	}
	if _, err := s.in.Write(append(b, '\n')); err != nil {
		s.Fatalf("%v\n%s", err, s.said)
	}
}

// hear waits for the next message of a kind about a unit.
func (s *service) hear(kind, unit string) (heard outline) {
	s.Helper()
	s.until("a "+kind+" about "+unit, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for s.next < len(s.out) {
			heard = s.out[s.next]
			s.next++
			if heard.Kind == kind && strings.Contains(strings.Join(heard.Units, " "), unit) {
				return true
			}
		}
		return false
	})
	return heard
}

// until waits for something that a process does.
func (s *service) until(what string, done func() bool) {
	s.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.Fatalf("waited in vain for %s\n%s", what, s.said)
		}
	}
}

// kill stops the program as a power cut would, and waits until it is gone.
func (s *service) kill() {
	s.cmd.Process.Kill()
	<-s.ended
	s.cmd.Wait()
}

// stop ends the input and waits for the program to leave.
func (s *service) stop() {
	s.Helper()
	s.in.Close()
	<-s.ended
	if err := s.cmd.Wait(); err != nil {
		s.Fatalf("%v\n%s", err, s.said)
	}
}

// lines is a log that may be read while it is written.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// of lists the lines that hold a text.
func (l *lines) of(text string) (found []string) {
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, text) {
			found = append(found, line)
		}
	}
	return found
}
