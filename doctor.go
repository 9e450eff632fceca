package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunbao/configs"
	"qunbao/report"
)

// doctorCommand looks a workspace over.
type doctorCommand struct {
	workspaceFlags
	Model bool `help:"Ask the language model for a made-up draft too; it costs some tokens."`
}

// Help shows an example and how to read the answer.
func (doctorCommand) Help() string {
	return `Example: qunbao doctor -c qunbao.yaml

Each line is good, note (worth knowing) or wrong (mend it; what to do stands
behind the semicolon). Exit 0: nothing is wrong, 1: something is, 2: the
workspace's own files are wrong. It changes nothing and may be asked while the
service runs.

That a folder lies in a cloud drive is known for OneDrive and what else keeps to
the rules of Windows for such drives, Dropbox, Nextcloud, ownCloud, Syncthing and
Resilio Sync; of others it knows nothing.`
}

// Run prints a line for each thing it has looked at.
func (c *doctorCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	d := &doctor{config: config, model: c.Model, out: s.out, getenv: s.getenv, now: time.Now().In(config.Workspace.Zone)}
	if err := d.examine(ctx); err != nil {
		return err
	}
	if d.wrong > 0 {
		return fmt.Errorf("%d thing(s) are wrong", d.wrong)
	}
	return nil
}

// doctor writes down what it finds.
type doctor struct {
	config *configs.Config
	out    io.Writer
	getenv func(string) string
	now    time.Time
	runs   bool // the service does
	model  bool // the language model is to be asked
	wrong  int
}

// examine looks at everything, one thing after the other; what is wrong with
// one keeps it from no other. Its error is that of the context alone.
func (d *doctor) examine(ctx context.Context) error {
	d.examineSettings()
	d.examineFolders()
	d.examineJournal(journalFolder(d.config))
	d.examineStore(ctx)
	d.examineModel(ctx)
	return ctx.Err()
}

// The three kinds of a line.

func (d *doctor) good(about, say string, args ...any) { d.line("good", about, say, args...) }
func (d *doctor) note(about, say string, args ...any) { d.line("note", about, say, args...) }

// bad is a line about something that has to be mended.
func (d *doctor) bad(about, say string, args ...any) {
	d.wrong++
	d.line("wrong", about, say, args...)
}

func (d *doctor) line(mark, about, say string, args ...any) {
	one := strings.ReplaceAll(fmt.Sprintf(say, args...), "\n", "; ")
	fmt.Fprintf(d.out, "%-5s  %-9s  %s\n", mark, about, one)
}

// examineSettings looks at what qunbao.yaml and its files say, and at the
// calendar.
func (d *doctor) examineSettings() {
	w := d.config.Workspace
	for _, warning := range d.config.Warnings {
		d.note("settings", "%s", warning)
	}
	d.good("settings", "%s: %d units, %d people, %d forms, %d chats", w.Name, len(w.Units), len(w.People), len(w.Forms), len(w.Chats))
	d.good("clock", "it is %s in %s", d.now.Format("2006-01-02 15:04"), w.Zone)
	d.examineHolidays()
}

// examineHolidays looks whether the days that forms count as workdays are known.
func (d *doctor) examineHolidays() {
	unknown := d.config.UnknownHolidays(d.now)
	for _, warning := range unknown {
		d.bad("holidays", "%s:%d: %s; %s", warning.File, warning.Line, warning.Say, warning.Hint)
	}
	asked := slices.ContainsFunc(d.config.Workspace.Forms, func(f report.Form) bool { return f.Calendar == report.Workdays })
	if asked && len(unknown) == 0 {
		d.good("holidays", "those of %d are known", d.now.Year())
	}
}

// folders are where the workspace keeps what it is given.
func (d *doctor) folders() []string {
	journal := journalFolder(d.config)
	if d.config.Store.Kind == configs.Embedded && filepath.Dir(journal) != d.config.Store.Folder {
		return []string{d.config.Store.Folder, journal}
	}
	return []string{filepath.Dir(journal)}
}
