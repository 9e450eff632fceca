package report

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// Wording is a workspace's own words for a digest or an upward report: a text/template
// that the configuration holds. It calls nothing that reads or writes anything else.
type Wording struct{ parsed *template.Template }

// ParseDigestWording reads a digest's template, and tries it on a made-up day on which
// there is everything and on one on which there is nothing. Its errors are those of
// text/template: template: NAME:LINE: what is wrong.
func ParseDigestWording(name, text string) (*Wording, error) {
	nothing := DigestData{Workspace: "青石镇", Title: "晨报", Day: "2月5日", AsOf: "2月6日07:30"}
	return parseWording(name, text, fullDay(), nothing)
}

// parseWording reads a template and tries it on some data.
func parseWording(name, text string, tries ...any) (*Wording, error) {
	parsed, err := template.New(name).Option("missingkey=error").Funcs(template.FuncMap{"list": listOf}).Parse(text)
	if err != nil {
		return nil, err
	}
	for _, one := range parsed.Templates() {
		if one.Tree != nil && one.Root != nil {
			tick(one.Root)
		}
	}
	t := &Wording{parsed}
	for _, data := range tries {
		if _, err := t.say(data); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// tick makes a template write nothing whenever it begins a list that it may come to again,
// the body of a loop or of a template that calls itself: so that bounded hears of every
// turn, also of one that says nothing.
func tick(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.RangeNode:
			tick(n.List)
			tick(n.ElseList)
		case *parse.IfNode:
			tick(n.List)
			tick(n.ElseList)
		case *parse.WithNode:
			tick(n.List)
			tick(n.ElseList)
		}
	}
	list.Nodes = slices.Insert(list.Nodes, 0, parse.Node(&parse.TextNode{NodeType: parse.NodeText}))
}

// mostWords is how many characters a template may make of its data, of how many bytes it
// is stopped while it writes, and after how many turns.
const (
	mostWords = 4000
	mostBytes = 4 * mostWords
	mostTurns = 500_000
)

var (
	errNoEnd   = fmt.Errorf("the template takes more than %d turns", mostTurns)
	errTooLong = fmt.Errorf("the text has more than %d characters", mostWords)
	errNoWords = errors.New("the template says nothing")
)

// say words some data.
func (t *Wording) say(data any) (string, error) {
	out := &bounded{left: mostBytes, turns: mostTurns}
	err := t.parsed.Execute(out, data)
	text := strings.TrimSpace(out.text.String())
	switch {
	case errors.Is(err, errTooLong), err == nil && utf8.RuneCountInString(text) > mostWords:
		return "", fmt.Errorf("template: %s:1: %w", t.parsed.Name(), errTooLong)
	case errors.Is(err, errNoEnd):
		return "", fmt.Errorf("template: %s:1: %w", t.parsed.Name(), errNoEnd)
	case err == nil && text == "":
		return "", fmt.Errorf("template: %s:1: %w", t.parsed.Name(), errNoWords)
	}
	return text, err
}

// bounded takes so many bytes in so many writes and refuses the rest.
type bounded struct {
	text        strings.Builder
	left, turns int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.turns--; b.turns < 0 {
		return 0, errNoEnd
	}
	if b.left -= len(p); b.left < 0 {
		return 0, errTooLong
	}
	return b.text.Write(p)
}

// templateListed is how many things list names at most.
const templateListed = 12

// listOf is what a template calls list: 柳湾村、东坡村, of many 柳湾村、东坡村等30个.
func listOf(all any) (string, error) {
	v := reflect.ValueOf(all)
	if v.Kind() != reflect.Slice {
		return "", fmt.Errorf("list takes a list, not %T", all)
	}
	var said []string
	for i := range min(v.Len(), templateListed) {
		said = append(said, fmt.Sprint(v.Index(i).Interface()))
	}
	text := strings.Join(said, "、")
	if v.Len() > templateListed {
		text += fmt.Sprintf("等%d个", v.Len())
	}
	return text, nil
}

// fullDay is a made-up day on which there is everything to say.
func fullDay() DigestData {
	missing := DigestStanding{Unit: "河口村", Leads: []string{"马丽"}, Runs: 2, Note: "包村马丽，连续2天"}
	note := func(text string) []DigestNote { return []DigestNote{{"石桥村", text}} }
	form := DigestForm{
		Name: "疫情日报2月5日", Short: "疫情日报", Base: 10, Received: 9, OnTime: 8, State: "应报10 已报9（90%） 按时8（80%）",
		Missing: []DigestStanding{missing}, Late: []DigestStanding{{Unit: "双井村", Note: "17:10", bare: true}},
		Excused: "柳湾村（停电）", Faults: []DigestStanding{{Unit: "东坡村"}},
		Totals:   []DigestTotal{{Field: "居家观察", Value: "14户46人", Note: "8个单位", Change: "同口径比前一天少3人"}, {Field: "发热人员", Value: "0人", Nought: true}},
		Unfilled: note("集中观察人数"), Doubts: note("数对不上"), Corrections: note("居家观察46→44人"), Problems: note("“大喇叭坏了，请修”"),
	}
	later := DigestForm{
		Name: "卡点值守2月5日夜班", Short: "卡点值守夜班", Base: 12, State: "应报12 已报0（2月6日08:00截止）", Due: "2月6日08:00", Open: []DigestStanding{{Unit: "河口村"}},
	}
	return DigestData{
		Workspace: "青石镇", Title: "晨报", Day: "2月5日", AsOf: "2月6日07:30", Late: "（应于2月6日07:30发，因故迟发）",
		Blind: "10:12–11:40收不到消息，不影响统计", Levels: []string{"防汛四级应急响应"}, Seal: "2月4日 3f2a 91bc 77d0 e415 0b2c",
		Events: []DigestEvent{{N: 1, Unit: "柳湾村", At: "2月5日16:20", Text: "村口塌方", State: "；" + nobodyYet}},
		Forms:  []DigestForm{form, later},
		Units:  []DigestUnit{{Unit: "河口村", Leads: []string{"马丽"}, Wants: []string{"疫情日报未报（连续2天）"}, Values: []string{"检查车辆85辆"}}},
		Burden: []string{"■ 上月报表负担：12个单位共发360条、填900项"},
	}
}
