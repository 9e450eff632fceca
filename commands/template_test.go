package commands_test

import (
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
)

// page is what 格式 has answered about a form, in the chat or in private.
type page struct {
	w    *report.Workspace
	read *parse.Parser
	form *report.Form
	ask  report.Message
	text string
}

// pages asks for every form of the sample and of the ready-made forms, in their
// chats and in private.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	store := memory(t)
	for _, files := range []fs.FS{configs.Sample(), startersFiles(t, configs.FormNames()...)} {
		c, err := configs.LoadFS(files, "qunbao.yaml", func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		w, read := c.Workspace, parse.New(c.Workspace)
		d := &desk{t: t, w: w, store: store, h: commands.New(w, read, store, store, store)}
		for i := range w.Forms {
			f := &w.Forms[i]
			sender := w.Reporters(w.Owing(f.ID)[0])[0].Card
			at := time.Date(2020, 6, 9, 7, 30, 0, 0, w.Zone)
			for _, m := range []report.Message{{Chat: w.ChatOf(f.ID).ID}, {Private: true}} {
				m.ID, m.Time, m.Sender, m.Text = report.MessageID("ask"+strconv.Itoa(len(all))), at, sender, "格式 "+f.Name
				rows := d.sends(m)
				if len(rows) != 1 {
					t.Fatalf("%s: %d answers", m.Text, len(rows))
				}
				all = append(all, page{w, read, f, m, rows[0].Text})
			}
		}
	}
	return all
}

// A cadre fills in some of the blanks, in one of the usual ways, and leaves others
// or strikes their lines.
func TestAFilledInTemplateIsReadExactly(t *testing.T) {
	all := pages(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(all).Draw(t, "page")
		text, want, left := fill(t, p)
		m := p.ask
		m.ID, m.Text = "m", text
		r := p.read.Message(m)
		if len(want) == 0 {
			for _, f := range r.Filings {
				if len(f.Values) > 0 || f.Zero {
					t.Fatalf("%s\nnothing is filled in, and it holds %+v", text, f.Values)
				}
			}
			return
		}
		if len(r.Filings) != 1 || r.Filings[0].Form != p.form.ID || !r.Filings[0].Valid() {
			t.Fatalf("%s\nis read as %s: %+v %+v", text, r.Kind, r.Filings, r.Problems)
		}
		got := r.Filings[0]
		for id, v := range want {
			if g, ok := got.Values[id]; !ok || !(g.Text == v && v != "" || g.Text == "" && g.N.String() == v) || g.Approx {
				t.Fatalf("%s\n%s is %+v, want %s", text, id, got.Values[id], v)
			}
		}
		for id, v := range got.Values {
			if _, ok := want[id]; !ok {
				t.Fatalf("%s\n%s was not filled in and is %+v", text, id, v)
			}
		}
		for _, id := range left {
			if _, ok := got.Values[id]; ok {
				t.Fatalf("%s\n%s was left blank and is a value", text, id)
			}
		}
	})
}

