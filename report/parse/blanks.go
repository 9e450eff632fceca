package parse

import (
	"qunbao/report/zh"
)

// addBlanks adds the places left empty that stand before 万, 余 or 多 and a
// measure word of a form: X余人, __万元, 某万元, XX多条.
func (s *scene) addBlanks(at map[int]zh.Number) {
	for i := 0; i < len(s.runes); i++ {
		end := s.placeholder(i)
		if end == i {
			continue
		}
		if _, known := at[i]; !known {
			if n, ok := s.blankUnit(i, end); ok {
				at[i] = n
			}
		}
		i = end - 1
	}
}

// placeholder is the end of a run of X, _ or 某 at i, or i.
func (s *scene) placeholder(i int) int {
	if i > 0 && isAlnum(s.runes[i-1]) {
		return i
	}
	for _, set := range []string{"xX×", "_", "某"} {
		j := i
		for j < len(s.runes) && inSet(s.runes[j], set) {
			j++
		}
		if j > i {
			return j
		}
	}
	return i
}

// blankUnit reads what stands between a placeholder and its measure word.
func (s *scene) blankUnit(i, end int) (zh.Number, bool) {
	k := end
	for k < len(s.runes) && k < end+4 && inSet(s.runes[k], " 万千百亿十余多来") {
		k++
	}
	// Without 万, 余 or 多 between, zh has read it or had a reason not to.
	if k == end {
		return zh.Number{}, false
	}
	for j := min(len(s.runes), k+3); j > k; j-- {
		if unit := string(s.runes[k:j]); s.p.isMeasure[unit] {
			return zh.Number{Start: i, End: end, Kind: zh.Blank, Unit: unit, UnitStart: k, UnitEnd: j, From: i, To: j}, true
		}
	}
	return zh.Number{}, false
}

func isAlnum(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
