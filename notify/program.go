package notify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Program runs a program of the office's own. Its arguments are fixed, so that
// nothing a person or a service said can become part of a command.
type Program struct {
	path string
	args []string
}

// NewProgram takes the program's path, from the root, and its arguments.
func NewProgram(run []string) (*Program, error) {
	if len(run) == 0 || !filepath.IsAbs(run[0]) {
		return nil, errors.New("the program is named by its whole path, as /usr/local/bin/tell, its arguments behind it")
	}
	return &Program{path: run[0], args: run[1:]}, nil
}

// Name is program and the file's name.
func (p *Program) Name() string { return "program " + filepath.Base(p.path) }

// PictureVariable names, to a program, the file of the notice's picture. It is
// unset where there is none; the file is gone when the program has ended.
const PictureVariable = "QUNBAO_PICTURE"

// Tell gives the notice to the program on its standard input, the title in the
// first line. It has only the variables that programs need to run at all, none of
// ours; what it writes is dropped.
func (p *Program) Tell(ctx context.Context, n Notice) error {
	c := exec.CommandContext(ctx, p.path, p.args...)
	c.Stdin = strings.NewReader(n.words() + "\n")
	c.Env = environment()
	c.WaitDelay = time.Second // its children may keep its output open
	if len(n.Picture) > 0 {
		dir, err := os.MkdirTemp("", "qunbao-notice-*")
		if err != nil {
			return fmt.Errorf("the picture cannot be laid aside: %w", err)
		}
		defer os.RemoveAll(dir)
		picture := filepath.Join(dir, "notice.png")
		if err := os.WriteFile(picture, n.Picture, 0o600); err != nil {
			return fmt.Errorf("the picture cannot be laid aside: %w", err)
		}
		c.Env = append(c.Env, PictureVariable+"="+picture)
	}
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return errors.New("the program did not end in time")
	case errors.As(err, &exit):
		return fmt.Errorf("the program ended with exit code %d", exit.ExitCode())
	case err != nil:
		return fmt.Errorf("the program cannot be run: %w", err)
	}
	return nil
}

// environment is what a program finds itself by: no secret of ours is in it.
func environment() []string {
	var kept []string
	for _, name := range []string{"PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "USERPROFILE", "TEMP", "TMP"} {
		if v, ok := os.LookupEnv(name); ok {
			kept = append(kept, name+"="+v)
		}
	}
	return kept
}
