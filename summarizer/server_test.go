package summarizer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"qunbao/summarizer"
)

// key is the secret that must never be seen again.
const key = "sk-qingshi-0123456789"

// reply answers one call. Good is an answer that would pass.
type reply func(w http.ResponseWriter, r *http.Request, good string)

// endpoint is an OpenAI-compatible server that follows a script; its last reply
// is repeated.
type endpoint struct {
	*httptest.Server
	mu     sync.Mutex
	script []reply
	bodies []string
}

func newEndpoint(t testing.TB, script ...reply) *endpoint {
	e := &endpoint{script: script}
	e.Server = httptest.NewServer(http.HandlerFunc(e.serve))
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	e.mu.Lock()
	n := len(e.bodies)
	e.bodies = append(e.bodies, string(body))
	e.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+key {
		http.Error(w, "no key", http.StatusUnauthorized)
		return
	}
	r.Header.Set("X-Body", string(body)) // for replies that look into it
	e.script[min(n, len(e.script)-1)](w, r, arrangement(body))
}

func (e *endpoint) calls() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string{}, e.bodies...)
}

// arrangement makes a good answer out of a request: the facts in reverse, since
// a model may order them.
func arrangement(body []byte) string {
	var request struct {
		Messages []struct{ Content string }
	}
	var blind struct {
		Paragraphs []struct {
			ID    string
			Facts []struct{ ID string }
		}
	}
	if json.Unmarshal(body, &request) != nil || len(request.Messages) < 2 ||
		json.NewDecoder(strings.NewReader(request.Messages[1].Content)).Decode(&blind) != nil {
		return ""
	}
	type section struct {
		ID        string   `json:"id"`
		Sentences []string `json:"sentences"`
	}
	var sections []section
	for _, p := range blind.Paragraphs {
		s := section{ID: p.ID}
		for i := len(p.Facts) - 1; i >= 0; i-- {
			lead := "此外，"
			if len(s.Sentences) == 0 {
				lead = "从数据看，"
			}
			s.Sentences = append(s.Sentences, lead+"{{"+p.Facts[i].ID+"}}。")
		}
		sections = append(sections, s)
	}
	out, _ := json.Marshal(map[string]any{"sections": sections})
	return string(out)
}

// say answers with a text and a finish reason, as an endpoint does.
func say(w http.ResponseWriter, text, finish string) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": text}, "finish_reason": finish}},
		"usage":   map[string]any{"prompt_tokens": 617, "completion_tokens": 293},
	})
}

func good(w http.ResponseWriter, _ *http.Request, good string) { say(w, good, "stop") }

// text answers with a fixed text.
func text(s string) reply {
	return func(w http.ResponseWriter, _ *http.Request, _ string) { say(w, s, "stop") }
}

// spoiled answers with a good answer in which something was replaced.
func spoiled(old, new string) reply {
	return func(w http.ResponseWriter, _ *http.Request, good string) {
		say(w, strings.Replace(good, old, new, 1), "stop")
	}
}

// finish ends a good answer for another reason than stop.
func finish(reason string) reply {
	return func(w http.ResponseWriter, _ *http.Request, good string) { say(w, good, reason) }
}

// status answers with an HTTP status and a body that quotes the key.
func status(code int, headers ...string) reply {
	return func(w http.ResponseWriter, _ *http.Request, _ string) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"error":{"message":"bad key %s","type":"x","code":"y"}}`, key)
	}
}

func html(code int) reply {
	return func(w http.ResponseWriter, _ *http.Request, _ string) {
		w.WriteHeader(code)
		fmt.Fprintf(w, "<html><body>502 Bad Gateway %s</body></html>", key)
	}
}

func raw(body string) reply {
	return func(w http.ResponseWriter, _ *http.Request, _ string) { _, _ = io.WriteString(w, body) }
}

// hang answers nothing until the caller gives up.
func hang(_ http.ResponseWriter, r *http.Request, _ string) { <-r.Context().Done() }

// cutBody promises more than it sends.
func cutBody(w http.ResponseWriter, _ *http.Request, _ string) {
	w.Header().Set("Content-Length", "5000")
	_, _ = io.WriteString(w, `{"choices":[{"message":{"content":"{\"sec`)
}

// dropped breaks the connection.
func dropped(http.ResponseWriter, *http.Request, string) { panic(http.ErrAbortHandler) }

// client is the real client before an endpoint; its log and its waits are kept.
type client struct {
	*summarizer.OpenAI
	log   *bytes.Buffer
	waits []time.Duration
}

func newClient(t testing.TB, e *endpoint, change ...func(*summarizer.Options)) *client {
	t.Helper()
	c := &client{log: &bytes.Buffer{}}
	o := summarizer.Options{
		BaseURL: e.URL + "/v1/", Key: key, Model: "qwen-plus", Format: summarizer.FormatObject,
		Log: slog.New(slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Sleep: func(ctx context.Context, d time.Duration) error {
			c.waits = append(c.waits, d)
			return ctx.Err()
		},
	}
	for _, f := range change {
		f(&o)
	}
	m, err := summarizer.NewOpenAI(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	c.OpenAI = m
	return c
}

// impatient gives up a try soon, for endpoints that hang.
func impatient(o *summarizer.Options) { o.TryTimeout = 50 * time.Millisecond }

// frugal reads little.
func frugal(o *summarizer.Options) { o.MaxBytes = 300 }
