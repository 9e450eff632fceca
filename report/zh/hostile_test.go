package zh_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report/zh"
)

// hostile are texts that would be slow to read with a scan inside a scan.
var hostile = map[string]string{
	"digits": "1", "brackets": "(", "hundreds": "百", "ones": "一", "ten": "十", "pairs": "三五", "X": "X", "times": "×", "commas": "1,", "dots": "1.",
	"dashes": "1-", "colons": "1:", "months": "1月", "windows": "1日至", "spaces": " ", "letters": "a-", "blanks": "共 ", "lines": "\n1.", "lunar": "正月初一", "asof": "截至1日",
	"together": "一起火", "points": "三点", "clock": "8:00-", "some": "数几", "measures": "人次", "questions": "?", "some X": "某", "minus": " -1", "gloss": "个(a", "years": "2020年", "tildes": "~2", "squares": "1[", "words": "-k", "stretches": "1a_", "piled": "万",
}

// What stands far away changes nothing, so that no reader has to look there: the
// time to read a text grows with its length and no faster.
func TestWhatStandsFarAwayChangesNothing(t *testing.T) {
	ref := time.Date(2020, 2, 29, 8, 30, 0, 0, china)
	far := strings.Repeat("平", 300)
	for _, text := range cases() {
		alone := readFrom(0, far+text+far, ref)
		for _, other := range []string{"3人，1月5日、6日\n", "截至2月3日16时：", "1. ", "K12a_34.56,789 https://", "【", "共一二三百千万", "  \n- "} {
			got := readFrom(zh.Fold(other).Len(), other+far+text+far, ref)
			if got != alone {
				t.Errorf("%q behind %q:\n%salone:\n%s", text, other, got, alone)
			}
			if got = readFrom(0, far+text+far+other, ref); !strings.HasPrefix(got, alone) {
				t.Errorf("%q before %q:\n%salone:\n%s", text, other, got, alone)
			}
		}
	}
}

// readFrom tells, in order, what stands in a text from rune from on.
func readFrom(from int, typed string, ref time.Time) string {
	found := map[int]string{}
	numbers, dates := zh.Read(zh.Fold(typed), zh.Units{}, ref)
	for _, n := range numbers {
		found[n.From-from] = fmt.Sprintln(n.From-from, n.Start-from, n.End-from, n.To-from, n.N, n.High, n.Kind, n.Approx, n.Unit)
	}
	for _, d := range dates {
		d.Start, d.End = d.Start-from, d.End-from
		found[d.Start] = fmt.Sprintf("%+v\n", d)
	}
	var out strings.Builder
	for _, at := range slices.Sorted(maps.Keys(found)) {
		if at >= 0 {
			out.WriteString(found[at])
		}
	}
	return out.String()
}

func TestHostileTextsAreRead(t *testing.T) {
	ref := time.Date(2020, 2, 29, 8, 30, 0, 0, china)
	for name, s := range hostile {
		text := zh.Fold(strings.Repeat(s, 1<<16/len(s)))
		if n := len(zh.Numbers(text)) + len(zh.Dates(text, ref)); n > text.Len() {
			t.Errorf("%s: %d found in %d runes", name, n, text.Len())
		}
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, s := range hostile {
		b.Run(name, func(b *testing.B) { benchmarkRepeated(b, s, 64<<10) })
	}
}

// BenchmarkGrowth shows in MB/s what a longer text costs: as long as all of it is
// walked once, the speed stays.
func BenchmarkGrowth(b *testing.B) {
	for name, s := range hostile {
		for _, size := range []int{16 << 10, 32 << 10, 64 << 10} {
			b.Run(fmt.Sprintf("%s/%dK", name, size>>10), func(b *testing.B) { benchmarkRepeated(b, s, size) })
		}
	}
}

func benchmarkRepeated(b *testing.B, s string, size int) {
	ref := time.Date(2020, 2, 29, 8, 30, 0, 0, china)
	// a date at the end lets what would swallow the text be tried again and again
	typed := strings.Repeat(s, size/len(s)) + "2020年1月1日"
	b.SetBytes(int64(len(typed)))
	b.ReportAllocs()
	for b.Loop() {
		zh.Read(zh.Fold(typed), zh.Units{}, ref)
	}
}

func TestATelephoneIsNoNumberWhateverFollowsIt(t *testing.T) {
	for _, text := range []string{"电话13812345678，46个在家", "电话13812345678,46个", "电话13812345678.46个", "联系13812345678,2人", "居家46人，电话0794-1234567，2人"} {
		for _, n := range zh.Numbers(zh.Fold(text)) {
			if n.Kind == zh.Exact && n.N.IntPart() > 100 {
				t.Errorf("%s: %s is a number", text, n.N)
			}
		}
	}
	for _, text := range []string{"补助1,234,567元", "面积1234567.5亩", "共1234567人"} {
		if all := zh.Numbers(zh.Fold(text)); len(all) != 1 || all[0].Kind != zh.Exact {
			t.Errorf("%s: %+v", text, all)
		}
	}
}
