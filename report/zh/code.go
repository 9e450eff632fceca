package zh

import "sync"

// code reads what is written in digits and is no number: URLs, phones, IDs,
// plates, trains, model names, rooms.
func (s *scanner) code(i int, n *Number) (ok bool) {
	r := s.r[i]
	if !isAlnum(r) || isAlnum(s.peek(i-1)) {
		return false
	}
	if end := s.url(i); end > i {
		ok = n.code(i, end)
	} else if isLatin(r) {
		ok = s.word(i, n)
	} else {
		ok = s.digitCode(i, n)
	}
	return ok && n.To <= int(s.until[i])
}

// code makes n the code [i,end).
func (n *Number) code(i, end int) bool {
	*n = Number{Start: i, End: end, Kind: Code, UnitStart: end, UnitEnd: end, From: i, To: end}
	return true
}

func isLatin(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// url returns where the address that begins at i ends, or i.
func (s *scanner) url(i int) int {
	switch s.r[i] {
	case 'h', 'H', 'w':
	default:
		return i
	}
	known := false
	for _, p := range [...]string{"http://", "https://", "www.", "HTTP://", "HTTPS://", "weixin://"} {
		known = known || s.hasPrefix(i, p)
	}
	if !known {
		return i
	}
	for i < len(s.r) && s.r[i] > ' ' && s.r[i] < 0x7f && s.r[i] != ',' {
		i++
	}
	return i
}

// word reads a Latin word with digits in it: G1234次, N95, gt7, A12345 of a plate.
// A lone x before digits is a multiplication sign: 口罩x20.
func (s *scanner) word(i int, n *Number) bool {
	end, digits := max(i, s.letters), 0
	for end < len(s.r) && end < i+maxNumeral {
		if isDigit(s.r[end]) {
			digits++
		} else if !s.inWord(i, end) {
			break
		}
		end++
	}
	if digits == 0 {
		s.letters = end
	}
	if digits == 0 || s.dated(i) {
		return false
	}
	if (s.r[i] == 'x' || s.r[i] == 'X') && digits == end-i-1 && s.r[i+1] != '0' && !among(s.peek(i-1), "道线路") {
		return false
	}
	if s.isPlate(i, end) {
		i--
	}
	return n.code(i, end)
}

// inWord tells whether the rune at k, no digit, goes on with the Latin word that
// begins at i.
func (s *scanner) inWord(i, k int) bool {
	switch c := s.r[k]; c {
	case '_':
		return true
	case '-', '·', '.':
		return k > i && isAlnum(s.peek(k+1))
	case '+': // a milestone: K12+300
		return (s.r[i] == 'K' || s.r[i] == 'k') && isDigit(s.peek(k+1))
	default:
		return isLatin(c)
	}
}

// provinces are the characters that a plate begins with (GA 36).
const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// isPlate tells whether the word [i,end) is the rest of a plate: 鄂A12345. One
// of a vehicle that runs on electricity has a character more.
func (s *scanner) isPlate(i, end int) bool {
	if i <= s.spent || !among(s.peek(i-1), provinces) {
		return false
	}
	n := 0
	for _, r := range s.r[i+1 : end] {
		if isAlnum(r) {
			n++
		}
	}
	return isLatin(s.r[i]) && (n == 5 || n == 6)
}

func isAlnum(r rune) bool { return isDigit(r) || isLatin(r) }

// digitCode reads a code that begins with a digit.
func (s *scanner) digitCode(i int, n *Number) bool {
	end := i
	for isDigit(s.peek(end)) {
		end++
	}
	digits := end - i
	if s.peek(i-1) == '〔' && s.peek(end) == '〕' {
		return n.code(i, end)
	}
	if k := s.dashes(i, end); k > end {
		return n.code(i, k)
	}
	if k := s.dots(end); k > end {
		return n.code(i, k)
	}
	if k := s.ratio(end); k > end {
		return n.code(i, k)
	}
	next := s.peek(end)
	switch {
	case digits > longestRun:
		return n.code(i, end)
	case !isLatin(next) && !s.looksCoded(i, end):
		return false
	}
	unit := s.unit(end)
	counted := unit.found() && unit.start == end
	switch {
	case isLatin(next) && !counted:
		return s.masked(i, end, n)
	case counted, bigUnit(next) > 0, smallUnit(next) > 0, next == '余', next == '多', (next == '.' && digits <= longestCount || next == ',' && digits <= 3) && isDigit(s.peek(end+1)), next == '%':
		return false
	}
	return n.code(i, end)
}

// looksCoded tells whether digits [i,end) are a code unless something is counted
// by what follows.
func (s *scanner) looksCoded(i, end int) bool {
	digits := end - i
	return digits >= 7 && !s.isWhole(i, end) || digits >= 4 && s.r[i] == '0' || s.inAddress(i) || digits >= 3 && s.dialled(i)
}

// longestCount is the most digits that a number may have which stands alone in
// its text; a longer one is a telephone.
const longestCount = 10

// isWhole tells whether digits [i,end) are all that was written.
func (s *scanner) isWhole(i, end int) bool { return i == 0 && end == len(s.r) && end <= longestCount }

// dialled tells the number behind 拨打 or 热线: 119, 12345.
func (s *scanner) dialled(i int) bool {
	if s.peek(i-1) == ':' {
		i--
	}
	return dialWords().before(s.r, i) > 0
}

var dialWords = sync.OnceValue(func() endings {
	return newEndings("拨打", "拨", "热线", "电话", "打了", "致电")
})

// masked reads digits with letters behind: 5G, 138xxxx5678, 20x30. With X and
// a measure word behind it is a number with places left empty: 1XX人.
func (s *scanner) masked(i, end int, n *Number) bool {
	n.code(i, s.stretchFrom(end))
	k := end
	for k < n.End && (s.r[k] == 'x' || s.r[k] == 'X') {
		k++
	}
	if unit := s.unit(k); k == n.End && unit.found() {
		n.Kind = Blank
		n.counts(unit)
	}
	return true
}

// stretchFrom returns the end of the letters, digits and low lines that stand
// without a gap from i on. It is kept, since many a code may be tried in one
// stretch.
func (s *scanner) stretchFrom(i int) int {
	for s.stretch = max(s.stretch, i); isAlnum(s.peek(s.stretch)) || s.peek(s.stretch) == '_'; {
		s.stretch++
	}
	return s.stretch
}

// dashes returns the end of digits with dashes or spaces that are a phone, a
// parcel or a house: 0794-1234567, 138 0000 0000, 1-2-301.
func (s *scanner) dashes(i, end int) int {
	groups, last, k := 1, end-i, end
	first := last
	long := first
	for (s.peek(k) == '-' || s.peek(k) == ' ') && isDigit(s.peek(k+1)) && groups < 8 {
		if s.peek(k) == ' ' && !(first == 3 && s.r[i] == '1' && groups < 3) {
			break
		}
		begin := k + 1
		for k = begin; isDigit(s.peek(k)) && k < begin+longestRun; k++ {
		}
		groups++
		last = k - begin
		long += last
	}
	switch {
	case groups >= 3 && (s.peek(end) == '-' || long == 11),
		groups == 2 && s.r[i] == '0' && first >= 3 && last >= 7:
		return k
	}
	return i
}

// dots returns the end of a version or an address such as 1.2.3, or end.
func (s *scanner) dots(end int) int {
	k, dots := end, 0
	for s.peek(k) == '.' && isDigit(s.peek(k+1)) {
		for k++; isDigit(s.peek(k)); k++ {
		}
		dots++
	}
	if dots < 2 {
		return end
	}
	return k
}

// ratio returns the end of the second part of 1:100, or end. With a measure
// word behind it the colon parts a label from its number.
func (s *scanner) ratio(end int) int {
	k := end + 1
	if s.peek(end) != ':' || !isDigit(s.peek(k)) {
		return end
	}
	for isDigit(s.peek(k)) {
		k++
	}
	if s.unit(k).found() || s.peek(k) == '.' {
		return end
	}
	return k
}

// inAddress tells the room number behind 单元 or 栋.
func (s *scanner) inAddress(i int) bool {
	return buildings().before(s.r, i) > 0
}

var buildings = sync.OnceValue(func() endings { return newEndings("单元", "号楼", "栋", "幢") })
