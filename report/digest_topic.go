package report

import (
	"fmt"
	"slices"
	"strings"
)

// byTopic writes a digest form by form: what is urgent first, then for each form the
// numerators and denominators, who is missing, what moved. A day on which nothing has
// moved is one line.
func (d *DigestData) byTopic(limit int) string {
	if line, quiet := d.quietLine(); quiet {
		return line
	}
	all := d.opening()
	d.hoistExcuses()
	var quiet []DigestForm
	for i := range d.Forms {
		if f := &d.Forms[i]; f.Quiet && f.Settled() {
			quiet = append(quiet, *f)
			continue
		}
		all = append(all, d.Forms[i].passages()...)
	}
	for _, group := range alike(quiet) {
		all = append(all, quietForms(group))
	}
	if d.excused != "" {
		all = append(all, passage{rank: rankExcused, says: []string{"■ 免报：" + d.excused}})
	}
	return fit(append(all, d.closing()...), limit)
}

// opening is what stands above the forms in either layout.
func (d *DigestData) opening() []passage {
	all := []passage{plain(d.head())}
	if d.Late != "" {
		all = append(all, plain(d.Late))
	}
	all = append(all, d.events()...)
	if d.Blind != "" {
		all = append(all, plain("▽ "+d.Blind))
	}
	for _, l := range d.Levels {
		all = append(all, plain("◆ "+l))
	}
	if len(d.Forms) == 0 {
		all = append(all, plain("（当天没有要报的）"))
	}
	return all
}

func (d *DigestData) head() string {
	return fmt.Sprintf("【%s%s】%s情况（截至%s）", d.Workspace, d.Title, d.Day, d.AsOf)
}

// closing is what stands below the forms in either layout.
func (d *DigestData) closing() []passage {
	var all []passage
	if len(d.Burden) > 0 {
		all = append(all, passage{rank: rankBurden, says: []string{strings.Join(d.Burden, "\n"), d.Burden[0], ""}})
	}
	if d.Seal != "" {
		all = append(all, plain("■ "+d.sealed()))
	}
	return all
}

func (d *DigestData) sealed() string { return "原始记录封存到" + d.Seal }

// line is the form's first line.
func (f *DigestForm) line() passage {
	return passage{rank: rankRates, says: []string{"■ " + f.Name + "：" + f.State, "■ " + f.Short + "：" + withoutRates(f.State)}}
}

// waits tells whether a form is not due yet and nobody has reported: its first line says it all.
func (f *DigestForm) waits() bool { return f.Due != "" && f.Received == 0 }

// passages are the lines of one form.
func (f *DigestForm) passages() []passage {
	all := []passage{f.line()}
	add := func(p passage) { all = append(all, p) }
	if len(f.Missing) > 0 {
		add(f.missing("  未报："))
	}
	if len(f.Open) > 0 && !f.waits() {
		add(f.people(rankOpen, "  还没报：", f.Open))
	}
	if f.Quiet {
		return all
	}
	if len(f.Problems) > 0 {
		add(listing(rankProblems, "  反映：", f.Problems, fmt.Sprintf("%d件", len(f.Problems))+f.more))
	}
	if len(f.Unfilled) > 0 {
		add(listing(rankDoubts, "  没填：", alikeNotes(f.Unfilled), countWord(f.Unfilled)+f.more))
	}
	if len(f.Doubts) > 0 {
		add(listing(rankDoubts, "  待核：", alikeNotes(f.Doubts), countWord(f.Doubts)+f.more))
	}
	if len(f.Corrections) > 0 {
		add(listing(rankCorrected, "  更正：", f.Corrections, fmt.Sprintf("%d处", len(f.Corrections))+f.more))
	}
	if len(f.Late) > 0 {
		add(f.people(rankLate, "  迟报：", f.Late))
	}
	if f.Excused != "" {
		add(passage{rank: rankExcused, says: []string{"  免报：" + f.Excused, "  免报：" + Listing(f.excused), fmt.Sprintf("  免报：%d个单位", len(f.excused))}})
	}
	if len(f.Faults) > 0 {
		add(f.people(rankExcused, "  系统故障：", f.Faults))
	}
	if len(f.Totals) > 0 {
		add(f.totals("  合计："))
	}
	return all
}

