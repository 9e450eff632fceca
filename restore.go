package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/archive"
)

// restoreCommand puts a backup into an empty store.
type restoreCommand struct {
	workspaceFlags
	storeFlag
	Of   string `help:"The backup is of another workspace, of this name." placeholder:"NAME"`
	File string `arg:"" help:"The backup." placeholder:"FILE"`
}

// Help shows an example.
func (restoreCommand) Help() string {
	return `Example: qunbao restore -c qunbao.yaml 青石镇.zip
         qunbao restore -c qunbao.yaml --store redis://127.0.0.1:6379/0 青石镇.zip

The store must be empty; it may be of another kind than the one the backup was
made of. A journal that is there already must be the backup's, or go on behind
it. The whole file is read and checked before anything is changed, and a restore
that was cut short may be repeated. The workspace's own files are not put back:
they stand in the backup's folder workspace, to be opened by a double click.`
}

// Run restores and says in one line what is there now.
func (c *restoreCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	if config.Store, err = c.choose(config, s); err != nil {
		return err
	}
	a, err := archive.Open(c.File)
	if err != nil {
		return ofFile(err)
	}
	defer a.Close()
	r := &restoration{config: config, archive: a, progress: newProgress(s, "restore"), now: time.Now().In(config.Workspace.Zone)}
	defer r.progress.end()
	if err := r.check(ctx, c.Of); err != nil {
		return ofFile(err)
	}
	kept, err := openToLoad(ctx, config, logger(s.err))
	if err != nil {
		return err
	}
	defer kept.Close()
	said, err := r.run(ctx, kept)
	r.progress.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: %s\n", config.Workspace.Name, said)
	return nil
}

// ofFile is an error of the backup: the input is wrong, and nothing was changed.
func ofFile(err error) error {
	var fault *archive.Fault
	if errors.As(err, &fault) || errors.Is(err, fs.ErrNotExist) {
		return usage("%w; nothing was changed", err)
	}
	return err
}

// restoration is one being made.
type restoration struct {
	config   *configs.Config
	archive  *archive.Archive
	progress *progress
	now      time.Time
}

