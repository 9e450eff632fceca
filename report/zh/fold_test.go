package zh_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"qunbao/report/zh"
)

func TestFoldMakesOneSpellingOfMany(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"width", "居家４６人，集中（２）", "居家46人,集中(2)"},
		{"ideographic space", "居家　46", "居家 46"},
		{"list marks stay", "①排查⑵人㈢解除", "①排查⑵人㈢解除"},
		{"keycaps are list marks", "1️⃣排查0⃣", "①排查⓪"},
		{"degrees and squares stay", "38.1℃ 20㎡ 3m²", "38.1℃ 20㎡ 3m²"},
		{"zero width", "柳\u200b湾\ufeff村\u202e✅\ufe0f", "柳湾村✅"},
		{"Traditional", "雙井村檢查點兩個、乾坤、瞭望塔", "双井村检查点两个、乾坤、瞭望塔"},
		{"glosses", "卡點(diǎn)2個（gè） 口罩(N95) 觀(guān)察", "卡点2个 口罩(N95) 观察"},
		{"decomposed glosses", "個(ge\u0300)", "个"},
		{"line ends", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"broken bytes", "a\xffb", "a\ufffdb"},
		{"filled blanks", "居家_46_人 发热:__0人 离开＿2＿人 居家:__人 v_2 3_4", "居家 46 人 发热:  0人 离开 2 人 居家:__人 v_2 3_4"},
		{"case stays", "Ａb", "Ab"},
		{"radicals", "⼀人", "一人"},
	} {
		if got := zh.Fold(c.in).String(); got != c.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", c.rule, c.in, got, c.want)
		}
	}
}

func TestFoldedPositionsLeadBackToWhatWasTyped(t *testing.T) {
	text := zh.Fold("🏠觀(guān)察：\u200b４６人\r\n1️⃣发热")
	at := strings.Index(text.String(), "46人")
	i := utf8.RuneCountInString(text.String()[:at])
	start, end := text.Span(i, i+3)
	if got := text.Source(i, i+3); got != "４６人" || start != 11 || end != 14 {
		t.Errorf("got %q at %d to %d", got, start, end)
	}
	if got := text.Source(i+3, i+5); got != "\r\n1️⃣" {
		t.Errorf("line end and keycap: %q", got)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "居家４６人", "個(gè)", "a\r\n\xff\u200b1️⃣", "ﷺ e\u0301 각", "㋀㏠ ½"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := zh.Fold(s)
		points := utf8.RuneCountInString(s)
		last := 0
		for i := range text.Len() {
			start, end := text.Span(i, i+1)
			if start < 0 || end <= start || end > points {
				t.Fatalf("rune %d of %q: %d to %d of %d", i, s, start, end, points)
			}
			if start < last && i > 0 {
				t.Fatalf("rune %d of %q goes back to %d", i, s, start)
			}
			last = start
		}
		if n := text.Len(); n > 0 {
			if whole := text.Source(0, n); !strings.Contains(s, whole) {
				t.Fatalf("%q is not in %q", whole, s)
			}
			start, end := text.Span(0, n)
			if got := utf8.RuneCountInString(text.Source(0, n)); got != end-start {
				t.Fatalf("%d code points in a span of %d", got, end-start)
			}
		}
	})
}
