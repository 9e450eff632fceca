package documents_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/documents"
	"qunbao/documents/font"
	"qunbao/report"
)

// everyState is what the units of a day stand in, one after the other.
var everyState = []report.State{report.OnTime, report.OnTimeZero, report.Late, report.LateZero, report.Unparsed,
	report.Missing, report.Open, report.Excused, report.SystemFault}

// villages is the sample's township with some units in place of its own, and a day
// of it in some columns; state says where a unit stands, empty: it owes nothing.
func villages(t testing.TB, names []string, columns int, state func(unit, column int) report.State) (*report.Workspace, documents.BoardInput) {
	t.Helper()
	settings := township(t).Settings
	settings.Units = nil
	for _, n := range names {
		settings.Units = append(settings.Units, report.Unit{ID: report.UnitID(n), Kind: "行政村"})
	}
	w := report.NewWorkspace(settings)
	day := report.DayOf(at(t, w, "05 12:00"))
	in := documents.BoardInput{Title: "青石镇晚报2月5日", At: at(t, w, "05 20:00")}
	for j := range columns {
		form := w.Forms[j%len(w.Forms)]
		k := report.PeriodKey{Form: form.ID, Day: day, Slot: form.Slots[0].ID}
		c := report.Completeness{Key: k, At: in.At, Due: at(t, w, "05 17:00")}
		for i, n := range names {
			s := report.Standing{Unit: report.UnitID(n), State: state(i, j), Expected: true}
			if s.State == "" {
				continue
			}
			c.Base++
			if s.State.In() {
				c.Received++
				s.Current.First = c.Due.Add(-time.Duration(i) * time.Minute)
			}
			if s.State.Timely() {
				c.OnTime++
			}
			c.Standings = append(c.Standings, s)
		}
		in.Parts = append(in.Parts, c)
	}
	return w, in
}

// named are the names of some units.
func named(n int, pattern string) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf(pattern, i+1))
	}
	return names
}

func mixed(unit, column int) report.State {
	return everyState[(unit*(column+2)+column)%len(everyState)]
}

// drawn draws a page and opens it again.
func drawn(t testing.TB, b *documents.Board, page int) (image.Image, []byte) {
	t.Helper()
	letters, err := font.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := b.Draw(letters, page, &out); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return img, out.Bytes()
}

func TestABoardOfAnySizeIsReadableOnAPhone(t *testing.T) {
	for _, c := range []struct{ units, columns, pages, tallest int }{
		{1, 1, 1, 700}, {12, 4, 1, 1600}, {200, 8, 1, 6000}, {450, 2, 3, 3200},
	} {
		w, in := villages(t, named(c.units, "第%d村民委员会"), c.columns, mixed)
		b := documents.NewBoard(w, in)
		if b.Pages() != c.pages {
			t.Errorf("%d units make %d pages, want %d", c.units, b.Pages(), c.pages)
		}
		img, data := drawn(t, b, b.Pages()-1)
		if size := img.Bounds(); size.Dx() != 1080 || size.Dy() > c.tallest || len(data) > 500_000 {
			t.Errorf("%d units in %d columns: %dx%d in %d bytes", c.units, c.columns, size.Dx(), size.Dy(), len(data))
		}
	}
}

func TestTheSameDayIsTheSamePicture(t *testing.T) {
	w, in := villages(t, named(30, "第%d村"), 3, mixed)
	_, first := drawn(t, documents.NewBoard(w, in), 0)
	_, second := drawn(t, documents.NewBoard(w, in), 0)
	if !bytes.Equal(first, second) {
		t.Error("the bytes differ")
	}
}

func TestADayWithoutAnythingOwedMakesNoPicture(t *testing.T) {
	w, in := villages(t, nil, 1, mixed)
	if n := documents.NewBoard(w, in).Pages(); n != 0 {
		t.Errorf("%d pages", n)
	}
	in.Parts = nil
	if n := documents.NewBoard(w, in).Pages(); n != 0 {
		t.Errorf("%d pages without a period", n)
	}
}

// Units stand in the order of the roster, whatever they have reported, so that
// nobody is ranked; those that a picture has no room for are counted.
func TestUnitsStandInTheOrderOfTheRoster(t *testing.T) {
	names := named(1003, "第%d村")
	w, in := villages(t, names, 1, mixed)
	b := documents.NewBoard(w, in)
	if b.Pages() != 5 || b.Rest != 3 {
		t.Fatalf("%d pages and %d more units", b.Pages(), b.Rest)
	}
	for i, row := range b.Rows {
		if row.Unit != names[i] || row.Cells[0].State != mixed(i, 0) {
			t.Fatalf("row %d is %s, %s", i, row.Unit, row.Cells[0].State)
		}
	}
}

