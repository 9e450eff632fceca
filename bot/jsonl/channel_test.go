package jsonl_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"testing"

	"qunbao/bot/bottest"
	"qunbao/bot/jsonl"
)

// screen is a writer that is read while it is written.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
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
			Chat:    "工作群", Person: "李会芳", Seen: out.String,
			End: func() { w.Close() },
			Say: func(text string) {
				n++
				line, _ := json.Marshal(map[string]string{"id": fmt.Sprint(n), "chat": "工作群", "sender": "柳湾村 李会芳", "text": text})
				w.Write(append(line, '\n'))
			},
		}
	})
}
