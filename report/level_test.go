package report_test

import (
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// flooded is the township with a form that waits for the third level of 防汛, and
// night shifts that wait for the fourth.
func flooded(t *testing.T, rulings ...report.Ruling) *report.Workspace {
	t.Helper()
	s := township(t).Settings
	s.Emergencies = []report.Emergency{{Matter: "防汛", Levels: []string{"四级", "三级", "二级", "一级"}}}
	s.Forms[1].Slots[1].Level = report.Trigger{Matter: "防汛", From: "四级"}
	s.Forms = append(s.Forms, report.Form{
		ID: "flood", Name: "汛情快报", Calendar: report.EveryDay, Level: report.Trigger{Matter: "防汛", From: "三级"},
		Slots: []report.Slot{{ID: "am", Name: "上午", Opens: 8 * 60, Due: 12 * 60}, {ID: "pm", Name: "下午", Opens: 12 * 60, Due: 18 * 60}},
	})
	s.Chats[0].Forms = append(s.Chats[0].Forms, "flood")
	w := report.NewWorkspace(s)
	w.Rule(rulings)
	return w
}

// raised is a level from an instant of February 2020 until a day.
func raised(t *testing.T, level, when, until string) report.Ruling {
	t.Helper()
	made := at(t, when)
	return report.Ruling{
		Kind: report.LevelRuling, At: made, Message: report.MessageID("m" + when), By: "郑晓", From: report.DayOf(made),
		Until: day(t, until), Reason: "县防指〔2020〕3号", Matter: "防汛", Level: level,
	}
}

// lifted is the end of a level.
func lifted(t *testing.T, when string) report.Ruling {
	t.Helper()
	r := raised(t, "", when, "2020-02-28")
	r.Reason = ""
	return r
}

func TestALevelAsksForWhatIsDueWhileItHolds(t *testing.T) {
	four := raised(t, "四级", "05 14:10:00", "2020-02-07")
	three := raised(t, "三级", "05 14:10:00", "2020-02-07")
	for _, tt := range []struct {
		name    string
		rulings []report.Ruling
		owed    map[string]bool
	}{
		{"none", nil, map[string]bool{"gate 05 day": true, "gate 05 night": false, "flood 05 pm": false}},
		{"the mildest", []report.Ruling{four}, map[string]bool{
			"gate 04 night": false, "gate 05 day": true, "gate 05 night": true, "flood 05 pm": false,
			"gate 07 night": true, "gate 08 night": false, "gate 08 day": true}},
		{"a graver one holds the milder", []report.Ruling{three}, map[string]bool{
			"gate 05 night": true, "flood 05 am": false, "flood 05 pm": true, "flood 07 pm": true, "flood 08 am": false}},
		{"too late to be told", []report.Ruling{raised(t, "三级", "05 17:31:00", "2020-02-07")}, map[string]bool{"flood 05 pm": false, "flood 06 am": true}},
		{"just in time", []report.Ruling{raised(t, "三级", "05 17:30:00", "2020-02-07")}, map[string]bool{"flood 05 pm": true}},
		{"at night for a shift that has begun", []report.Ruling{raised(t, "四级", "06 01:00:00", "2020-02-07")}, map[string]bool{"gate 05 night": true}},
		{"lifted", []report.Ruling{three, lifted(t, "06 11:00:00")}, map[string]bool{
			"flood 05 pm": true, "gate 05 night": true, "flood 06 am": false, "gate 06 night": false}},
		{"lowered", []report.Ruling{three, raised(t, "四级", "06 11:00:00", "2020-02-07")}, map[string]bool{
			"flood 05 pm": true, "flood 06 am": false, "gate 06 night": true}},
		{"prolonged just before a deadline", []report.Ruling{three, raised(t, "三级", "07 17:50:00", "2020-02-09")}, map[string]bool{
			"flood 07 pm": true, "flood 09 pm": true, "flood 10 am": false}},
		{"shortened", []report.Ruling{three, raised(t, "三级", "06 09:00:00", "2020-02-06")}, map[string]bool{"flood 06 pm": true, "flood 07 am": false}},
		{"lifted and raised again", []report.Ruling{three, lifted(t, "05 19:00:00"), raised(t, "三级", "06 13:00:00", "2020-02-07")}, map[string]bool{
			"flood 05 pm": true, "gate 05 night": false, "flood 06 am": false, "flood 06 pm": true}},
	} {
		w := flooded(t, tt.rulings...)
		for name, want := range tt.owed {
			if got := w.Owed(levelPeriod(t, name)); got != want {
				t.Errorf("%s: %s is owed: %v, want %v", tt.name, name, got, want)
			}
		}
	}
}

// levelPeriod reads gate 05 night.
func levelPeriod(t *testing.T, s string) report.PeriodKey {
	t.Helper()
	f := strings.Fields(s)
	return report.PeriodKey{Form: report.FormID(f[0]), Day: day(t, "2020-02-"+f[1]), Slot: report.SlotID(f[2])}
}

func TestWhatWasFrozenUnderALevelIsOwedNoMoreOnceItIsLifted(t *testing.T) {
	three := raised(t, "三级", "05 08:00:00", "2020-02-07")
	w := flooded(t, three)
	k := levelPeriod(t, "flood 05 pm")
	p := report.Period{Key: k, Need: w.NewNeed(k, k.Day)}
	if got := len(w.Missing(p, at(t, "05 13:00:00"))); got != 3 {
		t.Fatalf("%d units are missing while the level holds, want 3", got)
	}
	w.Rule([]report.Ruling{three, lifted(t, "05 14:00:00")})
	if c := w.Complete(p, at(t, "05 20:00:00"), nil); c.Base != 0 || len(c.Unreported()) != 0 {
		t.Errorf("after it was lifted %d units owe the period", c.Base)
	}
	w.Rule([]report.Ruling{three, lifted(t, "05 19:00:00")})
	if c := w.Complete(p, at(t, "05 20:00:00"), nil); c.Base != 3 {
		t.Errorf("what was owed while the level held is owed by %d, want 3", c.Base)
	}
}

func TestAMessageInTheHoursOfASlotThatIsNotInForceBelongsToTheSlotBefore(t *testing.T) {
	night := at(t, "05 23:00:00")
	w := flooded(t)
	gate := w.Form("gate")
	if got := w.PeriodAt(gate, night).String(); got != "gate:2020-02-05:day" {
		t.Errorf("without a level, at night: %s", got)
	}
	if got := w.Before(levelPeriod(t, "gate 06 day")).String(); got != "gate:2020-02-05:day" {
		t.Errorf("without a level, before the day: %s", got)
	}
	if got := w.Ends(levelPeriod(t, "gate 05 day")); !got.Equal(at(t, "06 08:00:00")) {
		t.Errorf("without a level the day shift ends at %s", got)
	}
	w.Rule([]report.Ruling{raised(t, "四级", "05 14:10:00", "2020-02-07")})
	if got := w.PeriodAt(gate, night).String(); got != "gate:2020-02-05:night" {
		t.Errorf("under the level, at night: %s", got)
	}
	if got := w.Before(levelPeriod(t, "gate 06 day")).String(); got != "gate:2020-02-05:night" {
		t.Errorf("under the level, before the day: %s", got)
	}
}

func TestQuietHoursAreLiftedForTheFormsOfALevelWhileItHolds(t *testing.T) {
	w := flooded(t, raised(t, "四级", "05 14:10:00", "2020-02-06"))
	for _, tt := range []struct {
		about     string
		now, want string
	}{
		{"gate", "05 23:00:00", "05 23:00:00"}, {"daily", "05 23:00:00", "06 07:00:00"}, {"", "05 23:00:00", "06 07:00:00"},
		{"flood", "05 23:00:00", "06 07:00:00"}, // it waits for a graver level
		{"gate", "04 23:00:00", "05 07:00:00"}, {"gate", "07 00:00:00", "07 07:00:00"},
		{"gate 06 night", "07 00:00:00", "07 00:00:00"}, {"gate 06 night", "07 01:30:00", "07 01:30:00"}, // of the level's last day
		{"gate 06 day", "07 00:00:00", "07 07:00:00"}, {"gate 07 night", "07 23:00:00", "08 07:00:00"}, {"gate 06 night", "08 23:00:00", "09 07:00:00"},
	} {
		row := report.Row{Kind: report.Reminder, Form: report.FormID(tt.about)}
		if strings.Contains(tt.about, " ") {
			k := levelPeriod(t, tt.about)
			row.Form, row.Period, row.Slot = k.Form, k.Day, k.Slot
		}
		if got := w.Leaves(row, at(t, tt.now)); !got.Equal(at(t, tt.want)) {
			t.Errorf("a reminder of %q of %s leaves at %s, want %s", tt.about, tt.now, got.Format(time.DateTime), tt.want)
		}
	}
	w.Emergencies[0].KeepsQuiet = true
	if got := w.Leaves(report.Row{Kind: report.Reminder, Form: "gate"}, at(t, "05 23:00:00")); !got.Equal(at(t, "06 07:00:00")) {
		t.Errorf("a level that keeps quiet hours lets a reminder leave at %s", got)
	}
}

func TestALevelIsRaisedFromItsRulingUntilItsLastDayIsOver(t *testing.T) {
	all := []report.Ruling{
		raised(t, "四级", "05 14:10:00", "2020-02-07"), raised(t, "四级", "06 09:00:00", "2020-02-10"),
		raised(t, "三级", "08 09:00:00", "2020-02-10"), lifted(t, "09 12:00:00"), raised(t, "四级", "12 09:00:00", "2020-02-13"),
	}
	w := flooded(t, all...)
	for now, want := range map[string]string{
		"05 14:09:59": "", "05 14:10:00": "四级 05 14:10", "06 10:00:00": "四级 05 14:10", "08 10:00:00": "三级 08 09:00",
		"09 12:00:00": "", "11 00:00:00": "", "13 23:59:59": "四级 12 09:00", "14 00:00:00": "",
	} {
		got := ""
		if r, ok := w.Response("防汛", at(t, now)); ok {
			got = r.Level + r.Since.Format(" 02 15:04")
		}
		if got != want {
			t.Errorf("at %s: %q, want %q", now, got, want)
		}
	}
}

// told is what a notice of a ruling says to the work chat when it leaves.
func (d *desk) toldOf(r report.Ruling, stage, when string) string {
	d.t.Helper()
	text, known := d.w.LevelNotice(report.Row{To: report.Address{Chat: "工作群"}, Stage: stage, Ref: r.Matter, Message: r.Message}, at(d.t, when))
	if !known {
		return "not known"
	}
	return text
}

func TestANoticeOfALevelSaysWhatIsAskedForAndWhatNoMore(t *testing.T) {
	three, four, off := raised(t, "三级", "05 14:10:00", "2020-02-07"), raised(t, "四级", "06 09:00:00", "2020-02-10"), lifted(t, "06 11:00:00")
	longer := raised(t, "三级", "06 10:00:00", "2020-02-09")
	d := newDesk(t)
	d.w = flooded(t, three)
	for _, tt := range []struct {
		rulings []report.Ruling
		of      report.Ruling
		stage   string
		when    string
		want    string
	}{
		{nil, three, report.StageLevel, "05 14:10:00", "not known"},
		{[]report.Ruling{three}, three, report.StageLevel, "05 14:10:00", "【青石镇防汛三级应急响应】2月5日14:10起，至2月7日，到期自动解除。依据：县防指〔2020〕3号。\n" +
			"卡点值守：每天夜班次日08:00前报，第一次2月6日08:00前。\n" +
			"汛情快报：每天上午12:00、下午18:00前报，第一次2月5日18:00前。"},
		{[]report.Ruling{three, four}, three, report.StageLevel, "06 09:00:00", ""},
		{[]report.Ruling{three, four}, four, report.StageLevel, "06 09:00:00", "【青石镇防汛四级应急响应】2月5日14:10起，2月6日09:00降为四级，至2月10日，到期自动解除。依据：县防指〔2020〕3号。\n" +
			"卡点值守：每天夜班次日08:00前报，第一次2月7日08:00前。\n" +
			"不用再报：汛情快报。"},
		{[]report.Ruling{three, off}, off, report.StageLevel, "06 11:00:00", "【青石镇防汛三级应急响应解除】2月6日11:00解除。不用再报：卡点值守夜班；汛情快报。"},
		{[]report.Ruling{three}, three, report.StageLevelEnd, "08 07:00:00", "【青石镇防汛三级应急响应到期】到2月7日为止，已自动解除。2月7日的照报：卡点值守夜班。2月8日起不用再报：卡点值守夜班；汛情快报。"},
		{[]report.Ruling{three, four}, three, report.StageLevelEnd, "08 07:00:00", ""},
		{[]report.Ruling{three, off}, three, report.StageLevelEnd, "08 07:00:00", ""},
		{[]report.Ruling{three}, three, report.StageLevel, "08 07:00:00", ""},
		{[]report.Ruling{three}, three, report.StageLevelLast, "07 09:00:00", "【青石镇防汛三级应急响应】今天到期，明天起自动解除。要延长请发：应急 防汛 延长至 2月14日 依据 文件名"},
		{[]report.Ruling{three, four}, three, report.StageLevelLast, "07 09:00:00", ""},
		{[]report.Ruling{three, longer}, longer, report.StageLevel, "06 10:00:00", "【青石镇防汛三级应急响应】2月5日14:10起，延长至2月9日，到期自动解除。依据：县防指〔2020〕3号。\n" +
			"卡点值守：每天夜班次日08:00前报，第一次2月7日08:00前。\n汛情快报：每天上午12:00、下午18:00前报，第一次2月6日12:00前。"},
	} {
		d.w = flooded(t, tt.rulings...)
		if got := d.toldOf(tt.of, tt.stage, tt.when); got != tt.want {
			t.Errorf("%s of %s at %s:\n got  %s\n want %s", tt.stage, tt.of.Message, tt.when, got, tt.want)
		}
	}
}

// Who is at work for a level that is lifted must know it before the night is over.
func TestANoticeOfALevelLeavesAtNightWhereSomebodyWouldWorkForNothing(t *testing.T) {
	four, quiet := raised(t, "四级", "05 14:10:00", "2020-02-07"), raised(t, "三级", "05 22:00:00", "2020-02-07")
	for _, tt := range []struct {
		name    string
		due     report.Clock // of the night shift
		rulings []report.Ruling
		said    report.Ruling
		want    string
	}{
		{"raised", 32 * 60, nil, quiet, "05 22:00:00"},
		{"lifted before a shift is due at night", 26 * 60, []report.Ruling{four}, lifted(t, "05 23:00:00"), "05 23:00:00"},
		{"lifted when none is due before morning", 32 * 60, []report.Ruling{four}, lifted(t, "05 23:00:00"), "06 07:00:00"},
		{"lifted when the shift was due already", 26 * 60, []report.Ruling{four}, lifted(t, "06 03:00:00"), "06 07:00:00"},
		{"lifted by day", 26 * 60, []report.Ruling{four}, lifted(t, "06 11:00:00"), "06 11:00:00"},
	} {
		w := flooded(t, tt.rulings...)
		w.Form("gate").Slots[1].Due = tt.due
		rows := w.LevelRows(tt.said, tt.said.At)
		if len(rows) == 0 {
			t.Fatalf("%s: nobody is told", tt.name)
		}
		if got := w.Leaves(rows[0], tt.said.At); !got.Equal(at(t, tt.want)) {
			t.Errorf("%s: told at %s, want %s", tt.name, got.Format(time.DateTime), tt.want)
		}
		w.Rule(append(tt.rulings, tt.said))
		if got := w.Leaves(rows[0], tt.said.At); !got.Equal(at(t, tt.want)) {
			t.Errorf("%s, once it counts: told at %s, want %s", tt.name, got.Format(time.DateTime), tt.want)
		}
	}
}
