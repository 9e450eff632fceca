package report

import (
	"regexp"
	"strings"
)

// What people write in the text fields of forms is told apart by plain words, one
// way for digests and documents: what they ask for (FactProblem), what they propose
// (FactSuggestion), what they tell (FactNote), and words that tell nothing.

// asks tells whether the words of a field ask for something or propose it.
func (f *Field) asks(text string) bool {
	kind := f.kindOf(text)
	return kind == FactProblem || kind == FactSuggestion
}

// kindOf sorts the words of a field; "" where they tell nothing. In a field for
// problems all is one but 无, elsewhere what says that something is wanted or broken
// and not that it is mended.
func (f *Field) kindOf(text string) FactKind {
	if strings.TrimSpace(text) == "" || nothingWanted.MatchString(text) {
		return ""
	}
	left := settled.ReplaceAllString(text, "")
	bare := proposed.ReplaceAllString(left, "")
	switch proposes := proposed.MatchString(left); {
	case requested.MatchString(bare):
		return FactProblem
	case proposes && (mended.MatchString(text) || !broken.MatchString(bare)):
		return FactSuggestion
	case mended.MatchString(text) && !proposes:
		return FactNote
	case forProblems.MatchString(f.Name), broken.MatchString(bare):
		return FactProblem
	case forProposals.MatchString(f.Name):
		return FactSuggestion
	}
	return FactNote
}

// saying is some sentences of one kind, as they were written.
type saying struct {
	kind FactKind
	text string
}

// sayings parts the words of a field by what their sentences are; words of which
// none asks for anything stay together.
func (f *Field) sayings(text string) []saying {
	if kind := f.kindOf(text); kind == "" || !f.asks(text) {
		return nonempty(saying{kind, text})
	}
	var all []saying
	for _, s := range sentence.FindAllString(text, -1) {
		kind := f.kindOf(s)
		switch n := len(all); {
		case kind == "":
		case n > 0 && all[n-1].kind == kind:
			all[n-1].text += s
		default:
			all = append(all, saying{kind, s})
		}
	}
	return all
}

func nonempty(s saying) []saying {
	if s.kind == "" {
		return nil
	}
	return []saying{s}
}

// sentence is one, with the mark that ends it.
var sentence = regexp.MustCompile(`[^。；;！!？?\n]+[。；;！!？?\n]*`)

// The words by which people say that they want something, and those that look like it.
var (
	forProposals  = regexp.MustCompile(`建议|意见`)
	proposed      = regexp.MustCompile(`希望|建议|盼`)
	forProblems   = regexp.MustCompile(`问题|诉求|需求|困难|缺口|隐患|求助`)
	nothingWanted = regexp.MustCompile(`^[\s，。,.;；]*(无|没有|暂无|未发现|正常|一切正常|良好|平安)[^，。,；;]{0,6}[\s，。,.;；]*$`)
	settled       = regexp.MustCompile(`(没有|无|未发现|不存在|没)(任何)?(其他)?(问题|困难|故障|损坏|缺口|短缺|需求|诉求)|不缺|无需|不需要?|不用|按(照)?(要求|需要?)|请(领导)?(放心|知悉|查收|审阅|指正)|请(假|示)|尚未(发现|出现|收到)`)
	requested     = regexp.MustCompile(`请|求助|请求|恳求|求解决|急需|需要?|缺|短缺|不足|不够`)
	broken        = regexp.MustCompile(`坏|故障|破损|不通|断电|断网|停电|停水|断水|堵塞|堵了|漏水|紧张|有困难|存在问题|有问题|尚未|未能|无法|不能`)
	mended        = regexp.MustCompile(`(已|已经)[^，。,；;]{0,8}(解决|修好|修复|恢复|整改|处理|补充|到位|送到|排除)|(修|处理|解决)好了`)
)
