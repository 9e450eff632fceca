package summarizer_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/summarizer"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestTheDailyBriefingReadsAsATownshipWouldWriteIt(t *testing.T) {
	tests := []struct {
		file     string
		facts    report.Facts
		min, max int // characters
	}{
		{"daily-normal.txt", normalDay(t), 300, 700},
		{"daily-quiet.txt", quietDay(t), 80, 250},
		{"daily-empty.txt", facts(t, []sheet{{form: "epidemic"}}, nil), 80, 250},
		{"daily-fever.txt", feverDay(t), 300, 700},
		{"daily-missing.txt", missingDay(t), 300, 600},
		{"daily-corrected.txt", correctedDay(t), 200, 500},
		{"daily-first.txt", firstDay(t), 150, 400},
		{"daily-open.txt", openDay(t), 150, 500},
		{"daily-needed.txt", neededDay(t), 250, 600},
	}
	for _, tt := range tests {
		draft, err := summarizer.New(nil, nil).Daily(t.Context(), tt.facts, 12)
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", tt.file)
		if *update {
			if err := os.WriteFile(golden, []byte(draft.Text()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), draft.Text()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.file, diff)
		}
		if n := utf8.RuneCountInString(strings.Join(strings.Fields(draft.Text()), "")); n < tt.min || n > tt.max {
			t.Errorf("%s has %d characters", tt.file, n)
		}
	}
}

func TestADraftNamesItsDayItsSourcesAndItsState(t *testing.T) {
	f := normalDay(t)
	draft, err := summarizer.New(nil, nil).Daily(t.Context(), f, 0)
	if err != nil {
		t.Fatal(err)
	}
	if draft.ID != "daily/2020-02-03/2020-02-03" || draft.State != report.Drafted || !draft.Made.Equal(f.At) ||
		draft.Title != "青石镇疫情防控工作简报" || len(draft.Sources()) != len(f.Sources()) {
		t.Errorf("%+v", draft)
	}
	if strings.Contains(draft.Text(), "期　") {
		t.Error("a number stands on a draft that has none")
	}
}

// numeral finds what the oracle takes for a number.
var numeral = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?%?|[〇零一二三四五六七八九十百千万亿两半]+`)

// fixed are the places of a document where the office, not a fact, numbers, and
// the one word of facts that holds a numeral and says no number.
var fixed = regexp.MustCompile(`(?m)^[一二三四五]、.*$|[一二三四五六]是|前一日`)

// strayNumbers is the oracle: it knows nothing of how a document is made, and
// lists the numbers of the text that stand in no fact and not in its head.
func strayNumbers(f report.Facts, issue int, text string) []string {
	y, m, d := f.To.Date()
	known := map[string]bool{}
	head := fmt.Sprintf("%d %d %d %d %d %02d", issue, y, m, d, f.At.Hour(), f.At.Minute())
	for _, n := range numeral.FindAllString(head, -1) {
		known[n] = true
	}
	for _, x := range f.All() {
		for _, n := range numeral.FindAllString(fixed.ReplaceAllString(x.Text, ""), -1) {
			known[n] = true
		}
	}
	var stray []string
	for _, n := range numeral.FindAllString(fixed.ReplaceAllString(text, ""), -1) {
		if !known[n] {
			stray = append(stray, n)
		}
	}
	return stray
}

// holdsAll tells whether every fact that must be told stands in the text exactly once.
func holdsAll(f report.Facts, text string) bool {
	rest := text
	for _, x := range f.All() {
		if x.Must && !strings.Contains(rest, x.Text) {
			return false
		}
		rest = strings.Replace(rest, x.Text, "", 1)
	}
	return true
}
