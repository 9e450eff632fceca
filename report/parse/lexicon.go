package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// meaning is what a word of the workspace, or a grammar word, says.
type meaning struct {
	word   string // as the workspace writes it, folded
	class  class  // as a grammar word; noCue: it is none
	senses []sense
	names  thing // all that the senses name
	labels []labelled

	increase bool // 新增 or 今日新增: as a grammar word it says what is counted
}

// thing is a set of what words may name.
type thing uint8

const (
	aUnit thing = 1 << iota
	aPerson
	aForm
	aSlot
	aField
)

// labelled is what a word names of one form's fields.
type labelled struct {
	form   *report.Form
	fields []*report.Field
}

// meaningless is what marks and numbers say.
var meaningless = &meaning{}

func (m *meaning) namesUnit() bool  { return m.names&aUnit != 0 }
func (m *meaning) namesForm() bool  { return m.names&aForm != 0 }
func (m *meaning) namesSlot() bool  { return m.names&aSlot != 0 }
func (m *meaning) namesField() bool { return m.names&aField != 0 }

// isLabelOnly tells whether a word names fields and nothing else but people.
func (m *meaning) isLabelOnly() bool { return m.names&^aPerson == aField }

// names tells whether a token names a thing.
func names(what thing) func(token) bool {
	return func(t token) bool { return t.names&what != 0 }
}

// firstForm is the form that a word names as such, or nil.
func (m *meaning) firstForm() *report.Form {
	for i := range m.senses {
		if m.senses[i].isForm() {
			return m.senses[i].form
		}
	}
	return nil
}

// fieldsOf lists the fields of a form that a word names. Where it names none of
// the form, but one of another, they are those of the label that it begins with
// if no more than a noun for people or counts follows: 体温异常人员 is 体温异常 to a
// form that knows only that.
func (m *meaning) fieldsOf(form *report.Form) []*report.Field {
	for i := range m.labels {
		if m.labels[i].form == form {
			return m.labels[i].fields
		}
	}
	return nil
}

// ownFields lists the fields of a form that the very word names.
func (m *meaning) ownFields(form *report.Form) []*report.Field {
	var fields []*report.Field
	for _, v := range m.senses {
		if v.isField() && v.form == form && !slices.Contains(fields, v.field) {
			fields = append(fields, v.field)
		}
	}
	return fields
}

var suffixes = map[string]bool{"人员": true, "人数": true, "人": true, "数": true, "情况": true, "者": true, "病人": true, "患者": true, "户数": true, "总数": true, "数量": true, "群众": true}

// sense is one thing that a word of the workspace may mean.
type sense struct {
	unit   report.UnitID // the word names a unit
	person report.UnitID // the word names a person of this unit
	form   *report.Form  // the form that the word names, or whose field or slot it names
	field  *report.Field // nil: the form itself, or a slot
	slot   *report.Slot  // nil: no slot
	alias  bool          // not the unit's full name
	common bool          // an alias that is a common noun: 社区, 指挥部
	parent report.UnitID // of a unit: whose part it is
}

func (s sense) isUnit() bool  { return s.unit != "" }
func (s sense) isForm() bool  { return s.form != nil && s.field == nil && s.slot == nil }
func (s sense) isField() bool { return s.field != nil }
func (s sense) isSlot() bool  { return s.slot != nil }

// thing is what the sense names.
func (s sense) thing() thing {
	switch {
	case s.unit != "":
		return aUnit
	case s.field != nil:
		return aField
	case s.slot != nil:
		return aSlot
	case s.form != nil:
		return aForm
	}
	return aPerson
}

// newWords is every word that a workspace's people may use.
func newWords(w *report.Workspace, cues *trie[meaning]) *trie[meaning] {
	t := newTrie[meaning]()
	for _, u := range w.Units {
		addSense(t, string(u.ID), sense{unit: u.ID, parent: u.Parent})
		for _, a := range u.Aliases {
			addSense(t, a, sense{unit: u.ID, parent: u.Parent, alias: true, common: commonNouns[a]})
		}
	}
	for _, p := range w.People {
		if len([]rune(p.Name)) < 2 {
			continue
		}
		for _, q := range p.Posts {
			addSense(t, p.Name, sense{person: q.Unit})
		}
	}
	for i := range w.Forms {
		addForm(t, &w.Forms[i])
	}
	for _, n := range t.nodes {
		if n.word != nil {
			relate(n.word, t, cues)
		}
	}
	return t
}

func addForm(t *trie[meaning], f *report.Form) {
	for _, name := range append([]string{f.Name}, f.Aliases...) {
		addSense(t, name, sense{form: f})
	}
	for i := range f.Slots {
		s := &f.Slots[i]
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			addSense(t, name, sense{form: f, slot: s})
		}
	}
	for i := range f.Fields {
		for _, label := range f.Fields[i].Labels() {
			addSense(t, label, sense{form: f, field: &f.Fields[i]})
		}
	}
}

func addSense(t *trie[meaning], word string, v sense) {
	m := t.at(word)
	m.word = zh.Fold(word).String()
	m.senses = append(m.senses, v)
	m.names |= v.thing()
}

// relate finds what a word is as a grammar word, and its fields by form.
func relate(m *meaning, words, cues *trie[meaning]) {
	runes := []rune(m.word)
	if end, cue := cues.longest(runes, 0, func(*meaning) bool { return true }); end == len(runes) && end > 0 {
		m.class = cue.class
	}
	m.increase = m.class == fresh || slices.ContainsFunc(strings.Fields(cueWords[today]), func(day string) bool {
		rest, ok := strings.CutPrefix(m.word, day)
		return ok && slices.Contains(strings.Fields(cueWords[fresh]), rest)
	})
	for n := len(runes); m.namesField() && n > 0; n-- {
		end, begin := words.longest(runes[:n], 0, (*meaning).namesField)
		if end < min(len(runes), shortestBeginning) {
			return
		}
		n = end
		for _, v := range begin.senses {
			if !v.isField() || slices.ContainsFunc(m.labels, func(l labelled) bool { return l.form == v.form }) {
				continue
			}
			l := labelled{form: v.form} // without fields: a shorter one is none either
			if n == len(runes) || suffixes[string(runes[n:])] {
				l.fields = begin.ownFields(v.form)
			}
			m.labels = append(m.labels, l)
		}
	}
}

// shortestBeginning is the length, in runes, of a label that a longer one may
// begin with.
const shortestBeginning = 2

// commonNouns are aliases that anybody may mean otherwise: they name the unit
// only when its own people use them (contract, section 4, rule 2).
var commonNouns = map[string]bool{
	"社区": true, "村": true, "村里": true, "村上": true, "村委": true, "村委会": true, "村部": true, "居委会": true,
	"镇": true, "镇里": true, "镇上": true, "镇政府": true, "乡": true, "乡里": true, "街道": true, "街道办": true,
	"区里": true, "县里": true, "市里": true, "省里": true, "全省": true, "全市": true, "全县": true, "全镇": true, "全国": true,
	"我省": true, "我市": true, "我县": true, "我区": true, "我镇": true, "我乡": true,
	"指挥部": true, "办公室": true, "机关": true, "单位": true, "学校": true, "中学": true, "小学": true, "幼儿园": true,
	"卫生院": true, "医院": true, "派出所": true, "敬老院": true, "养老院": true, "企业": true, "工厂": true, "公司": true,
	"卡点": true, "卡口": true, "水库": true, "电站": true, "市场": true, "超市": true,
}
