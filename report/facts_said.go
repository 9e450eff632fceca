package report

import (
	"slices"
	"unicode"
)

// How many of what people wrote a document tells; of the others it says how many
// there are.
const (
	listedNotes  = 6  // notes
	listedSaid   = 10 // problems, suggestions, carried problems: each
	sharedLength = 2  // characters that words and the words that answer them have in common
)

// said is what a unit wrote in a text field, from the first to the last period in
// which it did.
type said struct {
	kind   FactKind
	units  []UnitID
	field  *Field
	text   string // masked
	first  Day
	day    Day    // of the last period
	told   bool   // that period is one of those that are told
	from   trace  // of the last period
	reply  string // what the unit wrote later, that it is mended
	mended Day
}

// diary gathers what was written, oldest first. What says the same in several
// periods stands once.
type diary struct {
	b     *factBuilder
	all   []*said
	known map[page]*said
	raw   []string // of the days that are told, as it was written
	parts map[script][]saying
}

// script is what was written in a field.
type script struct {
	field *Field
	raw   string
}

type page struct {
	unit UnitID
	form FormID
	kind FactKind
	text string
}

// sayings reads the text fields of all periods.
func (b *factBuilder) sayings() *diary {
	d := &diary{b: b, known: map[page]*said{}, parts: map[script][]saying{}}
	for _, c := range b.earlierPeriods() {
		d.read(c)
	}
	for i := range b.in.Periods {
		d.read(&b.in.Periods[i])
	}
	d.answer()
	d.all = b.merged(d.all)
	return d
}

func (d *diary) read(c *Completeness) {
	form := d.b.w.Form(c.Key.Form)
	for i := range form.Fields {
		field := &form.Fields[i]
		if field.Kind != Prose {
			continue
		}
		for j := range c.Standings {
			if s := &c.Standings[j]; s.counted() {
				d.write(c, s, field)
			}
		}
	}
}

// write takes in what one unit wrote in a field.
func (d *diary) write(c *Completeness, s *Standing, field *Field) {
	told := c.Key.Day >= d.b.in.From
	raw := s.Current.Values[field.ID].Text
	if told && raw != "" {
		d.raw = append(d.raw, raw)
	}
	for _, x := range d.parted(field, raw) {
		at, text := page{s.Unit, c.Key.Form, x.kind, x.text}, x.text
		one := d.known[at]
		if one == nil {
			one = &said{kind: x.kind, units: []UnitID{s.Unit}, field: field, text: text, first: c.Key.Day}
			d.known[at], d.all = one, append(d.all, one)
		}
		one.day, one.told, one.from = c.Key.Day, told, trace{}
		one.from.unit(s.Unit)
		one.from.entry(RecordKey{c.Key, s.Unit}, field.ID, s.Current.Source(field.ID))
	}
}

// parted is what was written by its kinds, fit for a document. People write the same
// day after day.
func (d *diary) parted(field *Field, raw string) []saying {
	at := script{field, raw}
	all, known := d.parts[at]
	if known {
		return all
	}
	for _, x := range field.sayings(raw) {
		if x.text = d.b.w.words(x.text); x.text != "" {
			all = append(all, x)
		}
	}
	d.parts[at] = all
	return all
}

// answer finds for each note that says that something is mended the problem of the
// same unit with which it has most words in common.
func (d *diary) answer() {
	asked := map[UnitID][]*said{}
	for _, s := range d.all {
		if s.kind != FactNote {
			asked[s.units[0]] = append(asked[s.units[0]], s)
		}
	}
	for _, r := range d.all {
		if r.kind != FactNote || len(asked[r.units[0]]) == 0 || !mended.MatchString(r.text) {
			continue
		}
		var best *said
		most := sharedLength - 1
		for _, p := range asked[r.units[0]] {
			if n := common(p.text, r.text); n > most && p.first <= r.first {
				best, most = p, n
			}
		}
		if best != nil {
			best.reply, best.mended = r.text, r.day
			for _, e := range r.from.entries {
				best.from.entry(e.Key, e.Field, e.Message)
			}
		}
	}
}

// common is how many Chinese characters in a row two texts have in common.
func common(a, b string) int {
	x, y := []rune(a), []rune(b)
	most := 0
	before := make([]int, len(y)+1)
	for i := range x {
		row := make([]int, len(y)+1)
		for j := range y {
			if x[i] == y[j] && unicode.Is(unicode.Han, x[i]) {
				row[j+1] = before[j] + 1
				most = max(most, row[j+1])
			}
		}
		before = row
	}
	return most
}

