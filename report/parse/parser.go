package parse

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"qunbao/report"
	"qunbao/report/zh"
)

// Parser reads the messages of one workspace. It is not changed once made and
// may be used by many at a time.
type Parser struct {
	w         *report.Workspace
	words     *trie[meaning]
	cues      *trie[meaning]
	polite    *trie[manners]
	topics    *trie[topic]
	spelling  *speller
	measures  zh.Units        // of every form
	isMeasure map[string]bool // the same, folded
	owing     map[report.FormID]map[report.UnitID]bool
	commands  *trie[commandName]
	units     *unitSpeller
}

// New builds the indexes of a workspace once.
func New(w *report.Workspace) *Parser {
	p := &Parser{w: w, cues: newCues(), polite: newTrie[manners](), topics: newTopics(),
		spelling: newSpeller(w.Forms), isMeasure: map[string]bool{}, owing: map[report.FormID]map[report.UnitID]bool{}, commands: newCommands(), units: newUnitSpeller(w)}
	p.words = newWords(w, p.cues)
	for _, c := range slices.Concat(correcting, mistaken) {
		*p.polite.at(c) = amends
	}
	for _, c := range courtesies {
		*p.polite.at(c) = always
	}
	for i := range w.Forms {
		f := &w.Forms[i]
		p.owing[f.ID] = map[report.UnitID]bool{}
		for _, u := range w.Owing(f.ID) {
			p.owing[f.ID][u] = true
		}
		for _, field := range f.Fields {
			for _, u := range field.Units {
				p.isMeasure[zh.Fold(u).String()] = true
			}
		}
	}
	p.measures = zh.NewUnits(slices.Collect(maps.Keys(p.isMeasure))...)
	return p
}

// owes tells whether a unit owes a form, whatever the day.
func (p *Parser) owes(f *report.Form, u report.UnitID) bool { return p.owing[f.ID][u] }

// longestText is how much of a message is read, in bytes.
const longestText = 64 << 10

// longestAlarm is how long a letter may be, in bytes, that tells of something urgent:
// longer ones are plans, lessons and reports of a year.
const longestAlarm = 3 << 10

// file reads the text of a file that was sent, which is a report, or a short letter of
// something urgent from who reports for the unit: of what else stands in documents no
// command and no alarm is made.
func (p *Parser) file(m report.Message) report.Reading {
	none := report.Reading{ID: m.ID, Kind: report.IsChatter}
	if m.Text == "" {
		return none
	}
	m.Type = report.TextMessage
	r := p.Message(m)
	if r.Kind == report.IsEvent && isLetter(m) && p.w.Speaker(m).AnswersFor(r.Event.Unit) {
		return r
	}
	reports := r.Kind == report.IsReport || r.Kind == report.IsCorrection
	if !reports || !slices.ContainsFunc(r.Filings, func(f report.Filing) bool { return f.Valid() }) {
		return none
	}
	return r
}

// teaching are words of documents about what may come.
var teaching = strings.Fields("预案 方案 演练 培训 总结 通知 办法 制度 台账 名单 简历 倘若 如发生 如遇")

// isLetter tells whether a message is one short document, and no sheet.
func isLetter(m report.Message) bool {
	return len(m.Text) <= longestAlarm && !containsAny(m.Text, teaching) && len(m.Files) == 1 && strings.HasSuffix(strings.ToLower(m.Files[0]), ".docx")
}

// Message reads one message.
func (p *Parser) Message(m report.Message) report.Reading {
	r := report.Reading{ID: m.ID, Kind: report.IsChatter}
	switch m.Type {
	case report.RecallMessage:
		r.Kind = report.IsRecall
		return r
	case report.ImageMessage, report.VoiceMessage:
		return r
	case report.FileMessage:
		return p.file(m)
	}
	bound := m.Private || p.w.Chat(m.Chat) != nil
	if !bound && !m.MentionsBot {
		return r
	}
	m.Text = cutText(spoken(m.Text))
	s := p.newScene(m)
	if c, ok := s.command(); ok {
		r.Kind, r.Command = report.IsCommand, c
		return r
	}
	// What else is said in a chat that the bot is not bound to is nobody's business.
	if !bound {
		return r
	}
	if text := strings.TrimRightFunc(m.Text, isOrnament); text != m.Text {
		s.m.Text = text
		s.fold(text)
	}
	s.look()
	if head, items, ok := s.solitaire(); ok {
		s.readSolitaire(&r, head, items)
		return r
	}
	s.read(&r)
	return r
}

