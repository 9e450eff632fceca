package zh_test

import (
	"testing"
	"time"

	"qunbao/report/zh"
)

func seed(f *testing.F) {
	for _, text := range cases() {
		f.Add(text)
	}
	for _, s := range []string{"百百百", "1.", "-", "第", "半", "[[", "1:", "零下", "农历闰12月30", "9999年99月99日", "0-24-1时", "x1", "〔2〕", "\n\n1.1-1"} {
		f.Add(s)
	}
}

// cases are the texts of all number and date cases.
func cases() []string {
	var texts []string
	for _, c := range numberCases {
		texts = append(texts, c.text)
	}
	for _, c := range dateCases {
		texts = append(texts, c.text)
	}
	return texts
}

// checkOrder fails unless spans are in order, apart, and inside the text.
func checkOrder(t *testing.T, s string, last, start, end, length int) {
	t.Helper()
	if start < last || end < start || end > length {
		t.Fatalf("%q: span %d to %d behind %d of %d", s, start, end, last, length)
	}
}

func FuzzNumbers(f *testing.F) {
	seed(f)
	own := zh.NewUnits("户", "万元", "台(套)", "")
	f.Fuzz(func(t *testing.T, s string) {
		text := zh.Fold(s)
		last := 0
		for _, n := range zh.NumbersWith(text, own) {
			checkOrder(t, s, last, n.From, n.To, text.Len())
			checkOrder(t, s, n.From, n.Start, n.End, n.To)
			checkOrder(t, s, n.Start, n.UnitStart, n.UnitEnd, n.To)
			if n.From == n.To {
				t.Fatalf("%q: an empty number at %d", s, n.From)
			}
			if (n.Kind == zh.Exact || n.Kind == zh.Percent) && n.Start == n.End {
				t.Fatalf("%q: a number where nothing stands at %d", s, n.Start)
			}
			if n.Kind == zh.Range && !n.N.LessThan(n.High) {
				t.Fatalf("%q: from %s to %s", s, n.N, n.High)
			}
			last = n.To
		}
	})
}

func FuzzDates(f *testing.F) {
	seed(f)
	ref := time.Date(2020, 2, 29, 8, 30, 0, 0, china)
	f.Fuzz(func(t *testing.T, s string) {
		text := zh.Fold(s)
		last := 0
		for _, d := range zh.Dates(text, ref) {
			checkOrder(t, s, last, d.Start, d.End, text.Len())
			if d.Start == d.End || d.Time.IsZero() {
				t.Fatalf("%q: an empty date at %d", s, d.Start)
			}
			if !d.EndTime.IsZero() && d.EndTime.Before(d.Time) {
				t.Fatalf("%q: ends %s before %s", s, d.EndTime, d.Time)
			}
			if !d.Day.IsZero() && (d.Day.Hour() != 0 || d.Day.Location() != ref.Location()) {
				t.Fatalf("%q: day %s", s, d.Day)
			}
			last = d.End
		}
		numbersStayOutOfDates(t, s, text, ref)
	})
}

// numbersStayOutOfDates fails where a number overlaps a date.
func numbersStayOutOfDates(t *testing.T, s string, text zh.Text, ref time.Time) {
	numbers, dates := zh.Read(text, zh.Units{}, ref)
	if len(numbers) != len(zh.Numbers(text)) || len(dates) != len(zh.Dates(text, ref)) {
		t.Fatalf("%q: Read differs from Numbers and Dates", s)
	}
	for _, n := range numbers {
		for _, d := range dates {
			if n.Start < d.End && d.Start < n.End {
				t.Fatalf("%q: number %d to %d in date %d to %d", s, n.Start, n.End, d.Start, d.End)
			}
		}
	}
}

const oneLine = "【柳湾村疫情日报】2月3日：排查返乡人员59人，其中武汉返乡3人，居家观察14户46人，集中观察2人，已解除11人，已离开0人，发热0人，卡点2个，值守人员10人，发放宣传单1,200份，截至2月3日16时，出动车辆30余台次。"

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		zh.Fold(oneLine)
	}
}

func BenchmarkNumbers(b *testing.B) {
	text := zh.Fold(oneLine)
	b.ReportAllocs()
	for b.Loop() {
		zh.Numbers(text)
	}
}

func BenchmarkDates(b *testing.B) {
	text, ref := zh.Fold(oneLine), time.Date(2020, 2, 3, 17, 0, 0, 0, china)
	b.ReportAllocs()
	for b.Loop() {
		zh.Dates(text, ref)
	}
}

func BenchmarkRead(b *testing.B) {
	text, ref := zh.Fold(oneLine), time.Date(2020, 2, 3, 17, 0, 0, 0, china)
	b.ReportAllocs()
	for b.Loop() {
		zh.Read(text, zh.Units{}, ref)
	}
}
