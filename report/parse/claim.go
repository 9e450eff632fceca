package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/zh"
)

// Examine holds what a model claims against the message. A value is offered only where
// its quote stands in the message exactly once and holds exactly that number, which
// nothing else claims; what fails is not offered, whoever claims it. The number is the
// message's, as the parser reads it, never the model's.
func (p *Parser) Examine(c report.Case, k report.PeriodKey, claims []report.Claim) report.Examined {
	form := p.w.Form(k.Form)
	s := p.newScene(c.Message)
	s.forms = []*report.Form{form}
	s.look()
	e := examiner{scene: s, form: form, day: k.Day, said: c.Message.Text, faults: map[report.FieldID]report.Fault{}}
	var found []claimed
	for _, x := range claims {
		f, fault := e.examine(x)
		if fault != "" {
			e.faults[x.Field] = fault
			continue
		}
		found = append(found, f)
	}
	return e.examined(e.once(found))
}

// examiner holds claims against one message.
type examiner struct {
	*scene
	form   *report.Form
	day    report.Day
	said   string
	faults map[report.FieldID]report.Fault
}

// claimed is a claim that stands.
type claimed struct {
	report.Meant
	tok int // of its number; -1: it says that there is none
}

// longestQuoted is the most characters of a quote.
const longestQuoted = 40

var decimals = regexp.MustCompile(`^[0-9]{1,12}(?:\.[0-9]{1,4})?$`)

// examine holds one claim against the message.
func (e *examiner) examine(x report.Claim) (claimed, report.Fault) {
	field := e.form.Field(x.Field)
	if field == nil || field.Kind == report.Prose {
		return claimed{}, report.FaultField
	}
	from, to, ok := e.find(x.Quote)
	if !ok {
		return claimed{}, report.FaultQuote
	}
	if !decimals.MatchString(x.Value) {
		return claimed{}, report.FaultValue
	}
	n, err := decimal.NewFromString(x.Value)
	if err != nil {
		return claimed{}, report.FaultValue
	}
	f := claimed{report.Meant{Field: x.Field, Quote: x.Quote}, -1}
	var toks []int
	for i, t := range e.toks {
		switch {
		case t.kind == number && e.touches(t, from, to):
			toks = append(toks, i)
		case t.kind == date && t.start < to && t.end > from && (t.start < from || t.end > to):
			return f, report.FaultQuote
		}
	}
	switch {
	case len(toks) == 0 && n.IsZero():
		return e.none(f, field, from, to)
	case len(toks) != 1:
		return f, report.FaultNumber
	}
	f.tok = toks[0]
	return e.number(f, field, n, stretch{from, to})
}

