package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/storage"
	"qunbao/storage/archive"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// backedUp is a backup of a workspace in which some days have passed.
func backedUp(t *testing.T, days int) (dir, file string) {
	t.Helper()
	dir, _ = lived(t, days)
	file = filepath.Join(t.TempDir(), "a.zip")
	done(t, dir, "backup", file)
	return dir, file
}

// picture is everything that stands in a folder.
func picture(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			fmt.Fprintln(&b, name)
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		fmt.Fprintf(&b, "%s %x\n", name, sha256.Sum256(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A file that is no good backup is refused in one sentence, and nothing changes.
func TestARestoreOfABadFileChangesNothing(t *testing.T) {
	t.Parallel()
	_, good := backedUp(t, 1)
	b, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), b...)
	flipped[len(b)/2] ^= 1
	write := func(name string, b []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ file, want string }{
		"none":          {filepath.Join(t.TempDir(), "none.zip"), "no such file"},
		"empty":         {write("a.zip", nil), "it is empty"},
		"cut":           {write("a.zip", b[:len(b)/2]), "its end is missing"},
		"flipped":       {write("a.zip", flipped), "is damaged"},
		"foreign":       {write("a.zip", []byte("PK\x05\x06"+strings.Repeat("\x00", 18))), "a zip file of something else"},
		"encrypted":     {write("a.zip", []byte("age-encryption.org/v1\n")), "encrypted by another program"},
		"no store":      {packed(t, map[string]string{"journal/2020-02-05.jsonl": ""}), "store.jsonl is missing"},
		"a newer part":  {packed(t, map[string]string{storePart: headLine, "pictures/a.png": ""}), "does not know"},
		"no item":       {packed(t, map[string]string{storePart: "平安\n"}), "line 1 is no item"},
		"a newer store": {packed(t, map[string]string{storePart: `{"kind":"store","schema":9}` + "\n"}), "a newer qunbao made it"},
		"a bad item":    {packed(t, map[string]string{storePart: headLine + `{"kind":"event","body":{"t":"noon"}}` + "\n"}), "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := emptyTownship(t, "embedded:data")
			before := picture(t, dir)
			out, talk, code := command(t, dir, "restore", c.file)
			if code != exitUsage || out != "" || !strings.Contains(talk, c.want) || !strings.Contains(talk, "nothing was changed") || strings.Count(talk, "\n") != 1 {
				t.Errorf("exit %d, said %s", code, talk)
			}
			if picture(t, dir) != before {
				t.Errorf("the workspace is another:\n%s", picture(t, dir))
			}
		})
	}
}

const headLine = `{"kind":"store","schema":2}` + "\n"

