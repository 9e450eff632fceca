package configs

import (
	"qunbao/report"
)

// attached reads which files a digest carries: the board where nothing is said.
func (l *loader) attached(o *object) []report.Attachment {
	if o.take("attach") == nil {
		return []report.Attachment{{Kind: report.BoardAttached}}
	}
	var all []report.Attachment
	for _, w := range o.words("attach") {
		switch kind := report.AttachmentKind(w.text); kind {
		case report.BoardAttached:
			all = append(all, report.Attachment{Kind: kind})
		default:
			l.wrong(w.place, "a digest may carry: board", "unknown attachment %q", w.text)
		}
	}
	return all
}
