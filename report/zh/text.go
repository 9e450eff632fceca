package zh

// origin says where one folded rune came from: half-open ranges of the
// original, counted in code points and in bytes.
type origin struct {
	start, end         int32
	byteStart, byteEnd int32
}

// Text is a message folded for matching, with the way back to what was typed.
// The zero Text is empty. A Text is not changed once made and may be shared.
type Text struct {
	source string
	runes  []rune
	from   []origin // as long as runes, never decreasing
}

// Runes returns the folded runes; positions everywhere are indexes into them.
// The slice belongs to the Text and must not be changed.
func (t Text) Runes() []rune { return t.runes }

// String returns the folded text.
func (t Text) String() string { return string(t.runes) }

// Len returns the number of folded runes.
func (t Text) Len() int { return len(t.runes) }

// Slice returns the folded text of [i,j).
func (t Text) Slice(i, j int) string { return string(t.runes[i:j]) }

// Span returns the code points of the original text that [i,j) came from,
// end exclusive; an invalid byte counts as one code point, as in a range loop.
// For an empty range both are the place where it stands.
func (t Text) Span(i, j int) (start, end int) {
	if i >= j {
		o := t.at(i)
		return int(o.start), int(o.start)
	}
	return int(t.from[i].start), int(t.from[j-1].end)
}

// Source returns what was typed at [i,j), with whatever folding dropped
// between its first and its last rune.
func (t Text) Source(i, j int) string {
	if i >= j {
		return ""
	}
	return t.source[t.from[i].byteStart:t.from[j-1].byteEnd]
}

// at is the origin of rune i; behind the last one, the place where it ends.
func (t Text) at(i int) origin {
	if i < len(t.from) {
		return t.from[i]
	}
	if len(t.from) == 0 {
		return origin{}
	}
	last := t.from[len(t.from)-1]
	return origin{last.end, last.end, last.byteEnd, last.byteEnd}
}