// missing names who has not reported; where that is everybody, how many.
func (f *DigestForm) missing(title string) passage {
	p := f.people(rankMissing, title, f.Missing)
	first := f.Missing[0]
	if last := f.Missing[len(f.Missing)-1]; len(p.says) == 1 && last.row == first.row && first.row != "" {
		p.says[0] += "，" + first.row
	}
	return p
}

// people is a line that names units.
func (f *DigestForm) people(rank int, title string, all []DigestStanding) passage {
	if f.everybody(all) {
		return passage{rank: rank, says: []string{fmt.Sprintf("%s全部%d个", title, len(all))}}
	}
	return listing(rank, title, all, countWord(all)+f.more)
}

// totals is the line of the figures: all with their notes, then without, then only what
// is not 0, then only what is news. Where nothing is, they go before anything else does.
func (f *DigestForm) totals(title string) passage {
	if len(f.Totals) > 3 && !slices.ContainsFunc(f.Totals, func(t DigestTotal) bool { return !t.Nought || t.Note != "" }) {
		return plain(title + "各项均为0")
	}
	bare := title
	if f.Besides != "" {
		title = strings.TrimSuffix(title, "：") + "（" + f.Besides + "）："
	}
	p := passage{rank: rankTotals, pace: 1, keep: stepRanks, says: []string{title + joinedAll(f.Totals, "、")}}
	brief := func(keep func(DigestTotal) bool, rest, none string) {
		var said []string
		for _, t := range f.Totals {
			if keep(t) {
				said = append(said, t.brief())
			}
		}
		switch len(said) {
		case len(f.Totals):
			rest = ""
		case 0:
			rest = none
		}
		p.says = append(p.says, title+strings.Join(said, "、")+rest)
	}
	isNews := func(t DigestTotal) bool { return t.news }
	brief(func(DigestTotal) bool { return true }, "", "")
	brief(func(t DigestTotal) bool { return !t.Nought }, "，其余为0", "各项均为0")
	if slices.ContainsFunc(f.Totals, isNews) {
		p.keep = rankMissing
		brief(isNews, "，其余"+f.rest, "")
	}
	p.says = append(p.says, bare+f.rest)
	return p
}

// withoutRates leaves the percentages out: the numerators and denominators stay.
func withoutRates(state string) string {
	var kept strings.Builder
	for {
		before, rest, found := strings.Cut(state, "（")
		kept.WriteString(before)
		if !found {
			return kept.String()
		}
		inside, after, _ := strings.Cut(rest, "）")
		if !strings.HasSuffix(inside, "%") {
			kept.WriteString("（" + inside + "）")
		}
		state = after
	}
}

// countWord says how many units there are: villages where all are, else units.
func countWord[T interface{ named() string }](all []T) string {
	for _, x := range all {
		if !strings.HasSuffix(x.named(), "村") {
			return fmt.Sprintf("%d个单位", len(all))
		}
	}
	return fmt.Sprintf("%d个村", len(all))
}

func (s DigestStanding) named() string { return s.Unit }
func (n DigestNote) named() string     { return n.Unit }

// hoistExcuses says once who is excused where it is the same of all forms of the day.
func (d *DigestData) hoistExcuses() {
	var alike []int
	for i := range d.Forms {
		f := &d.Forms[i]
		switch ofDay := f.Short != f.Name; {
		case !ofDay:
			continue
		case f.Excused == "", len(alike) > 0 && f.Excused != d.Forms[alike[0]].Excused:
			return
		}
		alike = append(alike, i)
	}
	if len(alike) < 2 {
		return
	}
	d.excused = d.Forms[alike[0]].Excused
	d.Forms = slices.Clone(d.Forms)
	for _, i := range alike {
		d.Forms[i].Excused = ""
	}
}

// alikeNotes puts units together of which the same is said: 上坪村、下坪村数对不上.
func alikeNotes(notes []DigestNote) []DigestNote {
	units := map[string][]string{}
	var texts []string
	for _, n := range notes {
		if units[n.Text] == nil {
			texts = append(texts, n.Text)
		}
		units[n.Text] = append(units[n.Text], n.Unit)
	}
	all := make([]DigestNote, len(texts))
	for i, text := range texts {
		names := units[text]
		said := strings.Join(names[:min(len(names), mostAlike)], "、")
		if len(names) > mostAlike {
			said += fmt.Sprintf("等%d个单位", len(names))
		}
		all[i] = DigestNote{said, text}
	}
	return all
}

// mostAlike is how many units are named of which the same is said.
const mostAlike = 3
