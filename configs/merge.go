package configs

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"qunbao/report"
)

// merger puts an office's rows in the place of the roster's of the same roles.
type merger struct {
	old   []row
	notes []string
	found *findings
}

func (r row) is(column, text string) bool { return r[column].text == text }

// merge gives the rows of the new roster: what the office's table does not speak of,
// then what it says, filled up with what the roster knew.
func (m *merger) merge(said []row) []row {
	said = distinctRows(m.named(said))
	m.lead(said)
	replaced := map[string]bool{} // a stand-in that was only taken for one replaces nobody
	for _, r := range said {
		replaced[cmp.Or(r["role"].text, "报送员")] = true
	}
	m.fillRoles(said)
	var kept []row
	for _, r := range m.old {
		role := roleOf(r["role"].text)
		anew := func(s row) bool {
			return s.is("unit", r["unit"].text) && s.is("name", r["name"].text) && s.is("role", role)
		}
		unspoken := r["name"].text == "" && !slices.ContainsFunc(said, func(s row) bool { return s.is("unit", r["unit"].text) })
		if unspoken || role != "" && !replaced[role] && !slices.ContainsFunc(said, anew) {
			kept = append(kept, r)
		}
	}
	for _, r := range said {
		m.fill(r)
	}
	all := distinctRows(append(kept, said...))
	all = append(m.parents(all), all...)
	told := map[string]bool{}
	for i, r := range all {
		all[i] = maps.Clone(r)
		columns := aboutUnits
		if told[r["unit"].text] {
			columns = []string{"parent", "kind"}
		}
		m.fillUnit(all[i], columns)
		told[r["unit"].text] = true
	}
	return all
}

// fillRoles gives a role to who has none: a unit's first person reports, the others
// stand in.
func (m *merger) fillRoles(said []row) {
	reports := map[string]bool{}
	for _, r := range said {
		reports[r["unit"].text] = reports[r["unit"].text] || r.is("role", "报送员")
	}
	for _, r := range said {
		if r["name"].text == "" || r["role"].text != "" {
			continue
		}
		role := "报送员"
		for _, o := range m.old {
			if o.is("unit", r["unit"].text) && o.is("name", r["name"].text) && o["role"].text != "" {
				role = roleOf(o["role"].text)
			}
		}
		if role == "报送员" && reports[r["unit"].text] {
			role = "副报送员"
			m.notes = append(m.notes, r["unit"].text+"有几个人，"+r["name"].text+"按副报送员登记")
		}
		reports[r["unit"].text] = reports[r["unit"].text] || role == "报送员"
		r["role"] = word{role, r["role"].place}
	}
}

// fill takes from the roster what the office's table leaves open.
func (m *merger) fill(r row) {
	for _, o := range m.old {
		if o.is("name", r["name"].text) && (r["phone"].text == "" || o["phone"].text == "" || o.is("phone", r["phone"].text) || o.is("unit", r["unit"].text)) {
			r.take("card", o["card"].text)
			r.take("phone", o["phone"].text)
		}
	}
}

// take fills an empty cell.
func (r row) take(column, text string) {
	if r[column].text == "" && text != "" {
		r[column] = word{text, cmpPlace(r[column].place, r["unit"].place)}
	}
}

// fillUnit takes what a row leaves open about its unit, of some columns. A new unit
// stands where the others do, and is of their kind.
func (m *merger) fillUnit(r row, columns []string) {
	unit := r["unit"].text
	known, stood := unitsOf(m.old)[unit]
	if !stood {
		known = row{"parent": {text: m.root(unit)}, "kind": {text: m.kind(unit)}}
	}
	for _, column := range columns {
		r.take(column, known[column].text)
	}
}

// aboutUnits are the columns that speak of a row's unit.
var aboutUnits = []string{"aliases", "parent", "kind", "from", "closed", "until"}

// cmpPlace is the first place of the two that is one.
func cmpPlace(a, b place) place {
	if a.line > 0 {
		return a
	}
	return b
}

// root is the one unit of the roster above others that stands below none.
func (m *merger) root(unit string) string {
	above := map[string]bool{}
	for _, o := range m.old {
		above[o["parent"].text] = true
	}
	var roots []string
	for _, o := range m.old {
		if u := o["unit"].text; above[u] && o["parent"].text == "" && u != unit && !slices.Contains(roots, u) {
			roots = append(roots, u)
		}
	}
	if len(roots) != 1 {
		return ""
	}
	return roots[0]
}

// kind is that of the roster's units whose names end alike.
func (m *merger) kind(unit string) string {
	for _, o := range m.old {
		for _, end := range []string{"村", "社区", "学校", "小学", "中学", "卡点"} {
			if strings.HasSuffix(unit, end) && strings.HasSuffix(o["unit"].text, end) && o["kind"].text != "" {
				return o["kind"].text
			}
		}
	}
	return ""
}