// find is where a quote stands in the folded text, if it stands in the message once.
func (e *examiner) find(quote string) (from, to int, ok bool) {
	if strings.TrimSpace(quote) == "" || utf8.RuneCountInString(quote) > longestQuoted {
		return 0, 0, false
	}
	at := strings.Index(e.said, quote)
	if at < 0 || strings.Contains(e.said[at+len(firstRune(quote)):], quote) {
		return 0, 0, false
	}
	begin := utf8.RuneCountInString(e.said[:at])
	end := begin + utf8.RuneCountInString(quote)
	from, to = len(e.runes), 0
	for i := range e.runes {
		if a, b := e.text.Span(i, i+1); a < end && b > begin {
			from, to = min(from, i), i+1
			if a < begin || b > end {
				return 0, 0, false // it cuts a character in two: ㎡
			}
		}
	}
	return from, to, from < to
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// touches tells whether a number's token reaches into a stretch.
func (e *examiner) touches(t token, from, to int) bool {
	return t.num.Start < to && max(t.num.End, t.num.Start+1) > from
}

// number holds a claim against the number that its quote holds.
func (e *examiner) number(f claimed, field *report.Field, n decimal.Decimal, quote stretch) (claimed, report.Fault) {
	num := e.toks[f.tok].num
	switch {
	case num.Start < quote.from || num.End > quote.to:
		return f, report.FaultNumber
	case e.isPersonal(num):
		return f, report.FaultKind
	case num.Kind != zh.Exact && fits(field, num) != exact || num.Kind == zh.Range || num.Kind == zh.Vague || num.Kind == zh.Blank || num.Kind == zh.Ordinal:
		return f, report.FaultKind
	case !num.N.Equal(n):
		return f, report.FaultNumber
	}
	near := e.around(f.tok)
	if fault := e.isOther(near, field); fault != "" {
		return f, fault
	}
	labelled, fault := e.label(f.tok, near, quote, field)
	if fault != "" {
		return f, fault
	}
	fit := fits(field, num)
	if fit == unfit && !counts(field, num.Unit) {
		return f, report.FaultUnit
	}
	f.Value = valueOf(field, bound{field: field, num: num})
	if field.TooFine(f.Value.N) {
		return f, report.FaultUnit
	}
	if len(judged(e.form, field.ID, f.Value)) > 0 {
		return f, report.FaultRange
	}
	hedged := containsAny(string(e.runes[near.from:near.to]), hedges)
	f.Value.Approx = f.Value.Approx || hedged
	f.Unsure = !labelled || fit != exact || f.Value.Approx || e.isDenied(near)
	return f, ""
}

// isPersonal tells whether a number is part of what was masked.
func (e *examiner) isPersonal(n *zh.Number) bool {
	from, to := e.text.Span(n.Start, n.End)
	return slices.ContainsFunc(e.p.w.Personal(e.said), func(p report.Personal) bool {
		return utf8.RuneCountInString(e.said[:p.From]) < to && utf8.RuneCountInString(e.said[:p.To]) > from
	})
}

// judged are the problems of a value alone.
func judged(form *report.Form, id report.FieldID, v report.Value) []report.Problem {
	return slices.DeleteFunc(form.Judge(map[report.FieldID]report.Value{id: v}), func(p report.Problem) bool { return p.Code != report.OutOfRange })
}

// everyday are words that people count with in place of the proper ones.
var everyday = map[string]string{"个": "人名例处起", "位": "人名", "口": "人", "人": "名例", "名": "人例", "例": "人名", "起": "处", "处": "起"}

// counts tells whether a field takes a number with an everyday measure word.
func counts(field *report.Field, unit string) bool {
	return unit != "" && slices.ContainsFunc(field.Units, func(u string) bool { return strings.Contains(everyday[unit], u) })
}

// hedges make of a number a guess.
var hedges = strings.Fields("大概 大约 差不多 可能 估计 好像 应该 左右 上下 不止 几乎 将近 快 听说 据说 约摸 也许")

// around is the clause in which a number stands, in runes.
func (e *examiner) around(tok int) stretch {
	near := stretch{0, len(e.runes)}
	for i, t := range e.toks {
		switch {
		case t.kind != hard && t.kind != comma && t.kind != bar && t.kind != list:
		case i < tok:
			near.from = t.end
		case i > tok:
			near.to = t.start
			return near
		}
	}
	return near
}

// changes are words behind which a number says how much has come or gone, and not what
// there is.
var changes = strings.Fields("又 再 新 增加 增 减少 减 少了 多了 新来 走了 还差 差 缺 比昨天 较昨日 比上")

// plans are words of what is still to be.
var plans = strings.Fields("预计 计划 准备 打算 争取 拟 明天 后天 明日 将要 要是 如果 假如 目标 要求 指标 任务 应当 通知 动员 劝说")

// earlier are words of what was, and may be no more.
var earlier = strings.Fields("去年 上周 上星期 上个月 上月 前天 前几天 前些天 早上 早晨 上午那 清早 原来 本来 原先 原本 之前 以前 先前 起初 当初 过去")

// gone are words of who was counted and is no more, or of the work that was done.
var gone = strings.Fields("转出 劝返 劝离 劝回 送走 迁出 搬走 离开 走访 入户 上门 慰问 发放 发口罩 发了口罩 送口罩 送菜 发宣传 别报 不要报 别写 没有在家 不在家")

// recovered are words with which something urgent is said to be over, or not to be so.
var recovered = strings.Fields("排除 退了 退烧 退热 好了 痊愈 康复 治愈 恢复 解除")

// isOff tells whether a date is of another day than the report's.
func (e *examiner) isOff(t token) bool {
	return t.date.Grain >= zh.GrainDay && !t.date.Day.IsZero() && report.DayOf(t.date.Day) != e.day
}

// isOther tells whether a number is none of this report: a rule, another unit's, of
// another day, what has come or gone where the field asks for what there is.
func (e *examiner) isOther(near stretch, field *report.Field) report.Fault {
	for _, t := range e.toks {
		if t.start < near.from || t.start >= near.to {
			continue
		}
		switch {
		case t.kind == date && e.isOff(t):
			return report.FaultOther
		case t.kind == cue && slices.Contains([]class{elsewhere, limiting, each, denied, asking, breakdown, lost}, t.class):
			return report.FaultOther
		case (t.class == replacing || t.class == becoming) && e.numberBefore(t.start):
			return report.FaultOther
		case t.kind == cue && t.class == spanning && field.Kind != report.Cumulative, t.kind == cue && t.class == cumulative && field.Kind == report.Daily:
			return report.FaultOther
		}
	}
	words := string(e.runes[near.from:near.to])
	switch {
	case containsAny(words, plans), containsAny(words, earlier):
		return report.FaultOther
	case containsAny(words, gone) && !e.hasWord(near, field, gone):
		return report.FaultOther
	case !field.Urgent.IsZero() && containsAny(words, recovered):
		return report.FaultOther
	case e.deniesNumber(near):
		return report.FaultOther
	}
	if field.Kind != report.Daily && containsAny(words, changes) && !e.hasLabel(near, field) {
		return report.FaultOther
	}
	return ""
}

// hasWord tells whether a word of a list is one with which the field itself is named.
func (e *examiner) hasWord(near stretch, field *report.Field, list []string) bool {
	return slices.ContainsFunc(e.toks, func(t token) bool {
		return t.start >= near.from && t.end <= near.to && slices.Contains(t.fieldsOf(e.form), field) && containsAny(string(e.runes[t.start:t.end]), list)
	})
}

// deniesNumber tells whether a number of a stretch is denied by what stands right before
// it: 没有46个在家.
func (e *examiner) deniesNumber(near stretch) bool {
	return slices.ContainsFunc(e.toks, func(t token) bool {
		if t.kind != number || t.num.Start < near.from || t.num.End > near.to || t.num.N.IsZero() {
			return false
		}
		before := string(e.runes[near.from:t.num.Start])
		return slices.ContainsFunc(denials, func(w string) bool { return strings.HasSuffix(before, w) })
	})
}

// denials are words that deny the number behind them.
var denials = strings.Fields("没有 没 不是 不到 没到 未 无 别报 不足")

// numberBefore tells whether a number stands before a place: of two the old one cannot
// be told from the new.
func (e *examiner) numberBefore(at int) bool {
	return slices.ContainsFunc(e.toks, func(t token) bool { return t.kind == number && t.start < at })
}

// hasLabel tells whether a word of the field stands in a stretch.
func (e *examiner) hasLabel(near stretch, field *report.Field) bool {
	return slices.ContainsFunc(e.toks, func(t token) bool {
		return t.start >= near.from && t.end <= near.to && slices.Contains(t.fieldsOf(e.form), field)
	})
}

// label tells whether a word of the field stands by the number. Where one of another
// field is nearer, or no word at all says what is counted, the claim is refused.
func (e *examiner) label(tok int, near, quote stretch, field *report.Field) (bool, report.Fault) {
	best, own, within := len(e.runes), false, false
	for _, t := range e.toks {
		fields := t.fieldsOf(e.form)
		if len(fields) == 0 || t.start < near.from || t.end > near.to {
			continue
		}
		space := max(t.start-e.toks[tok].end, e.toks[tok].start-t.end, 0)
		if mine := slices.Contains(fields, field); space < best || space == best && mine {
			best, own = space, mine
			within = t.start >= quote.from && t.end <= quote.to
		}
	}
	switch {
	case best < len(e.runes) && !own:
		return false, report.FaultLabel
	case own && e.deniesLabel(near, field) && !e.toks[tok].num.N.IsZero():
		return false, report.FaultLabel
	case own:
		return best <= nearGap || within, ""
	case !e.speaks(quote, tok):
		return false, report.FaultLabel
	}
	return false, ""
}

// deniesLabel tells whether the words of a stretch deny what a field counts: 不发烧46人.
func (e *examiner) deniesLabel(near stretch, field *report.Field) bool {
	for i, t := range e.toks {
		if t.start < near.from || t.end > near.to || !slices.Contains(t.fieldsOf(e.form), field) {
			continue
		}
		before := i > 0 && e.toks[i-1].kind == cue && (e.toks[i-1].class == negation || e.toks[i-1].class == denied) && t.start-e.toks[i-1].end <= 1
		if before || t.start > near.from && inSet(e.runes[t.start-1], "不没无未非") {
			return true
		}
	}
	return false
}

// speaks tells whether a quote holds a word besides the number and its measure word.
func (e *examiner) speaks(quote stretch, tok int) bool {
	for i := quote.from; i < quote.to; i++ {
		inside := slices.ContainsFunc(e.toks, func(t token) bool {
			return t.start <= i && i < t.end && (t.kind == number || t.kind == date || t.namesUnit() || t.namesForm())
		})
		if !inside && isHan(e.runes[i]) && !inSet(e.runes[i], "有共是为的了个人名约") {
			return true
		}
	}
	return false
}

// isDenied tells whether something is denied in a stretch.
func (e *examiner) isDenied(near stretch) bool {
	return slices.ContainsFunc(e.toks, func(t token) bool {
		return t.kind == cue && (t.class == negation || t.class == allZero) && t.start >= near.from && t.end <= near.to
	})
}

// unknowns are words with which 没 denies that something was counted.
var unknowns = strings.Fields("没统计 没数 没报 没填 没来得及 没核 没查 没排查 没收到 没上报 没汇总 没问 没去 没空 不清楚 不知道 不晓得 没有统计 没有数 还没 没变 没有变 没减 没少 没增 没多")

// none holds a claim of nothing against a quote without a number: it must deny, and
// either name the field or be of one that a zero-report states as 0.
func (e *examiner) none(f claimed, field *report.Field, from, to int) (claimed, report.Fault) {
	text := string(e.runes[from:to])
	denies := slices.ContainsFunc(e.toks, func(t token) bool {
		return t.kind == cue && (t.class == negation || t.class == allZero) && t.start >= from && t.end <= to
	})
	idiom := slices.ContainsFunc(e.toks, func(t token) bool {
		return t.start < to && t.end > from && (t.kind == date && e.isOff(t) || slices.Contains([]class{plain, elsewhere, whether, lost}, t.class))
	})
	other := slices.ContainsFunc(e.toks, func(t token) bool {
		fields := t.fieldsOf(e.form)
		return len(fields) > 0 && t.start < to && t.end > from && !slices.Contains(fields, field)
	})
	switch {
	case !denies || idiom || containsAny(text, unknowns):
		return f, report.FaultZero
	case !e.hasLabel(stretch{from, to}, field) && (other || !slices.Contains(e.form.Zero.Sets, field.ID)):
		return f, report.FaultLabel
	case !e.speaks(stretch{from, to}, -1) || utf8.RuneCountInString(text) < 2:
		return f, report.FaultLabel
	}
	f.Value, f.Unsure = report.Value{Unit: field.Unit()}, true
	return f, ""
}

// once keeps the claims whose number and whose field nothing else claims.
func (e *examiner) once(found []claimed) []claimed {
	var kept []claimed
	for i, f := range found {
		twice := slices.ContainsFunc(slices.Concat(found[:i], found[i+1:]), func(o claimed) bool {
			return o.Field == f.Field || f.tok >= 0 && o.tok == f.tok || f.tok < 0 && o.tok < 0 && o.Quote == f.Quote
		})
		if twice || e.faults[f.Field] != "" {
			e.faults[f.Field] = report.FaultTwice
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// examined puts the claims that stand into the form's order, and lists what is open.
func (e *examiner) examined(found []claimed) report.Examined {
	out := report.Examined{Refused: e.faults}
	for i := range e.form.Fields {
		field := &e.form.Fields[i]
		at := slices.IndexFunc(found, func(f claimed) bool { return f.Field == field.ID })
		switch {
		case at >= 0:
			out.Meant = append(out.Meant, found[at].Meant)
		case field.Required && field.Kind != report.Prose:
			out.Missing = append(out.Missing, field.ID)
		}
	}
	for i, t := range e.toks {
		if t.kind != number || t.num.Kind == zh.Code || t.num.Kind == zh.Ordinal || slices.ContainsFunc(found, func(f claimed) bool { return f.tok == i }) {
			continue
		}
		out.Unclaimed = append(out.Unclaimed, e.text.Source(t.num.From, max(t.num.To, t.num.End)))
	}
	return out
}
