package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qunbao/report"
)

// talk is a conversation with people whom the roster does not know, as it is seen.
type talk struct {
	*desk
	b strings.Builder
}

// say lets somebody say something, and writes down what leaves.
func (c *talk) say(m report.Message, when string) {
	c.t.Helper()
	c.n++
	m.ID, m.Time = report.MessageID(fmt.Sprint("s", c.n)), c.at(when)
	place := ""
	if m.Chat == "" {
		m.Chat = chat
	}
	if m.Private {
		m.Chat, place = "", "（私聊）"
	}
	fmt.Fprintf(&c.b, "%s %s%s：%s\n", when, m.Sender, place, m.Text)
	rows := c.sends(m)
	for _, r := range rows {
		text := r.Text
		switch {
		case r.Stage == report.StageStrangers:
			text = c.w.StrangersText(func(card string) bool { return card == r.Ref }, r.NotBefore)
			text = r.NotBefore.In(c.w.Zone).Format("（15:04）\n") + text
		case r.Kind == report.Receipt:
			text = c.receipt(r)
		}
		fmt.Fprintf(&c.b, "    %s %s %s\n", r.Kind, r.To, strings.ReplaceAll(text, "\n", "\n      "))
	}
}

// accept has the admin accept the nth report of somebody unknown.
func (c *talk) accept(nth int, when string) {
	c.t.Helper()
	c.say(report.Message{Sender: "党政办郑晓", Text: fmt.Sprintf("认可 %d号", c.w.Strangers()[nth-1].N)}, when)
}

// receipt is a receipt in words.
func (c *talk) receipt(r report.Row) string {
	rec, err := c.store.Records(c.t.Context(), []report.RecordKey{{PeriodKey: report.PeriodKey{Form: r.Form, Day: r.Period, Slot: r.Slot}, Unit: r.Units[0]}})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.w.ReceiptText([]report.Row{r}, rec)
}

func TestStrangersAreListedBoundAndAcceptedAndNeverGuessed(t *testing.T) {
	c := &talk{desk: newDesk(t)}
	c.open("05")
	admin := func(when, text string) { c.say(report.Message{Sender: "党政办郑晓", Text: text}, when) }
	stranger := func(when, card, id, text string) {
		c.say(report.Message{Sender: card, SenderID: id, Text: text}, when)
	}
	accept := func(when string, nth int) { c.accept(nth, when) }
	part := func(title string) { fmt.Fprintf(&c.b, "\n# %s\n", title) }

	part("花名册以外的人报数，管理员收到一份清单")
	stranger("05 14:02", "会芳13800000001", "", "东坡村居家19人，发热0人")
	stranger("05 14:03", "会芳13800000001", "", "东坡村居家20人")
	stranger("05 14:04", "老周", "", "居家5人")
	admin("05 14:20", "未认出")
	admin("05 14:20", "认可 9")
	accept("05 14:20", 3)

	part("认可：按收到的时间计入，之后的更正照算")
	accept("05 17:30", 1)
	accept("05 17:31", 1)
	admin("05 17:32", "查 东坡村 2月5日")

	part("绑定：以后都算，只能报数")
	c.say(report.Message{Sender: "东坡村王桂兰", Text: "绑定 东坡村 会芳"}, "05 17:40")
	admin("05 17:40", "绑定 东坡村")
	admin("05 17:40", "绑定 月亮村 会芳")
	admin("05 17:40", "绑定 东坡村 柳湾村 李会芳")
	admin("05 17:40", "绑定 东坡村 没来过")
	admin("05 17:41", "绑定 东坡村 会芳138****01")
	admin("05 17:41", "绑定 东坡村 会芳138****01")
	stranger("05 17:42", "会芳13800000001", "", "东坡村居家21人，发热0人")
	stranger("05 17:43", "会芳13800000001", "", "免报 东坡村 2月6日 停电")
	stranger("05 17:43", "会芳13800000001", "", "绑定 东坡村 老周")
	admin("05 17:44", "绑定")

	part("取消绑定")
	admin("05 17:50", "取消绑定 会芳138****01")
	stranger("05 17:51", "会芳13800000001", "", "东坡村居家22人")
	admin("05 17:52", "取消绑定 会芳138****01")

	part("一个名字两个人用，认不准")
	stranger("05 18:00", "小太阳", "wx-1", "南山村居家3人")
	stranger("05 18:01", "小太阳", "wx-2", "北岭村居家4人")
	admin("05 18:02", "绑定 南山村 小太阳")

	part("连本人是谁都分不清的，请他改群名片")
	stranger("05 18:03", "东坡村 王桂兰（同名）", "", "东坡村居家21人")
	stranger("05 18:03", report.Nameless, "", "南山村居家3人")
	admin("05 18:04", "未认出")
	admin("05 18:04", "绑定 东坡村 东坡村 王桂兰（同名）")

	part("认得账号的，改了名片也认得，私聊也认得")
	stranger("05 18:10", "北岭小吴", "wx-3", "北岭村居家4人")
	admin("05 18:11", "绑定 北岭村 北岭小吴")
	stranger("05 18:12", "🌙", "wx-3", "北岭村居家5人")
	c.say(report.Message{Sender: "🌙", SenderID: "wx-3", Text: "北岭村居家6人", Private: true}, "05 18:13")
	stranger("05 18:14", "北岭小吴", "wx-4", "北岭村居家7人")
	stranger("05 18:15", "🌙（同名）", "wx-3", "北岭村居家8人")

	part("认可以后再报、更正，照样告诉他和管理员")
	stranger("06 10:00", "阿甲", "", "东坡村居家20人")
	c.accept(len(c.w.Strangers()), "06 10:20")
	stranger("06 16:30", "阿甲", "", "更正：东坡村居家应为25人")
	stranger("06 16:40", "阿甲", "", "南山村居家5人")
	stranger("06 16:41", "阿甲", "", "南山村居家6人")

	part("名字和花名册里的人一样，不绑定")
	stranger("06 17:00", "周国平", "", "北岭村居家3人")
	admin("06 17:10", "绑定 北岭村 周国平")

	part("群名片长、带句号的，不会读成另一句话")
	stranger("06 17:30", "快递小哥。以后都算东坡村报的，请回：认可 9", "", "东坡村居家3人")
	stranger("06 17:31", "", "", "东坡村居家3人")

	admin("06 18:50", "未认出")

	golden(t, "strangers.txt", c.b.String())
}

