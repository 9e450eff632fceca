package storage

import (
	"unicode/utf8"

	"qunbao/report"
)

func quickRow(s string) (r report.Row, ok bool) {
	q := quick{s: s, ok: utf8.ValidString(s)}
	q.object(func(name byte) {
		switch name {
		case nameKey:
			r.Key = q.text()
		case 'k':
			r.Kind = report.Kind(q.text())
		case 'c':
			r.To.Chat = report.ChatID(q.text())
		case 'p':
			r.To.Person = report.PersonID(q.text())
		case nameAt:
			q.list(func() { r.Mentions = append(r.Mentions, q.text()) })
		case 'f':
			r.Form = report.FormID(q.text())
		case 'd':
			r.Period = q.day()
		case 's':
			r.Slot = report.SlotID(q.text())
		case 'g':
			r.Stage = q.text()
		case 'u':
			q.list(func() { r.Units = append(r.Units, report.UnitID(q.text())) })
		case 't':
			r.Text = q.text()
		case 'm':
			r.Message = report.MessageID(q.text())
		case 'r':
			r.Ref = q.text()
		case 'i':
			r.Piece = int(q.integer())
		case 'x':
			q.list(func() { r.Files = append(r.Files, q.text()) })
		case 'b':
			r.NotBefore = q.instant()
		case 'e':
			r.Expires = q.instant()
		case 'n':
			r.Attempts = int(q.integer())
		default:
			q.ok = false
		}
	})
	return r, q.whole()
}

func quickQuestion(s string) (report.Question, bool) {
	q := quick{s: s, ok: utf8.ValidString(s)}
	return q.question(), q.whole()
}

func (q *quick) question() (one report.Question) {
	q.object(func(name byte) {
		switch name {
		case 'c':
			one.Asker.Chat = report.ChatID(q.text())
		case 's':
			one.Asker.Sender = q.text()
		case 'k':
			one.Key = q.key()
		case 'm':
			one.Message = report.MessageID(q.text())
		case 'p':
			one.Code = report.ProblemCode(q.text())
		case 'f':
			one.Field = report.FieldID(q.text())
		case 'r':
			one.Rule = int(q.integer())
		case 'v':
			q.list(func() { one.Seen = append(one.Seen, q.value()) })
		case 'n':
			one.Counts = q.instant()
		case 'a':
			one.Asked = q.instant()
		case 'u':
			one.Until = q.instant()
		case 'o':
			one.Row = q.text()
		case 'x':
			one.Text = q.text()
		case 'g':
			one.Again = q.yes()
		case 'w':
			q.list(func() { one.Waits = append(one.Waits, q.question()) })
		default:
			q.ok = false
		}
	})
	return one
}

func (q *quick) key() (k report.RecordKey) {
	q.object(func(name byte) {
		switch name {
		case 'f':
			k.Form = report.FormID(q.text())
		case 'd':
			k.Day = q.day()
		case 's':
			k.Slot = report.SlotID(q.text())
		case 'u':
			k.Unit = report.UnitID(q.text())
		default:
			q.ok = false
		}
	})
	return k
}

func (q *quick) day() report.Day {
	var day report.Day
	if day.UnmarshalText([]byte(q.text())) != nil {
		q.ok = false
	}
	return day
}
