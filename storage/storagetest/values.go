package storagetest

import (
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"qunbao/report"
)

// The generators make any value of the domain that a store may be given, mean
// ones too; the random histories use them with small sets of keys.

func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "柳湾村", "a:b", "{x}", "tab\tand\nline", `"<&>\`, "\u2028", "😷", "%3A", " ", "0"}),
		rapid.String(),
	)
}

func some[T ~string]() *rapid.Generator[T] {
	return rapid.Map(texts(), func(s string) T { return T(s) })
}

func oneOf[T any](values ...T) *rapid.Generator[T] { return rapid.SampledFrom(values) }

// Instants are zero, or any time of the years 1971–2200 in several zones.
func Instants() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.IntRange(0, 5).Draw(t, "none") == 0 {
			return time.Time{}
		}
		zone := oneOf(time.UTC, time.FixedZone("CST", 8*3600), time.FixedZone("", -5*3600-1800),
			time.FixedZone("LMT", 8*3600+5*60+43)).Draw(t, "zone")
		return time.Unix(rapid.Int64Range(365*86400, 7258118400).Draw(t, "sec"), rapid.Int64Range(0, 999_999_999).Draw(t, "nsec")).In(zone)
	})
}

// Days are none, or any day a program may meet.
func Days() *rapid.Generator[report.Day] {
	return rapid.Map(rapid.Int32Range(-1000, 80000), func(n int32) report.Day { return report.Day(n) })
}

// RecordKeys are any.
func RecordKeys() *rapid.Generator[report.RecordKey] {
	return rapid.Custom(func(t *rapid.T) report.RecordKey {
		return report.RecordKey{
			PeriodKey: report.PeriodKey{
				Form: some[report.FormID]().Draw(t, "form"), Day: Days().Draw(t, "day"), Slot: some[report.SlotID]().Draw(t, "slot"),
			},
			Unit: some[report.UnitID]().Draw(t, "unit"),
		}
	})
}

// Values are any numbers, exact, or texts.
func Values() *rapid.Generator[report.Value] {
	return rapid.Custom(func(t *rapid.T) report.Value {
		return report.Value{
			N:    decimal.New(rapid.Int64().Draw(t, "n"), rapid.Int32Range(-12, 12).Draw(t, "exp")),
			Unit: texts().Draw(t, "unit"), As: texts().Draw(t, "as"),
			Approx: rapid.Bool().Draw(t, "approx"), Carried: rapid.Bool().Draw(t, "carried"),
			Text: texts().Draw(t, "text"), AsOf: Instants().Draw(t, "as of"),
		}
	})
}

func problems() *rapid.Generator[report.Problem] {
	return rapid.Custom(func(t *rapid.T) report.Problem {
		return report.Problem{
			Code: some[report.ProblemCode]().Draw(t, "code"), Field: some[report.FieldID]().Draw(t, "field"),
			Say: texts().Draw(t, "say"), Seen: rapid.SliceOfN(Values(), 0, 2).Draw(t, "seen"), Rule: rapid.IntRange(-1, 9).Draw(t, "rule"),
		}
	})
}

// Versions are any.
func Versions() *rapid.Generator[report.Version] {
	return rapid.Custom(func(t *rapid.T) report.Version {
		return report.Version{
			Message: some[report.MessageID]().Draw(t, "message"), Time: Instants().Draw(t, "time"),
			Counts: Instants().Draw(t, "counts"), Filed: Instants().Draw(t, "filed"), By: texts().Draw(t, "by"),
			Kind:  oneOf(report.VersionNew, report.VersionCorrection, report.VersionAnswer, report.VersionAttempt, report.VersionWithdrawal).Draw(t, "kind"),
			Proxy: rapid.Bool().Draw(t, "proxy"), Zero: rapid.Bool().Draw(t, "zero"), AsOf: Instants().Draw(t, "as of"),
			Values:   rapid.MapOfN(some[report.FieldID](), Values(), 0, 3).Draw(t, "values"),
			Unfilled: rapid.SliceOfN(some[report.FieldID](), 0, 2).Draw(t, "unfilled"),
			Problems: rapid.SliceOfN(problems(), 0, 2).Draw(t, "problems"),
			Line:     texts().Draw(t, "line"), About: some[report.MessageID]().Draw(t, "undoes"), Reason: texts().Draw(t, "reason"),
			Asked: texts().Draw(t, "asked"), Chat: some[report.ChatID]().Draw(t, "chat"), Words: texts().Draw(t, "words"),
		}
	})
}

// Outcomes are any.
func Outcomes() *rapid.Generator[report.Outcome] {
	return rapid.Custom(func(t *rapid.T) report.Outcome {
		return report.Outcome{
			Message: some[report.MessageID]().Draw(t, "message"), Kind: oneOf(report.IsReport, report.IsChatter, "").Draw(t, "kind"),
			Records: rapid.SliceOfN(RecordKeys(), 0, 3).Draw(t, "records"),
		}
	})
}

// Rows are any; those that are queued are given a key.
func Rows() *rapid.Generator[report.Row] {
	return rapid.Custom(func(t *rapid.T) report.Row {
		return report.Row{
			Key:      texts().Draw(t, "key"),
			Kind:     oneOf(report.Alert, report.Reply, report.Ask, report.Receipt, report.Reminder).Draw(t, "kind"),
			To:       report.Address{Chat: some[report.ChatID]().Draw(t, "chat"), Person: some[report.PersonID]().Draw(t, "person")},
			Mentions: rapid.SliceOfN(texts(), 0, 2).Draw(t, "mentions"),
			Form:     some[report.FormID]().Draw(t, "form"), Period: Days().Draw(t, "period"), Slot: some[report.SlotID]().Draw(t, "slot"),
			Stage: texts().Draw(t, "stage"), Units: rapid.SliceOfN(some[report.UnitID](), 0, 3).Draw(t, "units"),
			Text: texts().Draw(t, "text"), Message: some[report.MessageID]().Draw(t, "message"), Ref: texts().Draw(t, "ref"),
			Piece: rapid.IntRange(0, 3).Draw(t, "piece"), Files: rapid.SliceOfN(texts(), 0, 2).Draw(t, "files"),
			NotBefore: Instants().Draw(t, "not before"), Expires: Instants().Draw(t, "expires"), Attempts: rapid.IntRange(0, 3).Draw(t, "attempts"),
		}
	})
}

// Questions are any, with those that wait behind them.
func Questions() *rapid.Generator[report.Question] {
	return rapid.Custom(func(t *rapid.T) report.Question {
		q := question(t)
		for range rapid.IntRange(0, 2).Draw(t, "waiting") {
			q.Waits = append(q.Waits, question(t))
		}
		return q
	})
}

func question(t *rapid.T) report.Question {
	return report.Question{
		Asker: report.Asker{Chat: some[report.ChatID]().Draw(t, "chat"), Sender: texts().Draw(t, "sender")},
		Key:   RecordKeys().Draw(t, "key"), Message: some[report.MessageID]().Draw(t, "message"),
		Code: some[report.ProblemCode]().Draw(t, "code"), Field: some[report.FieldID]().Draw(t, "field"),
		Rule: rapid.IntRange(-1, 9).Draw(t, "rule"), Seen: rapid.SliceOfN(Values(), 0, 2).Draw(t, "seen"),
		Meant: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) report.Meant {
			return report.Meant{Field: some[report.FieldID]().Draw(t, "field"), Value: Values().Draw(t, "value"), Quote: texts().Draw(t, "quote"), Unsure: rapid.Bool().Draw(t, "unsure")}
		}), 0, 2).Draw(t, "meant"),
		Text: texts().Draw(t, "text"), Again: rapid.Bool().Draw(t, "again"),
		Counts: Instants().Draw(t, "counts"), Asked: Instants().Draw(t, "asked"), Until: Instants().Draw(t, "until"), Row: texts().Draw(t, "row"),
	}
}

// Events are any.
func Events() *rapid.Generator[report.Event] {
	return rapid.Custom(func(t *rapid.T) report.Event {
		return report.Event{
			N: rapid.IntRange(1, 1e6).Draw(t, "n"), Time: Instants().Draw(t, "time"), Message: some[report.MessageID]().Draw(t, "message"),
			Chat: some[report.ChatID]().Draw(t, "chat"), Unit: some[report.UnitID]().Draw(t, "unit"), By: texts().Draw(t, "by"),
			Text: texts().Draw(t, "text"), Form: some[report.FormID]().Draw(t, "form"), Field: some[report.FieldID]().Draw(t, "field"),
			Key: RecordKeys().Draw(t, "key").PeriodKey,
		}
	})
}

// Progresses are any.
func Progresses() *rapid.Generator[report.Progress] {
	return rapid.Custom(func(t *rapid.T) report.Progress {
		return report.Progress{
			Event: rapid.IntRange(1, 1e6).Draw(t, "event"), Time: Instants().Draw(t, "time"),
			Kind:    oneOf(report.Acknowledged, report.FollowedUp, report.Instructed, report.Closed).Draw(t, "kind"),
			Message: some[report.MessageID]().Draw(t, "message"), Chat: some[report.ChatID]().Draw(t, "chat"),
			By: texts().Draw(t, "by"), Text: texts().Draw(t, "text"),
		}
	})
}

// Rulings are any.
func Rulings() *rapid.Generator[report.Ruling] {
	return rapid.Custom(func(t *rapid.T) report.Ruling {
		return report.Ruling{
			Kind: oneOf(report.ExcuseRuling, report.LevelRuling, report.DutyRuling, report.BindRuling, report.AcceptRuling, report.StrangerRuling).Draw(t, "kind"), At: Instants().Draw(t, "at"),
			Message: some[report.MessageID]().Draw(t, "message"), By: texts().Draw(t, "by"),
			From: Days().Draw(t, "from"), Until: Days().Draw(t, "until"), Reason: texts().Draw(t, "reason"),
			Unit: some[report.UnitID]().Draw(t, "unit"), Form: some[report.FormID]().Draw(t, "form"), Slot: some[report.SlotID]().Draw(t, "slot"),
			Matter: texts().Draw(t, "matter"), Level: texts().Draw(t, "level"), Person: some[report.PersonID]().Draw(t, "person"),
			Card: texts().Draw(t, "card"), Chat: some[report.ChatID]().Draw(t, "chat"), SenderID: texts().Draw(t, "account"), About: some[report.MessageID]().Draw(t, "about"),
		}
	})
}

// Drafts are any.
func Drafts() *rapid.Generator[report.Draft] {
	return rapid.Custom(func(t *rapid.T) report.Draft {
		return report.Draft{
			ID: texts().Draw(t, "id"), Kind: texts().Draw(t, "kind"), From: Days().Draw(t, "from"), To: Days().Draw(t, "to"),
			Forms: rapid.SliceOfN(some[report.FormID](), 0, 2).Draw(t, "forms"), Title: texts().Draw(t, "title"), Made: Instants().Draw(t, "made"),
			Parts: rapid.SliceOfN(parts(), 0, 2).Draw(t, "parts"), Facts: rapid.SliceOfN(facts(), 0, 2).Draw(t, "facts"),
			Model: rapid.Bool().Draw(t, "model"), Rev: rapid.IntRange(0, 3).Draw(t, "rev"), Issue: rapid.IntRange(0, 400).Draw(t, "issue"),
			State: oneOf(report.Drafted, report.Edited, report.Approved, report.Returned, report.Published).Draw(t, "state"),
			Steps: rapid.SliceOfN(draftSteps(), 0, 2).Draw(t, "steps"),
		}
	})
}

func parts() *rapid.Generator[report.Part] {
	return rapid.Custom(func(t *rapid.T) report.Part {
		return report.Part{Head: texts().Draw(t, "head"), Sentences: rapid.SliceOfN(sentences(), 0, 2).Draw(t, "sentences")}
	})
}

func sentences() *rapid.Generator[report.Sentence] {
	return rapid.Custom(func(t *rapid.T) report.Sentence {
		s := report.Sentence{
			N: rapid.IntRange(0, 9).Draw(t, "n"), Text: texts().Draw(t, "text"),
			Facts: rapid.SliceOfN(texts(), 0, 2).Draw(t, "facts"), New: rapid.Bool().Draw(t, "new"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "spans") {
			s.Spans = append(s.Spans, report.Span{From: rapid.IntRange(0, 9).Draw(t, "from"), To: rapid.IntRange(0, 9).Draw(t, "to"), Fact: texts().Draw(t, "fact")})
		}
		return s
	})
}

func facts() *rapid.Generator[report.Fact] {
	return rapid.Custom(func(t *rapid.T) report.Fact {
		f := report.Fact{
			ID: texts().Draw(t, "id"), Kind: some[report.FactKind]().Draw(t, "kind"), Text: texts().Draw(t, "text"), Hint: texts().Draw(t, "hint"),
			Units:   rapid.SliceOfN(some[report.UnitID](), 0, 2).Draw(t, "units"),
			Sources: rapid.SliceOfN(some[report.MessageID](), 0, 2).Draw(t, "sources"),
			Must:    rapid.Bool().Draw(t, "must"), Dir: rapid.IntRange(-1, 1).Draw(t, "dir"),
			Severity: report.Severity(rapid.IntRange(0, 3).Draw(t, "severity")), Counted: texts().Draw(t, "counted"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "figures") {
			f.Figures = append(f.Figures, report.Figure{
				N: Values().Draw(t, "value").N, Unit: texts().Draw(t, "unit"), Approx: rapid.Bool().Draw(t, "approx"), Expr: texts().Draw(t, "expr"),
			})
		}
		for range rapid.IntRange(0, 3).Draw(t, "entries") {
			f.Entries = append(f.Entries, report.EntryRef{
				Key: RecordKeys().Draw(t, "key"), Field: some[report.FieldID]().Draw(t, "field"), Message: some[report.MessageID]().Draw(t, "message"),
			})
		}
		return f
	})
}

func draftSteps() *rapid.Generator[report.DraftStep] {
	return rapid.Custom(func(t *rapid.T) report.DraftStep {
		return report.DraftStep{
			At: Instants().Draw(t, "at"), By: texts().Draw(t, "by"), Did: oneOf(report.DidEdit, report.DidApprove).Draw(t, "did"),
			Sentence: rapid.IntRange(0, 9).Draw(t, "sentence"), Text: texts().Draw(t, "text"), Reason: texts().Draw(t, "reason"), Hash: texts().Draw(t, "hash"),
		}
	})
}
