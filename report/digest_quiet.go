package report

import (
	"fmt"
	"strings"
)

// quietLine is the whole digest where nothing has moved: one line with the numerators,
// the denominators and the figures that stand. What is not due yet is said in it as far
// as it is.
func (d *DigestData) quietLine() (string, bool) {
	if len(d.Forms) == 0 || len(d.Events)+len(d.Levels)+len(d.Burden) > 0 || d.Late != "" || d.Blind != "" {
		return "", false
	}
	var over, later []DigestForm
	for _, f := range d.Forms {
		switch {
		case !f.Quiet:
			return "", false
		case f.Settled():
			over = append(over, f)
		default:
			later = append(later, f)
		}
	}
	if len(over) == 0 {
		return "", false
	}
	var said []string
	for _, group := range alike(over) {
		said = append(said, reported(group))
	}
	line := d.head() + "：" + strings.Join(said, "，") + "；没有急报" + figures(over)
	for _, f := range later {
		line += "；" + f.Short + f.State
	}
	if d.Seal != "" {
		line += "；" + d.sealed()
	}
	return line + "。", true
}

// alike groups forms that the same number of units has reported.
func alike(forms []DigestForm) [][]DigestForm {
	var groups [][]DigestForm
next:
	for _, f := range forms {
		for i, g := range groups {
			if g[0].Base == f.Base {
				groups[i] = append(g, f)
				continue next
			}
		}
		groups = append(groups, []DigestForm{f})
	}
	return groups
}

// reported is 疫情日报、宣传消杀统计均应报12 已报12 按时12.
func reported(group []DigestForm) string {
	var names []string
	for _, f := range group {
		names = append(names, f.Short)
	}
	both := ""
	if len(group) > 1 {
		both = "均"
	}
	f := group[0]
	return fmt.Sprintf("%s%s应报%d 已报%d 按时%d", strings.Join(names, "、"), both, f.Base, f.Received, f.OnTime)
}

// mostFigures is how many figures that stand as they did are repeated.
const mostFigures = 6

// figures says that the totals are as they were, and the first that are not 0.
func figures(forms []DigestForm) string {
	var said []string
	kept := ""
	for _, f := range forms {
		for _, t := range f.Totals {
			if t.Nought {
				continue
			}
			said = append(said, t.Field+t.plain)
			if t.Kept {
				kept = "（含沿用前数）"
			}
		}
	}
	switch n := len(said); {
	case n == 0:
		return "，没有变化"
	case n > mostFigures:
		return fmt.Sprintf("，与前次相同%s：%s等%d项", kept, strings.Join(said[:mostFigures], "、"), n)
	default:
		return "，与前次相同" + kept + "：" + strings.Join(said, "、")
	}
}

// quietForms is the line about forms of which nothing but that is to be said.
func quietForms(group []DigestForm) passage {
	line := "■ " + reported(group)
	return passage{rank: rankTotals, says: []string{line + figures(group), line + "，没有变化"}}
}
