package configs_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
	"qunbao/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// env makes a getenv of pairs.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestTheSampleLoadsWhole(t *testing.T) {
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/sample.golden", picture(c))
}

func TestTheStarterLoadsWithoutAWarning(t *testing.T) {
	c, err := configs.LoadFS(starter(t), "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range c.Warnings {
		t.Error(w)
	}
	golden(t, "testdata/starter.golden", picture(c))
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsKeptFollowsFromHowLongChatterIs(t *testing.T) {
	for text, want := range map[string]configs.Retention{
		"retention: {}":                            {Chatter: 30, Outcomes: 45, Outbox: 90, Files: 30},
		"retention: {chatter: 365}":                {Chatter: 365, Outcomes: 380, Outbox: 90, Files: 30},
		"retention: {chatter: 7, journal: 1095}":   {Chatter: 7, Outcomes: 45, Outbox: 90, Journal: 1095, Files: 30},
		"retention: {outcomes: 60, outbox: 36500}": {Chatter: 30, Outcomes: 60, Outbox: 36500, Files: 30},
	} {
		files := township(t)
		spoil(t, files, main, "roster: ", text+"\nroster: ")
		c, err := configs.LoadFS(files, "qunbao.yaml", env())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, c.Retention); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
}

func TestADigestCarriesTheBoardUnlessSomethingElseIsSaid(t *testing.T) {
	for text, want := range map[string]string{"": "[board]", ", attach: [board]": "[board]", ", attach: []": "[]", ", attach:": "[board]",
		", attach: [trend home, board, trend home_households 30]": "[trend home 14 board trend home_households 30]"} {
		files := township(t)
		spoil(t, files, main, "covers: yesterday", "covers: yesterday"+text)
		c, err := configs.LoadFS(files, "qunbao.yaml", env())
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(c.Workspace.Digests[0].Attach); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// picture tells what a configuration holds, compactly.
func picture(c *configs.Config) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w := c.Workspace
	line("workspace %s %s, quiet %s-%s, receipts %s, trust cards %v", w.Name, w.Zone, w.Quiet.From, w.Quiet.To, w.ReceiptWindow, w.TrustCards)
	line("store %s %s, channel %s, model %q %q", c.Store.Kind, filepath.Base(c.Store.Folder), c.Channel.Kind, c.LLM.BaseURL, c.LLM.Model)
	line("kept for days: chatter %d, outcomes %d, outbox %d, journal %d", c.Retention.Chatter, c.Retention.Outcomes, c.Retention.Outbox, c.Retention.Journal)
	for _, u := range w.Units {
		line("unit %s %v %s < %s", u.ID, u.Aliases, u.Kind, u.Parent)
	}
	for _, p := range w.People {
		line("person %s [%s] %s %v", p.ID, p.Card, p.Phone, p.Posts)
	}
	for i := range w.Forms {
		pictureForm(line, &w.Forms[i])
		line("  owed by %v", w.Owing(w.Forms[i].ID))
	}
	for _, x := range w.Chats {
		line("chat %s %s %v", x.ID, x.Role, x.Forms)
	}
	for _, x := range w.Digests {
		line("digest %s %s %v %v with %v", x.At, x.Covers, x.To, x.Forms, x.Attach)
	}
	for _, x := range w.Briefings {
		line("briefing %s %s %v %s", x.At, x.Kind, x.Forms, x.Review)
	}
	for _, x := range c.Warnings {
		line("warning %s", x)
	}
	return b.String()
}

func pictureForm(line func(string, ...any), f *report.Form) {
	line("form %s %s %v for %s (%s) %s..%s %s, units %v", f.ID, f.Name, f.Aliases, f.Owner, f.Basis, f.From, f.Until, f.Calendar, f.Units)
	for _, s := range f.Slots {
		line("  slot %q %s %v opens %d due %d, closes %d", s.ID, s.Name, s.Aliases, s.Opens, s.Due, f.Closes)
	}
	for _, s := range f.Remind {
		line("  remind %s", s.ID())
	}
	line("  zero sets %v carries %v", f.Zero.Sets, f.Zero.Carries)
	for i := range f.Fields {
		d := &f.Fields[i]
		line("  field %s %v %v %s%s", d.ID, d.Labels(), d.Units, d.Kind, extras(d))
	}
	for _, x := range f.Checks {
		line("  check %s %v: %s", x.Rule.Source, x.Rule.Fields, x.Say)
	}
}

// extras tells what few fields have.
func extras(d *report.Field) string {
	var all string
	add := func(given bool, what string, value any) {
		if given {
			all += fmt.Sprintf(" %s=%v", what, value)
		}
	}
	add(d.PartOf != "", "part_of", d.PartOf)
	add(d.Min.Valid, "min", d.Min.Decimal)
	add(d.Max.Valid, "max", d.Max.Decimal)
	add(d.MaxStep.Valid, "max_step", d.MaxStep.Decimal)
	add(d.Decimals > 0, "decimals", d.Decimals)
	add(d.Total != report.Added, "total", d.Total)
	add(d.Required, "required", d.Required)
	add(!d.Urgent.IsZero(), "urgent", d.Urgent.Source)
	return all
}
