package parse

import (
	"slices"
	"strings"

	"qunbao/report"
)

// lengths are the measure words of how far, deep or long something is.
var lengths = strings.Fields("毫米 mm 厘米 cm 米 m 公里 千米 km 里")

// measures tells whether a measure word of extent right behind a label is a slip for
// that of one of its fields and no aside: another length of what is measured in
// lengths (降雨23厘米), or how large what was done is (消杀3000平方米). How far away
// something lies (距沟渠3公里) is none.
func (b *binder) measures(l label, unit string) bool {
	if start := b.s.toks[l.tok].start; start > 0 && inSet(b.s.runes[start-1], "距离到至从") {
		return false
	}
	return slices.ContainsFunc(l.fields, func(f *report.Field) bool {
		if unit == "平方米" {
			return f.Kind == report.Daily
		}
		return slices.Contains(lengths, unit) && slices.ContainsFunc(f.Units, func(u string) bool { return slices.Contains(lengths, u) })
	})
}