// packed is a backup of the township that holds some parts.
func packed(t *testing.T, parts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	w, err := archive.Create(path, archive.Manifest{Workspace: "青石镇", Made: month})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abandon()
	for name, text := range parts {
		if err := w.Add(name, func(into io.Writer) error { _, err := io.WriteString(into, text); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Finish(nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestARestoreGoesIntoAnEmptyPlaceAlone(t *testing.T) {
	t.Parallel()
	dir, file := backedUp(t, 2)
	other, otherFile := backedUp(t, 1)
	server := storagetest.StartRedis(t)
	county := emptyTownship(t, server)
	done(t, county, "restore", file)
	for name, c := range map[string]struct {
		dir, file, want string
		args            []string
	}{
		"its own store":                  {dir, file, "is not empty", nil},
		"another's embedded store":       {other, file, "is not empty", nil},
		"a Redis that holds another":     {emptyTownship(t, server), otherFile, "is not empty", nil},
		"the journal of another program": {other, file, "holds another journal", []string{"--store", storagetest.StartRedis(t)}},
	} {
		t.Run(name, func(t *testing.T) {
			before := picture(t, c.dir)
			_, talk, code := command(t, c.dir, append([]string{"restore", c.file}, c.args...)...)
			if code != exitUsage || !strings.Contains(talk, c.want) || !strings.Contains(talk, "Nothing was changed") {
				t.Errorf("exit %d, said %s", code, talk)
			}
			after := picture(t, c.dir)
			if strip(after) != strip(before) {
				t.Errorf("changed from\n%s\nto\n%s", before, after)
			}
		})
	}
}

// strip leaves out what says nothing of what is kept: locks, and the files that
// SQLite shares its memory by.
func strip(picture string) string {
	var b strings.Builder
	for line := range strings.Lines(picture) {
		if !strings.Contains(line, ".lock") && !strings.Contains(line, "qunbao.db-") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestABackupOfAnotherWorkspaceIsTakenOnlyWhenItIsNamed(t *testing.T) {
	t.Parallel()
	_, file := backedUp(t, 1)
	dir := emptyTownship(t, "embedded:data")
	edit(t, filepath.Join(dir, "qunbao.yaml"), "workspace: 青石镇", "workspace: 红石镇")
	if _, talk, code := command(t, dir, "restore", file); code != exitUsage || !strings.Contains(talk, "--of 青石镇") {
		t.Errorf("exit %d, said %s", code, talk)
	}
	done(t, dir, "restore", "--of", "青石镇", file)
}

// On the PC where the journal goes on, the store is put back, and what came since
// the backup is handled from the journal.
func TestAStoreThatBreaksIsPutBackAndTheJournalBringsTheRest(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村居家观察46人"}))
	file := filepath.Join(t.TempDir(), "a.zip")
	done(t, dir, "backup", file)
	answers(t, dir, inboundLine(map[string]any{"id": "m2", "text": "柳湾村居家观察45人"}))
	broken, _ := filepath.Glob(filepath.Join(dir, "data", "qunbao.db*"))
	for _, name := range broken {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	kept := signs{path: filepath.Join(dir, "data", "journal", signsName)}
	kept.read()
	before := kept
	if err := before.keep(signs{Handled: kept.Handled.Add(time.Hour), Alive: kept.Alive.Add(time.Hour)}, kept.Alive.Add(time.Hour)); err != nil { // as of a program that ran on
		t.Fatal(err)
	}
	if said := done(t, dir, "restore", file); !strings.Contains(said, "handled at the next start") {
		t.Errorf("said %s", said)
	}
	restored := signs{path: kept.path}
	if restored.read(); restored.Handled.After(kept.Handled) || !restored.Alive.Equal(kept.Alive.Add(time.Hour)) {
		t.Errorf("the signs were %+v and are %+v", kept, restored)
	}
	answers(t, dir, "")
	status := decodeLines[statusLine](t, done(t, dir, "status", "--json", "--form", "epidemic-daily"))[0]
	if n := status.Totals["home"].N; n != "45" {
		t.Errorf("home is %s", n)
	}
	if err := storage.Verify(filepath.Join(dir, "data", "journal")); err != nil {
		t.Error(err)
	}
}

// Killed anywhere, a restore is repeated and ends as if it had not been.
func TestARestoreThatIsKilledIsRepeated(t *testing.T) {
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			_, file := backedUp(t, 3)
			want := keptIn(t, file)
			for i := range storagetest.Times(2) {
				store := "embedded:data"
				if kind == "redis" {
					store = storagetest.StartRedis(t)
				}
				dir := emptyTownship(t, store)
				args := []string{"restore", "-c", filepath.Join(dir, "qunbao.yaml"), file}
				tries := 1
				for wait := time.Duration(40+7*i) * time.Millisecond; !killed(t, wait, args...); wait += wait / 4 {
					tries++
				}
				t.Logf("%d tries", tries)
				if _, talk, code := command(t, dir, "restore", file); code != exitUsage || !strings.Contains(talk, "already, whole") {
					t.Errorf("once more: exit %d, said %s", code, talk)
				}
				again := filepath.Join(t.TempDir(), "b.zip")
				done(t, dir, "backup", again)
				if got := keptIn(t, again); got != want {
					t.Errorf("it differs: %s", storagetest.Same(strings.Split(want, "\n"), strings.Split(got, "\n")))
				}
				if proof, err := storage.Prove(filepath.Join(dir, "data", "journal")); err != nil || proof.Days != 3 {
					t.Errorf("the journal has %d days: %v", proof.Days, err)
				}
				left, _ := filepath.Glob(filepath.Join(dir, "data", "*.restoring"))
				if len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			}
		})
	}
}

// A workspace that is half restored is not served, and said so, until it is whole.
func TestAHalfLoadedRedisIsNotServed(t *testing.T) {
	t.Parallel()
	_, file := backedUp(t, 1)
	url := storagetest.StartRedis(t)
	dir := emptyTownship(t, url)
	kept, err := redis.Open(t.Context(), url, "青石镇", redis.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = kept.Load(t.Context(), func(yield func(storage.Item, error) bool) {
		_ = yield(storage.Item{Kind: storage.StoreItem, Schema: storage.Schema}, nil) && yield(storage.Item{}, io.ErrUnexpectedEOF)
	})
	if kept.Close(); err == nil {
		t.Fatal("a broken load went well")
	}
	half := storage.ErrHalfLoaded.Error()
	if _, talk, code := answers(t, dir, ""); code != exitFailed || !strings.Contains(talk, half) {
		t.Errorf("the service: exit %d, said %s", code, talk)
	}
	if said, _, code := command(t, dir, "doctor"); code != exitFailed || !strings.Contains(said, half) {
		t.Errorf("the doctor: exit %d, said %s", code, said)
	}
	done(t, dir, "restore", file)
	done(t, dir, "status")
}

// The journal stays where it is, and goes on.
func TestAnOfficePCMovesToRedisInItsOwnFolder(t *testing.T) {
	t.Parallel()
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村居家观察46人"}))
	file := filepath.Join(t.TempDir(), "a.zip")
	done(t, dir, "backup", file)
	before := done(t, dir, "status", "--json")
	edit(t, filepath.Join(dir, "qunbao.yaml"), "embedded:data", storagetest.StartRedis(t))
	done(t, dir, "restore", file)
	if after := done(t, dir, "status", "--json"); after != before {
		t.Errorf("was %sis %s", before, after)
	}
	out, _, code := answers(t, dir, inboundLine(map[string]any{"id": "m2", "text": "更正：柳湾村居家观察应为45人"}))
	if code != exitDone || len(out) != 1 || !strings.Contains(out[0].Text, "45人") {
		t.Errorf("exit %d, said %+v", code, out)
	}
	if proof, err := storage.Prove(filepath.Join(dir, "data", "journal")); err != nil || proof.Messages != 2 {
		t.Errorf("the journal has %d messages: %v", proof.Messages, err)
	}
}
