package archive_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"qunbao/storage/archive"
)

var made = time.Date(2020, 2, 5, 14, 30, 0, 0, time.FixedZone("CST", 8*3600))

// files are the parts of the backup that the tests write.
var files = []struct{ name, text string }{
	{"store.jsonl", `{"kind":"version","unit":"柳湾村"}` + "\n"},
	{"journal/2020-02-04.jsonl.gz", "\x1f\x8b packed already"},
	{"journal/2020-02-05.jsonl", strings.Repeat(`{"n":1,"text":"平安"}`+"\n", 20)},
	{"workspace/花名册.csv", "单位,姓名\n"},
}

// write makes the backup of files.
func write(t testing.TB, path string) {
	t.Helper()
	w, err := archive.Create(path, archive.Manifest{Program: "v1", Workspace: "青石镇", Made: made})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abandon()
	for _, f := range files {
		if err := w.Add(f.name, func(into io.Writer) error { _, err := io.WriteString(into, f.text); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Finish(map[string]int{"reports": 1}); err != nil {
		t.Fatal(err)
	}
}

// read opens a backup and reads all its parts.
func read(path string) (map[string]string, error) {
	a, err := archive.Open(path)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if err := a.Check(); err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, p := range a.Parts {
		r, err := a.Read(p)
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, err
		}
		all[p.Name] = string(b)
	}
	return all, nil
}

// whole tells whether parts are those of files.
func whole(parts map[string]string) bool {
	for _, f := range files {
		if parts[f.name] != f.text {
			return false
		}
	}
	return len(parts) == len(files)
}

func TestABackupReadsBackAsItWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "备份.zip")
	write(t, path)
	a, err := archive.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if a.Format != archive.Format || a.Program != "v1" || a.Workspace != "青石镇" || !a.Made.Equal(made) || a.Holds["reports"] != 1 {
		t.Errorf("the manifest is %+v", a.Manifest)
	}
	if parts, err := read(path); err != nil || !whole(parts) {
		t.Errorf("read %v, %v", parts, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestABackupThatIsNotFinishedHasNoName(t *testing.T) {
	dir := t.TempDir()
	w, err := archive.Create(filepath.Join(dir, "a.zip"), archive.Manifest{Workspace: "青石镇"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add("store.jsonl", func(io.Writer) error { return errors.New("the store went away") }); err == nil {
		t.Error("the error of a part was lost")
	}
	w.Abandon()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABackupOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.zip")
	w, err := archive.Create(path, archive.Manifest{Workspace: "青石镇"})
	if err != nil {
		t.Fatal(err)
	}
	write(t, path) // another program was faster
	if _, err := w.Finish(nil); err == nil {
		t.Error("a backup was overwritten at its end")
	}
	if _, err := archive.Create(path, archive.Manifest{Workspace: "青石镇"}); err == nil {
		t.Error("a backup was begun over another")
	}
	if parts, err := read(path); err != nil || !whole(parts) {
		t.Errorf("%v, %v", parts, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A flipped bit is found, or stands where it says nothing: then every part is
// as it was.
func TestAFileThatIsCutOrFlippedIsNeverReadAsAnother(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.zip")
	write(t, path)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := filepath.Join(dir, "spoilt.zip")
	judge := func(b []byte, what string, at int) (fault bool) {
		t.Helper()
		if err := os.WriteFile(spoilt, b, 0o600); err != nil {
			t.Fatal(err)
		}
		parts, err := read(spoilt)
		var f *archive.Fault
		switch {
		case err == nil && !whole(parts):
			t.Fatalf("%s at %d: was read as %v", what, at, parts)
		case err != nil && !errors.As(err, &f):
			t.Fatalf("%s at %d: %v is no fault of the file", what, at, err)
		case err != nil && strings.Contains(err.Error(), "\n"):
			t.Fatalf("%s at %d: not one sentence: %v", what, at, err)
		}
		return err != nil
	}
	for i := range good {
		if !judge(good[:i], "cut", i) {
			t.Fatalf("a file cut at %d of %d bytes was taken", i, len(good))
		}
	}
	found := 0
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 1 << (i % 8)
		if judge(b, "flipped", i) {
			found++
		}
	}
	if found < len(good)/3 {
		t.Errorf("of %d flipped bits only %d were found", len(good), found)
	}
}

// entry is a file of a zip that a test makes by hand.
type entry struct {
	zip.FileHeader
	text string
}

// foreign writes a zip of entries behind a manifest.
func foreign(t *testing.T, manifest string, entries ...entry) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	if manifest != "" {
		entries = append(entries, entry{zip.FileHeader{Name: "manifest.json"}, manifest})
	}
	for _, e := range entries {
		w, err := z.CreateHeader(&e.FileHeader)
		if err == nil {
			_, err = io.WriteString(w, e.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// manifestOf names parts with the sizes and hashes that they have.
func manifestOf(t *testing.T, parts ...entry) string {
	t.Helper()
	m := archive.Manifest{Format: 1, Workspace: "青石镇"}
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p.text))
		m.Parts = append(m.Parts, archive.Part{Name: p.Name, Bytes: int64(len(p.text)), SHA256: hex.EncodeToString(sum[:])})
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWhatIsNoBackupIsRefusedInASentence(t *testing.T) {
	named := func(name string) entry { return entry{zip.FileHeader{Name: name}, "x"} }
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "a.zip")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	locked := entry{zip.FileHeader{Name: "store.jsonl", Flags: 1}, "x"}
	bomb := entry{zip.FileHeader{Name: "store.jsonl", Method: zip.Deflate}, strings.Repeat("0", 64<<20)}
	for name, c := range map[string]struct{ path, want string }{
		"empty":         {file(""), "it is empty"},
		"a folder":      {t.TempDir(), "it is not a file"},
		"a text":        {file("群报 2020"), "no zip file"},
		"encrypted":     {file("age-encryption.org/v1\n-> X25519 "), "opened with that first"},
		"with password": {foreign(t, manifestOf(t, locked), locked), "encrypted with a password"},
		"a foreign zip": {foreign(t, "", named("[Content_Types].xml")), "without the manifest of qunbao"},
		"no manifest":   {foreign(t, "[]"), "its manifest cannot be read"},
		"of no program": {foreign(t, "{}"), "none of qunbao's"},
		"newer":         {foreign(t, `{"format":2,"workspace":"青石镇"}`), "a newer qunbao made it (format 2"},
		"missing":       {foreign(t, manifestOf(t, named("store.jsonl"))), "store.jsonl is missing"},
		"more":          {foreign(t, manifestOf(t), named("store.jsonl")), "does not name"},
		"twice":         {foreign(t, manifestOf(t, named("a")), named("a"), named("a")), "twice"},
		"a bomb":        {foreign(t, manifestOf(t, bomb), bomb), "it would grow"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := archive.Open(c.path)
			var fault *archive.Fault
			if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("said %v, want %q", err, c.want)
			}
		})
	}
}

func TestNoNameLeadsOutOfTheFolder(t *testing.T) {
	for _, name := range []string{
		"../evil", "/etc/passwd", "journal/../../evil", `journal\..\evil`, "C:/evil", "c:evil", "journal/", "a//b", "./a", ".", "",
		"con", "journal/NUL.jsonl", "journal/com1 .txt", "journal/a.", "journal/a ", "a\x00b", "a\nb", "a:stream", "manifest.json", strings.Repeat("a", 500),
	} {
		e := entry{zip.FileHeader{Name: name}, "x"}
		if strings.HasSuffix(name, "/") {
			e.text = ""
		}
		if _, err := archive.Open(foreign(t, manifestOf(t, e), e)); err == nil {
			t.Errorf("a backup with the name %q was opened", name)
		}
		w, err := archive.Create(filepath.Join(t.TempDir(), "a.zip"), archive.Manifest{Workspace: "青石镇"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(name, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("a part with the name %q was written", name)
		}
		w.Abandon()
	}
}

func TestABackupThatWasUnpackedAndPackedAgainIsStillGood(t *testing.T) {
	part := entry{zip.FileHeader{Name: "journal/2020-02-05.jsonl", Method: zip.Deflate}, "x\n"}
	path := foreign(t, manifestOf(t, part), entry{zip.FileHeader{Name: "journal/"}, ""}, part)
	if parts, err := read(path); err != nil || parts[part.Name] != part.text {
		t.Errorf("%v, %v", parts, err)
	}
}

func FuzzAnyFileIsReadAsABackupOrRefused(f *testing.F) {
	path := filepath.Join(f.TempDir(), "a.zip")
	write(f, path)
	b, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "a.zip")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		var fault *archive.Fault
		if _, err := read(path); err != nil && !errors.As(err, &fault) {
			t.Errorf("%v is no fault of the file", err)
		}
	})
}
