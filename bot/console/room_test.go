package console_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/width"

	"qunbao/bot"
	"qunbao/bot/console"
	"qunbao/report"
)

var update = flag.Bool("update", false, "write the golden files")

var (
	zone  = time.FixedZone("CST", 8*3600)
	start = time.Date(2020, 2, 5, 16, 0, 0, 0, zone)
)

func workspace() *report.Workspace {
	person := func(name, card string, posts ...report.Post) report.Person {
		return report.Person{ID: report.PersonID(name), Name: name, Card: card, Posts: posts}
	}
	return report.NewWorkspace(report.Settings{
		Zone:  zone,
		Units: []report.Unit{{ID: "青石镇"}, {ID: "柳湾村", Aliases: []string{"柳湾"}}, {ID: "石桥村", Aliases: []string{"石桥"}}},
		People: []report.Person{
			person("郑晓", "党政办郑晓", report.Post{Unit: "青石镇", Role: report.Admin}),
			person("李会芳", "柳湾村 李会芳", report.Post{Unit: "柳湾村", Role: report.Reporter}),
			person("赵大勇", "柳湾-赵大勇", report.Post{Unit: "柳湾村", Role: report.Deputy}),
			person("刘建国", "石桥村支书刘建国", report.Post{Unit: "石桥村", Role: report.Reporter}, report.Post{Unit: "石桥村", Role: report.Lead}),
		},
		Chats: []report.Chat{{ID: "青石镇疫情防控工作群", Role: report.WorkChat}, {ID: "青石镇班子群", Role: report.LeadersChat}},
	})
}

// golden compares a text with a file of testdata, and checks that no line of it
// is wider than 80 cells by another count of widths than the room's.
func golden(t *testing.T, name, got string) {
	t.Helper()
	for _, line := range strings.Split(regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`).ReplaceAllString(got, ""), "\n") {
		n := 0
		for _, r := range line {
			switch width.LookupRune(r).Kind() {
			case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
				n += 2
			default:
				n++
			}
		}
		if n > 80 {
			t.Errorf("a line of %d cells: %s", n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("a line ends with spaces: %q", line)
		}
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", path, d)
	}
}

// tell plays an afternoon in a room.
func tell(t *testing.T, room *console.Room) {
	t.Helper()
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	work, leaders := report.ChatID("青石镇疫情防控工作群"), report.ChatID("青石镇班子群")
	said := func(minutes int, sender, text string) error {
		return room.Say(report.Message{Time: at(minutes).UTC(), Chat: work, Sender: sender, Text: text, Type: report.TextMessage})
	}
	err := errors.Join(
		room.Note("二月五日下午，青石镇。十二个村和社区每天17:00前在群里报疫情日报，有事报情况，无事报平安；谁还没有报，群报会替办公室记着。"),
		said(0, "柳湾村 李会芳", "柳湾村平安"),
		said(1, "石桥村支书刘建国", "石桥村2月5日疫情日报：居家观察14户46人，集中观察3人，解除11人，发热0人，（其中：武汉返回4人）。外来车辆登记52辆。"),
		room.Tell(report.Outgoing{Time: at(2), Kind: report.Receipt, To: report.Address{Chat: work}, Text: "已收到：柳湾村（平安）、石桥村。应报12 已报2。"}),
		room.Tell(report.Outgoing{Time: at(2), Kind: report.Ask, To: report.Address{Chat: work}, Mentions: []string{"石桥村支书刘建国"}, Text: "石桥村的解除人数比昨天少了6人，是11人吗？回复“是”或正确的数。"}),
		said(3, "石桥村支书刘建国", "是"),
		said(4, "东坡村党支部书记兼村委会主任王桂兰13岁的女儿", "👍 Traffic-control checkpoint at https://example.org/very/long/address/without/any/place/to/break/it/at/all ok"),
		room.Say(report.Message{Time: at(5), Chat: work, Sender: "河口陈水生", Type: report.ImageMessage}),
		room.Say(report.Message{Time: at(5), Chat: work, Sender: "河口陈水生", Type: report.RecallMessage}),
		said(6, "\x1b[31m红\n人", "第一行\x1b[2J\n\n第三行\t制表\u202e倒着"),
		said(6, "河口陈水生", ""),
		room.Tell(report.Outgoing{Time: at(7), Kind: report.Alert, To: report.Address{Chat: leaders}, Text: "【急报1】河口村：发热1人（原话：陈某某今天38.2度，从外地回来第五天）。收到请回复：收到 1"}),
		room.Tell(report.Outgoing{Time: at(8), Kind: report.Escalation, To: report.Address{Person: "刘建国"}, Text: "石桥村今天的卡点值守还没有报。"}),
		room.Say(report.Message{Time: at(9), Private: true, Sender: "石桥村支书刘建国", Text: "正在核实"}),
		room.Tell(report.Outgoing{Time: at(20 * 60), Kind: report.DigestKind, To: report.Address{Chat: leaders}, Files: []string{"/var/lib/qunbao/青石镇日报 02-05.png"},
			Text: "青石镇2月5日疫情日报\n应报12 已报11 按时9\n\n居家观察 208人，较昨日少3人\n集中观察 21人\n发热 1人：河口村\n\n未报：白鹤村（已提醒2次，已告知包村干部马丽）\n"}),
	)
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnAfternoonReadsWellInPlainText(t *testing.T) {
	var b bytes.Buffer
	tell(t, console.NewRoom(&b, workspace(), console.Style{}))
	golden(t, "afternoon.golden", b.String())
	if strings.ContainsAny(b.String(), "\x1b\u202e\r") {
		t.Error("a message can redraw the screen")
	}
}

func TestAnAfternoonReadsWellInColour(t *testing.T) {
	var b bytes.Buffer
	tell(t, console.NewRoom(&b, workspace(), console.Style{Color: true}))
	golden(t, "colour.golden", b.String())
}

func TestAnEndlessMessageIsCutOnTheScreen(t *testing.T) {
	var b bytes.Buffer
	room := console.NewRoom(&b, workspace(), console.Style{})
	if err := room.Say(report.Message{Time: start, Sender: "甲", Text: strings.Repeat("疫", 350_000)}); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 10_000 || !strings.Contains(b.String(), "共350000字") {
		t.Errorf("%d bytes are shown, the end is %q", b.Len(), b.String()[b.Len()-100:])
	}
}

type closed struct{ takes int }

func (c closed) Write(b []byte) (int, error) { return min(c.takes, len(b)), io.ErrClosedPipe }

func TestARoomSaysWhetherAnythingWasPrinted(t *testing.T) {
	for _, c := range []struct {
		takes int
		want  error
	}{{0, bot.ErrOffline}, {5, bot.ErrUncertain}} {
		room := console.NewRoom(closed{c.takes}, workspace(), console.Style{})
		if err := room.Tell(report.Outgoing{Text: "已收到"}); !errors.Is(err, c.want) {
			t.Errorf("after %d bytes: %v, want %v", c.takes, err, c.want)
		}
	}
}
