package commands_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/storage/sqlite"
)

// testdata/questions.txt holds every sentence that is asked or said back, as
// conversations: a heading "# CODE situation", lines "[04日]14:05 CARD：TEXT" of
// what people send, and indented lines of what they are told. A card in brackets
// （私） speaks in private; TEXT may begin with （引N） or （引问N）, the Nth message or
// the question behind it quoted, be （撤N）, or be （图片）; ⏎ is a new line.

const questions = "testdata/questions.txt"

// conversation is one of them: its heading, and what is said in it.
type conversation struct {
	code, title string
	lines       []string
}

func conversations(t *testing.T, file string) (preface string, all []conversation) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "\n# ")
	for _, part := range parts[1:] {
		lines := strings.Split(strings.TrimSpace(part), "\n")
		code, title, _ := strings.Cut(lines[0], " ")
		c := conversation{code: code, title: title}
		for _, l := range lines[1:] {
			if !strings.HasPrefix(l, " ") && l != "" {
				c.lines = append(c.lines, l)
			}
		}
		all = append(all, c)
	}
	return parts[0], all
}

// newTalk is a desk over the sample township, with two required fields and a lead
// of five villages.
func newTalk(t *testing.T) *desk {
	t.Helper()
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	s := c.Workspace.Settings
	for i := range s.Forms {
		for j := range s.Forms[i].Fields {
			if f := &s.Forms[i].Fields[j]; f.ID == "fever" || f.ID == "people" {
				f.Required = true
			}
		}
	}
	busy := report.Person{ID: "周倩", Name: "周倩", Card: "片长周倩"}
	for _, u := range []report.UnitID{"石桥村", "上坪村", "下坪村", "南山村", "北岭村"} {
		busy.Posts = append(busy.Posts, report.Post{Unit: u, Role: report.Lead})
	}
	s.People = append(s.People, busy)
	store, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	d := &desk{t: t, w: report.NewWorkspace(s), store: store}
	d.h = commands.New(d.w, parse.New(d.w), store, store, store)
	return d
}

// talkAbout is a talk with help where that is what the conversation is about.
func talkAbout(t *testing.T, code string) *desk {
	t.Helper()
	d := newTalk(t)
	if code == string(report.Proposed) {
		d.h.Helper = interpreter{d}
	}
	return d
}

var (
	spoken  = regexp.MustCompile(`^(?:(\d\d)日)?(\d\d:\d\d) (（私）)?(.+?)：(.*)$`)
	referee = regexp.MustCompile(`^（(引问|引|撤)(\d)）`)
)

// message is a line of a conversation as it comes in, the nth of it.
func (d *desk) message(line string, n int) report.Message {
	d.t.Helper()
	m := spoken.FindStringSubmatch(line)
	if m == nil {
		d.t.Fatalf("%q is no line of a conversation", line)
	}
	day := m[1]
	if day == "" {
		day = "05"
	}
	out := report.Message{ID: id(n), Time: d.at(day + " " + m[2]), Chat: chat, Sender: m[4], Text: strings.ReplaceAll(m[5], "⏎", "\n")}
	if m[3] != "" {
		out.Chat, out.Private = "", true
	}
	if r := referee.FindStringSubmatch(out.Text); r != nil {
		out.Text, out.RefersTo = strings.TrimPrefix(out.Text, r[0]), id(int(r[2][0]-'0'))
		switch r[1] {
		case "引问":
			out.RefersTo = "question/" + out.RefersTo
		case "撤":
			out.Type = report.RecallMessage
		}
	}
	if out.Text == "（图片）" {
		out.Type, out.Text = report.ImageMessage, ""
	}
	return out
}

func id(n int) report.MessageID { return report.MessageID("m" + string(rune('0'+n))) }

