package redis_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"qunbao/storage"
	"qunbao/storage/redis"
)

// answering is a server that speaks Redis and answers what the test says; "" is
// as Redis without HELLO does. It gives its URL.
func answering(t *testing.T, answer func(command string) string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go converse(c, answer)
		}
	}()
	return "redis://" + l.Addr().String() + "/0"
}

// converse reads commands, arrays of strings, until the client has gone.
func converse(c net.Conn, answer func(string) string) {
	defer c.Close()
	for r := bufio.NewReader(c); ; {
		words := make([]string, number(r))
		for i := range words {
			text := make([]byte, number(r)+2)
			io.ReadFull(r, text)
			words[i] = strings.TrimSpace(string(text))
		}
		if len(words) == 0 {
			return
		}
		said := answer(strings.ToLower(words[0]))
		if said == "" {
			said = "-ERR unknown command"
		}
		fmt.Fprint(c, said+"\r\n")
	}
}

// number reads the length of an array or a string.
func number(r *bufio.Reader) int {
	line, err := r.ReadString('\n')
	if err != nil || len(line) < 2 {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSpace(line[1:]))
	return n
}

func TestWhatAServerSaysIsExplained(t *testing.T) {
	t.Parallel()
	for says, tt := range map[string]struct {
		want   string
		passes bool
	}{
		"-LOADING Redis is loading the dataset in memory":    {"the server is starting", true},
		"-MASTERDOWN Link with MASTER is down":               {"the server has lost its primary", true},
		"-CLUSTERDOWN Hash slot not served":                  {"the cluster is down", true},
		"-ERR max number of clients reached":                 {"the server has too many clients", true},
		"-MISCONF Redis is configured to save RDB snapshots": {"the server cannot write to its disk", true},
		"-BUSY Redis is busy running a script":               {"the server is busy with a script", true},
		"-DENIED Redis is running in protected mode":         {"the server is in protected mode", false},
		"-ERR invalid password":                              {"the server refuses the user or the password", false},
		"-NOAUTH Authentication required.":                   {"the server wants a password", false},
		"-ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY You can't write": {"the server is a replica", true},
		"*1\r\n+what": {"redis:", false},
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			_, err := redis.Open(t.Context(), answering(t, func(string) string { return says }), "镇", redis.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || errors.Is(err, storage.ErrUnavailable) != tt.passes {
				t.Errorf("said %v, want %q", err, tt.want)
			}
		})
	}
}

// told answers as a server whose INFO is lines, and which has an empty workspace.
func told(lines string) func(command string) string {
	return func(command string) string {
		switch command {
		case "ping":
			return "+PONG"
		case "info":
			lines := strings.ReplaceAll(lines+"\naof_enabled:1", "\n", "\r\n")
			return fmt.Sprintf("$%d\r\n%s", len(lines), lines)
		case "config":
			return "*2\r\n$11\r\nappendfsync\r\n$6\r\nalways"
		case "type":
			return "+none"
		case "setnx":
			return ":1"
		case "get":
			return "$1\r\n3"
		case "hexists":
			return ":0"
		}
		return ""
	}
}

func TestOtherServersAreKnownByWhatTheyTell(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ info, refused, warned string }{
		"Valkey":    {"redis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.0.1", "", ""},
		"Redis 6":   {"redis_version:6.2.7", "", "the server is older than Redis 7"},
		"Redis 4":   {"redis_version:4.0.14", "the server is Redis 4.0.14; at least 5 is needed", ""},
		"KeyDB":     {"redis_version:6.3.4\nexecutable:/usr/bin/keydb-server", "", "the server is KeyDB"},
		"Dragonfly": {"redis_version:7.2.0\ndragonfly_version:df-v1.21.2", "", "the server is Dragonfly"},
		"Kvrocks":   {"redis_version:7.0.0\nkvrocks_version:2.9.0", "", "the server is Kvrocks"},
		"active":    {"redis_version:6.3.4\nexecutable:/usr/bin/keydb-server\nrole:active-replica", "the server is one of several that are all written to", ""},
		"a replica": {"redis_version:7.0.0\nrole:slave", "the server is a replica, which cannot be written to: name its primary", ""},
		"evicting":  {"redis_version:7.0.0\nmaxmemory_policy:allkeys-lfu", "the server throws reports away", ""},
	} {
		s, err := redis.Open(t.Context(), answering(t, told(tt.info)), "镇", redis.Options{})
		switch {
		case tt.refused != "":
			if err == nil || !strings.HasPrefix(err.Error(), "storage/redis: "+tt.refused) {
				t.Errorf("%s: said %v, want %q", name, err, tt.refused)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.warned == "" && len(s.Warnings()) > 0 || tt.warned != "" && (len(s.Warnings()) != 1 || !strings.HasPrefix(s.Warnings()[0], tt.warned)):
			t.Errorf("%s: warned %q, want %q", name, s.Warnings(), tt.warned)
		}
		if err == nil {
			s.Close()
		}
	}
}
