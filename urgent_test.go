package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qunbao/configs"
	"qunbao/report"
)

// utterance is one thing that somebody says: when, the card, what; in the work group,
// unless the card begins with @, which means to the bot alone. What it quotes
// stands before a ⇐.
type utterance struct{ at, card, text string }

// conversation is what is said until an instant, and the name of its golden file.
type conversation struct {
	name, until string
	says        []utterance
}

// matters are conversations about urgent matters. On the 5th 周国平 leads and 孙莉
// stands by; nobody is named for the 7th.
var matters = []conversation{
	{"nobody-answers", "2020-02-06T03:30", []utterance{
		{"06T02:30", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"06T02:33", "柳湾村 李会芳", "没事，大家别慌"},
	}},
	{"the-leader-has-it", "2020-02-06T07:40", []utterance{
		{"06T02:30", "柳湾村 李会芳", "村口堤坝决口了，快派人，联系13912345678"},
		{"06T02:31", "东坡村王桂兰", "收到"},
		{"06T02:35", "@周书记", "收到"},
		{"06T02:36", "柳湾村 李会芳", "收到"},
		{"06T03:10", "柳湾村 李会芳", "续报：已转移12人"},
		{"06T03:20", "@周书记", "alert/1/person:周国平⇐先保人，冲锋舟马上到"},
		{"06T05:00", "柳湾-赵大勇", "续报：水退了"},
		{"06T05:30", "柳湾村 李会芳", "险情已排除"},
		{"06T05:31", "@周书记", "收到 1"},
		{"06T06:00", "柳湾村 李会芳", "续报 1 又渗水了"},
	}},
	{"the-standby-has-it", "2020-02-07T07:40", []utterance{
		{"06T02:30", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"06T02:41", "@宣传办孙莉", "收到 1，已通知应急队"},
		{"06T02:42", "周书记", "收到 1"},
		{"06T02:43", "东坡村王桂兰", "收到 1"},
		{"06T02:44", "周书记", "收到 7"},
		{"06T02:50", "周书记", "回复 1 请柳湾先撤低洼户"},
	}},
	{"a-form-raises-several", "2020-02-05T10:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，发热1人"},
		{"05T09:01", "东坡村王桂兰", "东坡村居家20人，发热2人"},
		{"05T09:02", "河口陈水生", "河口村居家12人，发热1人"},
		{"05T09:03", "石桥村支书刘建国", "石桥村有人落水了，快来人"},
		{"05T09:06", "@周书记", "alert/2/person:周国平⇐收到"},
		{"05T09:07", "@周书记", "收到"},
		{"05T09:20", "北岭村罗明🌿", "北岭村居家3人，发热1人"},
		{"05T09:21", "党政办郑晓", "收到 5"},
	}},
	{"it-is-taken-back", "2020-02-05T20:10", []utterance{
		{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，发热1人"},
		{"05T09:04", "柳湾村 李会芳", "更正：发热0人"},
		{"05T09:06", "东坡村王桂兰", "东坡村后山滑坡了，压了人"},
		{"05T09:07", "东坡村王桂兰", "w2⇐撤回"},
	}},
	{"a-day-without-a-line", "2020-02-08T07:40", []utterance{
		{"07T10:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"07T10:05", "党政办郑晓", "w0⇐已联系应急队，请稳住"},
	}},
	{"the-value-changes", "2020-02-05T10:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，集中3人，卡点2个，发热1人，电话13912345678"},
		{"05T09:01", "@周书记", "收到 1"},
		{"05T09:04", "柳湾村 李会芳", "更正：发热3人"},
		{"05T09:06", "柳湾村 李会芳", "更正：发热2人"},
		{"05T09:08", "柳湾村 李会芳", "更正：发热0人"},
	}},
	{"one-more-is-told", "2020-02-05T12:10", []utterance{
		{"05T10:10", "柳湾村 李会芳", "发热1人"},
		{"05T10:15", "柳湾村 李会芳", "发热1人"},
		{"05T10:20", "@周书记", "收到"},
		{"05T10:26", "柳湾村 李会芳", "又发热1人，共2人"},
		{"05T10:40", "柳湾村 李会芳", "又有1人发热"},
		{"05T10:42", "柳湾村 李会芳", "又发热1人"},
		{"05T10:45", "柳湾村 李会芳", "4人"},
		{"05T11:00", "柳湾村 李会芳", "办结 1"},
		{"05T11:10", "柳湾村 李会芳", "发热4人，备注：都在镇卫生院"},
		{"05T11:12", "柳湾村 李会芳", "发热4人，备注：都在镇卫生院"},
	}},
	{"more-of-a-value", "2020-02-05T10:00", []utterance{
		{"05T08:59", "东坡村王桂兰", "续报：发热1人"},
		{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，发热2人"},
		{"05T09:01", "@周书记", "收到"},
		{"05T09:02", "柳湾村 李会芳", "续报：又发热1人，共3人"},
		{"05T09:03", "柳湾村 李会芳", "续报 2 新增发热1人"},
		{"05T09:04", "柳湾村 李会芳", "w1⇐续报：发热2人，已送卫生院"},
		{"05T09:05", "河口陈水生", "续报：居家12人，发热0人"},
		{"05T09:06", "柳湾村 李会芳", "发热人员3人"},
		{"05T09:07", "柳湾村 李会芳", "柳湾村续报：居家46人，发热0人"},
	}},
	{"somebody-else-counts-more", "2020-02-05T10:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，发热1人"},
		{"05T09:01", "@周书记", "收到"},
		{"05T09:05", "宣传办孙莉", "柳湾村发热2人"},
	}},
	{"the-leader-goes-on", "2020-02-05T14:10", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口有人落水了，快来人"},
		{"05T09:02", "@周书记", "收到"},
		{"05T09:03", "@周书记", "派出所马上到，先别下水"},
		{"05T09:04", "@周书记", "好的"},
		{"05T09:50", "@周书记", "人怎么样了，回个话"},
		{"05T09:51", "@周书记", "等你们的消息"},
		{"05T10:00", "石桥村支书刘建国", "石桥村有人落水了，快来人"},
		{"05T10:05", "@周书记", "马上送县医院"},
		{"05T10:06", "@周书记", "回复 2 马上送县医院"},
		{"05T10:07", "周书记", "今天各村都注意安全"},
		{"05T10:20", "东坡村王桂兰", "续报：一切都好"},
		{"05T14:00", "@周书记", "明天开会的材料准备好"},
	}},
	{"which-one-is-meant", "2020-02-05T10:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:01", "石桥村支书刘建国", "石桥村有人落水了，快来人"},
		{"05T09:02", "柳湾-赵大勇", "已经通知群众"},
		{"05T09:03", "周书记", "收到"},
		{"05T09:03", "周书记", "收到"},
		{"05T09:04", "周书记", "收到 1"},
		{"05T09:05", "周书记", "收到，马上派人"},
		{"05T09:06", "东坡村王桂兰", "东坡村居家20人，发热2人"},
		{"05T09:06", "河口陈水生", "河口村居家12人，发热1人，居家12户"},
		{"05T09:07", "周书记", "收到"},
		{"05T09:12", "周书记", "收到"},
	}},
	{"commands-are-recalled", "2020-02-05T10:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:01", "@周书记", "收到 1"},
		{"05T09:02", "@周书记", "w1⇐撤回"},
		{"05T09:03", "柳湾村 李会芳", "办结 1"},
		{"05T09:04", "柳湾村 李会芳", "w3⇐撤回"},
		{"05T09:05", "党政办郑晓", "免报 柳湾村 2月6日 卡点夜班 停电"},
		{"05T09:06", "党政办郑晓", "w5⇐撤回"},
		{"05T09:07", "党政办郑晓", "w5⇐撤回"},
		{"05T09:08", "党政办郑晓", "换班 2月6日 带班 周国平"},
		{"05T09:09", "党政办郑晓", "w8⇐撤回"},
		{"05T09:10", "党政办郑晓", "谁没报"},
		{"05T09:11", "党政办郑晓", "w10⇐撤回"},
		{"05T09:12", "柳湾村 李会芳", "免报 柳湾村 2月6日 停电"},
		{"05T09:13", "柳湾村 李会芳", "w12⇐撤回"},
	}},
	{"as-phones-type", "2020-02-05T10:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:01", "周书记", "@小群 收到，马上派人"},
		{"05T09:01", "@周书记", "１号收到！"},
		{"05T09:02", "柳湾村 李会芳", "续报1已转移３人"},
		{"05T09:03", "柳湾村 李会芳", "續報：又塌了一段，電話13912345678"},
		{"05T09:04", "柳湾村 李会芳", "续报：3人受伤"},
		{"05T09:05", "柳湾村 李会芳", "w0⇐險情已排除"},
		{"05T09:06", "柳湾村 李会芳", "续报：没有人员伤亡"},
		{"05T09:07", "柳湾村 李会芳", "续报：发热1人"},
	}},
	{"a-leader-raises-it", "2020-02-05T10:00", []utterance{
		{"05T09:00", "周书记", "河口村大桥垮了，快派人"},
	}},
	{"it-is-not-over-yet", "2020-02-05T12:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:01", "@周书记", "收到 1"},
		{"05T09:02", "柳湾村 李会芳", "续报 1 处理完了，还有1人在等救护车"},
		{"05T09:03", "柳湾村 李会芳", "续报 1 解除，又发现一处管涌"},
		{"05T09:04", "柳湾村 李会芳", "昨天险情排除了，今天又有裂缝"},
		{"05T09:05", "柳湾村 李会芳", "东坡村险情已排除"},
		{"05T09:06", "东坡村王桂兰", "续报1：路断了"},
		{"05T09:07", "东坡村王桂兰", "险情已排除"},
		{"05T09:08", "柳湾村 李会芳", "险情已排除，无人员伤亡，谢谢各位领导"},
	}},
	{"it-begins-again", "2020-02-05T09:40", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:03", "@周书记", "收到 1"},
		{"05T09:05", "@周书记", "办结 1"},
		{"05T09:07", "柳湾村 李会芳", "续报 1 又决口了"},
	}},
	{"corrected-before-it-is-told", "2020-02-05T09:20", []utterance{
		{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，发热1人"},
		{"05T09:01", "@周书记", "收到 1"},
		{"05T09:02", "东坡村王桂兰", "东坡村居家20人，发热2人"},
		{"05T09:03", "河口陈水生", "河口村居家12人，发热1人"},
		{"05T09:04", "东坡村王桂兰", "更正：发热0人"},
		{"05T09:04", "河口陈水生", "更正：发热2人"},
	}},
	{"as-people-answer", "2020-02-05T12:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:01", "周书记", "收到 1 马上到"},
		{"05T09:02", "东坡村王桂兰", "东坡村后山滑坡了，压了人"},
		{"05T09:03", "周书记", "收到了，我马上来"},
		{"05T09:04", "石桥村支书刘建国", "石桥村有人落水了，快来人"},
		{"05T09:05", "柳湾村 李会芳", "3号收到"},
		{"05T09:06", "周书记", "3号收到"},
		{"05T09:07", "周书记", "收到 3 箱口罩"},
		{"05T09:10", "石桥村支书刘建国", "排除了"},
		{"05T09:11", "党政办郑晓", "办结 1 2"},
	}},
	{"who-is-not-of-the-place", "2020-02-05T12:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "村口堤坝决口了，快派人"},
		{"05T09:01", "东坡村王桂兰", "alert/1/chat:青石镇疫情防控工作群/w0⇐怎么回事？"},
		{"05T09:02", "路过的老吴", "alert/1/chat:青石镇疫情防控工作群/w0⇐哈哈这么严重"},
		{"05T09:03", "路过的老吴", "河口村大桥垮了，有人落水，快来人"},
		{"05T09:04", "路过的老吴", "续报 2 又掉下去一个"},
		{"05T09:05", "路过的老吴", "w3⇐救上来一个"},
		{"05T09:06", "路过的老吴", "险情已排除"},
		{"05T09:07", "路过的老吴", "办结 2"},
		{"05T09:08", "路过的老吴", "续报 1 水更大了"},
	}},
	{"duty", "2020-02-05T20:00", []utterance{
		{"05T09:00", "柳湾村 李会芳", "值班"},
		{"05T09:01", "柳湾村 李会芳", "换班 2月5日 带班 吴敏"},
		{"05T09:02", "周书记", "换班 2月5日 带班 吴敏"},
		{"05T09:03", "党政办郑晓", "换班 2月6日 孙莉 换 郑晓"},
		{"05T09:04", "党政办郑晓", "换班 明天 值班 张三"},
		{"05T09:05", "党政办郑晓", "换班 2月9日 钱海 换 郑晓"},
		{"05T09:06", "@党政办郑晓", "换班 2月8日 恢复"},
		{"05T09:07", "党政办郑晓", "换班 2月4日 带班 吴敏"},
		{"05T09:08", "党政办郑晓", "换班"},
		{"05T09:09", "党政办郑晓", "值班 2月7日"},
		{"05T09:10", "党政办郑晓", "值班 星期五"},
		{"05T09:11", "党政办郑晓", "换班 周二 带班 吴敏"},
		{"05T09:12", "党政办郑晓", "换班 2月30日 带班 吴敏"},
		{"05T09:13", "党政办郑晓", "换班 明天带班周国平"},
		{"05T09:14", "党政办郑晓", "换班 2月5日 带班 李会芳"},
		{"05T09:15", "柳湾村 李会芳", "帮助"},
	}},
}

