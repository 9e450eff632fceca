package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"qunbao/report"
)

// asks is what 导出 queues for somebody, in private or in the chat.
func (d *desk) asks(m report.Message) []report.Row {
	d.t.Helper()
	d.n++
	m.ID, m.Time = report.MessageID(fmt.Sprint("ask", d.n)), d.at("14 18:00")
	if !m.Private {
		m.Chat = chat
	}
	return d.sends(m)
}

func TestATableGoesToWhoAskedForItAlone(t *testing.T) {
	d := newDesk(t)
	rows := d.asks(report.Message{Sender: "党政办郑晓", Text: "导出 2月1日 2月14日"})
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		switch r.Stage {
		case report.StageTable:
			if r.To.Person != "郑晓" || r.Ref != "2020-02-01/2020-02-14" || r.Text != "" {
				t.Errorf("%+v", r)
			}
		default:
			if r.To.Chat != chat || r.Text != "表在做，做好私聊发您。" {
				t.Errorf("%+v", r)
			}
		}
	}
	rows = d.asks(report.Message{Sender: "周书记", Text: "导出", Private: true})
	if len(rows) != 1 || rows[0].To.Person != "周国平" || rows[0].Ref != "2020-02-14/2020-02-14" || rows[0].Stage != report.StageTable {
		t.Errorf("%+v", rows)
	}
	if acts, err := d.store.Acts(t.Context(), d.at("14 00:00"), d.at("15 00:00")); err != nil || len(acts) != 2 || acts[0].By != "郑晓" {
		t.Errorf("kept %+v, %v", acts, err)
	}
	d.h.Aloud = true
	rows = d.asks(report.Message{Sender: "党政办郑晓", Text: "导出"})
	if len(rows) != 1 || !strings.Contains(rows[0].Text, "qunbao export --from 2020-02-14 --to 2020-02-14 -o 青石镇数据2020年2月14日.xlsx") {
		t.Errorf("%+v", rows)
	}
}

func TestTheDaysOfATableAreReadAsPeopleWriteThem(t *testing.T) {
	d := newDesk(t)
	for text, want := range map[string]string{
		"导出 2月1日": "2020-02-01/2020-02-01", "导出 2.1 2.14": "2020-02-01/2020-02-14", "导出 2月1日至2月14日": "2020-02-01/2020-02-14",
		"导出 2月1日-14日": "2020-02-01/2020-02-14", "导出 昨天": "2020-02-13/2020-02-13", "导出 2月3日 2月3日": "2020-02-03/2020-02-03",
		"导出 2月1日至2月20日": "2020-02-01/2020-02-14", "导出 2020年1月25日 2月2日": "2020-01-25/2020-02-02",
		"导出 2月14日 2月1日": "请这样写：导出 2月1日 2月14日，一天的写：导出 2月1日", "导出 柳湾村": "请这样写：导出 2月1日 2月14日，一天的写：导出 2月1日",
		"导出 2月30日": "没有2月30日这一天，请写成 2月3日。", "导出 明天": "2月15日还没到。",
		"导出 2018年1月1日 2020年2月1日": "数据太多，这里做不了，请在装了本程序的电脑上运行：qunbao export --from 2018-01-01 --to 2020-02-01 -o 青石镇数据2018年1月1日至2020年2月1日.xlsx",
	} {
		rows := d.asks(report.Message{Sender: "党政办郑晓", Text: text, Private: true})
		if len(rows) != 1 || rows[0].Ref+rows[0].Text != want {
			t.Errorf("%s: %+v; want %s", text, rows, want)
		}
	}
}