// Shifts make many columns: those that would be too narrow are told in a line.
func TestSoManyPeriodsAreShownAsCanBeRead(t *testing.T) {
	w, in := villages(t, named(3, "第%d村"), 23, mixed)
	b := documents.NewBoard(w, in)
	if len(b.Columns) != 20 || b.Others != 3 || len(b.Rows[0].Cells) != 20 {
		t.Errorf("%d columns, %d cells in a row, %d others", len(b.Columns), len(b.Rows[0].Cells), b.Others)
	}
	letters, err := font.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.Columns {
		if said := c.Mark + c.Name + c.Head + c.Totals; letters.Shown(said) != said {
			t.Errorf("%q is shown as %q", said, letters.Shown(said))
		}
	}
	drawn(t, b, 0)
}

func TestABoardSaysWhatWasStored(t *testing.T) {
	w, in := villages(t, []string{"柳湾村", "东坡村", "河口村"}, 2, func(unit, column int) report.State {
		return [][]report.State{{report.OnTime, report.Missing}, {report.LateZero, ""}, {report.Excused, report.Open}}[unit][column]
	})
	in.Parts[0].Standings[1].Current.First = at(t, w, "06 08:10")
	b := documents.NewBoard(w, in)
	var said strings.Builder
	fmt.Fprintln(&said, b.Title, b.AsOf)
	for _, c := range b.Columns {
		fmt.Fprintln(&said, c.Mark, c.Name, c.Base, c.Received, c.OnTime, c.Counts)
	}
	for _, r := range b.Rows {
		fmt.Fprintln(&said, r.Unit, r.Cells)
	}
	want := `青石镇晚报2月5日 2月5日20:00
① 疫情日报2月5日 3 2 1 [{on_time 1} {late_zero 1} {excused 1}]
② 宣传消杀统计2月5日 2 0 0 [{missing 1} {open 1}]
柳湾村 [{on_time false 17:00} {missing false }]
东坡村 [{late_zero false 6日08:10} { false }]
河口村 [{excused false } {open false }]
`
	if said.String() != want {
		t.Errorf("the board says\n%s\nwant\n%s", said.String(), want)
	}
}

// A state is seen by its colour and, by whoever sees none, by its sign.
func TestEveryStateHasAColourAndASignOfItsOwn(t *testing.T) {
	fills := map[report.State]color.RGBA{
		report.OnTime: {0xd3, 0xef, 0xe5, 0xff}, report.OnTimeZero: {0xd9, 0xec, 0xf9, 0xff},
		report.Late: {0xf2, 0xb1, 0x34, 0xff}, report.LateZero: {0xf2, 0xb1, 0x34, 0xff},
		report.Unparsed: {0xec, 0xd3, 0xe3, 0xff}, report.Missing: {0xc4, 0x46, 0x0a, 0xff},
		report.Excused: {0xe9, 0xec, 0xef, 0xff}, report.SystemFault: {0x66, 0x72, 0x7e, 0xff},
	}
	seen := map[string]report.State{}
	for _, state := range everyState {
		w, in := villages(t, []string{"柳湾村"}, 1, func(int, int) report.State { return state })
		img, data := drawn(t, documents.NewBoard(w, in), 0)
		counts := map[color.RGBA]int{}
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				counts[color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)]++
			}
		}
		for other, fill := range fills {
			if n := counts[fill]; (n > 4000) != (fill == fills[state]) {
				t.Errorf("%s: %d pixels are of the colour of %s", state, n, other)
			}
		}
		if twin, same := seen[string(data)]; same {
			t.Errorf("%s looks as %s", state, twin)
		}
		seen[string(data)] = state
	}
}

// A name that is too long is cut where names are alike, and covers nothing.
func TestLongNamesStayApartAndInTheirColumn(t *testing.T) {
	long := []string{"青石镇中心小学东校区", "青石镇中心小学西校区", "青石镇喆堃珺镕生态农业专业合作社联合社"}
	names := append(slices.Clone(long), named(35, "第%d村")...)
	pictures := map[string]string{}
	for _, first := range long {
		names[0] = first
		w, in := villages(t, names, 8, func(unit, _ int) report.State { return report.OnTime })
		_, data := drawn(t, documents.NewBoard(w, in), 0)
		if twin, same := pictures[string(data)]; same {
			t.Errorf("%s is shown as %s", first, twin)
		}
		pictures[string(data)] = first
	}
}

// BenchmarkBoard draws 200 units.
func BenchmarkBoard(b *testing.B) {
	w, in := villages(b, named(200, "第%d村民委员会"), 4, mixed)
	for b.Loop() {
		drawn(b, documents.NewBoard(w, in), 0)
	}
}

// At the very minute of the deadline a report is still in time: nothing is told as over.
func TestNothingIsOverAtTheMinuteOfTheDeadline(t *testing.T) {
	w, in := villages(t, named(3, "村%d"), 1, func(int, int) report.State { return report.Open })
	for after, waits := range map[time.Duration]bool{-time.Minute: true, 0: true, time.Second: false} {
		in.Parts[0].At = in.Parts[0].Due.Add(after)
		if got := documents.NewBoard(w, in).Columns[0].Waits; got != waits {
			t.Errorf("%s after the deadline it waits: %v", after, got)
		}
	}
}