// told is what somebody reads after a message.
func (d *desk) told(rows []report.Row) []string {
	var out []string
	for _, r := range rows {
		text := r.Text
		if q, open, err := d.store.Open(d.t.Context(), report.Asker{Chat: r.To.Chat, Sender: r.Ref}, r.NotBefore); err == nil && open && report.GaveWay(r, q) {
			continue
		}
		if r.Stage == report.StageCallAgain || r.Stage == report.StageUnanswered {
			continue // later, where nobody has answered
		}
		if r.Calls() {
			text = report.CallText([]report.Row{r})
		}
		if r.Kind == report.Receipt {
			records, err := d.store.Records(d.t.Context(), []report.RecordKey{{PeriodKey: report.PeriodKey{Form: r.Form, Day: r.Period, Slot: r.Slot}, Unit: r.Units[0]}})
			if err != nil {
				d.t.Fatal(err)
			}
			text = d.w.ReceiptText([]report.Row{r}, records)
		}
		if r.Kind == report.Reminder {
			key := report.PeriodKey{Form: r.Form, Day: r.Period, Slot: r.Slot}
			text = fmt.Sprintf("（%s，%s：%v）", r.To.Chat, d.w.Title(key), r.Units)
		}
		who := map[report.Kind]string{report.Ask: "问", report.Receipt: "收"}[r.Kind]
		if who == "" {
			who = string(r.Kind)
		}
		if r.To.Person != "" {
			who += "（私" + string(r.To.Person) + "）"
		}
		if r.Kind == report.Alert {
			text = strings.ReplaceAll(text, "\n", " ")
		}
		out = append(out, "    "+who+" "+text)
	}
	if len(out) == 0 {
		out = []string{"    （不回）"}
	}
	return out
}

