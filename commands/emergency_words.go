package commands

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"qunbao/report"
	"qunbao/report/zh"
)

// order is what somebody says about response levels, as far as it is said.
type order struct {
	matter  *report.Emergency
	several []string // the matters, where they are more than one
	level   string
	ended   string // a level that is said to be lifted
	odd     string // a level or matter that there is not
	noDay   string // a day that there is not, 2月30日
	from    report.Day
	until   report.Day
	basis   string
	lifts   bool
	unsure  bool // it may be meant to lift or not
	shows   bool // nothing is said
}

var (
	ground  = regexp.MustCompile(`依据|根据|按照`)
	graded  = regexp.MustCompile(`(?i)(iv|v|i{1,3}|[一二三四五六七八九十]|\d+)级`)
	lifting = regexp.MustCompile(`解除|终止|结束|取消|撤销|停止`)
	holding = regexp.MustCompile(`启动|升级|提升|提高|调整|降级|降低|下调|上调|降[为至到]|升[为至到]|转[为至到]|延长|延期|继续`)
	raising = regexp.MustCompile(`[,，;；\s]|启动|升级|提升|调整|降`)

	// dayLike is what is written as a day; among words without dates, one that there is not.
	dayLike = regexp.MustCompile(`(?:\d{2,4}年)?\d{1,2}月\d{1,2}[日号]?`)

	dotted = regexp.MustCompile(`([至到] *)(\d{1,2})[./-](\d{1,2})(\D|$)`)

	// filling are the words around what an order says.
	filling = regexp.MustCompile(`应急|响应|预警|启动|升级|提升|提高|调整|降级|降低|下调|上调|延长|延期|继续|恢复|解除|终止|结束|取消|撤销|停止|截[至止]|即[日时]|立即|马上|全[镇乡]|我[镇乡]|[至到为起止从自于由将把的请升降级色]`)
)

// grades are the levels that a numeral may write, the gravest first.
var grades = [][]string{{"一", "1", "i"}, {"二", "2", "ii"}, {"三", "3", "iii"}, {"四", "4", "iv"}, {"五", "5", "v"}}

// gradeOf is the number in 四级, IV级, 4级; -1: none.
func gradeOf(level string) int {
	m := graded.FindStringSubmatch(level)
	if m == nil {
		return -1
	}
	return slices.IndexFunc(grades, func(g []string) bool { return slices.Contains(g, strings.ToLower(m[1])) })
}

// orderIn reads an order in whatever order its parts stand. The ground runs to the
// end of its line, unless what must be said stands behind it.
func (h *Handler) orderIn(text string, now time.Time) order {
	said := zh.Fold(text)
	head := strings.TrimSpace(said.String())
	head = unaddressed(head)
	head = strings.TrimPrefix(strings.TrimPrefix(head, "应急"), "响应")
	o := order{shows: strings.TrimFunc(head, notWord) == ""}
	if at := ground.FindStringIndex(head); at != nil {
		line, rest, _ := strings.Cut(head[at[1]:], "\n")
		head = head[:at[0]] + "\n" + rest
		if o.read(h.workspace, head, now); !o.lifts && (o.level == "" || o.until == 0) {
			head, line = o.behind(h.workspace, head, line, now)
		}
		o.basis = original(said, strings.TrimFunc(line, notWord))
	}
	o.read(h.workspace, head, now)
	return o
}

// notWord tells what stands around words: white space and points.
func notWord(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",，.。:：;；!！、", r)
}

// original is a part of a folded text as it was typed.
func original(t zh.Text, part string) string {
	before, _, ok := strings.Cut(t.String(), part)
	if !ok || part == "" {
		return part
	}
	from := len([]rune(before))
	return strings.TrimSpace(t.Source(from, from+len([]rune(part))))
}

// behind takes from the words behind 依据 those that are no ground any more: the
// day until which the level holds, and where no level was said all that follows
// the first pause.
func (o *order) behind(w *report.Workspace, head, line string, now time.Time) (string, string) {
	line = strings.TrimLeftFunc(line, notWord)
	cut := -1
	if o.level == "" {
		if at := raising.FindStringIndex(line); at != nil {
			cut = at[0]
		}
	} else {
		t := zh.Fold(line)
		for _, d := range zh.Dates(t, now) {
			if before := strings.TrimRightFunc(t.Slice(0, d.Start), unicode.IsSpace); cut < 0 && untilBefore(before) {
				cut = len(strings.TrimRight(before, "截至到止"))
			}
		}
	}
	if cut < 0 {
		return head, line
	}
	return head + "\n" + line[cut:], line[:cut]
}

// read takes level, days and matter from words. What holds a level with the day until
// which it is to hold, or a verb that says so, raises it; what says nothing but that
// the matter ends lifts it; of what is between nobody can be sure.
func (o *order) read(w *report.Workspace, head string, now time.Time) {
	*o = order{shows: o.shows, basis: o.basis}
	now = now.In(w.Zone)
	left := o.days(head, now)
	ends, holds := lifting.MatchString(left), holding.MatchString(left)
	left = o.name(w, left)
	named := o.matter != nil
	if !named && len(w.Emergencies) == 1 {
		o.matter = &w.Emergencies[0]
	}
	if o.matter != nil {
		left = o.grade(o.freed(left))
	}
	odd := strings.TrimFunc(filling.ReplaceAllString(graded.ReplaceAllString(left, " "), ""), notWord)
	if ends && !holds && (o.level == "" || o.until == 0) {
		o.lifts = odd == "" && o.until == 0 && o.from <= report.DayOf(now)
		o.unsure = !o.lifts
	}
	if !named && len([]rune(odd)) > 1 {
		o.matter, o.odd, o.lifts = nil, odd, ends && !holds && o.until == 0
	}
}

