package configs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/configs"
)

func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSecretsComeFromTheEnvironmentOrItsFiles(t *testing.T) {
	for name, getenv := range map[string]func(string) string{
		"variables": env("QUNBAO_LLM_KEY", "sk-1", "QUNBAO_REDIS_PASSWORD", "p@ss/1"),
		"files":     env("QUNBAO_LLM_KEY_FILE", file(t, "sk-1\n"), "QUNBAO_REDIS_PASSWORD_FILE", file(t, " p@ss/1\r\n")),
	} {
		files := township(t)
		spoil(t, files, main, `base_url: ""`, "base_url: http://127.0.0.1:8000/v1")
		spoil(t, files, main, `model: ""`, "model: m\n  timeout: 20s")
		spoil(t, files, main, "embedded:data", "rediss://bot@h:6380/2")
		c, err := configs.LoadFS(files, "qunbao.yaml", getenv)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.LLM.Key.Reveal() + " " + c.LLM.Timeout.String() + " " + c.Store.URL; got != "sk-1 20s rediss://bot:p%40ss%2F1@h:6380/2" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestASecretThatCannotBeReadIsAFault(t *testing.T) {
	files := township(t)
	spoil(t, files, main, "embedded:data", "redis://h:6379/0")
	got := faultsOf(t, files, env("QUNBAO_REDIS_PASSWORD", "geheim", "QUNBAO_REDIS_PASSWORD_FILE", "x", "QUNBAO_LLM_KEY_FILE", filepath.Join(t.TempDir(), "none")))
	compare(t, "env", got, []string{
		"qunbao.yaml:4:8: both QUNBAO_REDIS_PASSWORD and QUNBAO_REDIS_PASSWORD_FILE are set",
		"qunbao.yaml:30:12: the file of QUNBAO_LLM_KEY_FILE cannot be read: no such file or directory",
	})
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	store, err := configs.ParseStore("redis://h:6379/0", "")
	if err != nil {
		t.Fatal(err)
	}
	getenv := env("QUNBAO_REDIS_PASSWORD", "geheim", "QUNBAO_LLM_KEY", "geheim")
	if store, err = store.WithPassword(getenv); err != nil || !strings.Contains(store.URL, "geheim") {
		t.Fatal(store, err)
	}
	files := township(t)
	spoil(t, files, main, `base_url: ""`, "base_url: https://model.example/v1")
	spoil(t, files, main, `model: ""`, "model: m")
	c, err := configs.LoadFS(files, "qunbao.yaml", getenv)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "store", store, "key", c.LLM.Key, "llm", c.LLM)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "store", store, "key", c.LLM.Key, "llm", c.LLM)
	fmt.Fprintf(&out, "%v %+v %#v %s %v %+v %#v", store, store, store, store, c.LLM, c.LLM, c.LLM)
	if err := json.NewEncoder(&out).Encode(c.LLM); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "geheim") {
		t.Error(out.String())
	}
}

func TestAStoreThatIsNoneIsRefusedWithoutItsPassword(t *testing.T) {
	for text, want := range map[string]string{
		"mysql://u:geheim@h/x":     `unknown store "mysql://u:xxxxx@h/x" (write it as embedded:FOLDER or redis://127.0.0.1:6379/0)`,
		"redis://u:geh%zzeim@h/ x": "the store is not a proper address (write it as embedded:FOLDER or redis://127.0.0.1:6379/0)",
		"data":                     `unknown store "data" (write it as embedded:FOLDER or redis://127.0.0.1:6379/0)`,
	} {
		if _, err := configs.ParseStore(text, ""); err == nil || err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}
