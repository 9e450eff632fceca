package commands_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/storage/sqlite"
)

var update = flag.Bool("update", false, "write the golden files anew")

const chat = "青石镇疫情防控工作群"

// desk is a handler over the sample township and a store in memory.
type desk struct {
	t     *testing.T
	w     *report.Workspace
	store *sqlite.Store
	h     *commands.Handler
	n     int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := &desk{t: t, w: c.Workspace, store: s}
	d.h = commands.New(d.w, parse.New(d.w), s, s, s)
	return d
}

// at is an instant of February 2020, written as 05 14:05.
func (d *desk) at(s string) time.Time {
	d.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", "2020-02-"+s, d.w.Zone)
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

// open freezes the periods of a day, as the scheduler does.
func (d *desk) open(day string) {
	d.t.Helper()
	on := report.DayOf(d.at(day + " 12:00"))
	for i := range d.w.Forms {
		for _, k := range d.w.PeriodsOf(&d.w.Forms[i], on) {
			if _, err := d.store.Claim(d.t.Context(), report.Firing{Name: "open/" + k.String(), Need: d.w.NewNeed(k, on)}); err != nil {
				d.t.Fatal(err)
			}
		}
	}
}

// says lets a card say something and gives the rows that this queued.
func (d *desk) says(when, card, text string) []report.Row {
	d.t.Helper()
	d.n++
	return d.sends(report.Message{ID: report.MessageID(rune('a' + d.n)), Time: d.at(when), Chat: chat, Sender: card, Text: text})
}

func (d *desk) sends(m report.Message) []report.Row {
	d.t.Helper()
	if err := d.h.Handle(d.t.Context(), m, m.Time); err != nil {
		d.t.Fatal(err)
	}
	rows, err := d.store.Lease(d.t.Context(), "test", m.Time.Add(12*time.Hour), m.Time.Add(24*time.Hour), 100)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, r := range rows {
		if err := d.store.Finish(d.t.Context(), "test", report.SendResult{State: report.Sent, At: m.Time}, r.Key); err != nil {
			d.t.Fatal(err)
		}
	}
	return rows
}

// TestCommandsAnswerAsPeopleSeeThem keeps every answer to a command.
func TestCommandsAnswerAsPeopleSeeThem(t *testing.T) {
	d := newDesk(t)
	d.open("05")
	d.says("05 14:05", "柳湾村 李会芳", "柳湾村疫情日报：排查返乡人员59人，居家观察14户46人，集中观察2人，已解除11人，已离开0人，发热0人")
	d.says("05 15:10", "河口陈水生", "河口村平安")
	d.says("05 15:30", "双井村宋玉", "双井村今天：59 14 46 2 11 0")
	d.says("05 17:40", "柳湾村 李会芳", "更正：柳湾村居家观察应为44人")
	var b strings.Builder
	for _, ask := range [][2]string{
		{"党政办郑晓", "谁没报"}, {"周书记", "统计"}, {"党政办郑晓", "查 柳湾村 2月5日"}, {"党政办郑晓", "查 柳湾"},
		{"党政办郑晓", "查 月亮村"}, {"东坡村王桂兰", "格式 防汛"}, {"东坡村王桂兰", "格式"}, {"东坡村王桂兰", "帮助"}, {"党政办郑晓", "导出"},
	} {
		b.WriteString("── " + ask[0] + "：" + ask[1] + "\n")
		for _, r := range d.says("05 17:45", ask[0], ask[1]) {
			b.WriteString(string(r.Kind) + " " + r.To.String() + "\n" + r.Text + "\n")
		}
	}
	golden(t, "answers.txt", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestAMessageThatIsKnownChangesNothing(t *testing.T) {
	d := newDesk(t)
	m := report.Message{ID: "m1", Time: d.at("05 14:05"), Chat: chat, Sender: "柳湾村 李会芳", Text: "柳湾村居家46人"}
	if rows := d.sends(m); len(rows) != 1 {
		t.Fatalf("the first time %d rows", len(rows))
	}
	if rows := d.sends(m); len(rows) != 0 {
		t.Errorf("the second time %+v", rows)
	}
}

// rival moves every record once, between the read and the commit, as another
// program on the same store would.
type rival struct {
	*sqlite.Store
	t     *testing.T
	moved bool
}

func (r *rival) Commit(ctx context.Context, c report.Change) error {
	if !r.moved {
		r.moved = true
		other := c
		other.Outcome.Message, other.Rows, other.Ask = "other", nil, nil
		other.Writes = append([]report.Write(nil), c.Writes...)
		for i := range other.Writes {
			other.Writes[i].Version.Message = "other"
		}
		if err := r.Store.Commit(ctx, other); err != nil {
			r.t.Fatal(err)
		}
	}
	return r.Store.Commit(ctx, c)
}

func TestAMovedRecordIsReadAndDecidedAgain(t *testing.T) {
	d := newDesk(t)
	d.h = commands.New(d.w, parse.New(d.w), &rival{Store: d.store, t: t}, d.store, d.store)
	rows := d.says("05 14:05", "柳湾村 李会芳", "柳湾村居家46人")
	if len(rows) != 1 || rows[0].Stage != report.StageCorrected {
		t.Errorf("rows: %+v; want one receipt that knows of the other's report", rows)
	}
}
