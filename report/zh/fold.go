package zh

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes a text ready for matching:
//
//   - full and half width and other compatible forms become one (NFKC), but
//     list marks (①, ⑴, ㈠), superscripts, fractions and square units (℃, ㎡)
//     stay as they are, since 1①2 is not 112 and m² is not m2;
//   - a keycap digit (1️⃣) becomes the list mark ①;
//   - zero-width characters, bidi controls, variation selectors and marks above
//     digits and Han characters are dropped;
//   - a pinyin gloss behind a Han character, 個(gè), is dropped;
//   - Traditional characters become Simplified;
//   - the underscores of a blank that was filled in, _46_人, become spaces;
//   - every line end becomes \n, every invalid byte U+FFFD.
//
// Upper and lower case are kept.
func Fold(s string) Text {
	n := runesIn(s)
	t := Text{source: s, runes: make([]rune, 0, n), from: make([]origin, 0, n)}
	t.foldWidth()
	t.dropGlosses()
	simplify(t.runes)
	t.clearUnderlines()
	return t
}

// clearUnderlines makes spaces of underscores beside a number, on whose other side
// neither a letter nor a digit of a name such as v_2 stands.
func (t *Text) clearUnderlines() {
	at := func(i int) rune {
		if i < 0 || i >= len(t.runes) {
			return ' '
		}
		return t.runes[i]
	}
	for i := 0; i < len(t.runes); i++ {
		if t.runes[i] != '_' {
			continue
		}
		end := i
		for at(end) == '_' {
			end++
		}
		if before, behind := at(i-1), at(end); isDigit(before) && !isAlnum(behind) || isDigit(behind) && !isAlnum(before) {
			for j := i; j < end; j++ {
				t.runes[j] = ' '
			}
		}
		i = end
	}
}

// runesIn counts the runes of a string in little time; one that is not UTF-8
// may have more.
func runesIn(s string) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// foldWidth does everything but glosses and Traditional characters.
func (t *Text) foldWidth() {
	var at int32 // code points read
	for i := 0; i < len(t.source); {
		r, size := utf8.DecodeRuneInString(t.source[i:])
		o := origin{at, at + 1, int32(i), int32(i + size)}
		switch {
		case isHan(r):
			t.add(r, o)
		case r < 0x80:
			size, o = t.foldASCII(r, o)
		case 0xff01 <= r && r <= 0xff5e:
			t.add(r-0xff01+'!', o) // full width
		case r == 0x3000:
			t.add(' ', o)
		case isDropped(r):
		case isKept(r):
			t.add(lineEnd(r), o)
		default:
			size, o = t.foldSegment(i, o)
		}
		i += size
		at = o.end
	}
}

// foldASCII adds an ASCII character, taking a CRLF, a keycap or a letter with
// its marks as one. It returns the bytes and the origin it used up.
func (t *Text) foldASCII(r rune, o origin) (int, origin) {
	rest := t.source[o.byteEnd:]
	switch {
	case len(rest) == 0:
	case r == '\r' && rest[0] == '\n':
		o = o.grown(1, 1)
	case rest[0] == 0xcc: // U+0300…: a combining mark
		return t.foldSegment(int(o.byteStart), o)
	case isDigit(r) && rest[0] >= 0x80:
		if n, points := keycap(rest); n > 0 {
			r, o = listMark(r), o.grown(points, n)
		}
	}
	t.add(lineEnd(r), o)
	return int(o.byteEnd - o.byteStart), o
}

// listMark is the list mark with the digit r: ⓪ ① … ⑨.
func listMark(r rune) rune {
	if r == '0' {
		return '⓪'
	}
	return '①' + r - '1'
}

// keycap measures, in bytes and code points, the marks that turn the digit
// before them into a keycap.
func keycap(rest string) (n, points int) {
	const selector, enclosing = "\uFE0F", "\u20E3"
	if len(rest) >= len(selector) && rest[:len(selector)] == selector {
		n, points = len(selector), 1
	}
	if len(rest) >= n+len(enclosing) && rest[n:n+len(enclosing)] == enclosing {
		return n + len(enclosing), points + 1
	}
	return 0, 0
}

// foldSegment adds the NFKC form of the segment that starts at byte i. All of
// its runes come from all of the segment.
func (t *Text) foldSegment(i int, o origin) (int, origin) {
	n := norm.NFKC.NextBoundaryInString(t.source[i:], true)
	segment := t.source[i : i+n]
	o.byteEnd = int32(i + n)
	o.end = o.start + int32(utf8.RuneCountInString(segment))
	for _, r := range norm.NFKC.String(segment) {
		if !isDropped(r) && !(unicode.Is(unicode.Mn, r) && t.endsPlain()) {
			t.add(lineEnd(r), o)
		}
	}
	return n, o
}

