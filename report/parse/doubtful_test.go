package parse_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

func TestOnlyWhatIsMeantAsAReportAndCanBeAboutOneUnitIsDoubtful(t *testing.T) {
	p := sample(t)
	for _, c := range []struct{ sender, text, want string }{
		{"柳湾村 李会芳", "46个在家，没人烧", "柳湾村 epidemic-daily:2020-02-14:"},
		{"柳湾村 李会芳", "柳湾村 59 46 0 11", ""}, // nothing counts in no measure word, and nobody guesses by the order
		{"柳湾村 李会芳", "柳湾村 59人 46 0 11", "柳湾村 epidemic-daily"},
		{"柳湾村 李会芳", "昨天46个在家", "柳湾村 epidemic-daily:2020-02-13:"},
		{"柳湾村 李会芳", "防疫宣传：80张发出去了，5个挂上了", "柳湾村 "},
		{"柳湾村 李会芳", "同昨天", "same 柳湾村 epidemic-daily:2020-02-14:"},
		{"柳湾村 李会芳", "柳湾村今天的数据和昨天一样。", "same 柳湾村 epidemic-daily:2020-02-14:"},
		{"柳湾村 李会芳", "我看跟去年一样", ""},
		{"柳湾村 李会芳", "13日14日都是46个在家", ""},
		{"柳湾村 李会芳", "明天有46个在家", ""},
		{"柳湾村 李会芳", "46个在家是吧？", ""},
		{"柳湾村 李会芳", "各村请报46个在家的", ""},
		{"柳湾村 李会芳", "东坡46个在家，没人烧", ""},
		{"柳湾村 李会芳", "柳湾46个在家，东坡3个在家", ""},
		{"包村干部钱海", "46个在家，没人烧", ""},
		{"周书记", "46个在家，没人烧", ""},
		{"路人", "46个在家，没人烧", ""},
		{"柳湾村 李会芳", "都在家呢，没人烧", ""},
		{"柳湾村 李会芳", "居家46人，发热0人", ""},
		{"柳湾村 李会芳", "46个在家" + strings.Repeat("，", 2000), ""},
	} {
		m := said(c.sender, c.text)
		got := ""
		if x, ok := p.Doubtful(m, p.Message(m)); ok {
			got = string(x.Unit)
			for _, k := range x.Periods {
				got += " " + k.String()
			}
			if x.Same {
				got = "same " + got
			}
		}
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s：%s\n is  %q\n not %q", c.sender, c.text, got, c.want)
		}
	}
	image := said("柳湾村 李会芳", "46个在家")
	image.Type = report.ImageMessage
	if _, ok := p.Doubtful(image, report.Reading{Kind: report.IsChatter}); ok {
		t.Error("a picture is shown to nobody")
	}
}

// What people talk of is nobody's business: of all talk of the corpus, little is shown
// to anybody, and whatever is claimed about any message nothing breaks.
func TestLittleTalkIsDoubtfulAndNoMessageBreaksAnything(t *testing.T) {
	p := sample(t)
	talk, doubtful := 0, 0
	for _, file := range []string{"testdata/messages.jsonl", "testdata/paraphrases.jsonl"} {
		for _, c := range load(t, file) {
			m := c.In.message()
			r := p.Message(m)
			x, ok := p.Doubtful(m, r)
			if r.Kind == report.IsChatter {
				talk++
				if ok {
					doubtful++
				}
			}
			text, _ := report.Said(m.Text)
			x.Message = m
			x.Message.Text = text
			k := report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(m.Time)}
			runes := []rune(text)
			for i := 0; i < len(runes); i += 60 {
				quote := string(runes[i:min(i+9, len(runes))])
				p.Examine(x, k, []report.Claim{{Field: "home", Value: "46", Quote: quote}, {Field: "fever", Value: "0", Quote: quote}})
			}
		}
	}
	if talk < 200 || doubtful*20 > talk {
		t.Errorf("of %d messages that are talk %d are shown to the model", talk, doubtful)
	}
}