// newScene folds a message and finds who speaks where.
func (p *Parser) newScene(m report.Message) *scene {
	s := &scene{p: p, m: m, speaker: p.w.Speaker(m), ref: m.Time.In(p.w.Zone)}
	s.forms = p.w.FormsIn(m, s.speaker)
	s.fold(m.Text)
	return s
}

func (s *scene) fold(text string) {
	s.text = zh.Fold(text)
	s.runes = s.text.Runes()
}

// look finds what stands in the text. Only the words of the forms that the place
// knows are seen.
func (s *scene) look() {
	s.findTopics()
	s.tokens()
}

// longestTail is how much of a text that is cut, in bytes, may go with the cut so
// that no number is cut in two.
const longestTail = 256

// cutText cuts a text that is too long at the end of a clause.
func cutText(text string) string {
	if len(text) <= longestText {
		return text
	}
	n := longestText
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	tail := text[n-longestTail : n]
	if i := strings.LastIndexAny(tail, "\n。；;，,、！!？? "); i >= 0 {
		return text[:n-longestTail+i]
	}
	return text[:n]
}

// read reads a message that is no 接龙.
func (s *scene) read(r *report.Reading) {
	s.fix = s.corrects()
	filings, problems := s.filings()
	notice := s.notice()
	if notice == sent && (len(problems) > 0 || !s.speaksFor(filings, 2)) || notice == perhaps && !s.speaksFor(filings, 1) {
		filings, problems = nil, nil
	}
	beside, urgent := s.beside(filings, notice)
	if urgent {
		filings, r.Event = s.raise(filings, beside)
	}
	switch {
	case len(filings) > 0 && !(saysLittle(filings) && (!urgent || beside.counts) && s.event(notice)):
		r.Kind, r.Filings, r.Problems = report.IsReport, filings, problems
		if s.fix || s.m.RefersTo != "" && !onlyZeroReports(filings) {
			r.Kind = report.IsCorrection
		}
	case urgent && !beside.counts:
		r.Kind = report.IsEvent
	// An event is told in words: what the fields could say has been read before.
	case s.event(notice):
		r.Kind, r.Event = report.IsEvent, &report.EventWords{Unit: s.eventUnit(0), Text: s.m.Text}
		if len(filings) > 0 && s.valueApart() {
			r.Kind, r.Filings = report.IsReport, filings
		}
	case len(problems) > 0:
		r.Kind, r.Problems = report.IsUnparsed, problems
	default:
		s.readBare(r, notice)
	}
}

// readBare reads a message that only puts a number right.
func (s *scene) readBare(r *report.Reading, notice noticing) {
	f, ok := s.bare()
	var problems []report.Problem
	if !ok {
		f, problems, ok = s.unquoted(notice)
	}
	switch {
	case len(problems) > 0:
		r.Kind, r.Problems = report.IsUnparsed, problems
	case ok:
		r.Kind, r.Filings = report.IsCorrection, []report.Filing{f}
	}
}

// saysLittle tells whether filings hold one number at most and nothing urgent:
// a sentence that tells an urgent matter is no report for it.
func saysLittle(filings []report.Filing) bool {
	return len(filings) == 1 && len(filings[0].Values) <= 1 && len(filings[0].Unfilled) == 0 && len(filings[0].Urgent) == 0 && !filings[0].Zero
}

func onlyZeroReports(filings []report.Filing) bool {
	return !slices.ContainsFunc(filings, func(f report.Filing) bool { return !f.Zero })
}

