package documents_test

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"qunbao/documents"
	"qunbao/documents/font"
	"qunbao/report"
)

// trendOf is a trend of some days until 14 February: a number each, :11/12 behind it
// where not all gave it, - where nobody did, . where nobody was asked.
func trendOf(t testing.TB, field report.FieldID, days string) (*report.Workspace, documents.TrendInput) {
	t.Helper()
	w := township(t)
	in := documents.TrendInput{Form: w.Form(form), At: at(t, w, "15 07:30")}
	in.Field = in.Form.Field(field)
	all := strings.Fields(days)
	for i, s := range all {
		p := report.TrendPoint{Day: report.DayOf(in.At) - report.Day(len(all)-i), Base: 12, Units: 12}
		n, given, partial := strings.Cut(s, ":")
		if partial {
			if _, err := fmt.Sscanf(given, "%d/%d", &p.Units, &p.Base); err != nil {
				t.Fatal(err)
			}
		}
		switch n {
		case "-":
			p.Units = 0
		case ".":
			p.Units, p.Base = 0, 0
		default:
			p.N = decimal.RequireFromString(n)
		}
		in.Points = append(in.Points, p)
	}
	return w, in
}

func TestATrendSaysWhatWasStored(t *testing.T) {
	w, in := trendOf(t, "home", "120 124 142:11/12 . - 116")
	in.Points[5].Approx = true
	d := documents.NewTrend(w, in)
	var said strings.Builder
	fmt.Fprintln(&said, d.Title, d.Measure, d.About, d.AsOf, d.Ticks, d.Latest)
	for _, m := range d.Marks {
		fmt.Fprintf(&said, "%s %q %q gap %v\n", m.Label, m.Said, m.Given, m.Gap)
	}
	want := `居家观察人数 人 青石镇　疫情日报　近6天 2月15日07:30 [110 120 130 140 150] 最近一次：2月14日 约116人，应报12 报了12
2月9日 "120" "" gap false
10 "124" "" gap false
11 "142" "11/12" gap false
12 "" "" gap false
13 "" "" gap true
14 "约116" "" gap false
`
	if said.String() != want {
		t.Errorf("the trend says\n%s\nwant\n%s", said.String(), want)
	}
}

func TestAxesHoldEveryValueInRoundSteps(t *testing.T) {
	for _, c := range []struct{ field, days, want string }{
		{"home", "46", "[0 10 20 30 40 50]"},
		{"home", "0 0 0", "[0 1 2 3 4]"},
		{"home", "- . -", "[0 1 2 3 4]"},
		{"home", "45 47", "[40 42 44 46 48 50 52]"},
		{"home", "1 2 3", "[0 1 2 3 4]"},
		{"home", "0 1", "[0 1 2 3 4]"},
		{"home", "70000 64100", "[60000 65000 70000 75000]"},
		{"new_arrivals", "100 101", "[0 50 100 150]"},
	} {
		w, in := trendOf(t, "home", c.days)
		if c.field == "new_arrivals" {
			daily := *in.Field
			daily.Kind, in.Field = report.Daily, &daily
		}
		if got := fmt.Sprint(documents.NewTrend(w, in).Ticks); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.field, c.days, got, c.want)
		}
	}
}

// A gap is a band, and the curve does not cross it.
func TestAGapIsShownAsAGap(t *testing.T) {
	letters, err := font.Load()
	if err != nil {
		t.Fatal(err)
	}
	draw := func(days string) (map[color.RGBA]int, []byte) {
		w, in := trendOf(t, "home", days)
		var out bytes.Buffer
		if err := documents.NewTrend(w, in).Draw(letters, &out); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(out.Bytes()))
		if err != nil || img.Bounds().Dx() != 1080 {
			t.Fatal(img.Bounds(), err)
		}
		counts := map[color.RGBA]int{}
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				counts[color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)]++
			}
		}
		return counts, out.Bytes()
	}
	band, curve := color.RGBA{0xf1, 0xec, 0xe4, 0xff}, color.RGBA{0x00, 0x72, 0xb2, 0xff}
	whole, first := draw("20 30 40 30 20")
	_, again := draw("20 30 40 30 20")
	gap, _ := draw("20 30 - 30 20")
	passed, _ := draw("20 30 . 30 20")
	partial, _ := draw("20 30 40:9/12 30 20")
	if !bytes.Equal(first, again) {
		t.Error("the same days are other bytes")
	}
	if whole[band] != 0 || passed[band] != 0 || gap[band] < 10_000 {
		t.Errorf("bands: %d, %d, %d", whole[band], passed[band], gap[band])
	}
	if gap[curve] >= passed[curve] || partial[curve] >= whole[curve] {
		t.Errorf("curves: %d with a gap, %d over a day without a duty; %d broken, %d whole", gap[curve], passed[curve], partial[curve], whole[curve])
	}
}
