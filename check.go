package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"qunbao/configs"
)

// checkCommand validates a workspace.
type checkCommand struct{ workspaceFlags }

// Help shows an example.
func (checkCommand) Help() string { return "Example: qunbao check -c qunbao.yaml" }

// Run prints what the workspace holds and what it should be warned of; faults
// are all said at once, exit 2.
func (c *checkCommand) Run(s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	w := config.Workspace
	for _, warning := range config.Warnings {
		fmt.Fprintf(s.err, "warning: %s\n", warning)
	}
	for _, warning := range config.UnknownHolidays(time.Now().In(w.Zone)) {
		fmt.Fprintf(s.err, "warning: %s\n", warning)
	}
	fmt.Fprintf(s.out, "%s: %d units, %d people, %d forms, %d chats; store %s, channel %s: good.\n",
		w.Name, len(w.Units), len(w.People), len(w.Forms), len(w.Chats), config.Store.Kind, config.Channel.Kind)
	return nil
}

// initCommand writes a new workspace.
type initCommand struct {
	Dir  string   `arg:"" help:"The new workspace's folder; it must be empty or not exist." placeholder:"DIR"`
	Form []string `help:"A ready-made form, may be repeated: ${forms}. Default: a small example with 值班." placeholder:"NAME"`
}

// Help shows an example.
func (initCommand) Help() string { return "Example: qunbao init 青石镇 --form 防汛 --form 值班" }

// Run writes the files and says what to do next.
func (c *initCommand) Run(s *streams) error {
	if err := configs.Init(c.Dir, c.Form...); err != nil {
		return usageError{err}
	}
	config := strconv.Quote(filepath.Join(c.Dir, "qunbao.yaml"))
	open := ""
	if len(c.Form) > 0 {
		open = "表单里空着的三行（谁要的、依据什么、报到哪天）请填上。\n"
	}
	fmt.Fprintf(s.out, "已在 %s 建好一个小镇的样例：qunbao.yaml（总设置）、roster.csv（花名册）、forms（表单）。\n%s"+
		"改成自己的单位和人（有通讯录的：qunbao roster import 通讯录.xlsx -c %s），然后：\n  qunbao check -c %s\n  qunbao run -c %s\n", c.Dir, open, config, config, config)
	return nil
}