// fill draws a page as it comes back: its text, the values in it as they are
// written, and the fields left blank.
func fill(t *rapid.T, p page) (text string, want map[report.FieldID]string, left []report.FieldID) {
	want = map[report.FieldID]string{}
	unit := p.w.Owing(p.form.ID)[0]
	lines := strings.Split(p.text, "\n")
	head := rapid.SampledFrom([]string{lines[0], strings.Replace(lines[0], "__村", string(unit), 1), strings.Trim(strings.Replace(lines[0], "__村", string(unit), 1), "【】")}).Draw(t, "head")
	out := []string{head}
	way := rapid.SampledFrom([]string{"__", "__", "__UNIT", "__ ", "label"}).Draw(t, "way")
	for i := range p.form.Fields {
		f, line := &p.form.Fields[i], lines[i+1]
		what := rapid.IntRange(0, 5).Draw(t, "what")
		switch {
		case what == 0: // left as it is
			left = append(left, f.ID)
		case what == 1: // struck out
			continue
		case f.Kind == report.Prose:
			want[f.ID] = rapid.SampledFrom([]string{"大喇叭坏了", "请修路", "已上报"}).Draw(t, "words")
			line += want[f.ID]
		default:
			n := strconv.Itoa(rapid.SampledFrom([]int{0, 1, 2, 7, 10, 38, 46, 105, 1200, 35000}).Draw(t, "n"))
			if f.Decimals > 0 && rapid.Bool().Draw(t, "decimal") {
				n = rapid.SampledFrom([]string{"0.5", "17.4", "62.5"}).Draw(t, "d")
			}
			want[f.ID] = n
			line = filled(line, f, n, way)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n"), want, left
}

// filled writes a number into a line in one of the ways people do.
func filled(line string, f *report.Field, n, way string) string {
	switch way {
	case "__UNIT": // the measure word is overwritten too
		return strings.Replace(line, "__"+f.Unit(), n, 1)
	case "__ ": // between the underscores
		return strings.Replace(line, "__", "_"+n+"_", 1)
	case "label": // the marks are left out
		return f.Name + n + f.Unit()
	}
	return strings.Replace(line, "__", n, 1)
}

func TestATemplateNamesTheSlotAndSeveralFormsAreSeveralPages(t *testing.T) {
	d := newDesk(t)
	for ask, want := range map[string]string{
		"格式 卡点夜班":       "【__村卡点值守夜班】",
		"格式 夜班":         "【__村卡点值守夜班】",
		"格式 卡点值守 晚班":    "【__村卡点值守夜班】",
		"格式 宣传 防汛":      "【__村宣传消杀统计】 【__村防汛日报】",
		"格式 宣传 疫情日报 夜班": "【__村宣传消杀统计】 【__村疫情日报】 【__村卡点值守夜班】",
		"格式 宣传 月报":      "",
	} {
		rows := d.says("05 15:00", "东坡村王桂兰", ask)
		if len(rows) != 1 {
			t.Fatalf("%s: %d answers", ask, len(rows))
		}
		var heads []string
		for _, line := range strings.Split(rows[0].Text, "\n") {
			if strings.HasPrefix(line, "【") {
				heads = append(heads, line)
			}
		}
		if got := strings.Join(heads, " "); got != want {
			t.Errorf("%s: %s, want %s", ask, got, want)
		}
	}
	private := report.Message{ID: "p", Time: d.at("05 15:00"), Private: true, Sender: "东坡村王桂兰", Text: "格式 卡点夜班"}
	if rows := d.sends(private); len(rows) != 1 || !strings.HasPrefix(rows[0].Text, "【东坡村卡点值守夜班】\n") {
		t.Errorf("in private: %+v", rows)
	}
}

// Two pages that come back in one message are two reports.
func TestSeveralFilledInPagesAreSeveralReports(t *testing.T) {
	d := newDesk(t)
	text := d.says("05 15:00", "东坡村王桂兰", "格式 宣传 疫情日报 夜班")[0].Text
	text = strings.ReplaceAll(strings.ReplaceAll(text, "__村", "东坡村"), "__", "3")
	r := parse.New(d.w).Message(report.Message{ID: "m", Time: d.at("06 07:30"), Chat: chat, Sender: "东坡村王桂兰", Text: text})
	if len(r.Filings) != 3 {
		t.Fatalf("%d reports: %+v", len(r.Filings), r.Problems)
	}
	for i, want := range []string{"publicity", "epidemic-daily", "checkpoint/night"} {
		f := r.Filings[i]
		numbers := 0
		for _, field := range d.w.Form(f.Form).Fields {
			if field.Kind != report.Prose {
				numbers++
			}
		}
		if got := strings.TrimSuffix(string(f.Form)+"/"+string(f.Slot), "/"); got != want || len(f.Values) != numbers {
			t.Errorf("report %d is of %s with %d of %d values", i, got, len(f.Values), numbers)
		}
	}
}
