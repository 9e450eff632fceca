package parse

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

// Answers that say in words what was asked for: which number of several seen,
// whose report it is, for which day.

// The ways to point at one of the numbers that a question names.
var picks = []struct {
	words *regexp.Regexp
	index int // -1: the last
}{
	{regexp.MustCompile(`^(第[一1]个?|头一个|前[面边]?(那?个|一个|者|面)?|上面(那个)?)$`), 0},
	{regexp.MustCompile(`^第[二2两]个?$`), 1},
	{regexp.MustCompile(`^第[三3]个?$`), 2},
	{regexp.MustCompile(`^(最?后[面边]?(那?个|一个|者|面)?|下面(那个)?)$`), -1},
}

// middle points at the second of three numbers.
var middle = regexp.MustCompile(`^中间(那?个|一个|那?一个)?$`)

// pointing may stand around such words: 以后面的为准, 是第二个对.
var pointing = strings.NewReplacer("应该", "", "是", "", "以", "", "按", "", "为准", "", "对", "", "正确", "", "的", "", "数", "", "吧", "")

// picked is the number that a text points at, of the two or more that were read
// for one field.
func picked(text string, q report.Question) (report.Value, bool) {
	if q.Code != report.Twice || len(q.Seen) < 2 {
		return report.Value{}, false
	}
	text = pointing.Replace(text)
	if len(q.Seen) == 3 && middle.MatchString(text) {
		return q.Seen[1], true
	}
	for _, p := range picks {
		if i := p.index; i < len(q.Seen) && p.words.MatchString(text) {
			return q.Seen[(i+len(q.Seen))%len(q.Seen)], true
		}
	}
	return report.Value{}, false
}

// both are words for all units that somebody answers for.
var both = strings.Fields("都是 都有 两个都是 两个村都是 两村都是 全部 全部都是 每个村都是")

// counting says how many units were named: 柳湾村和东坡村两个村的.
var counting = regexp.MustCompile(`(?:这?[两俩二三四五六七八2-8]|几)个?(?:村|社区|单位)都?`)

// answersWithUnits reads the units that a text names and nothing else: 柳湾村的.
func (s *scene) answersWithUnits() (report.Answer, bool) {
	a := report.Answer{Kind: report.AnswerUnits}
	if own := s.speaker.Units(); len(own) > 0 && slices.Contains(both, trim(s.runes)) {
		a.Units = own
		return a, true
	}
	rest, end := "", 0
	for i, t := range s.toks {
		if v, ok := s.unitSense(i, len(s.toks)); ok && !slices.Contains(a.Units, v.unit) {
			a.Units = append(a.Units, v.unit)
		} else if !ok && t.kind != gap && t.kind != list && !(t.kind == word && s.isTownship(i)) {
			continue
		}
		rest += string(s.runes[end:t.start])
		end = t.end
	}
	rest = counting.ReplaceAllString(rest+string(s.runes[end:]), "")
	return a, len(a.Units) > 0 && isFrame(rest)
}

// isTownship tells whether token i only stands above the unit behind it: 青石镇柳湾村.
func (s *scene) isTownship(i int) bool {
	if !s.toks[i].namesUnit() || i+1 == len(s.toks) {
		return false
	}
	_, ok := s.unitSense(i+1, len(s.toks))
	return ok && s.toks[i+1].start == s.toks[i].end
}

// answersWithDay reads the one day that a text names, up to today, and nothing
// else: 今天的, 是2月5日.
func (s *scene) answersWithDay() (report.Answer, bool) {
	found := -1
	for i, t := range s.toks {
		switch {
		case t.kind == number || t.kind == date && found >= 0:
			return report.Answer{}, false
		case t.kind == date:
			found = i
		}
	}
	if found < 0 || s.toks[found].date.Day.IsZero() {
		return report.Answer{}, false
	}
	t := s.toks[found]
	day := report.DayOf(t.date.Day)
	rest := string(s.runes[:t.start]) + string(s.runes[t.end:])
	return report.Answer{Kind: report.AnswerDay, Day: day}, day <= report.DayOf(s.ref) && isFrame(rest)
}

// Reread reads the words that a question kept, with the unit or the day that its
// answer gives; they are said again by the answering message, at the time of the
// first. It is false where they are no report even so. What lacked no day has been
// filed already, and is not said again.
func (p *Parser) Reread(m report.Message, q report.Question, a report.Answer) (report.Message, report.Reading, bool) {
	m.Time, m.Text, m.RefersTo = q.Counts, q.Text, ""
	if len(a.Units) > 0 {
		m.Text = joinUnits(a.Units) + "：" + q.Text
	}
	r := p.Message(m)
	r.Answer = &a
	if a.Day != 0 {
		r.Filings = onDay(r.Filings, a.Day)
	}
	return m, r, len(r.Filings) > 0
}

// onDay keeps the filings whose day had not come, as filings of the day meant. Beside
// others a bare zero phrase stays one of the form that it was asked about.
func onDay(filings []report.Filing, day report.Day) []report.Filing {
	var lacking []report.Filing
	isFuture := func(p report.Problem) bool { return p.Code == report.Future }
	for _, f := range filings {
		if !slices.ContainsFunc(f.Problems, isFuture) {
			continue
		}
		f.Problems = slices.DeleteFunc(slices.Clone(f.Problems), isFuture)
		f.Period, f.DateNamed, f.FormNamed = day, true, f.FormNamed || len(filings) > 1
		lacking = append(lacking, f)
	}
	return lacking
}
