package commands

import (
	"context"
	"fmt"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// lookUp answers 查 UNIT [DATE]: what the unit reported that day for each form,
// and every version with who and when.
func lookUp(ctx context.Context, h *Handler, r request) (reply, error) {
	if len(r.Args) == 0 {
		return reply{text: whichUnit}, nil
	}
	unit := h.workspace.UnitIn(report.FoldCard(r.Args[0]))
	if unit == "" {
		return reply{text: fmt.Sprintf(noSuchUnit, report.Mask(r.Args[0]))}, nil
	}
	day, named, ok := h.day(r)
	if !ok {
		return reply{text: fmt.Sprintf(noSuchDay, report.Mask(r.Args[1]))}, nil
	}
	var lines []string
	for _, f := range h.forms(r) {
		keys := h.workspace.PeriodsOf(f, day)
		if !named {
			keys = []report.PeriodKey{h.workspace.PeriodAt(f, r.now)}
		}
		for _, k := range keys {
			said, err := h.history(ctx, report.RecordKey{PeriodKey: k, Unit: unit}, r)
			if err != nil {
				return reply{}, err
			}
			lines = append(lines, said...)
		}
	}
	return reply{strings.Join(lines, "\n"), []report.UnitID{unit}}, nil
}

// day is the day a request names behind the unit, else today.
func (h *Handler) day(r request) (day report.Day, named, ok bool) {
	if len(r.Args) < 2 {
		return report.DayOf(r.now.In(h.workspace.Zone)), false, true
	}
	text := zh.Fold(strings.Join(r.Args[1:], ""))
	for _, d := range zh.Dates(text, r.now.In(h.workspace.Zone)) {
		if !d.Day.IsZero() {
			return report.DayOf(d.Day), true, true
		}
	}
	return 0, false, false
}

// history writes one record: what stands, then its versions, oldest first.
func (h *Handler) history(ctx context.Context, k report.RecordKey, r request) ([]string, error) {
	records, err := h.store.Records(ctx, []report.RecordKey{k})
	if err != nil {
		return nil, err
	}
	record, form := records[0], h.workspace.Form(k.Form)
	title := fmt.Sprintf("%s %s：", k.Unit, h.workspace.Title(k.PeriodKey))
	now := record.Fold()
	if !now.Valid {
		lines := []string{title + "没有收到有效的数。"}
		return append(lines, h.versions(form, record)...), nil
	}
	return append([]string{title + form.Words(now)}, h.versions(form, record)...), nil
}

// did is the word for what a version did.
func did(k report.VersionKind) string {
	switch k {
	case report.VersionCorrection:
		return "更正"
	case report.VersionAnswer:
		return "答复"
	case report.VersionAttempt:
		return "待核"
	case report.VersionWithdrawal:
		return "撤回"
	default:
		return "报"
	}
}

// versions lists who said what and when.
func (h *Handler) versions(form *report.Form, record report.Record) []string {
	var lines []string
	for _, v := range record.Versions {
		one := report.Record{RecordKey: record.RecordKey, Versions: []report.Version{v}}
		said := ""
		if v.Kind != report.VersionWithdrawal {
			said = "：" + form.Words(one.Fold())
		}
		lines = append(lines, fmt.Sprintf("  %s %s%s%s", v.Time.In(h.workspace.Zone).Format("01-02 15:04"), v.By, did(v.Kind), said))
	}
	return lines
}