// written tells what was written in the days of one kind.
func (b *factBuilder) written(all []*said, kind FactKind) []Fact {
	var facts []Fact
	for _, s := range all {
		if s.told && s.kind == kind {
			facts = append(facts, b.word(s))
		}
	}
	switch kind {
	case FactProblem:
		return lettered("P", firstOf(facts, listedSaid, Fact{Text: "另有反映的问题", Hint: "未列出的问题"}, "条"))
	case FactSuggestion:
		return lettered("S", firstOf(facts, listedSaid, Fact{Text: "另有提出的建议", Hint: "未列出的建议"}, "条"))
	}
	return firstOf(facts, listedNotes, Fact{Text: "另有文字说明", Hint: "未列出的情况"}, "条")
}

// merged puts together what several units wrote in the same words, on the same days
// or, where several days are told, in any of them.
func (b *factBuilder) merged(all []*said) []*said {
	type same struct {
		kind       FactKind
		field      *Field
		text       string
		told       bool
		first, day Day
	}
	by := map[same]*said{}
	var kept []*said
	for _, s := range all {
		k := same{s.kind, s.field, s.text, s.told, s.first, s.day}
		if b.in.Spans() && s.told {
			k.first, k.day = 0, 0
		}
		if s.reply != "" {
			kept = append(kept, s)
			continue
		}
		if one := by[k]; one != nil {
			one.units = union(one.units, s.units)
			one.first = min(one.first, s.first)
			for _, e := range s.from.entries {
				one.from.unit(e.Key.Unit)
				one.from.entry(e.Key, e.Field, e.Message)
			}
			continue
		}
		by[k] = s
		kept = append(kept, s)
	}
	return kept
}

// word is a fact in the words of who wrote it: 柳湾村反映：口罩不足.
func (b *factBuilder) word(s *said) Fact {
	text := clause{}
	if b.in.Spans() {
		text.say(max(s.first, b.in.From).Chinese())
		if len(s.units) > 1 {
			text.say("起")
		}
		text.say("，")
	}
	text.list(s.units)
	f := Fact{Kind: s.kind, Hint: "某单位" + s.field.Name}
	switch s.kind {
	case FactProblem:
		f.Must, f.Hint = !b.in.Spans(), "某单位反映的问题"
		text.say("反映")
	case FactSuggestion:
		f.Hint = "某单位提出的建议"
		text.say("提出")
	default:
		text.say(s.field.Name)
	}
	if s.first < b.in.From && s.kind != FactNote {
		text.say("（" + s.first.Chinese() + "起，已")
		text.count(int(s.day-s.first), "天", "days")
		text.say("）")
	}
	b.own(&text, s)
	f.set(text)
	return s.from.into(f)
}

// own adds somebody's own words, and those that answer them.
func (b *factBuilder) own(text *clause, s *said) {
	words := s.text
	if !s.told || b.in.Spans() {
		words = cut(words, longestAsk)
	}
	text.say("：" + words)
	if s.reply != "" {
		text.say("；" + s.mended.Chinese() + "回报：" + s.reply)
	}
}

// openProblems tells the problems and suggestions of earlier days that were not
// written again, unless an answer has come before the days: no report says how such
// a thing stands, and so nothing is said of it but for how long, and what was answered.
func (b *factBuilder) openProblems(all []*said) []Fact {
	var facts []Fact
	for _, s := range all {
		if s.told || s.kind == FactNote || s.reply != "" && s.mended < b.in.From {
			continue
		}
		text := clause{text: s.first.Chinese()}
		if s.first != s.day {
			text.say("起")
		}
		text.say("，")
		text.list(s.units)
		text.say("反映")
		if s.reply == "" {
			text.say("（尚未收到办结情况，已")
			text.count(int(b.in.To-s.first), "天", "days")
			text.say("）")
		}
		b.own(&text, s)
		f := Fact{Kind: FactCarried, Hint: "此前反映问题的办理情况"}
		f.set(text)
		facts = append(facts, s.from.into(f))
	}
	return firstOf(facts, listedSaid, Fact{Text: "另有此前反映的问题", Hint: "未列出的此前问题"}, "条")
}

// earlierPeriods are the periods before the days, oldest first.
func (b *factBuilder) earlierPeriods() []*Completeness {
	var all []*Completeness
	for i := range b.in.Before {
		if c := &b.in.Before[i]; c.Key.Day < b.in.From {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(x, y *Completeness) int { return int(x.Key.Day - y.Key.Day) })
	return all
}
