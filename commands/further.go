package commands

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// continues reads a report that opens with 续报 and gives nothing but fields whose
// values may be urgent as words about the open matter of the place: 又发热1人，共3人
// is news of it, and no figure for the form. Any other report is left as it is.
func (h *Handler) continues(ctx context.Context, v *report.View, text string) (report.Command, error) {
	fields, ok := h.urgentOnly(v.Reading)
	if !ok || !more.MatchString(text) {
		return report.Command{}, nil
	}
	if v.Message.RefersTo != "" {
		return h.quoted(ctx, v, text)
	}
	events, err := h.book.Events(ctx, v.Now.Add(-threadLife), v.Now.Add(time.Second))
	about := slices.DeleteFunc(events, func(e report.Event) bool { return e.Field != "" && !slices.Contains(fields, e.Field) })
	c := h.continued(v, about, text)
	if c.Name == isOver { // then it is a report
		c = report.Command{}
	}
	return c, err
}

// urgentOnly gives the fields of a reading where each of them has a limit beyond
// which it is urgent; false where another is among them, or nothing is said.
func (h *Handler) urgentOnly(r report.Reading) ([]report.FieldID, bool) {
	var fields []report.FieldID
	for _, f := range r.Filings {
		form := h.workspace.Form(f.Form)
		if form == nil || f.Zero {
			return nil, false
		}
		said := slices.Collect(maps.Keys(f.Values))
		for _, p := range f.Problems {
			if p.Field != "" {
				said = append(said, p.Field)
			}
		}
		for _, id := range said {
			if field := form.Field(id); field == nil || field.Urgent.IsZero() {
				return nil, false
			}
		}
		fields = append(fields, said...)
	}
	return fields, len(fields) > 0
}

// isOver is 续报 of a matter that is over, without its number.
const isOver = "续报已办结"

// ended is 续报 from whoever raised a matter that has ended meanwhile, and none that
// has not: whether it begins again, a number tells.
func (h *Handler) ended(v *report.View, events []report.Event) report.Command {
	for _, e := range slices.Backward(events) {
		if v.Speaker.Known() && h.workspace.Raised(v.Speaker, e) {
			return report.Command{Name: isOver, Args: []string{strconv.Itoa(e.N)}}
		}
	}
	return report.Command{}
}

var (
	// inAll is a total beside what has come: 又发热1人，共3人.
	inAll = regexp.MustCompile(`(?:共计?|合计|总计|累计|总数|达到?)[有为是]?(\d{1,6})`)
	// onTop says that a number comes on top of what was reported.
	onTop = regexp.MustCompile(`又|再|还有|新增|新发|增加|另`)
)

// unchanged tells whoever followed a matter up with figures of a form that the form
// was not changed, and what to send for that; "" where the words hold none.
func (h *Handler) unchanged(ctx context.Context, r request, text string) (string, error) {
	m := r.message
	m.Text, m.RefersTo = text, ""
	said := h.parser.Message(m)
	if _, ok := h.urgentOnly(said); !ok || !r.speaker.Known() {
		return "", nil
	}
	f := said.Filings[0]
	form := h.workspace.Form(f.Form)
	records, err := h.store.Records(ctx, []report.RecordKey{f.Key()})
	if err != nil {
		return "", err
	}
	now := records[0].Fold().Values
	for _, field := range form.Fields {
		v, given := f.Values[field.ID]
		old, stands := now[field.ID]
		v.N = inWords(text, v.N, old.N)
		switch {
		case !given || stands && old.N.Equal(v.N):
			continue
		case !stands:
			return fmt.Sprintf(formEmpty, form.Name, field.Short()+v.N.String()+field.Unit()), nil
		}
		return fmt.Sprintf(formStands, form.Name, field.Short()+old.Words(), field.Short()+v.N.String()+field.Unit()), nil
	}
	return "", nil
}

// inWords is the whole of which some words about a number speak, where so many had
// been reported before.
func inWords(text string, n, before decimal.Decimal) decimal.Decimal {
	if m := inAll.FindStringSubmatch(strings.ReplaceAll(text, " ", "")); m != nil {
		if all, err := decimal.NewFromString(m[1]); err == nil {
			return all
		}
	}
	if onTop.MatchString(text) {
		return before.Add(n)
	}
	return n
}
