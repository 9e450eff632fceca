package parse_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// hundred are characters to make names of.
var hundred = []rune("东西南北上下前后左右大小高平长清白青红黄金银石土木林水泉江河湖溪沟湾塘坝山岭岗坡坪坳峰岩洞桥路关口门寨屯庄店铺井田园花果桃李杏梅柳杨松柏竹茶麻谷米油盐龙凤虎马牛羊鹿鹤燕云雷雨雪风日月星光明安宁和顺兴旺")

// named is a name of its own for a number below a million.
func named(i int) string {
	return string([]rune{hundred[i%100], hundred[i/100%100], hundred[i/10000%100]})
}

// township has so many units with a reporter each, the last of whom is returned,
// and a form with so many fields, whose labels are numbers' names.
func township(tb testing.TB, units, fields int) (*parse.Parser, report.Message) {
	tb.Helper()
	form := report.Form{ID: "f", Name: "综合日报", Slots: []report.Slot{{Due: 17 * 60}}, Calendar: report.EveryDay}
	for i := range fields {
		form.Fields = append(form.Fields, report.Field{ID: report.FieldID(fmt.Sprint("f", i)), Name: named(i*37) + "人数", Aliases: []string{named(i * 37)}, Units: []string{"人"}, Kind: report.Stock})
	}
	form.Zero.Sets = []report.FieldID{form.Fields[0].ID}
	s := report.Settings{Name: "镇", Zone: time.FixedZone("CST", 8*3600), Forms: []report.Form{form}, Chats: []report.Chat{{ID: workChat, Role: report.WorkChat, Forms: []report.FormID{"f"}}}}
	var card string
	for i := range units {
		unit := report.UnitID(named(i) + "村")
		card = string(unit) + " 报送员" + named(i+1)
		s.Units = append(s.Units, report.Unit{ID: unit, Aliases: []string{named(i)}, Kind: "行政村"})
		s.People = append(s.People, report.Person{ID: report.PersonID(card), Name: "报送员" + named(i+1), Card: card, Posts: []report.Post{{Unit: unit, Role: report.Reporter}}})
	}
	var text strings.Builder
	text.WriteString(named(units-1) + "村综合日报\n2月14日\n")
	for i := range 12 {
		fmt.Fprintf(&text, "%s：%d人\n", form.Fields[i].Name, i*7)
	}
	return parse.New(report.NewWorkspace(s)), said(card, text.String())
}

// BenchmarkRoster grows the roster under a report that names its unit, one that
// names none, one that misspells it, and a stranger's.
func BenchmarkRoster(b *testing.B) {
	for _, units := range []int{12, 500, 5000, 50000} {
		p, m := township(b, units, 12)
		name, rest, _ := strings.Cut(m.Text, "村")
		unnamed, misspelt, stranger := m, m, m
		unnamed.Text = strings.TrimPrefix(rest, "村")
		misspelt.Text = strings.TrimSuffix(name, string([]rune(name)[2:])) + "某村" + rest
		stranger.Sender = "路人"
		b.Run(fmt.Sprint(units, "/named"), func(b *testing.B) { readAll(b, p, m, 12) })
		b.Run(fmt.Sprint(units, "/unnamed"), func(b *testing.B) { readAll(b, p, unnamed, 12) })
		b.Run(fmt.Sprint(units, "/misspelt"), func(b *testing.B) { readAll(b, p, misspelt, 12) })
		b.Run(fmt.Sprint(units, "/stranger"), func(b *testing.B) { readAll(b, p, stranger, 12) })
	}
}

func BenchmarkForm(b *testing.B) {
	for _, fields := range []int{12, 40, 120} {
		p, m := township(b, 12, fields)
		b.Run(fmt.Sprint(fields), func(b *testing.B) { readAll(b, p, m, 12) })
	}
}

// readAll measures a message that holds so many values.
func readAll(b *testing.B, p *parse.Parser, m report.Message, values int) {
	if r := p.Message(m); len(r.Filings) != 1 || len(r.Filings[0].Values) != values {
		b.Fatalf("read %s %v, want %d values", r.Kind, describe(r.Filings), values)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.Message(m)
	}
}

// BenchmarkLength grows one text: twice the length should take twice the time.
func BenchmarkLength(b *testing.B) {
	p := sample(b)
	text := strings.Repeat(template+"\n"+paragraph+"\n", 64<<10/len(template+paragraph)+1)
	for _, kib := range []int{1, 2, 4, 8, 16, 32, 64} {
		b.Run(fmt.Sprint(kib, "KiB"), func(b *testing.B) {
			m := said(liuwan, strings.ToValidUTF8(text[:kib<<10], ""))
			b.SetBytes(int64(kib) << 10)
			b.ReportAllocs()
			for b.Loop() {
				p.Message(m)
			}
		})
	}
}
