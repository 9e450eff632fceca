package summarizer

import (
	_ "embed"
	"hash/fnv"
	"strings"

	"qunbao/report"
)

//go:embed templates/phrases.txt
var phrasesSource string

// phrasebook holds the office's phrases by place. It says the same again for the
// same document and day, and something else on the next.
type phrasebook struct {
	places map[string][]string
	turn   int // of documents of this kind, counted by the days they end on
	fill   *strings.Replacer
}

// newPhrasebook reads the phrases and sets them to a document's turn: its day, or
// for longer spans the span's number in the calendar.
func newPhrasebook(kind string, f *report.Facts) *phrasebook {
	b := &phrasebook{places: map[string][]string{}, turn: int(f.To)}
	if y, m, _ := f.To.Date(); kind == report.WorkSummary {
		b.turn = y*12 + int(m)
	} else if length := int(f.To-f.From) + 1; f.From > 0 && length > 1 {
		b.turn /= length
	}
	b.fill = strings.NewReplacer("{we}", we(f.Workspace), "{topic}", f.Topic)
	place := ""
	for line := range strings.Lines(phrasesSource) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			place = strings.Trim(line, "[]")
		default:
			b.places[place] = append(b.places[place], line)
		}
	}
	return b
}

// say is the phrase whose turn it is. Places start at different phrases, so that
// not all begin their list on one day.
func (b *phrasebook) say(place string) string {
	all := b.places[place]
	if len(all) == 0 {
		return ""
	}
	h := fnv.New32a()
	h.Write([]byte(place))
	return b.fill.Replace(all[(b.turn+int(h.Sum32()%97))%len(all)])
}

// we is how an office speaks of itself: 我镇, 我乡, 我街道.
func we(workspace string) string {
	for _, kind := range []string{"街道", "社区", "镇", "乡", "区", "县", "市", "村"} {
		if strings.HasSuffix(workspace, kind) {
			return "我" + kind
		}
	}
	return "我单位"
}
