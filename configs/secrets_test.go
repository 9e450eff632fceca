package configs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
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
		"variables": env("QUNBAO_LLM_KEY", "sk-1", "QUNBAO_REDIS_PASSWORD", "p@ss/1", "QUNBAO_SENTINEL_PASSWORD", "s"),
		"files":     env("QUNBAO_LLM_KEY_FILE", file(t, "sk-1\n"), "QUNBAO_REDIS_PASSWORD_FILE", file(t, " p@ss/1\r\n"), "QUNBAO_SENTINEL_PASSWORD_FILE", file(t, "s\n")),
	} {
		files := township(t)
		spoil(t, files, main, `base_url: ""`, "base_url: http://127.0.0.1:8000/v1")
		spoil(t, files, main, `model: ""`, "model: m\n  timeout: 20s")
		spoil(t, files, main, "embedded:data", "rediss://bot@h:6380/2?master_name=m")
		c, err := configs.LoadFS(files, "qunbao.yaml", getenv)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{c.LLM.Key.Reveal(), c.LLM.Timeout.String(), c.Store.URL, c.Store.Password.Reveal(), c.Store.SentinelPassword.Reveal()}
		if want := []string{"sk-1", "20s", "rediss://bot@h:6380/2?master_name=m", "p@ss/1", "s"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
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
	if store, err = store.WithPasswords(getenv); err != nil || store.Password.Reveal() != "geheim" {
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
	const form = " (write it as embedded:FOLDER or redis://127.0.0.1:6379/0)"
	const hidden = "a password must not stand in the address of the store (put it into QUNBAO_REDIS_PASSWORD (of Sentinels: QUNBAO_SENTINEL_PASSWORD), or into a file named by the same with _FILE)"
	const known = " (known: addr=HOST:PORT for more nodes, master_name and username for Sentinel)"
	for text, want := range map[string]string{
		"mysql://u:geheim@h/x":                 `unknown store "mysql://u:xxxxx@h/x"` + form,
		"redis://u:geh%zzeim@h/ x":             "the store is not a proper address" + form,
		"data":                                 `unknown store "data"` + form,
		"redis://h:99999/0":                    "the store names no port" + form,
		"redis://h/0#x":                        "the store is not a proper address" + form,
		"redis://u:geheim@h:6379/0":            hidden,
		"redis://h?master_name=m&password=x":   hidden,
		"redis://h/0?sentinel_password=geheim": hidden,
		"redis://h:6379/0?pool_size=3":         `the address of the store has an unknown parameter "pool_size"` + known,
		"redis://h:6379/eins":                  `"eins" in the address of the store is no number of a database (write it as redis://HOST:6379/0)`,
		"redis://h:6379/0/1":                   `"0/1" in the address of the store is no number of a database (write it as redis://HOST:6379/0)`,
		"redis://h:7000/3?addr=h:7001":         "a Redis Cluster has no database 3 (leave the number out; workspaces are kept apart by their names)",
		"redis://h:7000?addr=h":                "addr=h in the address of the store is no address (write it as addr=HOST:PORT)",
		"redis://h:26379/0?master_name=":       "master_name must name one primary (it is the name in the Sentinels' line: sentinel monitor NAME …)",
		"redis://h:6379/0?username=bot":        "username is for addresses of Sentinels (write the user before the host: redis://USER@HOST:6379/0)",
	} {
		if _, err := configs.ParseStore(text, ""); err == nil || err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestEveryKindOfServerIsNamedByItsAddress(t *testing.T) {
	for _, text := range []string{
		"redis://h", "rediss://bot@h:6380/2", "redis://[::1]:6379/0", "redis://sentry@h:26379/1?master_name=town&addr=i:26379&username=bot",
		"redis://bot@h:7000?addr=i:7001&addr=j:7002", "rediss://h:7000/0?addr=i:7001",
	} {
		if s, err := configs.ParseStore(text, ""); err != nil || s.Kind != configs.Redis || s.String() != text {
			t.Errorf("%s: %v, %v", text, s, err)
		}
	}
}
