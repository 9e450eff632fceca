package configs

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

var (
	// numbered is a unit behind the number of its line: 2、梅岭村.
	numbered = regexp.MustCompile(`^[（(]?(?:[0-9０-９]{1,3}|[①-⑳])(?:[）)．.、,，]|(?:[）)]))+`)
	// committee is how a village's office is called.
	committee = regexp.MustCompile(`(?:村(?:民委员会|委会|委|两委))$|(?:社区)?(?:居民委员会|居委会)$`)
	// isUnit is how the name of a village ends.
	isUnit = regexp.MustCompile(`(村|社区|居委会|村委会)$`)
	// heads are what those are called who lead a township.
	heads = regexp.MustCompile(`书记|乡长|镇长|主席|主任|委员|部长|所长|站长`)
	town  = regexp.MustCompile(`(乡|镇|街道|办事处)$`)
)

// named gives each row the unit's name as the roster has it, and several units of one
// cell a row each.
func (m *merger) named(said []row) []row {
	var rows []row
	for _, r := range said {
		text := numbered.ReplaceAllString(r["unit"].text, "")
		units := []string{text}
		if m.standingName(text) == "" {
			if parts := several.Split(strings.Trim(text, "、，,；;/／"), -1); !slices.ContainsFunc(parts, func(p string) bool { return m.standingName(p) == "" && !isUnit.MatchString(p) }) {
				units = parts
			}
		}
		for _, u := range units {
			if name := m.standingName(u); name != "" {
				u = name
			}
			one := maps.Clone(r)
			one["unit"] = word{u, r["unit"].place}
			rows = append(rows, one)
		}
	}
	return rows
}

// standingName is the name of the one unit of the roster that a text may mean; empty:
// it is none, or several.
func (m *merger) standingName(text string) string {
	found := ""
	for _, o := range m.old {
		unit := o["unit"].text
		names := []string{unit}
		for _, a := range splitAliases(o["aliases"]) {
			names = append(names, a.text)
		}
		fits := slices.ContainsFunc(names, func(n string) bool {
			n = report.FoldCard(n)
			t := report.FoldCard(text)
			return n != "" && (n == t || n == committee.ReplaceAllString(t, "村") || n == committee.ReplaceAllString(t, "社区"))
		})
		switch {
		case unit == text:
			return unit
		case fits && found != "" && found != unit:
			return ""
		case fits:
			found = unit
		}
	}
	return found
}

// lead gives a role to those of the township's own people who have none: who leads it is
// a leader. It never reports, so that nobody else is taken for its reporter.
func (m *merger) lead(said []row) {
	for _, r := range said {
		unit := r["unit"].text
		if r["role"].text != "" || r["name"].text == "" || !town.MatchString(unit) && m.root("") != unit {
			continue
		}
		role := ""
		for _, o := range m.old {
			if o.is("unit", unit) && o.is("name", r["name"].text) {
				role = roleOf(o["role"].text)
			}
		}
		if role == "" && heads.MatchString(r["title"].text) {
			role = "领导"
			m.notes = append(m.notes, unit+r["title"].text+r["name"].text+"按领导登记")
		}
		if role == "" {
			m.found.wrong(r["name"].place, "在“角色”列写明：领导、审核或管理员；报送的写报送员", "%s of %s has no role", r["name"].text, unit)
		}
		r["role"] = word{role, r["name"].place}
	}
}