// endsPlain tells whether a mark above the last rune says nothing: over a digit
// or a Han character it only decorates.
func (t *Text) endsPlain() bool {
	n := len(t.runes)
	return n > 0 && (isDigit(t.runes[n-1]) || unicode.Is(unicode.Han, t.runes[n-1]))
}

func (t *Text) add(r rune, o origin) {
	t.runes = append(t.runes, r)
	t.from = append(t.from, o)
}

// grown is o with points more code points and n more bytes.
func (o origin) grown(points, n int) origin {
	o.end += int32(points)
	o.byteEnd += int32(n)
	return o
}

func isHan(r rune) bool { return 0x4e00 <= r && r <= 0x9fff }

// isDropped tells the characters that only steer how others are shown.
func isDropped(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, r == 0x34f, r == 0x180e, r == 0xfeff:
		return true
	case 0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f:
		return true
	}
	return 0xfe00 <= r && r <= 0xfe0f || 0xe0100 <= r && r <= 0xe01ef
}

// isKept tells what NFKC would turn into something else than it means.
func isKept(r rune) bool {
	switch {
	case r == utf8.RuneError:
		return true
	case 0x3001 <= r && r <= 0x301f, 0x2012 <= r && r <= 0x2023, 0x1f300 <= r && r <= 0x1faff:
		return true // punctuation and emoji, which NFKC leaves alone too
	case r == '²', r == '³', r == '¹', 0xbc <= r && r <= 0xbe, 0x2070 <= r && r <= 0x209f:
		return true // superscripts and fractions
	case r == 0x85, r == 0x2028, r == 0x2029:
		return true // line ends
	case 0x2103 <= r && r <= 0x2109, 0x2150 <= r && r <= 0x215f, r == '…', r == '⋯':
		return true // ℃ ℉, more fractions
	case 0x2460 <= r && r <= 0x249b, 0x24ea <= r && r <= 0x24ff, 0x2776 <= r && r <= 0x2793:
		return true // circled, bracketed and dotted digits
	case 0x3220 <= r && r <= 0x3229, 0x3280 <= r && r <= 0x3289, 0x3251 <= r && r <= 0x325f, 0x32b1 <= r && r <= 0x32bf:
		return true // ㈠ ㊀ ㉑
	}
	return 0x3371 <= r && r <= 0x33df // ㎡ ㎏ ㎞
}

func lineEnd(r rune) rune {
	switch r {
	case '\r', 0x85, 0x2028, 0x2029:
		return '\n'
	}
	return r
}

// longestGloss is the most runes a gloss may have: one character's reading, or
// a short word's.
const longestGloss = 24

// dropGlosses removes the readings in brackets behind Han characters. Only
// brackets that hold Latin letters with at least one tone mark are glosses:
// 口罩(N95) is none.
func (t *Text) dropGlosses() {
	kept := 0
	for i := 0; i < len(t.runes); {
		end, gloss := i, 0
		for end < len(t.runes) && gloss == 0 {
			if t.runes[end] == '(' {
				gloss = glossAt(t.runes, end)
			}
			if gloss == 0 {
				end++
			}
		}
		copy(t.from[kept:], t.from[i:end])
		kept += copy(t.runes[kept:], t.runes[i:end])
		i = end + gloss
	}
	t.runes, t.from = t.runes[:kept], t.from[:kept]
}

// glossAt returns the length of the gloss whose bracket opens at i, brackets
// included, or 0.
func glossAt(runes []rune, i int) int {
	if i == 0 || !unicode.Is(unicode.Han, runes[i-1]) {
		return 0
	}
	toned := false
	for n := 1; n <= longestGloss && i+n < len(runes); n++ {
		switch r := runes[i+n]; {
		case r == ')' && toned:
			return n + 1
		case isToned(r):
			toned = true
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', r == 'ü', r == ' ', r == '\'':
		default:
			return 0
		}
	}
	return 0
}

func isToned(r rune) bool {
	switch r {
	case 'ā', 'á', 'ǎ', 'à', 'ē', 'é', 'ě', 'è', 'ī', 'í', 'ǐ', 'ì', 'ō', 'ó', 'ǒ', 'ò', 'ū', 'ú', 'ǔ', 'ù',
		'ǖ', 'ǘ', 'ǚ', 'ǜ', 'ń', 'ň', 'ǹ', 'ḿ', 'Ā', 'Á', 'Ǎ', 'À', 'Ē', 'É', 'Ě', 'È', 'Ō', 'Ó', 'Ǒ', 'Ò':
		return true
	}
	return false
}
