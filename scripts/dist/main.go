// Dist makes dist/qunbao-VERSION-windows-amd64.zip and -linux-amd64.zip: what a
// clerk whose PC has no Go unpacks and starts. Each holds the program, the
// workspace that qunbao init writes, scripts to start it and to look after its
// data, a page of help in Chinese, and the licences.
package main

import (
	"archive/zip"
	"bytes"
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"qunbao/configs"
)

//go:embed files
var files embed.FS

// target is a system that a zip is for.
type target struct {
	system  string            // GOOS
	program string            // the program's name there
	start   string            // the name there of the script that starts it
	scripts map[string]string // names there, and the scripts in files
	breaks  string            // how lines end there
}

// targets are the systems a zip is made for, on amd64 each.
func targets() []target {
	return []target{
		{"windows", "qunbao.exe", "启动.bat", map[string]string{
			"启动.bat": "start.bat", "备份.bat": "backup.bat", "恢复.bat": "restore.bat", "体检.bat": "doctor.bat",
		}, "\r\n"},
		{"linux", "qunbao", "start.sh", map[string]string{"start.sh": "start.sh"}, "\n"},
	}
}

func main() {
	version := flag.String("version", "dev", "the `version` that the program prints")
	out := flag.String("o", "dist", "the `folder` for the zips")
	flag.Parse()
	if err := run(*version, *out); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

// plain is a version that may stand in a file's name and in a linker's flag.
var plain = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+_-]*$`)

func run(version, out string) error {
	if !plain.MatchString(version) {
		return fmt.Errorf("the version %q holds more than letters, digits and . + _ -", version)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, t := range targets() {
		name := "qunbao-" + version + "-" + t.system + "-amd64"
		zipped := filepath.Join(out, name+".zip")
		if err := t.pack(name, version, zipped); err != nil {
			return fmt.Errorf("%s: %w", zipped, err)
		}
		info, err := os.Stat(zipped)
		if err != nil {
			return err
		}
		fmt.Printf("%s  %.1f MB\n", zipped, float64(info.Size())/(1<<20))
	}
	return nil
}

// pack writes one zip; everything in it stands in one folder of the zip's name.
func (t target) pack(name, version, zipped string) error {
	var b bytes.Buffer
	z := &archive{zip.NewWriter(&b), name}
	steps := []func() error{
		func() error { return t.addProgram(z, version) },
		func() error { return t.addWorkspace(z) },
		func() error { return t.addTexts(z) },
		z.Close,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return os.WriteFile(zipped, b.Bytes(), 0o644)
}

// addProgram builds the program for the system, without cgo.
func (t target) addProgram(z *archive, version string) error {
	dir, err := os.MkdirTemp("", "qunbao-dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	built := filepath.Join(dir, t.program)
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w -X main.version="+version, "-o", built, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH=amd64", "GOOS="+t.system)
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("go build for %s: %w", t.system, err)
	}
	data, err := os.ReadFile(built)
	if err != nil {
		return err
	}
	return z.add(t.program, data, 0o755)
}

// addWorkspace adds what qunbao init writes.
func (t target) addWorkspace(z *archive) error {
	starter, err := configs.Starter()
	if err != nil {
		return err
	}
	return fs.WalkDir(starter, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(starter, name)
		if err != nil {
			return err
		}
		return z.add(path.Join("workspace", name), t.lines(data), 0o644)
	})
}

// addTexts adds the scripts, the help and the licences. The help begins with a
// byte order mark, by which Notepad knows that it is UTF-8.
func (t target) addTexts(z *archive) error {
	for _, name := range slices.Sorted(maps.Keys(t.scripts)) {
		script, err := files.ReadFile("files/" + t.scripts[name])
		if err != nil {
			return err
		}
		if err := z.add(name, t.lines(script), 0o755); err != nil {
			return err
		}
	}
	help, err := files.ReadFile("files/help.txt")
	if err != nil {
		return err
	}
	help = []byte("\uFEFF" + strings.ReplaceAll(string(help), "{{start}}", t.start))
	if err := z.add("说明.txt", windows(help), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"LICENSE", "NOTICE", "documents/font/OFL.txt"} {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := z.add(strings.TrimSuffix(path.Base(name), ".txt")+".txt", windows(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// lines ends lines as the system does.
func (t target) lines(text []byte) []byte {
	if t.breaks == "\r\n" {
		return windows(text)
	}
	return text
}

// windows ends lines as Notepad and cmd expect.
func windows(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
}

// archive is a zip whose files stand in one folder.
type archive struct {
	*zip.Writer
	folder string
}

func (z *archive) add(name string, data []byte, mode fs.FileMode) error {
	header := &zip.FileHeader{Name: path.Join(z.folder, name), Method: zip.Deflate, Modified: time.Now()}
	header.SetMode(mode)
	w, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
