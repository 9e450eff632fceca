package redis_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// rights are the rights of a user as docs/redis.md writes them.
func rights(t *testing.T, user string) []string {
	t.Helper()
	text, err := os.ReadFile("../../docs/redis.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^    user ` + user + ` on >PASSWORD (.*)$`).FindStringSubmatch(string(text))
	if line == nil {
		t.Fatalf("docs/redis.md tells no rights of the user %s", user)
	}
	return strings.Fields(strings.ReplaceAll(line[1], "~qb:1:{青石镇}:*", "~qb:1:*"))
}

func TestTheRightsOfTheManualAreEnough(t *testing.T) {
	t.Parallel()
	user := append([]string{"--user", "qunbao", "on", ">geheim"}, rights(t, "qunbao")...)
	setup := storagetest.Setup{
		Server: append(user, "--masterauth", "admin", "--requirepass", "admin"),
		Sentinel: []string{
			"user watcher on >offen " + strings.Join(rights(t, "watcher"), " "), "requirepass hidden",
			"sentinel sentinel-pass hidden", "sentinel auth-pass " + storagetest.PrimaryName + " admin",
		},
	}
	for name, start := range map[string]func(*testing.T) string{
		"server":   func(t *testing.T) string { return setup.Start(t).URL() },
		"sentinel": func(t *testing.T) string { return storagetest.StartSentinel(t, setup).URL + "&username=qunbao" },
		"cluster":  func(t *testing.T) string { return storagetest.StartCluster(t, setup).URL },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			who := "qunbao@"
			if name == "sentinel" {
				who = "watcher@"
			}
			url := strings.Replace(start(t), "redis://", "redis://"+who, 1)
			next := fresh(url, redis.Options{Password: "geheim", SentinelPassword: "offen"})
			storagetest.TestStore(t, func(t *testing.T) storagetest.Store {
				s := next(t)
				for _, w := range s.Warnings() {
					if strings.Contains(w, "does not") {
						t.Error(w)
					}
				}
				return s
			})
		})
	}
}
