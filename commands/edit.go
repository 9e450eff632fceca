package commands

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"qunbao/report"
)

// edited is 改 2：TEXT as it was typed: a document keeps its full-width marks, which
// reading has folded away.
var edited = regexp.MustCompile(`(?s)改\s*[0-9０-９]{1,6}\s*[号句]?\s*[:：](.*)$`)

// another is a further edit in the text of one.
var another = regexp.MustCompile(`\n\s*改\s*[0-9０-９]{1,6}\s*[号句]?\s*[:：]`)

// severalEdits is said of two sentences in one message, since each may have to be
// confirmed.
const severalEdits = "一条消息请只改一句，这条里有几句，都还没有改。请一句一条地发。"

// edit answers 改 N：TEXT: a sentence of a draft in other words, or without words gone.
func edit(ctx context.Context, h *Handler, r request) (reply, error) {
	n, err := strconv.Atoi(number.FindString(r.Args[0]))
	typed := edited.FindStringSubmatch(r.message.Text)
	if err != nil || typed == nil {
		return reply{text: fmt.Sprintf(editUsage, r.Args[0])}, nil
	}
	if another.MatchString(typed[1]) {
		return reply{text: severalEdits}, nil
	}
	d, why, err := h.meantDraft(ctx, r, nil, returnable)
	if why != "" || err != nil {
		return reply{text: why}, err
	}
	if n := h.rightOver(d.Kind); !n.held(r.speaker) {
		return h.refusal(r, n), nil
	}
	v := report.Review{Now: r.now, Message: r.message, Speaker: r.speaker, Draft: d}
	return h.reviewed(r, h.workspace.Edit(v, n, typed[1])), nil
}