// check reads the whole backup: every hash, every item of the store, the name of
// every file, and whether it is this workspace's.
func (r *restoration) check(ctx context.Context, of string) error {
	if of == "" {
		of = r.config.Workspace.Name
	}
	if r.archive.Workspace != of {
		return r.fault("it is of the workspace %s, not of %s; if that is meant, say --of %s", r.archive.Workspace, of, r.archive.Workspace)
	}
	if _, found := r.archive.Part(storePart); !found {
		return r.fault("%s is missing in it", storePart)
	}
	for _, p := range r.archive.Parts {
		journal, isJournal := strings.CutPrefix(p.Name, journalPart)
		switch {
		case p.Name == storePart:
		case isJournal && journal != signsName && !storage.IsJournalFile(journal), !isJournal && !strings.HasPrefix(p.Name, workspacePart):
			return r.fault("it holds %s, which this qunbao does not know; use a newer one", p.Name)
		}
		if err := r.read(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// read reads a part to its end.
func (r *restoration) read(ctx context.Context, p archive.Part) error {
	f, err := r.archive.Read(p)
	if err != nil {
		return err
	}
	defer f.Close()
	if p.Name != storePart {
		_, err := io.Copy(io.Discard, f)
		return err
	}
	for i, err := range storage.Checked(storage.Schema, storage.ReadItems(f)) {
		var fault *archive.Fault
		switch {
		case errors.As(err, &fault):
			return err
		case err != nil:
			return r.fault("%s: %v", storePart, err)
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if err := i.Readable(); err != nil {
			return r.fault("%s: %v", storePart, err)
		}
		r.progress.count("items checked")
	}
	return nil
}

func (r *restoration) fault(why string, args ...any) error {
	return &archive.Fault{File: r.archive.Name(), Why: fmt.Sprintf(why, args...)}
}

// run puts the journal into its folder, then the items into the store: a restore
// that is cut short in between finds its journal there and goes on.
func (r *restoration) run(ctx context.Context, kept store) (said string, err error) {
	if err := r.mayLoad(ctx, kept); err != nil {
		return "", err
	}
	further, err := r.adopt(ctx)
	if err != nil {
		return "", err
	}
	if err := kept.Load(ctx, r.items()); err != nil {
		return "", err
	}
	said = fmt.Sprintf("%s are in %s as they were on %s", contents(r.archive.Holds), r.config.Store, r.archive.Made.In(r.config.Workspace.Zone).Format("2006-01-02 15:04"))
	if further {
		said += "; what the journal has received since is handled at the next start"
	}
	return said, nil
}

// mayLoad refuses a store that is not empty, and tells apart the one that holds
// this backup already, from a restore whose end nobody saw.
func (r *restoration) mayLoad(ctx context.Context, kept store) error {
	empty, err := kept.Empty(ctx)
	if err != nil || empty {
		return err
	}
	same, err := r.same(ctx, kept)
	switch {
	case err != nil:
		return err
	case same:
		return usage("the store %s is not empty: it holds this backup already, whole. Nothing was changed, and nothing is left to do", r.config.Store)
	}
	return notEmpty(r.config.Store)
}

// notEmpty refuses a store into which nothing may be put.
func notEmpty(s configs.Store) error {
	return usage("the store %s is not empty; name an empty one, or move what is there aside. Nothing was changed", s)
}

var errDiffers = errors.New("another state")

// same tells whether a store holds what the backup does and no more than the
// note of its own restore.
func (r *restoration) same(ctx context.Context, kept store) (bool, error) {
	next, stop := iter.Pull2(r.items())
	defer stop()
	err := kept.Dump(ctx, func(i storage.Item) error {
		want, err, more := next()
		if err != nil {
			return err
		}
		if !more || !equal(want, i) {
			return errDiffers
		}
		return nil
	})
	if err == nil {
		if _, _, more := next(); more {
			err = errDiffers
		}
	}
	if errors.Is(err, errDiffers) {
		return false, nil
	}
	return err == nil, err
}

// equal compares two items; of the notes of a restore only that they are ones.
func equal(a, b storage.Item) bool {
	if restored(a) && restored(b) && a.Commit == b.Commit {
		return true
	}
	x, errX := storage.EncodeItem(a)
	y, errY := storage.EncodeItem(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func restored(i storage.Item) bool {
	if i.Kind != storage.ActItem {
		return false
	}
	act, err := storage.DecodeAct(i.Body)
	return err == nil && act.What == actRestore
}

// items are those of the backup with one more: the note that they were restored.
func (r *restoration) items() iter.Seq2[storage.Item, error] {
	return func(yield func(storage.Item, error) bool) {
		part, _ := r.archive.Part(storePart)
		f, err := r.archive.Read(part)
		if err != nil {
			yield(storage.Item{}, err)
			return
		}
		defer f.Close()
		noted(r.note(), released(storage.ReadItems(f)))(yield)
	}
}

// released lets go of the rows that programs held when the backup was made: none of
// them serves the store that it is restored to, and a chat would wait for their leases.
// Of what was being sent nobody knows whether it was; that is found as after a crash.
func released(items iter.Seq2[storage.Item, error]) iter.Seq2[storage.Item, error] {
	const over = 1 // µs
	return func(yield func(storage.Item, error) bool) {
		for i, err := range items {
			switch {
			case i.Kind != storage.RowItem:
			case i.State == report.Queued:
				i.Owner, i.Until = "", 0
			case i.State == report.Sending:
				i.Until = over
			}
			if !yield(i, err) {
				return
			}
		}
	}
}

// note is what the audit will say of the restore.
func (r *restoration) note() report.Act {
	return report.Act{At: r.now, By: account(), What: actRestore, About: filepath.Base(r.archive.Name()),
		Reason: "made on " + r.archive.Made.Format(time.RFC3339)}
}

// noted puts an act behind the acts of items, as their last commit.
func noted(act report.Act, items iter.Seq2[storage.Item, error]) iter.Seq2[storage.Item, error] {
	return func(yield func(storage.Item, error) bool) {
		body, err := storage.EncodeAct(act)
		note := storage.Item{Kind: storage.ActItem, Body: body}
		for i, itemErr := range items {
			if err = errors.Join(err, itemErr); err != nil {
				yield(i, err)
				return
			}
			switch {
			case i.Kind == storage.StoreItem:
				i.Commit++
				note.Commit = i.Commit
			case i.Kind == storage.LogItem && note.Kind != "":
				if !yield(note, nil) {
					return
				}
				note.Kind = ""
			}
			if !yield(i, nil) {
				return
			}
		}
		if note.Kind != "" {
			yield(note, nil)
		}
	}
}

// adopt puts the journal of the backup into the workspace's folder.
func (r *restoration) adopt(ctx context.Context) (further bool, err error) {
	dir := journalFolder(r.config)
	beside := dir + ".restoring"
	if err := os.RemoveAll(beside); err != nil { // left by a restore that was cut short
		return false, err
	}
	defer os.RemoveAll(beside)
	if err := os.MkdirAll(beside, 0o700); err != nil {
		return false, err
	}
	for _, p := range r.archive.Parts {
		if name, ok := strings.CutPrefix(p.Name, journalPart); ok {
			if err := r.extract(p, filepath.Join(beside, name)); err != nil {
				return false, err
			}
			r.progress.count("days of the journal")
		}
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
	}
	_, further, err = storage.AdoptJournal(dir, beside)
	if errors.Is(err, storage.ErrOtherJournal) {
		return false, usage("%s: %w; move the folder aside. Nothing was changed", dir, err)
	}
	if err != nil {
		return false, err
	}
	return further, r.sign(dir, beside)
}

// sign keeps what the backup's program had handled, since the store knows no
// more than that, and when a program on the folder was last alive.
func (r *restoration) sign(dir, beside string) error {
	here, then := signs{path: filepath.Join(dir, signsName)}, signs{path: filepath.Join(beside, signsName)}
	here.read()
	then.read()
	if then.Handled.IsZero() {
		return nil
	}
	alive := later(here.Alive, then.Alive)
	return here.keep(signs{Handled: then.Handled, Alive: alive, Channel: here.Channel}, alive)
}

// extract writes a part of the backup to the disk.
func (r *restoration) extract(p archive.Part, path string) error {
	from, err := r.archive.Read(p)
	if err != nil {
		return err
	}
	defer from.Close()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Sync(), f.Close())
}
