package parse

import (
	"strings"

	"qunbao/report"
)

// bindProse takes what stands behind 备注： to the end of its line as a text.
// Numbers in it are no values.
func (b *binder) bindProse(labels []label) {
	for _, l := range labels {
		field := l.fields[0]
		if field.Kind != report.Prose || l.tok+1 >= b.to || b.s.toks[l.tok+1].kind != colon || b.prose[field.ID] != "" {
			continue
		}
		end := l.tok + 2
		for end < b.to && !(b.s.toks[end].kind == hard && b.s.runes[b.s.toks[end].start] == '\n') {
			b.mark(end).taken = true
			end++
		}
		stop := len(b.s.runes)
		if end < len(b.s.toks) {
			stop = b.s.toks[end].start
		}
		text := strings.TrimSpace(b.s.text.Source(b.s.toks[l.tok+1].end, stop))
		if text != "" {
			if b.prose == nil {
				b.prose = map[report.FieldID]string{}
			}
			b.prose[field.ID] = text
		}
		return
	}
}
