package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"qunbao/commands"
	"qunbao/report"
	"qunbao/report/parse"
)

// newCounty is a desk over the sample township with a hundred and fifty villages
// more, which three leads share.
func newCounty(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	s := d.w.Settings
	leads := []report.Person{{ID: "甲", Name: "甲"}, {ID: "乙", Name: "乙"}, {ID: "丙", Name: "丙"}}
	for i := range 150 {
		u := report.UnitID(fmt.Sprintf("第%d村", 1000+i))
		s.Units = append(s.Units, report.Unit{ID: u, Kind: "行政村"})
		s.People = append(s.People, report.Person{ID: report.PersonID("员" + string(u)), Name: "员" + string(u), Card: "报" + string(u), Posts: []report.Post{{Unit: u, Role: report.Reporter}}})
		leads[i%3].Posts = append(leads[i%3].Posts, report.Post{Unit: u, Role: report.Lead})
	}
	s.People = append(s.People, leads...)
	d.w = report.NewWorkspace(s)
	d.h = commands.New(d.w, parse.New(d.w), d.store, d.store, d.store)
	return d
}

func TestAnswersOfACountyFitAChat(t *testing.T) {
	d := newCounty(t)
	d.says("05 09:00", "柳湾村 李会芳", "柳湾村疫情日报：居家观察46人")
	for _, ask := range []string{"疫情日报 谁没报", "谁没报", "统计", "催报", "查 第1003村"} {
		for _, r := range d.says("05 17:30", "党政办郑晓", ask) {
			if r.Kind == report.Reply && len([]rune(r.Text)) > 600 {
				t.Errorf("%s is answered with %d characters:\n%s", ask, len([]rune(r.Text)), r.Text)
			}
		}
	}
	rows := d.says("05 17:31", "党政办郑晓", "疫情日报 谁没报")
	want := "没报：东坡村、河口村、石桥村、上坪村、下坪村、南山村、北岭村、新民村、双井村、白鹤村、青石社区、第1000村等161个（包村干部：钱海1个、马丽2个、胡军2个、林涛2个、徐静2个、冯刚2个、甲50个、乙50个、丙50个）"
	if len(rows) != 1 || !strings.Contains(rows[0].Text, want) || len(rows[0].Units) != 161 {
		t.Errorf("%d units are told: %+v", len(rows[0].Units), rows)
	}
}
