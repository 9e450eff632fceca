package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// county writes a workspace of n villages with one form, twenty to a lead, and
// what they type in some days: a report each a day, some bare zeroes, some late,
// some silent, some with a correction.
func county(t testing.TB, n, days int) (dir string, typed []byte) {
	t.Helper()
	dir = t.TempDir()
	form, err := os.ReadFile("testdata/township/forms/epidemic-daily.yaml")
	if err != nil {
		t.Fatal(err)
	}
	roster := "单位,别名,上级,类别,姓名,群名片,角色,电话\n全县,,,县,周国平,周县长,领导,\n全县,,,县,郑晓,县办郑晓,管理员,\n"
	for i := range n {
		unit, who := village(i)
		roster += fmt.Sprintf("%s,,全县,行政村,%s,%s-%s,报送员,\n", unit, who, unit, who)
		roster += fmt.Sprintf("%s,,全县,行政村,包村%s,包村%s,包村干部,\n", unit, name(n+i/20), name(n+i/20))
	}
	files := map[string]string{
		"roster.csv": roster,
		"form.yaml":  strings.Replace(string(form), "until: 2020-06-30", "until: 2030-12-31", 1),
		"qunbao.yaml": `workspace: 大县
timezone: Asia/Shanghai
store: embedded:data
roster: roster.csv
forms: [form.yaml]
quiet: "21:00-07:00"
receipts: {window: 30s}
chats:
  - {name: 工作群, role: work, forms: [epidemic-daily]}
  - {name: 班子群, role: leaders}
digests:
  - {at: "07:30", covers: yesterday, to: [leaders, 班子群], forms: [epidemic-daily]}
  - {at: "20:00", covers: today, to: [班子群], forms: [epidemic-daily]}
channel: {kind: jsonl, trust_cards: true}
`}
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, monthOf(n, days)
}

// name is an invented name of two or three signs, village a village's with its
// reporter's.
func name(i int) string {
	const signs = "安柏昌达恩丰刚海吉佳康兰明宁平庆荣山泰文祥永玉泽"
	s := []rune(signs)
	return string([]rune{'罗', s[i%24], s[i/24%24], s[i/576%24]})
}

func village(i int) (unit, who string) {
	const signs = "东西南北上下青白红石水木云松竹梅兰桃李杨柳泉河湖"
	s := []rune(signs)
	return string([]rune{s[i%24], s[i/24%24], s[i/576%24], '村'}), name(i)
}

// monthOf is what the villages type, a line a message, by time.
func monthOf(n, days int) []byte {
	chance := rand.New(rand.NewPCG(1, 1))
	var b bytes.Buffer
	for d := range days {
		morning := mustInstant("2020-02-01T00:00:00+08:00").AddDate(0, 0, d).Add(8 * time.Hour)
		for i := range n {
			// most of a day's reports come before the deadline, one after the other
			at := morning.Add(time.Duration(i) * 10 * time.Hour / time.Duration(n))
			unit, who := village((i*7 + d) % n)
			home := 20 + chance.IntN(20)
			text := fmt.Sprintf("%s疫情日报：排查返乡人员%d人，今日新增0人，居家观察%d户%d人，集中观察2人，已解除%d人，已离开0人，发热0人", unit, home+13, home/3, home, 11)
			switch chance.IntN(20) {
			case 0, 1, 2:
				text = unit + "平安"
			case 3:
				text = fmt.Sprintf("%s居家%d人，发热无", unit, home)
			case 4:
				text = "收到，大家辛苦了"
			}
			fmt.Fprintf(&b, `{"id":"d%02d-%05d","time":"%s","chat":"工作群","sender":"%s-%s","text":"%s"}`+"\n", d, i, at.Format(time.RFC3339), unit, who, text)
		}
	}
	return b.Bytes()
}

// BenchmarkReplayAMonth replays a month of a thousand villages, 30,000 messages.
func BenchmarkReplayAMonth(b *testing.B) {
	dir, typed := county(b, 1000, 30)
	for b.Loop() {
		var out, talk bytes.Buffer
		args := []string{"replay", "-c", filepath.Join(dir, "qunbao.yaml"), "--from", "2020-02-01T07:00:00+08:00", "--until", "2020-03-02T09:00:00+08:00"}
		if code := run(b.Context(), args, func(string) string { return "" }, bytes.NewReader(typed), &out, &talk); code != exitDone {
			b.Fatalf("exit %d\n%s", code, &talk)
		}
		b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("\n"))), "lines")
	}
}
