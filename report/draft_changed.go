package report

import (
	"slices"
	"strings"
)

// pairedFacts pairs facts of two drawings of the same days that speak of the same
// thing. Their ids do not: those count what stands in a list.
type pairedFacts struct {
	then, now     map[string]Fact
	order         []string // the keys of then, then those of now alone
	before, after map[entry]MessageID
	known         []MessageID // what then rests on
}

func pairFacts(then, now []Fact) pairedFacts {
	s := pairedFacts{then: map[string]Fact{}, now: map[string]Fact{}}
	_, s.before = entries(then)
	_, s.after = entries(now)
	for _, f := range then {
		s.known = append(s.known, f.Sources...)
		s.put(s.then, f)
	}
	for _, f := range now {
		s.put(s.now, f)
	}
	return s
}

// put keeps a fact that no document may leave out, by what it speaks of. Of
// corrections and open fields is told elsewhere; who is silent is missing too.
func (s *pairedFacts) put(in map[string]Fact, f Fact) {
	if !f.Must && f.Kind != FactCompleteness || f.Kind == FactCorrection || f.Kind == FactUnfilled || f.Kind == FactSilence || f.Text == "" {
		return
	}
	key := f.about()
	for _, taken := in[key]; taken; _, taken = in[key] {
		key += "+"
	}
	in[key] = f
	s.order = union(s.order, []string{key})
}

// about is what a fact speaks of, which stays while its words and figures change.
func (f *Fact) about() string {
	switch {
	case f.raised() && len(f.Sources) > 0:
		return string(f.Kind) + "/" + string(f.Sources[0])
	case len(f.Entries) > 0 && f.Entries[0].Field != "":
		e := f.Entries[0]
		at := []string{string(f.Kind), f.Hint, string(e.Key.Form), string(e.Key.Slot), string(e.Field)}
		if len(f.Units) == 1 {
			at = append(at, string(f.Units[0]))
		}
		return strings.Join(at, "/")
	}
	return string(f.Kind) + "/" + f.Hint
}

// raised tells whether a fact is an urgent matter.
func (f *Fact) raised() bool { return f.Kind == FactUrgent || f.Kind == FactCarriedEvent }

// explained tells whether a fact differs because a value does, which is named by
// itself. An urgent matter is always named.
func (s *pairedFacts) explained(f Fact) bool {
	return !f.raised() && f.Kind != FactLimit && slices.ContainsFunc(f.Entries, func(e EntryRef) bool {
		at := entry{e.Key, e.Field}
		return e.Field != "" && s.before[at] != s.after[at]
	})
}

// restated names what is gone or reads otherwise than it did, beside values: who is
// to report and has, urgent matters with their state, and whatever else no document
// may leave out. A draft of old, without facts, tells nothing.
func restated(then, now []Fact) []string {
	if !slices.ContainsFunc(then, func(f Fact) bool { return f.Text != "" }) {
		return nil
	}
	s := pairFacts(then, now)
	var said []string
	slices.SortStableFunc(s.order, func(a, b string) int { return s.urgency(b) - s.urgency(a) })
	for _, key := range s.order {
		was, before := s.then[key]
		is, after := s.now[key]
		switch {
		case was.Text == is.Text || before && s.explained(was) || after && s.explained(is):
		case !after:
			said = append(said, "起草后不再有：“"+clippedTo(was.brief(), 40)+"”")
		case before:
			said = append(said, was.becomes(is))
		case !is.news(s.known):
			said = append(said, "起草后新增：“"+clippedTo(is.brief(), 40)+"”")
		}
	}
	return said
}

// urgency is 1 of an urgent matter: it is named first.
func (s *pairedFacts) urgency(key string) int {
	was, is := s.then[key], s.now[key]
	if was.raised() || is.raised() {
		return 1
	}
	return 0
}

// brief is what a fact says, with many units counted, not named.
func (f *Fact) brief() string {
	if f.Counted != "" && len(f.Units) > listedChanges {
		return f.Counted
	}
	return f.Text
}

// becomes says how a fact reads now: 柳湾村急报由“处置中”改为“已撤回”, 应报由12改为11.
func (f *Fact) becomes(is Fact) string {
	head, was, tail := f.state()
	if nowHead, now, nowTail := is.state(); was != "" && head == nowHead && tail == nowTail {
		return head + "由“" + was + "”改为“" + now + "”"
	}
	if f.Kind == FactCompleteness {
		if line := f.counted(is); line != "" {
			return line
		}
	}
	less := filter(f.Units, func(u UnitID) bool { return !slices.Contains(is.Units, u) })
	more := filter(is.Units, func(u UnitID) bool { return !slices.Contains(f.Units, u) })
	if len(f.Entries) == 0 && f.Hint != "" && len(less)+len(more) > 0 {
		var lines []string
		if len(less) > 0 {
			lines = append(lines, "少了"+few(names(less)))
		}
		if len(more) > 0 {
			lines = append(lines, "多了"+few(names(more)))
		}
		return f.Hint + strings.Join(lines, "，")
	}
	old, now := clippedTo(f.Text, 40), clippedTo(is.Text, 40)
	if old == now {
		old, now = f.Text, is.Text
	}
	return "“" + old + "”现为“" + now + "”"
}

// state takes the words of an urgent matter apart at how it stands; state is empty
// where nothing is said of that.
func (f *Fact) state() (head, state, tail string) {
	head, rest, found := strings.Cut(f.Text, "急报（")
	state, tail, closed := strings.Cut(rest, "）")
	if !f.raised() || !found || !closed {
		return "", "", ""
	}
	return head + "急报", state, tail
}

// counted says which counts of the reports have changed: 疫情日报应报由12改为11，已报由3改为4.
// It is empty where the facts count different things.
func (f *Fact) counted(is Fact) string {
	name, _, ok := strings.Cut(f.Text, "应报")
	said := map[string]string{"base": "应报", "received": "已报", "on_time": "按时"}
	var lines []string
	for _, old := range f.Figures {
		i := slices.IndexFunc(is.Figures, func(x Figure) bool { return x.Expr == old.Expr })
		if what := said[old.Expr]; what != "" && i >= 0 && !is.Figures[i].N.Equal(old.N) {
			lines = append(lines, what+"由"+old.N.String()+"改为"+is.Figures[i].N.String())
		}
	}
	if !ok || len(lines) == 0 {
		return ""
	}
	return name + strings.Join(lines, "，")
}

// names are units as words.
func names(units []UnitID) []string {
	all := make([]string, len(units))
	for i, u := range units {
		all[i] = string(u)
	}
	return all
}