// filings reads the reports of a message, or what keeps them from being read.
func (s *scene) filings() ([]report.Filing, []report.Problem) {
	var out []report.Filing
	var problems []report.Problem
	sections := s.sections(0, len(s.toks))
	var guess *report.Guess
	if len(sections) == 1 && !sections[0].named {
		if u, g, ok := s.misspeltUnit(); ok {
			sections[0].units, sections[0].named, guess = []report.UnitID{u}, true, &g
		}
	}
	st := s.statedIn(0, s.unheaded(sections))
	var inherited *report.Form
	if len(sections) > 0 && sections[0].from > 0 {
		inherited = s.lastHeading(0, sections[0].from)
	}
	carried := -1
	if len(sections) > 0 && sections[0].from > 0 {
		carried = s.sharedLabel(section{to: sections[0].from}, -1)
	}
	known := 0
	behind := s.labelsBehind(sections)
	for k, sec := range sections {
		if carried < 0 {
			carried = behind[k]
		}
		found := s.readSection(sec, inherited, carried, st)
		carried = s.sharedLabel(sec, carried)
		for k := known; k < len(s.shared); k++ {
			s.shared[k].before = len(out)
		}
		known = len(s.shared)
		for _, f := range found {
			if guess != nil {
				f.Guessed = append(f.Guessed, *guess)
			}
			filed, problem := s.address(sec, f)
			out = append(out, filed...)
			problems = append(problems, problem...)
		}
	}
	if len(out) == 0 && len(problems) == 0 && s.isBareNumbers() {
		problems = append(problems, report.Problem{Code: report.Unreadable, Say: sayUnreadable(s.likeReport())})
	}
	// What could be read is filed; a part that could not be addressed is then an
	// aside, not a question.
	if len(out) > 0 {
		problems = nil
	}
	spread(out, s.shared)
	if !s.asks() && (len(s.speaker.Units()) > 0 || slices.ContainsFunc(sections, func(sec section) bool { return sec.named })) {
		problems = append(problems, s.doubts...)
	}
	return s.merge(out), problems
}

// lastHeading is the form that the text before the first unit names.
func (s *scene) lastHeading(from, to int) *report.Form {
	var form *report.Form
	for i := from; i < to; i++ {
		if f := s.heading(i, section{from: from, to: to}); f != nil {
			form = f
		}
	}
	return form
}

// labelsBehind finds, for each section that says no more than a number, the label
// that stands behind the number of the last of its list: 上坪3人、下坪2人居家; -1:
// none.
func (s *scene) labelsBehind(sections []section) []int {
	out := make([]int, len(sections))
	label := -1
	for k := len(sections) - 1; k >= 0; k-- {
		toks := s.toks[sections[k].from:sections[k].to]
		n := slices.IndexFunc(toks, func(t token) bool { return t.kind == number && t.num.Unit != "" })
		l := slices.IndexFunc(toks, func(t token) bool { return t.isLabelOnly() })
		switch {
		case l > 0 && toks[l-1].kind == number && toks[l-1].num.Unit != "" && toks[l-1].end == toks[l].start:
			label = sections[k].from + l
			out[k] = -1
			continue
		case n < 0 || l >= 0 || !s.onlyCounts(toks):
			label = -1
		}
		out[k] = label
	}
	return out
}

// onlyCounts tells whether tokens are a unit and numbers, a comma at the end, with
// no other word: an item of a list.
func (s *scene) onlyCounts(toks []token) bool {
	end := toks[0].start
	for k, t := range toks {
		counted := t.kind == number || t.kind == list || t.kind == blank || t.namesUnit()
		if !counted && !(t.kind == comma && k == len(toks)-1) || s.rude(end, t.start) > 0 {
			return false
		}
		end = t.end
	}
	return true
}

// readSection reads the forms of a section. Filings still lack their unit.
func (s *scene) readSection(sec section, inherited *report.Form, carried int, st stated) []report.Filing {
	var out []report.Filing
	st, inherited = s.under(sec, st, inherited)
	for _, p := range s.parts(sec, inherited) {
		b := s.readPart(p, carried)
		if b == nil {
			for _, form := range p.others {
				out = append(out, s.zeroReports(section{from: p.from, to: p.to, units: sec.units, named: sec.named, form: form}, form, s.statedOf(p, st))...)
			}
			out = append(out, s.zeroReports(section{from: p.from, to: p.to, units: sec.units, named: sec.named}, p.form, s.statedOf(p, st))...)
			continue
		}
		for _, b := range append([]*binder{b}, s.leftovers(p, b)...) {
			for k, own := range b.each(sec.units) {
				for _, f := range s.file(own, p, st) {
					if b.apart {
						f.Unit = sec.units[k]
					}
					out = append(out, f)
				}
			}
		}
	}
	if len(out) == 0 {
		out = s.zeroReports(sec, inherited, st)
	}
	return out
}

