package parse

import (
	"unicode"

	"qunbao/report"
	"qunbao/report/zh"
)

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

// trie finds the longest word of a set that begins at a place. T is what is
// known of a word.
type trie[T any] struct {
	next map[edge]int32
	data [][]T
}

type edge struct {
	node int32
	r    rune
}

func newTrie[T any]() *trie[T] {
	return &trie[T]{next: map[edge]int32{}, data: make([][]T, 1)}
}

// add adds what is known of a word, folded as texts are.
func (t *trie[T]) add(word string, v T) {
	node := int32(0)
	runes := zh.Fold(word).Runes()
	if len(runes) == 0 {
		return
	}
	for _, r := range runes {
		e := edge{node, unicode.ToLower(r)}
		to, ok := t.next[e]
		if !ok {
			to = int32(len(t.data))
			t.data = append(t.data, nil)
			t.next[e] = to
		}
		node = to
	}
	t.data[node] = append(t.data[node], v)
}

// longest finds the longest word at i of which keep knows something. End is i
// where there is none.
func (t *trie[T]) longest(runes []rune, i int, keep func(T) bool) (end int, data []T) {
	node, end := int32(0), i
	for j := i; j < len(runes); j++ {
		to, ok := t.next[edge{node, unicode.ToLower(runes[j])}]
		if !ok {
			break
		}
		node = to
		for _, v := range t.data[node] {
			if keep(v) {
				end, data = j+1, t.data[node]
				break
			}
		}
	}
	return end, data
}

// addWorkspace adds every word that a workspace's people may use.
func addWorkspace(t *trie[sense], w *report.Workspace) {
	for _, u := range w.Units {
		t.add(string(u.ID), sense{unit: u.ID, parent: u.Parent})
		for _, a := range u.Aliases {
			t.add(a, sense{unit: u.ID, parent: u.Parent, alias: true, common: commonNouns[a]})
		}
	}
	for _, p := range w.People {
		if len([]rune(p.Name)) < 2 || len(p.Posts) == 0 {
			continue
		}
		for _, q := range p.Posts {
			t.add(p.Name, sense{person: q.Unit})
		}
	}
	for i := range w.Forms {
		addForm(t, &w.Forms[i])
	}
}

func addForm(t *trie[sense], f *report.Form) {
	for _, name := range append([]string{f.Name}, f.Aliases...) {
		t.add(name, sense{form: f})
	}
	for i := range f.Slots {
		s := &f.Slots[i]
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			t.add(name, sense{form: f, slot: s})
		}
	}
	for i := range f.Fields {
		for _, label := range f.Fields[i].Labels() {
			t.add(label, sense{form: f, field: &f.Fields[i]})
		}
	}
}

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