// name finds the matter, or the several, and gives the words without it.
func (o *order) name(w *report.Workspace, text string) string {
	type called struct {
		name   string
		matter *report.Emergency
	}
	var all []called
	for i := range w.Emergencies {
		e := &w.Emergencies[i]
		for _, name := range append([]string{e.Matter}, e.Aliases...) {
			all = append(all, called{zh.Fold(name).String(), e})
		}
	}
	slices.SortStableFunc(all, func(a, b called) int { return len(b.name) - len(a.name) })
	for _, c := range all {
		if c.name == "" || !strings.Contains(text, c.name) {
			continue
		}
		if text = strings.ReplaceAll(text, c.name, " "); o.matter == nil {
			o.matter = c.matter
		}
		if !slices.Contains(o.several, c.matter.Matter) {
			o.several = append(o.several, c.matter.Matter)
		}
	}
	return text
}

// freed takes the level that is said to end out of the words: 解除四级，启动三级.
func (o *order) freed(text string) string {
	names := append(slices.Clone(o.matter.Levels), o.matter.Colours...)
	for _, at := range slices.Backward(lifting.FindAllStringIndex(text, -1)) {
		said := strings.TrimLeftFunc(text[at[1]:], unicode.IsSpace)
		end := 0
		if m := graded.FindStringIndex(said); m != nil && m[0] == 0 {
			end = m[1]
		}
		for _, name := range names {
			if name = zh.Fold(name).String(); strings.HasPrefix(said, name) {
				end = max(end, len(name))
			}
		}
		if end > 0 {
			gone := order{matter: o.matter}
			gone.grade(said[:end])
			o.ended = gone.level
			text = text[:at[1]] + " " + said[end:]
		}
	}
	return text
}

// grade finds the level that is said last, and gives the words without levels.
func (o *order) grade(text string) string {
	found := -1
	take := func(at int, level string) {
		if at > found {
			found, o.level = at, level
		}
	}
	for i, level := range o.matter.Levels {
		names := []string{zh.Fold(level).String()}
		if len(o.matter.Colours) > i {
			names = append(names, zh.Fold(o.matter.Colours[i]).String())
		}
		for _, name := range names {
			take(strings.LastIndex(text, name), level)
		}
	}
	for _, at := range graded.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		i := slices.IndexFunc(o.matter.Levels, func(l string) bool { return gradeOf(zh.Fold(l).String()) == gradeOf(word) })
		if i >= 0 && gradeOf(word) >= 0 {
			take(at[0], o.matter.Levels[i])
		} else if o.level == "" {
			o.odd = word
		}
	}
	if found >= 0 {
		o.odd = ""
	}
	for _, word := range append(slices.Clone(o.matter.Levels), o.matter.Colours...) {
		text = strings.ReplaceAll(text, zh.Fold(word).String(), " ")
	}
	return graded.ReplaceAllString(text, " ")
}

// days finds from when and until when, and gives the words without dates.
func (o *order) days(text string, now time.Time) string {
	t := zh.Fold(dotted.ReplaceAllString(text, "${1}${2}月${3}日${4}"))
	var left strings.Builder
	end := 0
	for _, d := range zh.Dates(t, now) {
		left.WriteString(t.Slice(end, d.Start) + " ")
		end = d.End
		if d.Day.IsZero() {
			continue
		}
		before := strings.TrimRightFunc(t.Slice(0, d.Start), unicode.IsSpace)
		behind := strings.TrimLeftFunc(t.Slice(d.End, t.Len()), unicode.IsSpace)
		day := coming(t, d, now)
		switch {
		case !d.EndTime.IsZero():
			o.from, o.until = day, report.DayOf(d.EndTime)
			if d.Grain > zh.GrainDay { // 7月20日24时 is the end of the 20th
				o.until = report.DayOf(d.EndTime.Add(-time.Nanosecond))
			}
		case untilBefore(before) || d.AsOf || strings.HasPrefix(behind, "止"):
			o.until = day
		case strings.HasPrefix(behind, "起") || strings.HasSuffix(before, "从") || strings.HasSuffix(before, "自") || strings.HasSuffix(before, "于"):
			o.from = day
		case o.until == 0:
			o.until = day
		}
	}
	left.WriteString(t.Slice(end, t.Len()))
	o.noDay = strings.TrimSpace(dayLike.FindString(left.String()))
	return dayLike.ReplaceAllString(left.String(), " ")
}

func untilBefore(before string) bool {
	return slices.ContainsFunc([]string{"至", "到", "截止"}, func(s string) bool { return strings.HasSuffix(before, s) })
}

// coming is the day that a date means in an order, which speaks of what is to come:
// weekdays and days without a month are read into the past elsewhere.
func coming(t zh.Text, d zh.Date, now time.Time) report.Day {
	day, today, words := report.DayOf(d.Day), report.DayOf(now), t.Slice(d.Start, d.End)
	switch {
	case day >= today:
	case strings.ContainsAny(words, "周期拜"):
		day += 7
	case !strings.ContainsAny(words, "月-./年"):
		for _, later := range zh.Dates(zh.Fold(words), now.AddDate(0, 1, 0)) {
			day = report.DayOf(later.Day)
		}
	}
	return day
}
