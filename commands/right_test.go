package commands_test

import (
	"strings"
	"testing"
	"time"

	"qunbao/commands"
	"qunbao/report"
)

func TestSomebodyWhoIsNotInTheRosterIsAnsweredOnceADayAndRecorded(t *testing.T) {
	d := newDesk(t)
	rows := d.says("05 14:05", "路过的老吴13912345678", "统计")
	if len(rows) != 1 || !strings.Contains(rows[0].Text, "不在花名册") || !strings.Contains(rows[0].Text, "郑晓") {
		t.Errorf("the first answer: %+v", rows)
	}
	if rows := d.says("05 15:05", "路过的老吴13912345678", "谁没报"); len(rows) != 0 {
		t.Errorf("the second of a day: %+v", rows)
	}
	if rows := d.says("06 15:05", "路过的老吴13912345678", "谁没报"); len(rows) != 1 {
		t.Errorf("the next day: %+v", rows)
	}
	d.refused("统计", "谁没报", "谁没报")
}

// testdata/commands.txt holds what commands answer, written as those of
// questions.txt.

// TestCommandsOfEverybodyAreAnsweredAsPeopleSeeThem keeps every answer to every
// command, of whoever may give it and of whoever may not, in the group and in
// private.
func TestCommandsOfEverybodyAreAnsweredAsPeopleSeeThem(t *testing.T) {
	preface, all := conversations(t, "testdata/commands.txt")
	b := new(strings.Builder)
	b.WriteString(strings.TrimSpace(preface) + "\n")
	for _, c := range all {
		b.WriteString("\n# " + c.code + " " + c.title + "\n")
		d := newTalk(t)
		if _, err := d.store.Started(t.Context(), d.at("01 00:00")); err != nil {
			t.Fatal(err)
		}
		for i, line := range c.lines {
			told := strings.Join(d.told(d.sends(d.message(line, i+1))), "\n")
			b.WriteString(line + "\n" + strings.ReplaceAll(told, "\n", "\n    ") + "\n")
		}
	}
	golden(t, "commands.txt", b.String())
}

func TestAnOutageIsNobodysBlameInAnyAnswer(t *testing.T) {
	d := newDesk(t)
	d.open("05")
	d.says("05 14:05", "柳湾村 李会芳", "柳湾村疫情日报：居家观察46人")
	if err := d.store.Outage(t.Context(), d.at("05 16:40"), d.at("05 17:30")); err != nil {
		t.Fatal(err)
	}
	for ask, want := range map[string]string{
		"疫情日报 谁没报":   "疫情日报2月5日（17:00截止）应报1 已报1，因系统故障不计：东坡村、河口村",
		"疫情日报 统计":    "疫情日报2月5日：应报1 已报1（100%） 按时1（100%）",
		"查 东坡村 2月5日": "东坡村 疫情日报2月5日：当时收不到消息，不算漏报",
		"查 柳湾村 2月5日": "柳湾村 疫情日报2月5日：居家观察46人\n14:05",
		"催报 疫情日报":    "已在群里提醒还没报的：疫情日报2月5日11个。",
	} {
		if rows := d.says("05 17:40", "党政办郑晓", ask); len(rows) == 0 || !strings.HasPrefix(rows[0].Text, want) {
			t.Errorf("%s: %+v, want %s", ask, rows, want)
		}
	}
}

// Where cards are not trusted, a card alone decides nothing.
func TestWhoeverDecidesMustBeKnownByMoreThanACard(t *testing.T) {
	ask := report.Message{Chat: chat, Sender: "党政办郑晓", Text: "免报 柳湾村 2月5日 停电"}
	for name, c := range map[string]struct {
		with func(*report.Message)
		done bool
	}{
		"a card in the group": {func(*report.Message) {}, false},
		"a known account":     {func(m *report.Message) { m.SenderID = "u3" }, true},
		"in private":          {func(m *report.Message) { m.Chat, m.Private = "", true }, true},
	} {
		d := newTalk(t)
		d.w.TrustCards = false
		m := ask
		m.ID, m.Time = "m1", d.at("05 09:00")
		c.with(&m)
		rows := d.sends(m)
		if done := len(d.w.Rulings()) == 1; done != c.done || len(rows) != 1 {
			t.Errorf("%s: decided is %v, answered %+v", name, done, rows)
		}
		if !c.done {
			d.refused("免报")
		}
	}
}

func TestACardAloneHasNoUrgentMatterInHand(t *testing.T) {
	d := newDesk(t)
	d.w.TrustCards = false
	d.says("05 09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人")
	for _, text := range []string{"收到 1", "回复 1 不用管", "办结 1"} {
		if rows := d.says("05 09:01", "周书记", text); len(rows) != 1 || !strings.Contains(rows[0].Text, "群名片不算") {
			t.Errorf("%s: %+v", text, rows)
		}
	}
	d.refused("收到", "回复", "办结")
	d.says("05 09:02", "柳湾-赵大勇", "续报 1 水退了")
	d.says("05 09:03", "柳湾村 李会芳", "办结 1")
	e, _, err := d.store.Event(t.Context(), 1)
	if _, over := e.Closed(); err != nil || !over || len(e.Progress) != 2 {
		t.Errorf("%+v, %v", e.Progress, err)
	}
}

func TestWhatOtherProgramsDecidedIsFollowed(t *testing.T) {
	d := newTalk(t)
	other := report.NewWorkspace(d.w.Settings)
	d.says("05 09:00", "党政办郑晓", "免报 柳湾村 2月5日 停电")
	d.says("05 09:01", "党政办郑晓", "免报 东坡村 2月5日 停电")
	for range 2 { // the second time there is nothing new
		if err := commands.Follow(t.Context(), d.store, other); err != nil {
			t.Fatal(err)
		}
	}
	k := report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(d.at("05 12:00"))}
	if other.Excused(k, "柳湾村") != "停电" || other.Excused(k, "东坡村") != "停电" || len(other.Rulings()) != 2 {
		t.Errorf("it follows %+v", other.Rulings())
	}
}

// refused wants these commands recorded as refused, with nobody's card and words.
func (d *desk) refused(want ...string) {
	d.t.Helper()
	acts, err := d.store.Acts(d.t.Context(), time.Time{}, d.at("28 00:00"))
	if err != nil {
		d.t.Fatal(err)
	}
	var got []string
	for _, a := range acts {
		known := d.w.Person(report.PersonID(a.By)) != nil || a.By == "花名册以外的人"
		if a.What != "refused" || a.Reason != "" || !known {
			d.t.Errorf("it is recorded: %+v", a)
		}
		got = append(got, a.About)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		d.t.Errorf("refused: %q, want %q", got, want)
	}
}