// urgentTownship is the sample with a duty table, as files.
func urgentTownship(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, configs.Sample()); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "qunbao.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, []byte("\nduty: duty.csv\n")...)
	duty := "日期,带班,值班\n2020-02-04,吴敏,孙莉\n2020-02-05,周国平,孙莉\n2020-02-06,吴敏,孙莉\n"
	for name, data := range map[string]string{config: string(text), filepath.Join(dir, "duty.csv"): duty} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config
}

// inbound is a conversation as lines; the messages are w0, w1 and so on.
func inbound(t *testing.T, says []utterance) []byte {
	t.Helper()
	var lines []byte
	for i, s := range says {
		m := map[string]any{"id": fmt.Sprint("w", i), "time": "2020-02-" + s.at + ":00+08:00", "chat": "青石镇疫情防控工作群", "sender": s.card, "text": s.text}
		if card, private := strings.CutPrefix(s.card, "@"); private {
			delete(m, "chat")
			m["private"], m["sender"] = true, card
		}
		if quoted, text, ok := strings.Cut(s.text, "⇐"); ok {
			m["refers_to"], m["text"] = quoted, text
			if text == "撤回" {
				m["type"] = "recall"
			}
		}
		line, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(append(lines, line...), '\n')
	}
	return lines
}

// asSeen is a conversation as people see it, without receipts, reminders and what else
// goes by the clock.
func asSeen(says []utterance, heard []outline) string {
	var lines []string
	for _, s := range says {
		lines = append(lines, fmt.Sprintf("%s 1 ── %s：%s", s.at, s.card, s.text))
	}
	for _, o := range heard {
		if !slices.Contains([]string{"alert", "answer", "digest"}, o.Kind) || o.Kind == "digest" && !strings.Contains(o.Text, "▲") {
			continue
		}
		to := "群"
		if p := o.To["person"]; p != "" {
			to = "私" + p
		} else if len(o.Mentions) > 0 {
			to += "@" + strings.Join(o.Mentions, "@")
		}
		text, _, _ := strings.Cut(o.Text, "\n■") // without what a digest says of forms
		if i := strings.Index(text, "▲"); i >= 0 {
			text = "…" + text[i:]
		}
		lines = append(lines, fmt.Sprintf("%s 2 %s（%s） %s", o.Time.Format("02T15:04"), o.Kind, to, strings.ReplaceAll(text, "\n", " / ")))
	}
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(a[:10], b[:10]) })
	for i := range lines {
		lines[i] = lines[i][:8] + lines[i][10:]
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestUrgentMattersAreCalledAndAnsweredAsPeopleSeeThem(t *testing.T) {
	config := urgentTownship(t)
	for _, c := range matters {
		t.Run(c.name, func(t *testing.T) {
			out := mustRun(t, inbound(t, c.says), "replay", "-c", config, "--from", "2020-02-04T12:00:00+08:00", "--until", c.until+":00+08:00")
			got := asSeen(c.says, decodeLines[outline](t, out))
			golden(t, filepath.Join("testdata", "urgent", c.name+".txt"), got)
		})
	}
}

// TestARestartBetweenCallsAndAnswersChangesNothing stops the program after every
// thing that is said, and two minutes later, and wants the same to be said.
func TestARestartBetweenCallsAndAnswersChangesNothing(t *testing.T) {
	config := urgentTownship(t)
	for _, name := range []string{"nobody-answers", "the-standby-has-it"} {
		c := matters[slices.IndexFunc(matters, func(c conversation) bool { return c.name == name })]
		store := "embedded:" + t.TempDir()
		var heard []outline
		from := "2020-02-04T12:00:00+08:00"
		play := func(until string, in []byte) {
			out := mustRun(t, in, "replay", "-c", config, "--store", store, "--from", from, "--until", until)
			heard, from = append(heard, decodeLines[outline](t, out)...), until
		}
		lines := strings.SplitAfter(string(inbound(t, c.says)), "\n")
		for i, s := range c.says {
			play("2020-02-"+s.at+":30+08:00", []byte(lines[i]))
		}
		for _, at := range []string{"06T02:52", "06T03:05"} {
			play("2020-02-"+at+":00+08:00", nil)
		}
		play(c.until+":00+08:00", nil)
		want, err := os.ReadFile(filepath.Join("testdata", "urgent", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), asSeen(c.says, heard)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// matterShelf holds one urgent matter.
type matterShelf struct {
	shelf
	event report.Event
}

func (s matterShelf) Event(context.Context, int) (report.Event, bool, error) {
	return s.event, true, nil
}

// TestNobodyIsCalledOnceSomebodyHasTheMatter lets rows leave at any time between any
// order of what people say.
func TestNobodyIsCalledOnceSomebodyHasTheMatter(t *testing.T) {
	kinds := []report.ProgressKind{report.FollowedUp, report.FollowedUp, report.Acknowledged, report.Instructed, report.Closed}
	rapid.Check(t, func(t *rapid.T) {
		s := matterShelf{event: report.Event{N: 12, Unit: "柳湾村"}}
		r := renderer{shelf: s}
		taken, over, times := false, false, 0
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "says") {
				kind := rapid.SampledFrom(kinds).Draw(t, "kind")
				s.event.Progress = append(s.event.Progress, report.Progress{Event: 12, Kind: kind})
				taken = taken || kind == report.Acknowledged || kind == report.Instructed
				if kind == report.FollowedUp && over { // opened again, nobody has it
					taken = false
					times++
				}
				over = kind == report.Closed || over && kind != report.FollowedUp
				r.shelf = s
				continue
			}
			stage := rapid.SampledFrom([]string{report.StageCall, report.StageCallAgain}).Draw(t, "stage")
			row := report.Row{Kind: report.Alert, Stage: stage, Ref: "event:12", Text: "【急报12号】", Key: "alert/12"}
			of := rapid.IntRange(0, times).Draw(t, "queued when it was opened for the time")
			if of > 0 {
				row.Key += fmt.Sprintf("/again%d", of)
			}
			out, ok, err := r.Render(context.Background(), []report.Row{row}, time.Time{})
			if err != nil || ok != (!taken && !over && of == times) || ok != (out.Text != "") {
				t.Fatalf("taken %v, over %v, opened again %d times, row of %d, said %v %q: %v", taken, over, times, of, ok, out.Text, err)
			}
		}
	})
}
