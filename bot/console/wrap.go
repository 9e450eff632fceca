package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/width"
)

// plain makes text safe to show: without the control characters and direction
// marks by which a message could redraw the screen, tabs as spaces, in valid
// UTF-8.
func plain(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\t", "    ")
	return strings.Map(func(r rune) rune {
		direction := r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
		if direction || unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, s)
}

// cells is how wide a text is in the terminal.
func cells(s string) int { return uniseg.StringWidth(s) }

// pad fills a text with spaces to a width.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-cells(s)))
}

// widest is how wide a cluster may be: “ ” … — ① are one cell in most terminals
// and two in those of Chinese Windows.
func widest(cluster string, cells int) int {
	r, n := utf8.DecodeRuneInString(cluster)
	if n == len(cluster) && width.LookupRune(r).Kind() == width.EastAsianAmbiguous {
		return 2
	}
	return cells
}

// wrap breaks text into lines of at most limit cells, where the rules of
// Unicode allow a break (no line begins with 。or ends with （), else anywhere.
func wrap(s string, limit int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = append(lines, wrapParagraph(paragraph, limit)...)
	}
	return lines
}

func wrapParagraph(s string, limit int) []string {
	var lines []string
	var (
		start, pos    int     // bytes: where the line begins, what has been read
		used          int     // cells from start to pos
		breakAt, upTo = -1, 0 // the last place to break, and the cells before it
		state         = -1
		cluster, rest = "", s
		bounds        int
	)
	for rest != "" {
		cluster, rest, bounds, state = uniseg.StepString(rest, state)
		w := widest(cluster, bounds>>uniseg.ShiftWidth)
		for used+w > limit && pos > start && cluster != " " {
			if breakAt <= start {
				breakAt, upTo = pos, used
			}
			lines = append(lines, strings.TrimRight(s[start:breakAt], " "))
			start, used = breakAt, used-upTo
			breakAt = -1
		}
		used += w
		pos += len(cluster)
		if bounds&uniseg.MaskLine == uniseg.LineCanBreak {
			breakAt, upTo = pos, used
		}
	}
	return append(lines, strings.TrimRight(s[start:], " "))
}
