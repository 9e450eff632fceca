package configs_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
	"qunbao/report"
)

// alarmed is the sample with a matter whose levels bring the flood form and the
// gates' nights.
func alarmed(t *testing.T) fstest.MapFS {
	t.Helper()
	files := township(t)
	spoil(t, files, main, "quiet:", "emergency: [{matter: 防汛, aliases: [汛情], colours: [蓝色, 黄色, 橙色, 红色]}]\nquiet:")
	spoil(t, files, flood, "basis: 防汛IV级应急响应 值班和零报告制度\n", "level: {matter: 防汛, from: 三级}\n")
	spoil(t, files, gate, `due: "08:00"}`, `due: "08:00", level: {}}`)
	return files
}

func TestAnEmergencyNamesItsLevelsAndWhatWaitsForThem(t *testing.T) {
	c, err := configs.LoadFS(alarmed(t), "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Emergency{{Matter: "防汛", Aliases: []string{"汛情"},
		Levels: []string{"四级", "三级", "二级", "一级"}, Colours: []string{"蓝色", "黄色", "橙色", "红色"}}}
	if diff := cmp.Diff(want, c.Workspace.Emergencies); diff != "" {
		t.Error(diff)
	}
	if got := c.Workspace.Form("flood").Level; got != (report.Trigger{Matter: "防汛", From: "三级"}) {
		t.Errorf("the flood form waits for %+v", got)
	}
	if got := c.Workspace.Form("checkpoint").Slot("night").Level; got != (report.Trigger{Matter: "防汛", From: "四级"}) {
		t.Errorf("the night waits for %+v, want the mildest level of the only matter", got)
	}
	for _, w := range c.Warnings {
		if w.File == flood {
			t.Errorf("whoever raises the level gives the ground: %s", w)
		}
	}
}

func TestAFaultOfAnEmergencyIsToldWithItsLineAndAHint(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{flood, "matter: 防汛, from: 三级", "matter: 抗旱", `forms/flood.yaml:6:17: level: unknown matter "抗旱" (matters of emergency: in qunbao.yaml: 防汛)`},
		{flood, "from: 三级", "from: 五级", `forms/flood.yaml:6:27: level: unknown level "五级" (levels of 防汛: 四级, 三级, 二级, 一级)`},
		{flood, "from: 三级", "form: 三级", `forms/flood.yaml:6:21: unknown key "form" in level (did you mean from?)`},
		{main, "matter: 防汛, ", "", `qunbao.yaml:7:13: the key "matter" is missing`},
		{main, "[蓝色, 黄色, ", "[", `qunbao.yaml:7:51: 2 colours stand for 4 levels (as many as levels, from the mildest: [蓝色, 黄色, 橙色, 红色])`},
		{main, "matter: 防汛,", "matter: 防汛, levels: [],", `qunbao.yaml:7:34: levels must not be empty (write them from the mildest: levels: [四级, 三级, 二级, 一级])`},
		{main, "matter: 防汛,", "matter: 防汛, quiet: always,", `qunbao.yaml:7:33: quiet: "always" is unknown here (quiet: keep, or leave it out)`},
		{main, "红色]}]", "红色]}, {matter: 汛情}]", `qunbao.yaml:7:78: "汛情" stands in line 7 too (give each matter names of its own)`},
	} {
		files := alarmed(t)
		spoil(t, files, c.file, c.old, c.new)
		compare(t, c.old+" → "+c.new, faultsOf(t, files, env()), []string{c.want})
	}
}

func TestAMatterForWhichNothingWaitsIsWarnedOf(t *testing.T) {
	got := warningsOf(t, main, "quiet:", "emergency: [{matter: 防汛}]\nquiet:")
	compare(t, "an idle matter", got, []string{"qunbao.yaml:7:22: no form and no slot waits for a level of 防汛 (write level: {matter: 防汛} into a form or a slot)"})
}
