package summarizer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunbao/report"
)

// Trial is how a model fares: documents it worded one after the other, and what each
// cost. Its figures say whether the model is worth it; that no number is invented
// holds whatever they are.
type Trial struct {
	Template report.Draft // what the office gets without the model
	Drafts   []report.Draft
	Accounts []Account
	Took     []time.Duration // of each draft
	Calls    []Call
}

// Share is a part of a whole.
type Share struct{ Of, All int }

// String is 98.2% (55 of 56).
func (s Share) String() string {
	if s.All == 0 {
		return "— (0 of 0)"
	}
	return fmt.Sprintf("%.1f%% (%d of %d)", 100*float64(s.Of)/float64(s.All), s.Of, s.All)
}

// FirstGrounding is how many numbers of the first answers, as far as they could be
// read, come from facts.
func (t *Trial) FirstGrounding() Share {
	var s Share
	for _, a := range t.Accounts {
		s.Of, s.All = s.Of+a.Traced, s.All+a.Traced+a.Invented
	}
	return s
}

// Grounding is how many numbers of the final drafts come from facts: always all.
func (t *Trial) Grounding() Share {
	var s Share
	for i := range t.Drafts {
		d := &t.Drafts[i]
		stray := len(d.Untraced())
		told := 0
		for _, f := range d.Facts {
			if len(placesOf(d, f.ID)) > 0 {
				told += len(f.Figures)
			}
		}
		s.Of, s.All = s.Of+told, s.All+told+stray
	}
	return s
}

// Coverage is how many facts that may not be left out stand in the final drafts, each
// once: always all.
func (t *Trial) Coverage() Share {
	var s Share
	for i := range t.Drafts {
		for _, f := range t.Drafts[i].Facts {
			if !f.Must {
				continue
			}
			s.All++
			if len(placesOf(&t.Drafts[i], f.ID)) == 1 {
				s.Of++
			}
		}
	}
	return s
}

// placesOf are the spans in which a fact stands.
func placesOf(d *report.Draft, id string) (all []report.Span) {
	for _, p := range d.Parts {
		for _, s := range p.Sentences {
			for _, x := range s.Spans {
				if x.Fact == id {
					all = append(all, x)
				}
			}
		}
	}
	return all
}

// FirstPass is how many paragraphs passed as they were first answered.
func (t *Trial) FirstPass() Share {
	return t.sum(func(a Account) (int, int) { return a.First, a.Paragraphs })
}

// Replaced is how many paragraphs are the template's in the end.
func (t *Trial) Replaced() Share {
	return t.sum(func(a Account) (int, int) { return a.Replaced, a.Paragraphs })
}

func (t *Trial) sum(of func(Account) (int, int)) (s Share) {
	for _, a := range t.Accounts {
		n, all := of(a)
		s.Of, s.All = s.Of+n, s.All+all
	}
	return s
}

// Repairs is how often something had to be asked again.
func (t *Trial) Repairs() (n int) {
	for _, a := range t.Accounts {
		n += max(0, a.Rounds-1)
	}
	return n
}

// Findings lists the rules that were broken with how often, the most frequent first.
func (t *Trial) Findings() string {
	n := map[string]int{}
	for _, a := range t.Accounts {
		for rule, times := range a.Issues {
			n[rule] += times
		}
	}
	return tallied(n)
}

// Faults lists why drafts were given up with how often, the most frequent first.
func (t *Trial) Faults() string {
	n := map[string]int{}
	for _, a := range t.Accounts {
		if a.Fault != nil {
			n[string(a.Fault.Class)]++
		}
	}
	return tallied(n)
}

func tallied(n map[string]int) string {
	var all []string
	for what := range n {
		all = append(all, what)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(n[b]-n[a], strings.Compare(a, b)) })
	for i, what := range all {
		all[i] = fmt.Sprintf("%s %d", what, n[what])
	}
	return cmp.Or(strings.Join(all, ", "), "none")
}

// Tokens are those of all calls.
func (t *Trial) Tokens() (asked, answered int) {
	for _, c := range t.Calls {
		asked, answered = asked+c.PromptTokens, answered+c.AnswerTokens
	}
	return asked, answered
}

// Latency is the time that a share of the drafts took at most.
func (t *Trial) Latency(share float64) time.Duration {
	if len(t.Took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t.Took))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// stock are phrases that say nothing.
var stock = []string{"高度重视", "不断", "切实", "深入", "扎实", "全力", "狠抓", "有力", "有效", "进一步", "确保", "做到", "落实"}

// Stock is how many stock phrases stand in a hundred characters that are no facts.
func (t *Trial) Stock() float64 {
	n, all := 0, 0
	for i := range t.Drafts {
		words := free(&t.Drafts[i])
		all += utf8.RuneCountInString(words)
		for _, s := range stock {
			n += strings.Count(words, s)
		}
	}
	if all == 0 {
		return 0
	}
	return 100 * float64(n) / float64(all)
}

// Repetition is the mean, over the drafts, of the largest share of a draft's own
// words, by four characters, that stand in one of the seven drafts before.
func (t *Trial) Repetition() float64 {
	sum, n := 0.0, 0
	for i := 1; i < len(t.Drafts); i++ {
		most, now := 0.0, grams(&t.Drafts[i])
		for j := max(0, i-7); j < i; j++ {
			most = max(most, overlap(now, grams(&t.Drafts[j])))
		}
		sum, n = sum+most, n+1
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Length is how long the drafts are, on the mean, against the template's.
func (t *Trial) Length() float64 {
	sum := 0
	for i := range t.Drafts {
		sum += characters(t.Drafts[i].Text())
	}
	whole := characters(t.Template.Text()) * len(t.Drafts)
	return float64(sum) / float64(max(whole, 1))
}

// free are the words of a draft that stand in no span.
func free(d *report.Draft) string {
	var b strings.Builder
	for _, p := range d.Parts {
		for _, s := range p.Sentences {
			at := 0
			for _, x := range s.Spans {
				b.WriteString(s.Text[at:x.From])
				b.WriteByte('\n')
				at = x.To
			}
			b.WriteString(s.Text[at:] + "\n")
		}
	}
	return b.String()
}

// grams are the stretches of four Chinese characters of a draft's own words.
func grams(d *report.Draft) map[string]bool {
	all := map[string]bool{}
	for _, words := range strings.FieldsFunc(free(d), func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		runes := []rune(words)
		for i := 0; i+4 <= len(runes); i++ {
			all[string(runes[i:i+4])] = true
		}
	}
	return all
}

// overlap is the share of a that stands in b.
func overlap(a, b map[string]bool) float64 {
	n := 0
	for g := range a {
		if b[g] {
			n++
		}
	}
	return float64(n) / float64(max(len(a), 1))
}
