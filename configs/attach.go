package configs

import (
	"strconv"
	"strings"

	"qunbao/report"
)

// How many days a trend looks back.
const (
	defaultTrend = 14
	longTrend    = 30
)

// attached reads which files a digest about some forms carries: the board where
// nothing is said.
func (l *loader) attached(o *object, forms []report.FormID) []report.Attachment {
	if o.take("attach") == nil {
		return []report.Attachment{{Kind: report.BoardAttached}}
	}
	var all []report.Attachment
	for _, w := range o.words("attach") {
		words := strings.Fields(w.text)
		switch kind := report.AttachmentKind(words[0]); {
		case (kind == report.BoardAttached || kind == report.TableAttached) && len(words) == 1:
			all = append(all, report.Attachment{Kind: kind})
		case kind == report.TrendAttached:
			if a, ok := l.trend(w, words[1:], forms); ok {
				all = append(all, a)
			}
		default:
			l.wrong(w.place, "a digest may carry: board, table, trend FIELD, trend FIELD 30", "unknown attachment %q", w.text)
		}
	}
	return all
}

// trend reads the field of a trend, which one of the digest's forms must have, and
// its days.
func (l *loader) trend(w word, words []string, forms []report.FormID) (a report.Attachment, ok bool) {
	a = report.Attachment{Kind: report.TrendAttached, Days: defaultTrend}
	if len(words) == 2 {
		a.Days, _ = strconv.Atoi(words[1])
	}
	if len(words) == 0 || len(words) > 2 || a.Days != defaultTrend && a.Days != longTrend {
		l.wrong(w.place, "write it as: trend FIELD, or trend FIELD 30", "a trend is of one field over 14 or 30 days, not %q", w.text)
		return a, false
	}
	a.Field = report.FieldID(words[0])
	for _, id := range forms {
		f := l.forms[string(id)]
		if f == nil {
			return a, false // its file could not be read, which has been said
		}
		if field := f.Field(a.Field); field != nil && field.Kind != report.Prose {
			return a, true
		}
	}
	l.wrong(w.place, "name a field by its id", "no form of this digest has a number %q", words[0])
	return a, false
}
