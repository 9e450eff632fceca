package bot

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markRoom is what a part's mark takes at the most, in bytes: （12/34） with its line.
const markRoom = len("\n（999/999）")

// splitText parts a text that is longer than most bytes, the first part by room bytes
// shorter, at the ends of lines; where a line alone is too long, behind a sentence or
// a clause, and never inside a number. The parts are marked （1/2） at their ends. most
// is far more than a mark takes; 0: no text is too long.
func splitText(text string, most, room int) []string {
	if most <= 0 || len(text)+room <= most {
		return []string{text}
	}
	var parts []string
	for limit := most - room - markRoom; text != ""; limit = most - markRoom {
		var part string
		part, text = head(text, max(limit, utf8.UTFMax))
		if part = strings.Trim(part, "\n"); strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	for i := range parts {
		if len(parts) > 1 {
			parts[i] += fmt.Sprintf("\n（%d/%d）", i+1, len(parts))
		}
	}
	return parts
}

// head cuts off what leaves first, at most most bytes.
func head(text string, most int) (first, rest string) {
	if len(text) <= most {
		return text, ""
	}
	if i := strings.LastIndexByte(text[:most+1], '\n'); i > most/4 {
		return text[:i], text[i+1:]
	}
	best, rank := 0, -1
	for i := range text {
		if i > most {
			break
		}
		if r := rankOf(text, i); i > 0 && r > 0 && (r >= rank || i > best+most/2) {
			best, rank = i, r
		}
	}
	if best == 0 { // one number, or whatever it is
		for best = most; !utf8.RuneStart(text[best]); {
			best--
		}
	}
	return text[:best], text[best:]
}

// rankOf tells how well a text may be cut at i: behind a sentence, a clause, a
// space, elsewhere, between the characters of a date or a number in words; 0: not at
// all.
func rankOf(text string, i int) int {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	switch {
	case strings.ContainsRune("。；！？\n", before):
		return 5
	case figure(before) && figure(after), joins(after), joins(before):
		return 0
	case numeral(before) && numeral(after):
		return 1
	case strings.ContainsRune("，、：", before):
		return 4
	case unicode.IsSpace(before):
		return 3
	}
	return 2
}

// figure tells whether a character may stand in a number that is written in digits.
func figure(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(".,:/-+%％‰", r) }

// numeral tells whether a character may stand in a number or a date.
func numeral(r rune) bool {
	return figure(r) || unicode.IsNumber(r) || strings.ContainsRune("点〇零一二两三四五六七八九十百千万亿廿年月日时余多", r)
}

// joins tells whether a character belongs to its neighbour.
func joins(r rune) bool { return unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) }