// parents are rows for the units above others that would have none of their own.
func (m *merger) parents(all []row) []row {
	var rows []row
	there := func(unit string, in []row) bool {
		return slices.ContainsFunc(in, func(r row) bool { return r.is("unit", unit) })
	}
	for _, o := range m.old {
		unit := o["unit"].text
		if there(unit, all) || there(unit, rows) || !slices.ContainsFunc(all, func(r row) bool { return r.is("parent", unit) }) {
			continue
		}
		only := maps.Clone(o)
		for _, column := range []string{"name", "card", "role", "phone"} {
			only[column] = word{"", o[column].place}
		}
		rows = append(rows, only)
	}
	return rows
}

// distinctRows leaves out rows that say once more that somebody has a role for a unit.
func distinctRows(rows []row) []row {
	var kept []row
	for _, r := range rows {
		twice := func(k row) bool {
			return r["name"].text != "" && k.is("unit", r["unit"].text) && k.is("name", r["name"].text) && k.is("role", r["role"].text) &&
				(k.is("phone", r["phone"].text) || k["phone"].text == "" || r["phone"].text == "")
		}
		if i := slices.IndexFunc(kept, twice); i >= 0 {
			if kept[i]["phone"].text == "" {
				kept[i]["phone"] = r["phone"]
			}
			continue
		}
		kept = append(kept, r)
	}
	return kept
}

// Change is one difference between two rosters, in the words of an office.
type Change struct {
	What string // 新增单位, 撤下单位, 单位有变, 新增, 撤下, 变动
	Say  string // 柳湾村 报送员 李会芳，电话 139****0011 → 139****0012
}

// changes lists what a roster says anew, no more, or otherwise.
func changes(old, new []row) []Change {
	all := unitChanges(old, new)
	key := func(r row) string { return r["unit"].text + " " + roleOf(r["role"].text) + " " + r["name"].text }
	find := func(in []row, k string) (row, bool) {
		i := slices.IndexFunc(in, func(r row) bool { return r["name"].text != "" && key(r) == k })
		if i < 0 {
			return nil, false
		}
		return in[i], true
	}
	for _, r := range new {
		o, stood := find(old, key(r))
		switch {
		case r["name"].text == "":
		case !stood:
			all = append(all, Change{"新增", key(r) + phoneOf(r)})
		default:
			if diff := differs(o, r, "card", "phone"); diff != "" {
				all = append(all, Change{"变动", key(r) + diff})
			}
		}
	}
	for _, o := range old {
		if _, stands := find(new, key(o)); !stands && o["name"].text != "" {
			all = append(all, Change{"撤下", key(o)})
		}
	}
	return all
}

func unitChanges(old, new []row) []Change {
	var all []Change
	before, now := unitsOf(old), unitsOf(new)
	for _, u := range sortedKeys(now) {
		o, stood := before[u]
		if !stood {
			all = append(all, Change{"新增单位", u + about(now[u])})
		} else if diff := differs(o, now[u], aboutUnits...); diff != "" {
			all = append(all, Change{"单位有变", u + diff})
		}
	}
	for _, u := range sortedKeys(before) {
		if _, stands := now[u]; !stands {
			all = append(all, Change{"撤下单位", u + "（想留着以前的，改成在“停用”列写日子）"})
		}
	}
	return all
}

// unitsOf are the units of a roster with what its rows say of them first.
func unitsOf(rows []row) map[string]row {
	units := map[string]row{}
	for _, r := range rows {
		u := r["unit"].text
		if units[u] == nil {
			units[u] = row{}
		}
		for _, column := range aboutUnits {
			if units[u][column].text == "" {
				units[u][column] = r[column]
			}
		}
	}
	return units
}

// about says where a unit stands: （青石镇，行政村）.
func about(u row) string {
	said := slices.DeleteFunc([]string{u["parent"].text, u["kind"].text}, func(s string) bool { return s == "" })
	if len(said) == 0 {
		return ""
	}
	return "（" + strings.Join(said, "，") + "）"
}

// differs says in what two rows differ, of some columns; the first and last digits of
// phones are enough to know them by.
func differs(a, b row, columns ...string) string {
	said := ""
	for _, c := range columns {
		if from, to := a[c].text, b[c].text; from != to {
			if said += "，" + chineseColumn(c); shown(from) == shown(to) {
				said += "中间的数字有变"
				continue
			}
			said += " " + shown(from) + " → " + shown(to)
		}
	}
	return said
}

func shown(text string) string {
	if text == "" {
		return "（空）"
	}
	return report.Mask(text)
}

func phoneOf(r row) string {
	if r["phone"].text == "" {
		return ""
	}
	return " " + report.Mask(r["phone"].text)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