// file makes a filing of what a part says of one form, or of each day that it
// says it of.
func (s *scene) file(b *binder, p part, st stated) []report.Filing {
	f := s.filing(b)
	s.tell(b)
	if x := sharedBy(b); len(x.fields) > 0 {
		s.shared = append(s.shared, x)
	}
	f.FormNamed = true
	slot := s.slotIn(b.form, p.from, p.to)
	if slot == nil {
		slot = s.slotIn(b.form, st.above.from, st.above.to)
	}
	if slot == nil {
		slot = s.slotNamed(b.form)
	}
	st = s.daysOf(p, s.statedOf(p, st)).of(b.form)
	asked := s.daysApart(p)
	if len(st.all) > 1 && s.sharesOut(f, b.form, p) {
		asked = st.all
	}
	if asked != nil {
		s.doubts = append(s.doubts, report.Problem{Code: report.Unreadable, Say: sayWhichDays(asked, b.form, f.Values)})
		return nil
	}
	return s.onDays(f, b.form, st, slot)
}

// statedOf is the time that a part reports on. What stands inside it is nearer
// than what stands above all.
func (s *scene) statedOf(p part, st stated) stated {
	own := s.statedIn(p.from, p.to)
	own.above = st.above
	if p.date >= 0 {
		own.day = s.dayOf(s.toks[p.date].date)
		own.named, own.days = own.day != 0, days{}
		own.on(s.daysFrom(p.date, p.to))
	} else if !own.named && !s.opensToday(p) {
		own.named, own.day, own.days = st.named, st.day, st.days
	}
	if own.asOf.IsZero() {
		own.asOf = st.asOf
	}
	return own
}

// opensToday tells whether a part begins with 今天, so that the day above is not
// its own.
func (s *scene) opensToday(p part) bool {
	return p.from > 0 && s.toks[p.from].kind == date && s.isToday(s.toks[p.from])
}

// readPart reads a part as the form it names, or where that explains nothing
// as the form here whose fields explain the values best.
func (s *scene) readPart(p part, carried int) *binder {
	// A named form is kept as long as it explains something: 疫情防控：宣传单80份
	// is headed by a word that everybody writes above everything.
	if p.form != nil && s.mayExplain(p.form, p, carried) {
		if b := s.bind(p, p.form, s.carriedFor(carried, p.form)); b.saysAnything() {
			return b
		}
	}
	var best *binder
	for _, f := range s.forms {
		if f == p.form || !s.mayExplain(f, p, carried) {
			continue
		}
		b := s.bind(p, f, s.carriedFor(carried, f))
		if b.saysAnything() && (b.explainsBetter(best)) {
			best = b
		}
	}
	return s.bySlotWord(p, carried, best)
}

// mayExplain tells whether a label of a form stands in a part, may be misspelt
// there, or is shared with it.
func (s *scene) mayExplain(f *report.Form, p part, carried int) bool {
	if p.head != nil || p.column != nil || s.carriedFor(carried, f) >= 0 {
		return true
	}
	for i := p.from; i < p.to; i++ {
		switch t := &s.toks[i]; {
		case len(t.fieldsOf(f)) > 0, t.class == zeroPhrase:
			return true
		case t.kind == number && slices.ContainsFunc(s.misspeltBefore(i, p.from), func(m misspelling) bool { return m.isOf(f) }):
			return true
		}
	}
	return false
}

// bySlotWord prefers the only form here that has the slot which a part names,
// where it explains as many fields: 夜班值守2人.
func (s *scene) bySlotWord(p part, carried int, best *binder) *binder {
	form := s.slotForm(p.from, p.to)
	if best == nil || form == nil || form == best.form {
		return best
	}
	if b := s.bind(p, form, s.carriedFor(carried, form)); b.saysAnything() && b.fields() >= best.fields() {
		return b
	}
	return best
}

// slotForm is the only form here that has the slots which tokens [from,to) name.
func (s *scene) slotForm(from, to int) *report.Form {
	var form *report.Form
	for _, t := range s.toks[from:to] {
		if !t.namesSlot() {
			continue
		}
		for _, v := range t.senses {
			if !v.isSlot() || v.form == form || !s.knows(v.form) {
				continue
			}
			if form != nil {
				return nil
			}
			form = v.form
		}
	}
	return form
}

// carriedFor is the shared label where it is one of the form, else -1.
func (s *scene) carriedFor(tok int, f *report.Form) int {
	if tok >= 0 && len(s.toks[tok].ownFields(f)) > 0 {
		return tok
	}
	return -1
}
