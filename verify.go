package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
)

// verifyCommand proves that nobody has changed the journal.
type verifyCommand struct {
	workspaceFlags
	storeFlag
	Seal []string `sep:"none" help:"Prove that nothing up to the end of DAY was changed since its seal was noted down. May be given several times." placeholder:"DAY=SEAL"`
}

// Help shows an example.
func (verifyCommand) Help() string {
	return `Example: qunbao verify -c qunbao.yaml
         qunbao verify -c qunbao.yaml --seal "2020-02-05=3f2a 91bc 77d0 e415 0b2c"`
}

// Run walks the chain of the journal and says what it holds; at the first break
// where it is, what that means and what to do.
func (c *verifyCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	if config.Store, err = c.choose(config, s); err != nil {
		return err
	}
	noted, err := notedSeals(c.Seal)
	if err != nil {
		return err
	}
	folder := journalFolder(config)
	proof, err := prove(ctx, folder)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no journal in %s: the service of this workspace has not run here", folder)
	}
	tellProof(s.out, folder, proof)
	if err != nil {
		return explainBreak(err)
	}
	for _, n := range noted {
		if err := n.check(proof); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s 的封存码对得上：到这天为止没有人改过。\n", n.day)
	}
	tellSeal(s.out, config, proof)
	return nil
}

// prove follows the chain. A last line that is not complete may be one that the
// service is writing: it is looked at again.
func prove(ctx context.Context, folder string) (proof storage.Proof, err error) {
	for range 5 {
		if proof, err = storage.Prove(folder); !errors.Is(err, storage.ErrTorn) || !pause(ctx, 200*time.Millisecond) {
			break
		}
	}
	return proof, err
}

// tellProof says what the journal holds, as far as its chain is whole.
func tellProof(w io.Writer, folder string, p storage.Proof) {
	fmt.Fprintf(w, "原始记录：%s\n", folder)
	if p.Days == 0 {
		fmt.Fprintln(w, "还没有一天完好的记录。")
		return
	}
	fmt.Fprintf(w, "%s 至 %s，%d 天，%d 条消息", p.First, p.Last, p.Days, p.Messages)
	if p.Purged > 0 {
		fmt.Fprintf(w, "，其中 %d 条按保存期限清除了内容，只留指纹", p.Purged)
	}
	fmt.Fprintf(w, "。\n记录的电脑：%s。\n", strings.Join(p.Programs, "、"))
	if p.Before != 0 {
		fmt.Fprintf(w, "%s 和更早的记录不在这个文件夹里；那天的封存码是 %s。\n", p.Before, groups(p.Seals[p.Before]))
	}
}

// tellSeal says which seal to note down.
func tellSeal(w io.Writer, config *configs.Config, p storage.Proof) {
	fmt.Fprintln(w, "逐条核对，没有改动。")
	day := p.Sealed()
	if day == 0 || day == p.Before {
		fmt.Fprintln(w, "还没有封存的一天：第二天开始时封存前一天。")
		return
	}
	seal := groups(p.Seals[day])
	fmt.Fprintf(w, "最近封存的一天：%s，封存码 %s\n", day, seal)
	fmt.Fprintf(w, "把日期和封存码抄在值班本上。以后运行\n  qunbao verify -c %s --seal \"%s=%s\"\n就能证明到这天为止没有人改过。\n", config.Path, day, seal)
}

// Seals are noted down in groups of four; twenty digits are enough that nobody
// finds another journal with the same.
const (
	notedDigits = 20
	leastDigits = 16
)

// groups is the part of a seal that people note down.
func groups(seal string) string {
	var parts []string
	for i := 0; i+4 <= min(len(seal), notedDigits); i += 4 {
		parts = append(parts, seal[i:i+4])
	}
	return strings.Join(parts, " ")
}

// notedSeal is the seal of a day as somebody noted it down.
type notedSeal struct {
	day    report.Day
	digits string
}

func notedSeals(texts []string) (all []notedSeal, err error) {
	for _, text := range texts {
		name, digits, _ := strings.Cut(text, "=")
		n := notedSeal{digits: strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(digits))}
		if n.day, err = day("--seal", strings.TrimSpace(name)); err != nil {
			return nil, err
		}
		if len(n.digits) < leastDigits || strings.Trim(n.digits, "0123456789abcdef") != "" {
			return nil, usage("--seal: %q is no seal; write the day, =, and at least %d of its digits: 2020-02-05=3f2a 91bc 77d0 e415 0b2c", text, leastDigits)
		}
		all = append(all, n)
	}
	return all, nil
}

// check compares a noted seal with the one that the journal holds.
func (n notedSeal) check(p storage.Proof) error {
	seal, sealed := p.Seals[n.day]
	switch {
	case sealed && strings.HasPrefix(seal, n.digits):
		return nil
	case sealed:
		return fmt.Errorf("the seal of %s is %s, not the one that was noted down: the journal up to that day is not the one that was sealed then, or the note has a slip", n.day, groups(seal))
	case n.day == p.Last:
		return fmt.Errorf("%s is not over: it is sealed when the next day begins, and no seal can have been noted down", n.day)
	case n.day > p.Last:
		return fmt.Errorf("the journal ends on %s, and a seal of %s was noted down: the days since are missing", p.Last, n.day)
	case n.day < p.First:
		return fmt.Errorf("the journal begins on %s: what came before is not here, and the seal of %s cannot be compared", p.First, n.day)
	}
	return fmt.Errorf("the journal has no file of %s, and none is missing between %s and %s: the note has a slip in its day", n.day, p.First, p.Last)
}

// explainBreak says what a break means and what to do.
func explainBreak(err error) error {
	var at *storage.Break
	if !errors.As(err, &at) {
		return err
	}
	means := "this line, or one before it, was changed, added or taken out after it had been written; what stands before it is as it was"
	do := "leave the folder as it is, copy it for whoever looks into it, and compare this day with that of a backup (qunbao restore, into another folder)"
	switch {
	case errors.Is(err, storage.ErrTorn):
		means = "the program was ended, or the PC lost its power, while the line was written; nobody was told that it is kept"
		do = "start the service: it puts the half line aside. If this is a copy, it was made while the service wrote: copy again"
	case errors.Is(err, storage.ErrDamaged):
		means = "the packed file is damaged, as by a failing disk or a copy cut short; the lines before are as they were"
		do = "look after the disk, and put this day's file back from a backup"
	}
	return fmt.Errorf("the journal is broken at %w\nit means: %s\nto do: %s", at, means, do)
}
