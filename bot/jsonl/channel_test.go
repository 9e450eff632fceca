package jsonl_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"unicode"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/bot/jsonl"
)

// screen is a writer that is read while it is written, and may fail.
type screen struct {
	mu   sync.Mutex
	b    bytes.Buffer
	fail error
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fail := s.fail
	s.fail = nil
	switch fail {
	case bot.ErrOffline:
		return 0, io.ErrClosedPipe
	case bot.ErrUncertain:
		n, _ := s.b.Write(b[:len(b)/2])
		return n, io.ErrShortWrite
	}
	return s.b.Write(b)
}

// fails makes the next line fail, where a writer can fail so.
func (s *screen) fails(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
	return err == bot.ErrOffline || err == bot.ErrUncertain
}

// shown is what a program shows people that stands in for a chat behind the lines.
func (s *screen) shown() string {
	var all strings.Builder
	for line := range strings.Lines(s.String()) {
		var out struct {
			Text            string
			Mentions, Files []string
		}
		if json.Unmarshal([]byte(line), &out) != nil {
			continue
		}
		for _, card := range out.Mentions {
			all.WriteString("@" + bot.MentionName(card) + " ")
		}
		all.WriteString(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\n' {
				return -1
			}
			return r
		}, out.Text) + "\n")
		for _, path := range out.Files {
			all.WriteString("[" + bot.FileName(path) + "]\n")
		}
	}
	return all.String()
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestJSONLinesAreAChannel(t *testing.T) {
	bottest.TestChannel(t, func(t *testing.T) bottest.Bench {
		r, w := io.Pipe()
		out, n := &screen{}, 0
		return bottest.Bench{
			Channel: jsonl.New(r, out, zone, func(err error) { t.Error(err) }),
			Chat:    "工作群", Person: "李会芳", Seen: out.shown, Fail: out.fails,
			End: func() { w.Close() },
			Say: func(text string) {
				n++
				line, _ := json.Marshal(map[string]string{"id": fmt.Sprint(n), "chat": "工作群", "sender": "柳湾村 李会芳", "text": text})
				w.Write(append(line, '\n'))
			},
		}
	})
}
