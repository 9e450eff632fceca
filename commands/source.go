package commands

import (
	"context"
	"strconv"

	"qunbao/report"
)

// source answers 出处 N: the messages behind a sentence of a draft.
func source(ctx context.Context, h *Handler, r request) (reply, error) {
	n, err := strconv.Atoi(number.FindString(r.Args[0]))
	if err != nil {
		return reply{}, err
	}
	fits := anyDraft
	if !decides(h.reviewRoles()...).entitled(r.speaker) {
		fits = published
	}
	d, why, err := h.meantDraft(ctx, r, nil, fits)
	if why != "" || err != nil {
		return reply{text: why}, err
	}
	if !h.reviews(r.speaker, d.Kind) && d.State != report.Published {
		return reply{text: noBriefing}, nil
	}
	records, err := h.store.Records(ctx, d.SourceKeys(n))
	if err != nil {
		return reply{}, err
	}
	zone := h.workspace.Zone
	events, err := h.book.Events(ctx, d.From.At(0, zone), (d.To+2).At(0, zone))
	return h.privately(r, reply{text: h.workspace.SourceText(d, n, records, events)}), err
}
