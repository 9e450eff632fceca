package redis_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

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

// guarded are servers and Sentinels whose users have the rights of the manual and
// no more. The suites of Sentinel and Cluster run on them too.
func guarded(t *testing.T) storagetest.Setup {
	t.Helper()
	return storagetest.Setup{
		Server: append([]string{"--masterauth", "admin", "--requirepass", "admin", "--user", "qunbao", "on", ">geheim"}, rights(t, "qunbao")...),
		Sentinel: []string{
			"user watcher on >offen " + strings.Join(rights(t, "watcher"), " "), "requirepass hidden",
			"sentinel sentinel-pass hidden", "sentinel auth-pass " + storagetest.PrimaryName + " admin",
		},
	}
}

// as is a URL with a user.
func as(user, url string) string { return strings.Replace(url, "://", "://"+user+"@", 1) }

func TestTheRightsOfTheManualAreEnough(t *testing.T) {
	t.Parallel()
	url, geheim := as("qunbao", guarded(t).Start(t).URL()), redis.Options{Password: "geheim"}
	next := freshWith(url, geheim)
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })

	geheim.Now = time.Now().Add(-time.Hour)
	s := openWith(t, url, "镇", geheim)
	defer s.Close()
	if w := s.Warnings(); len(w) != 1 || !strings.HasPrefix(w[0], "the server's clock is off by 1h") {
		t.Errorf("warned %q; it may not ask all that it wants to know", w)
	}
}