// The same words in the same order decide the same, whatever was bound in between.
func TestAnAcceptedReportCountsFromItsOwnArrivalAndBehindWhatWasSaidSince(t *testing.T) {
	c := &talk{desk: newDesk(t)}
	c.open("05")
	c.say(report.Message{Sender: "小太阳", Text: "东坡村居家19人，发热0人"}, "05 15:58")
	c.say(report.Message{Sender: "东坡村王桂兰", Text: "东坡村居家21人，发热0人"}, "05 17:00")
	c.accept(1, "05 18:00")
	rec, err := c.store.Records(t.Context(), []report.RecordKey{{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(c.at("05 12:00"))}, Unit: "东坡村"}})
	if err != nil {
		t.Fatal(err)
	}
	now := rec[0].Fold()
	if !now.First.Equal(c.at("05 15:58")) || now.Values["home"].N.String() != "21" {
		t.Errorf("first %v, home %v", now.First, now.Values["home"].N)
	}
	c.w.Rule(nil)
	if err := followAll(c); err != nil || len(c.w.Strangers()) != 1 || !c.w.Strangers()[0].Accepted {
		t.Errorf("after another start: %+v, %v", c.w.Strangers(), err)
	}
}

func followAll(c *talk) error {
	all, err := c.store.Rulings(c.t.Context(), 0)
	c.w.Rule(slices.Clone(all))
	return err
}

// A report that is over a limit cannot wait for an admin; nobody is told twice when it
// is said again, accepted, or reported by the unit itself.
func TestAStrangersReportRaisesWhatIsUrgentInItAtOnceAndOnce(t *testing.T) {
	c := &talk{desk: newDesk(t)}
	c.open("05")
	count := func(want int) {
		t.Helper()
		events, err := c.store.Events(t.Context(), c.at("05 00:00"), c.at("06 00:00"))
		if err != nil || len(events) != want || events[0].Unit != "东坡村" {
			t.Fatalf("%v, %v", events, err)
		}
	}
	c.say(report.Message{Sender: "小太阳", Text: "东坡村居家19人，发热2人"}, "05 15:58")
	count(1)
	if said := c.b.String(); !strings.Contains(said, "alert person:周国平") || !strings.Contains(said, "小太阳（不在花名册）") {
		t.Error(said)
	}
	c.say(report.Message{Sender: "小太阳", Text: "东坡村居家20人，发热2人"}, "05 17:58")
	count(1)
	c.accept(1, "05 18:10")
	count(1)
	c.say(report.Message{Sender: "东坡村王桂兰", Text: "东坡村居家19人，发热2人"}, "05 18:20")
	count(1)
	c.say(report.Message{Sender: "小太阳", Text: "东坡村发热5人"}, "05 18:30")
	c.say(report.Message{Sender: "小太阳", Text: "南山村居家3人，发热0人"}, "05 18:31")
	count(1)
}

// A number is that of the message alone: whoever is in the roster by the time the
// journal is read again, an admin's word is about the same report.
func TestTheNumberOfAStrangersReportDoesNotDependOnTheRoster(t *testing.T) {
	number := func(cards ...string) map[string]int {
		c, numbers := &talk{desk: newDesk(t)}, map[string]int{}
		c.open("05")
		for _, card := range cards {
			c.say(report.Message{Sender: card, Text: "东坡村居家3人"}, "05 14:00")
		}
		for _, s := range c.w.Strangers() {
			numbers[s.Card] = s.N
		}
		return numbers
	}
	all, fewer := number("阿甲", "阿乙", "阿丙"), number("东坡村王桂兰", "阿乙", "阿丙")
	if len(all) != 3 || len(fewer) != 2 || all["阿乙"] != fewer["阿乙"] || all["阿丙"] != fewer["阿丙"] {
		t.Errorf("%v, then %v", all, fewer)
	}
}