// TestQuestionsAreAskedAsPeopleSeeThem keeps every sentence of every question, and
// what follows each kind of answer.
func TestQuestionsAreAskedAsPeopleSeeThem(t *testing.T) {
	preface, all := conversations(t, questions)
	b := new(strings.Builder)
	b.WriteString(strings.TrimSpace(preface) + "\n")
	raised := map[string]bool{}
	for _, c := range all {
		b.WriteString("\n# " + c.code + " " + c.title + "\n")
		d := talkAbout(t, c.code)
		for i, line := range c.lines {
			m := d.message(line, i+1)
			rows := d.sends(m)
			b.WriteString(line + "\n" + strings.Join(d.told(rows), "\n") + "\n")
			if asks(rows) != "" {
				raised[c.code] = raised[c.code] || slices.Contains(d.codes(m), report.ProblemCode(c.code))
			}
		}
	}
	for _, code := range declaredCodes(t) {
		if !raised[code] {
			t.Errorf("no conversation has a question about the problem %s", code)
		}
	}
	if *update {
		if err := os.WriteFile(questions, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(questions)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", questions, diff)
	}
}

// asks is the question among rows, or "".
func asks(rows []report.Row) string {
	for _, r := range rows {
		if r.Kind == report.Ask {
			return r.Text
		}
	}
	return ""
}

// codes are the problems of a message, read alone, and the one that is asked
// about now.
func (d *desk) codes(m report.Message) []report.ProblemCode {
	d.t.Helper()
	var codes []report.ProblemCode
	r := parse.New(d.w).Message(m)
	for _, p := range r.Problems {
		codes = append(codes, p.Code)
	}
	for _, f := range r.Filings {
		for _, p := range f.Problems {
			codes = append(codes, p.Code)
		}
	}
	if q, ok, err := d.store.Open(d.t.Context(), report.AskerOf(m, d.w.Speaker(m)), m.Time); err != nil {
		d.t.Fatal(err)
	} else if ok {
		codes = append(codes, q.Code)
	}
	return codes
}

// declaredCodes are the values of the constants of type ProblemCode.
func declaredCodes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "report", "value.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			if typ, ok := v.Type.(*ast.Ident); ok && typ.Name == "ProblemCode" {
				codes = append(codes, strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`))
			}
		}
		return true
	})
	if len(codes) < 10 {
		t.Fatalf("found the problems %v", codes)
	}
	return codes
}

// offered finds what a sentence offers to be sent back.
var offered = regexp.MustCompile(`(?:如|回)“([^”]+)”`)

// TestWhateverAQuestionOffersIsUnderstood sends back every example of every
// question: it is filed or settles something, and no question is put again that was
// asked before.
func TestWhateverAQuestionOffersIsUnderstood(t *testing.T) {
	_, all := conversations(t, questions)
	tried := 0
	for _, c := range all {
		d := talkAbout(t, c.code)
		for i, line := range c.lines {
			rows := d.sends(d.message(line, i+1))
			for _, example := range offered.FindAllStringSubmatch(asks(rows), -1) {
				tried++
				if !understood(talkAbout(t, c.code), c.lines[:i+1], example[1]) {
					t.Errorf("%s %s: “%s” behind %q is not understood", c.code, c.title, example[1], line)
				}
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d examples are offered", tried)
	}
}

// understood tells whether something is filed when whoever spoke last sends a text.
func understood(d *desk, lines []string, text string) bool {
	t := d.t
	t.Helper()
	var m report.Message
	asked := map[string]bool{}
	for i, line := range lines {
		m = d.message(line, i+1)
		asked[asks(d.sends(m))] = true
	}
	again := asks(d.sends(report.Message{ID: "example", Time: m.Time.Add(time.Minute), Chat: m.Chat, Private: m.Private, Sender: m.Sender, Text: text}))
	o, _, err := d.store.Outcome(t.Context(), "example")
	if err != nil {
		t.Fatal(err)
	}
	return len(o.Records) > 0 && (again == "" || !asked[again])
}

// TestNobodyKeepsTheBotWaitingForTooMuch raises a question after the other.
func TestNobodyKeepsTheBotWaitingForTooMuch(t *testing.T) {
	d := newTalk(t)
	most := 0
	for n := range 30 {
		m := report.Message{
			ID: report.MessageID(fmt.Sprintf("m%d", n)), Time: d.at("05 13:00").Add(time.Duration(n) * time.Minute), Chat: chat,
			Sender: "石桥村支书刘建国", Text: fmt.Sprintf("补报1月%d日 居家%d人，居家%d人", n+1, n+1, n+2),
		}
		d.checkAsked(m, d.sends(m))
		q, _, err := d.store.Open(t.Context(), report.AskerOf(m, d.w.Speaker(m)), m.Time)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(q.Waits))
	}
	if most != 20 {
		t.Errorf("%d questions wait at most", most)
	}
}

// TestEverySentenceOfAReadingIsInTheConversations looks for the words of each
// sentence of the reader, in conversations as people see them.
func TestEverySentenceOfAReadingIsInTheConversations(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "report", "parse", "sentences.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(questions)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING || !strings.ContainsFunc(l.Value, isHan) {
			return true
		}
		for _, words := range strings.Split(strings.Trim(l.Value, `"`), "%d") {
			if found++; !strings.Contains(string(text), words) {
				t.Errorf("nobody is told %s in a conversation", words)
			}
		}
		return true
	})
	if found < 20 {
		t.Errorf("only %d sentences were looked for", found)
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// TestAMessageIsNeverAskedTwoThings mixes what people say in all conversations,
// with quotes and recalls of one another: nobody is asked two things at once, and
// what is asked is open.
func TestAMessageIsNeverAskedTwoThings(t *testing.T) {
	_, all := conversations(t, questions)
	var lines []string
	for _, c := range all {
		lines = append(lines, c.lines...)
	}
	asked := 0
	for seed := range uint64(8) {
		d, random := newTalk(t), rand.New(rand.NewPCG(seed, 1))
		now, speakers := d.at("05 13:00"), []string{"柳湾村 李会芳", "包村干部钱海", "河口陈水生"}
		for n := range 60 {
			m := d.message(lines[random.IntN(len(lines))], 1)
			now = now.Add(time.Duration(random.IntN(600)) * time.Second)
			m.ID, m.Time, m.Sender = report.MessageID(fmt.Sprintf("m%d", n)), now, speakers[random.IntN(len(speakers))]
			if m.RefersTo != "" {
				m.RefersTo = report.MessageID(fmt.Sprintf("%sm%d", strings.TrimRight(string(m.RefersTo), "m123456789"), random.IntN(n+1)))
			}
			asked += d.checkAsked(m, d.sends(m))
		}
	}
	if asked < 50 {
		t.Errorf("only %d questions were asked", asked)
	}
}

// checkAsked holds the promise for one message, and counts what is asked.
func (d *desk) checkAsked(m report.Message, rows []report.Row) int {
	d.t.Helper()
	q, open, err := d.store.Open(d.t.Context(), report.AskerOf(m, d.w.Speaker(m)), m.Time)
	if err != nil {
		d.t.Fatal(err)
	}
	var asked []report.Row
	for _, r := range rows {
		if r.Kind == report.Ask {
			asked = append(asked, r)
		}
	}
	switch {
	case len(asked) > 1:
		d.t.Errorf("%s is asked %+v", m.Text, asked)
	case len(asked) == 1 && asked[0].Stage == report.StageOpen && (!open || q.Row != asked[0].Key):
		d.t.Errorf("%q is asked %q; open is %+v", m.Text, asked[0].Text, q)
	case len(q.Waits) > 20:
		d.t.Errorf("%d questions wait", len(q.Waits))
	}
	for _, w := range q.Waits {
		if len(w.Waits) > 0 {
			d.t.Errorf("%+v waits", w)
		}
	}
	return len(asked)
}
