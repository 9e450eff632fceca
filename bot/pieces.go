package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qunbao/report"
)

// Feed is how the sender itself puts rows into the outbox.
type Feed interface {
	// Queue puts rows into the outbox, all or none; a row whose key is there
	// already, or was, is left alone.
	Queue(ctx context.Context, rows ...report.Row) error
	// RowState tells where a row stands; false where its key is not known.
	RowState(ctx context.Context, key string) (report.RowState, bool, error)
}

// A message that the channel cannot carry at once leaves in pieces: parts of its
// text, and one by one its files. The pieces are rows of the outbox, put there
// together, with their words, before the first of them leaves; the rows of the
// message count as sent then. So a crash finds each piece where it stood, none is
// sent twice, and what is still to come is known.

// inPieces notes with a row's result that its message leaves in pieces.
const inPieces = "in pieces"

// InPieces tells whether a row's result stands for pieces that are rows themselves.
func InPieces(r report.SendResult) bool { return r.Note == inPieces }

// pieces are the rows of a message's pieces; none where it leaves as it is.
func pieces(out report.Outgoing, first report.Row, caps Capabilities) []report.Row {
	if first.Piece > 0 {
		return nil
	}
	texts := splitText(out.Text, caps.MaxText, mentionRoom(out.Mentions))
	apart := caps.FilesApart && len(out.Files) > 0 && (out.Text != "" || len(out.Files) > 1)
	if len(texts) < 2 && !apart {
		return nil
	}
	var all []report.Row
	due := first.NotBefore.Add(-time.Microsecond) // in front of what was due with it
	add := func(text string, files ...string) {
		r := report.Row{
			Key: pieceKey(first.Key, len(all)+1), Kind: out.Kind, To: out.To, Form: out.Form, Period: out.Period, Slot: out.Slot,
			Stage: first.Stage, Units: out.Units, Text: text, Message: first.Message, NotBefore: due, Expires: first.Expires,
			Piece: len(all) + 1, Files: files,
		}
		if len(all) == 0 {
			r.Mentions = out.Mentions
		}
		all = append(all, r)
	}
	for i, text := range texts {
		switch {
		case text == "":
		case apart || i < len(texts)-1:
			add(text)
		default:
			add(text, out.Files...)
		}
	}
	if apart {
		for _, path := range out.Files {
			add("", path)
		}
	}
	return all
}

func pieceKey(whole string, n int) string { return fmt.Sprintf("%s#%d", whole, n) }

// mentionRoom is what mentions take before a text, in bytes.
func mentionRoom(cards []string) int {
	n := 0
	for _, card := range cards {
		n += len("@\u2005") + len(MentionName(card))
	}
	return n
}

// words finds the words of rows: a piece has its own, or stands for another's.
func (s *Sender) words(ctx context.Context, rows []report.Row, now time.Time) (report.Outgoing, bool, error) {
	if r := rows[0]; r.Piece > 0 {
		return report.Outgoing{
			Kind: r.Kind, To: r.To, Mentions: r.Mentions, Form: r.Form, Period: r.Period, Slot: r.Slot,
			Units: r.Units, Text: r.Text, Files: r.Files,
		}, r.Text != "" || len(r.Files) > 0, nil
	}
	return s.render(ctx, rows, now)
}

// part queues the pieces of a message in its rows' place. Where a run that ended here
// has queued them, their words stand: rows that have joined since are released, to be
// said by themselves.
func (s *Sender) part(ctx context.Context, rows, pieces []report.Row, now time.Time) error {
	var said, joined []report.Row
	for _, r := range rows {
		_, found, err := s.Feed.RowState(ctx, pieceKey(r.Key, 1))
		switch {
		case err != nil:
			return fmt.Errorf("find the pieces of %s %s: %w", r.Kind, ref(r.Key), err)
		case found:
			said = append(said, r)
		default:
			joined = append(joined, r)
		}
	}
	var marks []report.Row
	if len(said) > 0 {
		s.Log.Info("a message was in pieces already", "row", attrs(said[0]), "rows", len(said), "joined", len(joined))
	} else {
		marks = standing(rows[1:], pieces[0])
		if err := s.Feed.Queue(context.WithoutCancel(ctx), slices.Concat(pieces, marks)...); err != nil {
			return fmt.Errorf("queue the pieces of %s %s: %w", rows[0].Kind, ref(rows[0].Key), err)
		}
		said, joined = joined, nil
	}
	s.parted = true
	return errors.Join(s.finish(ctx, keysOf(said), report.SendResult{State: report.Sent, At: now, Note: inPieces}),
		s.finish(ctx, keysOf(marks), report.SendResult{State: report.Settled, At: now}), s.release(ctx, [][]report.Row{joined}, now))
}

// standing are rows without words, one for each row of a message that leaves in the
// pieces of another's: by them it is known, after a crash, that its words are there.
func standing(rows []report.Row, piece report.Row) []report.Row {
	var all []report.Row
	for _, r := range rows {
		all = append(all, report.Row{
			Key: pieceKey(r.Key, 1), Kind: piece.Kind, To: piece.To, Form: r.Form, Period: r.Period, Slot: r.Slot,
			Message: r.Message, NotBefore: piece.NotBefore, Expires: piece.Expires, Piece: 1,
		})
	}
	return all
}

// waitsForPiece tells whether a row may not leave because it is a piece, and the one
// before it has not left: it is put off behind it, or expires with it.
func (s *Sender) waitsForPiece(ctx context.Context, r report.Row, now time.Time) (bool, error) {
	if r.Piece < 2 || s.Feed == nil {
		return false, nil
	}
	whole := r.Key[:len(r.Key)-len(pieceKey("", r.Piece))]
	state, _, err := s.Feed.RowState(ctx, pieceKey(whole, r.Piece-1))
	switch {
	case err != nil:
		return false, fmt.Errorf("find the piece before %s: %w", ref(r.Key), err)
	case state == report.Queued || state == report.Sending:
		return true, s.finish(ctx, []string{r.Key}, report.SendResult{State: report.Queued, At: now, NotBefore: now.Add(lookAgain)})
	case state == report.Expired:
		return true, s.finish(ctx, []string{r.Key}, report.SendResult{State: report.Expired, At: now})
	}
	return false, nil
}
