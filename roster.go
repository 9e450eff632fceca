package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qunbao/configs"
	"qunbao/documents"
)

// rosterCommand is what is done to a roster.
type rosterCommand struct {
	Import rosterImport `cmd:"" help:"Take over a list of people, .xlsx or .csv, as the office has it. Shows what would change; writes nothing without --write."`
}

// rosterImport takes an office's list into the roster.
type rosterImport struct {
	File string `arg:"" help:"The list." placeholder:"FILE"`
	workspaceFlags
	Write bool `help:"Write the new roster; the old one is kept beside it."`
}

// Help shows an example.
func (rosterImport) Help() string {
	return "Example: qunbao roster import 村干部通讯录.xlsx -c qunbao.yaml"
}

// Run shows what the list would change and, if told to, writes it.
func (c *rosterImport) Run(s *streams) error {
	imp, err := reader(s).ImportRoster(c.Config, c.File)
	var faults configs.Faults
	if errors.As(err, &faults) {
		return usage("the list cannot be taken over, nothing was changed; %d fault(s):\n%w", len(faults), err)
	}
	if err != nil {
		return err
	}
	for _, note := range imp.Notes {
		fmt.Fprintf(s.err, "注意：%s\n", note)
	}
	for _, change := range imp.Changes {
		fmt.Fprintf(s.out, "%s：%s\n", change.What, change.Say)
	}
	switch {
	case len(imp.Changes) == 0:
		fmt.Fprintln(s.out, "花名册没有变化。")
		return nil
	case !c.Write && !agrees(s, fmt.Sprintf("以上%d处变动，写入花名册吗？写 y 再回车：", len(imp.Changes))):
		fmt.Fprintf(s.err, "以上%d处变动，没有写入。要写入，再加 --write。\n", len(imp.Changes))
		return nil
	}
	kept, err := replaceRoster(imp.Path, imp.Text, time.Now())
	if err != nil {
		return fmt.Errorf("the roster was not changed: %w", err)
	}
	fmt.Fprintf(s.err, "已写入 %s，原来的存为 %s。重新启动后生效。\n", imp.Path, kept)
	return nil
}

// agrees asks on a terminal; elsewhere nobody is there to agree.
func agrees(s *streams, question string) bool {
	if !terminal(s.in) || !terminal(s.err) {
		return false
	}
	fmt.Fprint(s.err, question)
	line, _ := bufio.NewReader(s.in).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(line), "y")
}

// replaceRoster puts a text in the place of a roster, whole or not at all, and keeps
// what stood there under a name with the time.
func replaceRoster(path, text string, now time.Time) (kept string, err error) {
	old, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	kept = strings.TrimSuffix(path, filepath.Ext(path)) + now.Format("-20060102-150405") + filepath.Ext(path) + ".bak"
	if err := os.WriteFile(kept, old, 0o600); err != nil {
		return "", err
	}
	return kept, replaceFile(path, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// reader reads workspaces, workbooks among their files too.
func reader(s *streams) configs.Reader {
	return configs.Reader{Getenv: s.getenv, Sheets: func(data []byte) ([]configs.Sheet, error) {
		read, err := documents.ReadSheets(data)
		if err != nil {
			return nil, err
		}
		var sheets []configs.Sheet
		for _, r := range read {
			t := configs.Sheet{Name: r.Name, Rows: r.Rows, Formulas: map[[2]int]string{}}
			if r.Formulas == nil {
				return nil, documents.ErrTooLarge
			}
			for at, formula := range r.Formulas {
				t.Formulas[[2]int{at.Row, at.Column}] = formula
			}
			sheets = append(sheets, t)
		}
		return sheets, nil
	}}
}
