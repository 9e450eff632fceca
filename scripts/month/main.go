// Program month prints, as inbound JSON Lines, what the cadres of the sample
// township type in February 2020: reports of every kind, corrections, recalls,
// silence, alerts and talk. It is the same month each time. `make look` draws it.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"
)

// message is a line of the contract, section 2.
type message struct {
	ID     string    `json:"id"`
	Time   time.Time `json:"time"`
	Chat   string    `json:"chat"`
	Sender string    `json:"sender"`
	Text   string    `json:"text,omitempty"`
	Type   string    `json:"type,omitempty"`
	Refers string    `json:"refers_to,omitempty"`
}

const chat = "青石镇疫情防控工作群"

// days of the month, which begins at midnight in the township's zone.
const days = 29

var first = time.Date(2020, 2, 1, 0, 0, 0, 0, time.FixedZone("", 8*3600))

// village is who reports, and how things stand there.
type village struct {
	card, unit                                                     string
	screened, wuhan, hubei, households, home, central, freed, left int
}

// month is what has been typed.
type month struct {
	dice *rand.Rand
	said []message
}

func main() {
	m := month{dice: rand.New(rand.NewPCG(2020, 2))}
	var villages []*village
	for i, who := range [][2]string{
		{"柳湾村 李会芳", "柳湾村"}, {"东坡村王桂兰", "东坡村"}, {"河口陈水生", "河口村"}, {"石桥村支书刘建国", "石桥村"},
		{"上坪村-杨秀英", "上坪村"}, {"下坪杨志强", "下坪村"}, {"南山村妇联何春燕", "南山村"}, {"北岭村罗明🌿", "北岭村"},
		{"新民黄", "新民村"}, {"双井村宋玉", "双井村"}, {"白鹤村文书唐文", "白鹤村"}, {"社区董洁", "青石社区"},
	} {
		v := &village{card: who[0], unit: who[1], wuhan: m.dice.IntN(9), hubei: m.dice.IntN(7), home: 12 + 3*i, central: m.dice.IntN(3)}
		v.screened = v.home + v.central
		v.wuhan, v.households = min(v.wuhan, v.screened), (v.home+2)/3
		villages = append(villages, v)
	}
	for d := range days {
		for _, v := range villages {
			m.day(first.AddDate(0, 0, d), d, v)
		}
	}
	slices.SortStableFunc(m.said, func(a, b message) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID)) })
	out := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, one := range m.said {
		if err := lines.Encode(one); err != nil {
			fmt.Fprintln(os.Stderr, "month:", err)
			os.Exit(1)
		}
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "month:", err)
		os.Exit(1)
	}
}

// say adds a message some seconds after an instant.
func (m *month) say(at time.Time, v *village, text string) message {
	one := message{ID: fmt.Sprintf("m%05d", len(m.said)+1), Time: at.Add(time.Duration(m.dice.IntN(60)) * time.Second), Chat: chat, Sender: v.card, Text: text}
	m.said = append(m.said, one)
	return one
}

// day is what a village types on a day.
func (m *month) day(morning time.Time, d int, v *village) {
	v.live(m.dice, d)
	if m.dice.IntN(20) != 0 { // a shift without a word now and then
		m.say(morning.Add(19*time.Hour+30*time.Minute), v, fmt.Sprintf("%s卡点值守白班：检查车辆%d辆，检查人员%d人次，劝返%d人，异常0人，值守%d人",
			v.unit, 20+m.dice.IntN(120), 60+m.dice.IntN(300), m.dice.IntN(4), 2+m.dice.IntN(4)))
		m.say(morning.Add(31*time.Hour+20*time.Minute), v, fmt.Sprintf("%s卡点值守夜班：检查车辆%d辆，检查人员%d人次，异常0人，值守%d人",
			v.unit, 5+m.dice.IntN(30), 10+m.dice.IntN(60), 2+m.dice.IntN(2)))
	}
	if m.dice.IntN(8) != 0 {
		m.say(morning.Add(16*time.Hour), v, fmt.Sprintf("%s宣传统计：宣传单%d份，横幅%d条，广播%d次，宣传车%d辆次，消杀%d次，劝停酒席%d起",
			v.unit, 50*m.dice.IntN(10), m.dice.IntN(6), 3+m.dice.IntN(6), m.dice.IntN(3), 1+m.dice.IntN(4), m.dice.IntN(2)))
	}
	at := morning.Add(time.Duration(13*60+m.dice.IntN(230)) * time.Minute)
	switch luck := m.dice.IntN(24); {
	case d == 11 && v.unit == "石桥村": // half a day late, and urgent
		m.say(morning.Add(19*time.Hour), v, v.report()+"，发热1人。备注：石桥村3组一名返乡人员体温38.2度，已联系卫生院，电话13800000041")
	case luck == 0: // silence
	case luck == 1:
		m.say(morning.Add(18*time.Hour+time.Duration(m.dice.IntN(90))*time.Minute), v, v.report()+"，发热0人")
	case luck <= 5 && d > 0:
		m.say(at, v, v.unit+"平安")
	case luck == 6:
		m.say(at, v, v.report()+"，发热0人，今日新增X人")
	case luck == 7:
		wrong := *v
		wrong.home += 10
		m.say(at, v, wrong.report()+"，发热0人")
		m.say(at.Add(40*time.Minute), v, fmt.Sprintf("更正：居家观察应为%d人，排查返乡人员应为%d人", v.home, v.screened))
	case luck == 8:
		slip := m.say(at, v, v.report()+"，发热0人")
		m.said = append(m.said, message{ID: slip.ID + "r", Time: slip.Time.Add(2 * time.Minute), Chat: chat, Sender: v.card, Type: "recall", Refers: slip.ID})
		m.say(at.Add(10*time.Minute), v, v.report()+"，发热0人")
	case luck == 9:
		m.say(at, v, v.report()+"，发热0人。备注：村口便道积水，防疫物资运不进来，请镇里协调砂石料约20余方，另需帐篷1顶、炉子2个，卡点夜间气温低，值守人员轮换取暖有困难")
	default:
		m.say(at, v, v.report()+"，发热0人")
	}
}

// live is what happens in a village from one day to the next.
func (v *village) live(dice *rand.Rand, d int) {
	if d == 0 {
		return
	}
	if came := dice.IntN(3) * dice.IntN(2); d < 18 && came > 0 {
		v.screened, v.home = v.screened+came, v.home+came
	}
	if d > 9 {
		freed := min(v.home, dice.IntN(4))
		v.home, v.freed = v.home-freed, v.freed+freed
	}
	if v.home > 0 && dice.IntN(9) == 0 {
		v.home, v.left = v.home-1, v.left+1
	}
	v.households = (v.home + 2) / 3
}

// report is the day's figures as a cadre types them.
func (v *village) report() string {
	return fmt.Sprintf("%s疫情日报：排查返乡人员%d人，其中武汉返乡%d人、湖北其他%d人，居家观察%d户%d人，集中观察%d人，已解除%d人，已离开%d人，卡点2个，值守6人",
		v.unit, v.screened, v.wuhan, v.hubei, v.households, v.home, v.central, v.freed, v.left)
}
