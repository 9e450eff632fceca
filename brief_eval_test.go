package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// endpoint is a server of the OpenAI interface that answers each call by its number.
func endpoint(t *testing.T, answer func(n int, task string) (status int, text string)) string {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct{ Messages []struct{ Content string } }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil || len(request.Messages) < 2 {
			http.Error(w, "no request", http.StatusBadRequest)
			return
		}
		code, text := answer(int(calls.Add(1)), request.Messages[1].Content)
		if code != http.StatusOK {
			http.Error(w, text, code)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": text}, "finish_reason": "stop"}},
			"usage":   map[string]any{"prompt_tokens": 600, "completion_tokens": 300},
		})
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// trialRun is brief --eval against an endpoint, over the sample day.
func trialRun(t *testing.T, url string, more ...string) (code int, out, talk string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "qunbao.yaml"), `base_url: ""`, "base_url: "+url, `model: ""`, "model: qwen")
	store := replayedDay(t, "embedded:"+filepath.Join(dir, "eval"))
	var said, told bytes.Buffer
	args := append([]string{"brief", "--eval", "--runs", "4", "-c", filepath.Join(dir, "qunbao.yaml"), "--store", store, "--from", "2020-02-05"}, more...)
	code = run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &said, &told)
	return code, said.String(), told.String()
}

func TestATrialOfAModelSaysWhatItIsWorth(t *testing.T) {
	url := endpoint(t, func(n int, task string) (int, string) {
		leads := []string{"经梳理，", "经汇总，", "从报送情况看，", "共61人，", "具体看，"}
		text, err := arranged(task, leads[(n-1)%len(leads)])
		if err != nil {
			return http.StatusBadRequest, err.Error()
		}
		return http.StatusOK, text
	})
	code, out, talk := trialRun(t, url)
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, talk)
	}
	got := map[string]string{}
	for line := range strings.Lines(out) {
		what, says, _ := strings.Cut(strings.TrimSpace(line), "  ")
		got[what] = strings.TrimSpace(says)
	}
	for what, want := range map[string]string{
		"grounding, final": "100.0%", "coverage of what must stand": "100.0%", "paragraphs passed at first": "75.0%",
		"repairs": "1 in 4 drafts", "paragraphs by the template": "0.0%", "findings": "bare-number", "given up": "none",
		"tokens": "3000 asked, 1500 answered, in 5 calls", "latency": "p50 ",
	} {
		if !strings.HasPrefix(got[what], want) {
			t.Errorf("%s: %q, want %q", what, got[what], want)
		}
	}
	if strings.HasPrefix(got["grounding, first answers"], "100.0%") {
		t.Errorf("an invented number was not seen: %s", got["grounding, first answers"])
	}
}

func TestATrialOfAModelThatFailsSaysSo(t *testing.T) {
	url := endpoint(t, func(int, string) (int, string) { return http.StatusUnauthorized, "no" })
	code, out, talk := trialRun(t, url)
	if code != exitFailed || !strings.Contains(out, "refused 4") || !strings.Contains(talk, "nothing of the model's could be used") {
		t.Errorf("exit %d: %s\n%s", code, out, talk)
	}
	if code, _, talk := trialRun(t, `""`); code != exitUsage || !strings.Contains(talk, "there is no model to try") {
		t.Errorf("exit %d: %s", code, talk)
	}
}

func TestTheDoctorAsksTheModelWhenTold(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	code, lead := http.StatusOK, "经梳理，"
	url := endpoint(t, func(_ int, task string) (int, string) {
		text, err := arranged(task, lead)
		if err != nil {
			return http.StatusBadRequest, err.Error()
		}
		return code, text
	})
	config := filepath.Join(dir, "qunbao.yaml")
	edit(t, config, `base_url: ""`, "base_url: "+url, `model: ""`, "model: qwen")
	doctor := func(more ...string) string {
		var said bytes.Buffer
		run(t.Context(), append([]string{"doctor", "-c", config}, more...), func(string) string { return "" }, strings.NewReader(""), &said, &said)
		for line := range strings.Lines(said.String()) {
			if strings.Contains(line, "  model  ") {
				return line
			}
		}
		return ""
	}
	for _, tt := range []struct {
		code       int
		lead, want string
		args       []string
	}{
		{http.StatusOK, "经梳理，", "was not asked", nil},
		{http.StatusOK, "经梳理，", "worded 2 of 2 paragraphs of a made-up draft in", []string{"--model"}},
		{http.StatusOK, "共九人，", "nothing it words passes (map[bare-number:", []string{"--model"}},
		{http.StatusUnauthorized, "", "the key is refused; set the variable that llm.key_env names", []string{"--model"}},
	} {
		code, lead = tt.code, tt.lead
		if said := doctor(tt.args...); !strings.Contains(said, tt.want) {
			t.Errorf("the doctor says %q, want %q", said, tt.want)
		}
	}
}
