package configs_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"qunbao/configs"
)

var careful = configs.Pace{Spacing: 3 * time.Second, Most: 6 * time.Second, Files: 30 * time.Second, PerMinute: 20, PerDay: 500}

func TestAChannelSendsAtItsKindsPaceUnlessItIsWritten(t *testing.T) {
	for text, want := range map[string]configs.Pace{
		"kind: jsonl":                          {},
		"kind: wechat":                         careful,
		"kind: wechat\n  pace: {per_day: 200}": {Spacing: careful.Spacing, Most: careful.Most, Files: careful.Files, PerMinute: careful.PerMinute, PerDay: 200},
		"kind: jsonl\n  pace: {spacing: 500ms, per_day: 9}":                                 {Spacing: time.Second / 2, Most: time.Second / 2, PerDay: 9},
		"kind: jsonl\n  pace: {spacing: 3s - 6s, files: 30s, per_minute: 20, per_day: 500}": {Spacing: 3 * time.Second, Most: 6 * time.Second, Files: 30 * time.Second, PerMinute: 20, PerDay: 500},
	} {
		files := township(t)
		files["qunbao.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(files["qunbao.yaml"].Data), "kind: jsonl", text, 1))}
		if got := load(t, files).Channel.Pace; got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}
