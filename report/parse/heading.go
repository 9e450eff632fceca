package parse

// sharedLabel is the label that the units behind a section share, as in
// 居家观察：上坪村3人、下坪村2人: it stands right before a unit. One that heads a list
// holds for each of its lines; -1: none.
func (s *scene) sharedLabel(sec section, carried int) int {
	ended := false
	for i := sec.to - 1; i >= sec.from; i-- {
		switch t := s.toks[i]; {
		case t.namesField() && (!ended || s.headsList(i)):
			return i
		case t.namesField():
			return -1
		case t.kind == hard:
			ended = true
		}
	}
	if ended && carried >= 0 && !s.headsList(carried) {
		return -1
	}
	return carried
}

// headsList tells whether the label at token i ends its line, or stands before a
// colon, and a unit follows: 居家人数：, and a line of each village below.
func (s *scene) headsList(i int) bool {
	end, closed := s.toks[i].end, false
	for j := i + 1; j < len(s.toks); j++ {
		t := &s.toks[j]
		text := 0
		for _, r := range s.runes[end:t.start] {
			if letter(r) {
				text++
			}
		}
		if text > 0 && (closed || text > headLimit) {
			return false
		}
		end = t.end
		switch {
		case t.kind == colon, t.kind == hard && s.runes[t.start] == '\n':
			closed = true
		case t.kind == blank, closed && (s.numbersItem(j, 0) || t.partsItems() && s.numbersItem(j-1, 0)):
		default:
			return closed && t.namesUnit()
		}
	}
	return false
}
