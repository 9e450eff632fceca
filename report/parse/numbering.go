package parse

import "qunbao/report/zh"

// shortestNumbering is how many items a numbering without line ends has.
const shortestNumbering = 3

// unnumber makes ends of sentences of the numbers that only count the items of a
// line: 1.排查24人2.居家7人3.集中1人. Such numbers run on from 1, and none stands
// behind a label, where it would be a value: 居家1、集中2、解除3.
func (s *scene) unnumber() {
	var marks []int
	for i := range s.toks {
		if !s.numbers(i, int64(len(marks)+1)) {
			continue
		}
		if len(marks) > 0 && s.afterMark(i) != s.afterMark(marks[0]) {
			continue
		}
		marks = append(marks, i)
	}
	if len(marks) < shortestNumbering {
		return
	}
	for _, i := range marks {
		s.toks[i].kind, s.toks[i].num = hard, nil
	}
}

// numbers tells whether token i may be the number n of an item.
func (s *scene) numbers(i int, n int64) bool {
	t := &s.toks[i]
	if t.kind != number || t.num.Kind != zh.Exact && t.num.Kind != zh.Ordinal || t.num.Unit != "" || t.num.Approx || !t.num.N.IsInteger() || t.num.N.IntPart() != n {
		return false
	}
	end := t.end
	if s.afterMark(i) != 0 {
		end++
	}
	return end < len(s.runes) && isHan(s.runes[end]) && !s.answersLabel(i) && !(n > 1 && s.answersUnit(i))
}

// answersUnit tells whether a unit stands right before token i: 居家：柳湾1、东坡2.
func (s *scene) answersUnit(i int) bool {
	return i > 0 && s.toks[i-1].end == s.toks[i].start && s.toks[i-1].namesUnit()
}

// afterMark is the mark that follows the number of an item, or 0.
func (s *scene) afterMark(i int) rune {
	if end := s.toks[i].end; end < len(s.runes) && inSet(s.runes[end], ".、):") {
		return s.runes[end]
	}
	return 0
}

// answersLabel tells whether a label stands right before token i, over spaces
// and a colon.
func (s *scene) answersLabel(i int) bool {
	at := s.toks[i].start
	for i--; i >= 0 && s.toks[i].end == at; i-- {
		switch t := &s.toks[i]; {
		case t.kind == blank || t.kind == colon || t.kind == bar:
			at = t.start
		default:
			return t.isLabelOnly()
		}
	}
	return false
}
