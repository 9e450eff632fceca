package zh_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report/zh"
)

// The sets under testdata are other projects' test cases (testdata/NOTICE). A
// case is right as their scorer has it: all numbers in order and exact; the
// first date an accepted one; the first number with the unit has its value.

// A caseIn is one inbound message of a set.
type caseIn struct {
	ID   string    `json:"id"`
	Time time.Time `json:"time"`
	Text string    `json:"text"`
}

// A caseWant is what a set expects of one message.
type caseWant struct {
	ID          string   `json:"id"`
	Values      []string `json:"values"`
	Core        bool     `json:"core"`
	Negative    bool     `json:"negative"`
	Grain       string   `json:"grain"`
	Marks       [][2]int `json:"marks"`
	Until       string   `json:"until"`
	BotRelevant bool     `json:"bot_relevant"`
	FutureOnly  bool     `json:"future_only"`

	Accept json.RawMessage `json:"accept"`
}

// readSet reads a set's messages and expectations.
func readSet(t *testing.T, name string) (map[string]caseIn, []caseWant) {
	t.Helper()
	texts := map[string]caseIn{}
	for _, in := range readLines[caseIn](t, filepath.Join("testdata", name, "in.jsonl")) {
		texts[in.ID] = in
	}
	return texts, readLines[caseWant](t, filepath.Join("testdata", name, "expect.jsonl"))
}

func readLines[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []T
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, one)
	}
	return all
}

// A tally counts right answers by row.
type tally struct{ right, all map[string]int }

func newTally() tally { return tally{map[string]int{}, map[string]int{}} }

func (c tally) count(row string, right bool) {
	c.all[row]++
	if right {
		c.right[row]++
	}
}

// check prints the rows and holds each to its floor in percent.
func (c tally) check(t *testing.T, floors map[string]float64) {
	t.Helper()
	for row, n := range c.all {
		score := 100 * float64(c.right[row]) / float64(n)
		t.Logf("%-28s %4d/%4d  %5.1f %%", row, c.right[row], n, score)
		if score < floors[row] {
			t.Errorf("%s: %.1f %%, want at least %.1f %%", row, score, floors[row])
		}
	}
}

// listed tells what explain lists: no ordinals, codes, vague or empty places.
func listed(numbers []zh.Number) []zh.Number {
	var kept []zh.Number
	for _, n := range numbers {
		switch n.Kind {
		case zh.Exact, zh.Percent, zh.Temperature:
			kept = append(kept, n)
		}
	}
	return kept
}

func TestScoreNumbers(t *testing.T) {
	texts, wants := readSet(t, "numbers")
	score := newTally()
	for _, w := range wants {
		got := listed(zh.Numbers(zh.Fold(texts[w.ID].Text)))
		right := len(got) == len(w.Values)
		for i := 0; right && i < len(got); i++ {
			right = got[i].N.Equal(decimal.RequireFromString(w.Values[i]))
		}
		score.count("isolated", right)
		if w.Core {
			score.count("within the contract", right)
		}
		if w.Negative {
			score.count("negative", right)
		}
		if !right && w.Core {
			t.Logf("%s %q: got %v, want %v", w.ID, texts[w.ID].Text, values(got), w.Values)
		}
	}
	score.check(t, map[string]float64{"isolated": 97, "within the contract": 99, "negative": 100})
}

func values(numbers []zh.Number) (out []string) {
	for _, n := range numbers {
		out = append(out, n.N.String()+n.Unit)
	}
	return out
}

func TestScoreQuantities(t *testing.T) {
	texts, wants := readSet(t, "quantities")
	score := newTally()
	for _, w := range wants {
		var accept []struct {
			N     decimal.Decimal
			Units []string
		}
		if err := json.Unmarshal(w.Accept, &accept); err != nil {
			t.Fatal(err)
		}
		words := map[string]decimal.Decimal{}
		for _, a := range accept {
			for _, u := range a.Units {
				words[u] = a.N
			}
		}
		right := false
		got := listed(zh.Numbers(zh.Fold(texts[w.ID].Text)))
		for _, n := range got {
			if want, ok := words[n.Unit]; ok {
				right = n.N.Equal(want)
				break
			}
		}
		score.count("value and unit", right)
		if w.Core {
			score.count("value and unit, plain", right)
		}
		if !right {
			t.Logf("%s %q: got %v, want %s", w.ID, texts[w.ID].Text, values(got), w.Accept)
		}
	}
	score.check(t, map[string]float64{"value and unit": 97, "value and unit, plain": 98})
}

func TestScoreDates(t *testing.T) {
	texts, wants := readSet(t, "dates")
	score := newTally()
	for _, w := range wants {
		in := texts[w.ID]
		text := zh.Fold(in.Text)
		var accept []string
		if err := json.Unmarshal(w.Accept, &accept); err != nil {
			t.Fatal(err)
		}
		right, said := false, "nothing"
		for _, d := range zh.Dates(text, in.Time) {
			if start, end := text.Span(d.Start, d.End); touches(w.Marks, start, end) {
				right, said = w.accepts(accept, d), d.Time.Format("2006-01-02T15:04")+" "+d.Grain.String()
				break
			}
		}
		switch {
		case w.FutureOnly:
			score.count("only a future day accepted", right)
		case w.BotRelevant:
			score.count("everyday", right)
		default:
			score.count("holidays, dialects", right)
		}
		if !right && w.BotRelevant && !w.FutureOnly {
			t.Logf("%s %q at %s: got %s, want %v %s", w.ID, in.Text, in.Time, said, accept, w.Grain)
		}
	}
	score.check(t, map[string]float64{"everyday": 92})
}

func touches(marks [][2]int, start, end int) bool {
	for _, m := range marks {
		if start < m[1] && m[0] < end {
			return true
		}
	}
	return len(marks) == 0
}

// accepts tells whether d is one of the accepted answers, or for an instant
// within the time accepted.
func (w caseWant) accepts(accept []string, d zh.Date) bool {
	if d.Grain < zh.GrainDay {
		return false
	}
	said := d.Time.Format("2006-01-02T15:04")
	for _, a := range accept {
		switch {
		case w.Grain == "day":
			if strings.HasPrefix(said, a) {
				return true
			}
		case d.Grain == zh.GrainDay:
		case w.Grain == "time_of_day":
			if said[11:] == a[:5] {
				return true
			}
		case said == a[:16], w.Until != "" && a[:16] <= said && said <= w.Until[:16]:
			return true
		}
	}
	return false
}
