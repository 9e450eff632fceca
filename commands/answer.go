package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qunbao/report"
)

// command answers a command, and makes what it changes in the same commit. Where
// another program has moved what it is about, it is obeyed anew.
// Whoever may not give it is told so in one sentence, which is recorded.
func (h *Handler) command(ctx context.Context, v report.View) error {
	r := request{v.Reading.Command, v.Message, v.Speaker, v.Now}
	for range tries {
		say, err := h.obey(ctx, r)
		if err != nil {
			return fmt.Errorf("command %s: %w", r.Name, err)
		}
		if say.refused {
			say.acts = append(say.acts, refusedAct(r))
		}
		if err = h.say(ctx, v, r, say); !errors.Is(err, report.ErrMoved) {
			return err
		}
	}
	return fmt.Errorf("what command %s is about moved %d times while it was decided", r.Name, tries)
}

// say answers a message and makes what that changes, in one commit.
func (h *Handler) say(ctx context.Context, v report.View, r request, say reply) error {
	err := h.store.Commit(ctx, report.Change{
		Outcome: report.Outcome{Message: v.Message.ID, Kind: v.Reading.Kind, Records: say.change.Outcome.Records},
		Time:    v.Message.Time, At: v.Now, Rows: slices.Concat(say.rows, say.change.Rows, []report.Row{h.answer(r, say)}),
		Writes: say.change.Writes, Events: say.change.Events,
		Rulings: say.rulings, Progress: append(say.progress, say.change.Progress...), Acts: say.acts, Drafts: say.drafts,
	})
	if errors.Is(err, report.ErrKnown) {
		err = nil
	}
	if err == nil && len(say.rulings) > 0 {
		err = Follow(ctx, h.ledger, h.workspace)
	}
	return err
}

// obey runs a command for who may give it. One that this program does not have is
// said so.
func (h *Handler) obey(ctx context.Context, r request) (reply, error) {
	c, ok := find(r.Name)
	switch {
	case !r.speaker.Known() && r.Name != "续报": // whoever raised a matter may go on telling of it
		return h.refusal(r, right{}), nil
	case r.Name == whichOfThem:
		return h.which(ctx, r)
	case r.Name == howToPass:
		return tellHow(r), nil
	case r.Name == confirmed && !decides(h.reviewRoles()...).held(r.speaker):
		return h.refusal(r, decides(h.reviewRoles()...)), nil
	case r.Name == confirmed:
		return h.confirm(ctx, r)
	case r.Name == onlyMeant:
		return tellMeant(r), nil
	case r.Name == isOver:
		n, _ := matterArgs(report.FollowedUp, r.Args)
		return reply{text: fmt.Sprintf(matterIsOver, n[0])}, nil
	case !ok:
		return reply{text: h.unknownCommand(r)}, nil
	case r.speaker.Known() && !h.rightTo(c).held(r.speaker):
		return h.refusal(r, h.rightTo(c)), nil
	}
	return c.run(ctx, h, r)
}

// answer is the row that answers a request, where it was asked. Somebody who is not
// in the roster is answered once a day.
func (h *Handler) answer(r request, say reply) report.Row {
	row := report.Row{
		Key: "answer/" + string(r.message.ID), Kind: report.Reply, To: report.Address{Chat: r.message.Chat},
		Form: r.Form, Units: say.units, Text: say.text, Message: r.message.ID, NotBefore: r.now, Expires: r.now.Add(time.Hour),
		Mentions: append([]string{r.message.Sender}, say.mentions...),
	}
	row.Stage, row.Ref = say.stage, say.ref
	switch {
	case say.once != "":
		row.Key = "answer/" + say.once
	case !r.speaker.Known() && len(say.progress) == 0:
		row.Key = fmt.Sprintf("answer/%s/%s/%s", row.To, report.DayOf(r.now.In(h.workspace.Zone)), report.FoldCard(r.message.Sender))
	}
	if r.speaker.Known() && r.message.Private {
		row.To, row.Mentions = report.Address{Person: r.speaker.Person.ID}, nil
	}
	return row
}
