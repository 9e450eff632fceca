package zh

// A scanner walks over a text and finds the number at each place.
type scanner struct {
	t       Text
	r       []rune
	units   *words  // the measure words
	until   []int32 // for each rune, the next one that belongs to a date or a time
	spent   int     // end of what the last number took
	stretch int     // end of the last stretch of letters and digits
	letters int     // end of the last Latin word, which held no digits
	classes *[1 << 16]class
}

func newScanner(t Text, units Units) *scanner {
	return &scanner{t: t, r: t.runes, units: units.all(), until: make([]int32, 0, len(t.runes)), classes: classes()}
}

// avoid keeps numbers out of the date [start,end). Dates come in order; the end
// of the text is the last.
func (s *scanner) avoid(start, end int) {
	for len(s.until) < start {
		s.until = append(s.until, int32(start))
	}
	for len(s.until) < end {
		s.until = append(s.until, int32(len(s.until)))
	}
}

// dated tells whether rune i belongs to a date or a time.
func (s *scanner) dated(i int) bool { return i < len(s.r) && int(s.until[i]) == i }

// at reads into n what begins at i, or behind a word that wants a number, and
// says where to go on. The order matters: codes before numbers, idioms before
// Chinese numerals.
func (s *scanner) at(i int, c class, n *Number) (next int, ok bool) {
	if c&(latinRune|numeralRune) != 0 && s.code(i, n) {
		return n.To, true
	}
	if c&startsIdiom != 0 {
		if k := s.idiom(i); k > 0 {
			return i + k, false
		}
	}
	for _, read := range readers {
		if c&read.class != 0 && read.number(s, i, n) {
			return n.To, true
		}
	}
	return i + 1, false
}

// A reader reads into n the number at i, where a rune of its class stands. Where
// there is none, what it leaves in n means nothing.
type reader struct {
	class  class
	number func(s *scanner, i int, n *Number) bool
}

var readers = [...]reader{
	{numeralRune | openRune, (*scanner).listMark},
	{numeralRune | signRune, (*scanner).fraction},
	{numeralRune | signRune, (*scanner).counted},
	{startsRank, (*scanner).rank},
	{startsHalf, (*scanner).half},
	{startsVague, (*scanner).vague},
	{startsBlank, (*scanner).blank},
	{endsWanting, (*scanner).nothing},
}

// limit is how far a numeral that begins at i may reach: up to the next date.
func (s *scanner) limit(i int) int {
	if i >= len(s.r) {
		return len(s.r)
	}
	return min(int(s.until[i]), i+maxNumeral)
}

// maxNumeral is the most runes one numeral is read over.
const maxNumeral = 64

// from is the text from i on.
func (s *scanner) from(i int) []rune { return s.r[min(i, len(s.r)):] }

// peek is the rune at i, or 0 outside the text.
func (s *scanner) peek(i int) rune {
	if uint(i) < uint(len(s.r)) {
		return s.r[i]
	}
	return 0
}
