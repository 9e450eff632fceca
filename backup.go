package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/archive"
)

// The parts of a backup: what the store keeps, the journal's files, and the
// workspace's own.
const (
	storePart     = "store.jsonl"
	journalPart   = "journal/"
	workspacePart = "workspace/"
)

// heldDays is under what name a manifest counts the journal's days, beside the
// kinds of items.
const heldDays = "days"

// What the audit calls the care of the data.
const (
	actBackup  = "backup"
	actRestore = "restore"
	actRebuild = "rebuild"
)

// backupCommand copies all that a workspace keeps into one file.
type backupCommand struct {
	workspaceFlags
	storeFlag
	File string `arg:"" help:"The new backup, FILE.zip; or a folder, in which it gets a name of its own." placeholder:"FILE"`
}

// Help shows an example.
func (backupCommand) Help() string {
	return `Example: qunbao backup -c qunbao.yaml 青石镇.zip
         qunbao backup -c qunbao.yaml E:\备份

The service may run meanwhile. The file is a zip with the store, the journal and
the workspace's own files; qunbao restore takes it back, also into a store of
another kind. It holds names and telephone numbers: keep it as closed as the
workspace. Passwords are not in it.`
}

// Run writes the backup and says in one line what it holds.
func (c *backupCommand) Run(ctx context.Context, s *streams) error {
	config, kept, err := c.workspace(ctx, s, c.storeFlag)
	if err != nil {
		return err
	}
	defer kept.Close()
	b := &backup{config: config, store: kept, holds: map[string]int{}, progress: newProgress(s, "backup")}
	path := c.name(config.Workspace.Name, time.Now().In(config.Workspace.Zone))
	size, err := b.write(ctx, path, time.Now().In(config.Workspace.Zone))
	b.progress.end()
	if err != nil {
		return err
	}
	act := report.Act{At: time.Now().In(config.Workspace.Zone), By: account(), What: actBackup, About: filepath.Base(path)}
	if err := kept.Audit(ctx, act); err != nil {
		fmt.Fprintf(s.err, "qunbao: the backup is good, but the store could not note it: %v\n", err)
	}
	fmt.Fprintf(s.out, "%s: %s; %s in %s\n", config.Workspace.Name, contents(b.holds), bytesSay(size), path)
	return nil
}

// name is the file's: in a folder, one that tells what it is and when it was made.
func (c *backupCommand) name(workspace string, now time.Time) string {
	if info, err := os.Stat(c.File); err != nil || !info.IsDir() {
		return c.File
	}
	return filepath.Join(c.File, fileSafe(workspace)+now.Format("-20060102-150405")+".zip")
}

// fileSafe is a text without the signs that a file's name may not have.
func fileSafe(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, s)
}

// backup is one being written. The store goes in first and the journal behind
// it: so the journal has every message that the store knows, and the next run of
// a restored one handles what the journal has beyond that.
type backup struct {
	config   *configs.Config
	store    store
	holds    map[string]int
	progress *progress
}

func (b *backup) write(ctx context.Context, path string, now time.Time) (size int64, err error) {
	w, err := archive.Create(path, archive.Manifest{Program: version, Workspace: b.config.Workspace.Name, Made: now})
	if err != nil {
		return 0, usageError{err}
	}
	defer w.Abandon()
	handled, err := os.ReadFile(filepath.Join(journalFolder(b.config), signsName)) // as of before the store is read
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	if err := w.Add(storePart, func(into io.Writer) error { return b.dump(ctx, into) }); err != nil {
		return 0, err
	}
	if err := b.copyJournal(ctx, w); err != nil {
		return 0, err
	}
	if len(handled) > 0 {
		if err := w.Add(journalPart+signsName, func(into io.Writer) error { _, err := into.Write(handled); return err }); err != nil {
			return 0, err
		}
	}
	for _, name := range b.config.Files {
		if err := b.copyFile(w, name); err != nil {
			return 0, err
		}
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return w.Finish(b.holds)
}

// dump writes the store's items, one a line.
func (b *backup) dump(ctx context.Context, into io.Writer) error {
	return b.store.Dump(ctx, func(i storage.Item) error {
		line, err := storage.EncodeItem(i)
		if err != nil {
			return err
		}
		b.holds[string(i.Kind)]++
		b.progress.count("items")
		_, err = into.Write(append(line, '\n'))
		return err
	})
}

func (b *backup) copyJournal(ctx context.Context, w *archive.Writer) error {
	return storage.CopyJournal(journalFolder(b.config), func(name string, r io.Reader) error {
		b.holds[heldDays]++
		b.progress.count("days of the journal")
		if err := ctx.Err(); err != nil {
			return err
		}
		return w.Add(journalPart+name, func(into io.Writer) error {
			_, err := io.Copy(into, r)
			return err
		})
	})
}

// copyFile adds a file of the workspace. It was read when the workspace was; that
// it has gone since is said.
func (b *backup) copyFile(w *archive.Writer, name string) error {
	f, err := os.Open(filepath.Join(b.config.Dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer f.Close()
	return w.Add(workspacePart+name, func(into io.Writer) error {
		_, err := io.Copy(into, f)
		return err
	})
}

// contents says what a backup holds.
func contents(holds map[string]int) string {
	return fmt.Sprintf("%d reports of %d messages, a journal of %d day(s)", holds[string(storage.VersionItem)], holds[string(storage.OutcomeItem)], holds[heldDays])
}

// workspace loads the configuration and opens the store that a flag names, else
// its own. The configuration then names that store.
func (f workspaceFlags) workspace(ctx context.Context, s *streams, flag storeFlag) (*configs.Config, store, error) {
	config, err := f.load(s)
	if err != nil {
		return nil, nil, err
	}
	if config.Store, err = flag.choose(config, s); err != nil {
		return nil, nil, err
	}
	if err := exists(config.Store); err != nil {
		return nil, nil, err
	}
	kept, err := openStore(ctx, config, config.Store, logger(s.err))
	return config, kept, err
}

// account names whoever runs the program, for the audit.
func account() string {
	for _, name := range []string{"USER", "USERNAME"} {
		if user := os.Getenv(name); user != "" {
			return user + "@" + instance()
		}
	}
	return instance()
}
