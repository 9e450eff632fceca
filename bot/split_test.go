package bot

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var (
	markPattern  = regexp.MustCompile(`\n（(\d+)/(\d+)）$`)
	digits       = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)*`)
	withoutSpace = strings.NewReplacer("\n", "", " ", "")
)

func TestALongTextIsPartedAtItsLinesAndNeverInsideANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"\n", "柳湾村", "居家46人", "12,345.6万元", "2020年2月5日16:20", "，", "。", "\n· 石桥村：已报 ", "👨‍👩‍👧", "x", "\n\n"})
		text := strings.Join(rapid.SliceOfN(piece, 1, 200).Draw(t, "text"), "")
		most, room := rapid.IntRange(80, 300).Draw(t, "most"), rapid.IntRange(0, 30).Draw(t, "room")
		parts := splitText(text, most, room)
		var body []string
		for i, part := range parts {
			if n := len(part); n > most || i == 0 && n+room > most {
				t.Fatalf("part %d has %d bytes of %d", i+1, n, most)
			}
			if !utf8.ValidString(part) {
				t.Fatalf("part %d is cut inside a character", i+1)
			}
			if len(parts) > 1 {
				if got := markPattern.FindStringSubmatch(part); got == nil || got[1] != fmt.Sprint(i+1) || got[2] != fmt.Sprint(len(parts)) {
					t.Fatalf("part %d is marked %q", i+1, got)
				}
			}
			body = append(body, markPattern.ReplaceAllString(part, ""))
		}
		if whole := strings.Join(body, ""); withoutSpace.Replace(whole) != withoutSpace.Replace(text) {
			t.Fatalf("%q became %q", text, whole)
		}
		if said, want := digits.FindAllString(strings.Join(body, "\n"), -1), digits.FindAllString(text, -1); fmt.Sprint(said) != fmt.Sprint(want) {
			t.Fatalf("the numbers %v became %v", want, said)
		}
	})
}

func TestATextIsCutWhereItReadsBest(t *testing.T) {
	text := "疫情日报（2月5日16:00截止）还没收到：\n" + strings.Repeat("柳湾村、", 12) + "石桥村。请尽快补报。没有情况请回复：平安"
	got := strings.Join(splitText(text, 160, 0), "\n----\n")
	want := `疫情日报（2月5日16:00截止）还没收到：
（1/3）
----
柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、柳湾村、
（2/3）
----
石桥村。请尽快补报。没有情况请回复：平安
（3/3）`
	if got != want {
		t.Errorf("parted as\n%s", got)
	}
}
