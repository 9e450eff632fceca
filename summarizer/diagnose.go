package summarizer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"qunbao/report/zh"
)

// rule names what an answer broke.
type rule string

const (
	ruleJSON       rule = "json"            // not the object asked for
	ruleSection    rule = "missing-section" // a paragraph missing or there twice
	ruleUnknown    rule = "unknown-ref"     // an id that no paragraph has
	ruleWrong      rule = "wrong-section"   // an id of another paragraph
	ruleDuplicate  rule = "dup-ref"         // an id twice
	ruleMissing    rule = "missing-fact"    // a fact left out
	ruleNumber     rule = "bare-number"     // a numeral outside a placeholder
	ruleVague      rule = "vague-quantity"  // 多户, 大部分
	ruleHedge      rule = "hedge"           // 约 or 余 beside a fact
	ruleTouching   rule = "touching"        // other words that run into a fact and could bend it
	ruleOrdinal    rule = "ordinal-order"   // 二是 before 一是, or in the middle of a sentence
	ruleName       rule = "bare-name"       // a unit or person outside a placeholder
	ruleTrend      rule = "trend"           // 上升 without a fact that has risen
	ruleUnlicensed rule = "unlicensed"      // supposes or claims what no fact beside it says: 全部, 首次, 未报单位
	ruleDenies     rule = "denies"          // 总体平稳, 未发现, 不实
	ruleClaim      rule = "ungrounded-claim"
	ruleClause     rule = "ungrounded-clause"
	ruleLead       rule = "idle-lead" // leads to nothing: no fact, no advice, not what it names
	ruleRepeated   rule = "repeated"  // the same advice again
	ruleEnding     rule = "ending"    // marks that are missing, doubled or out of place
	ruleLength     rule = "too-long"
	ruleLanguage   rule = "language" // not Chinese
	ruleJunk       rule = "junk"     // markup, addresses, talk about instructions
)

// symptoms tell by which rule foreign words are refused, the worst first. They are
// refused in any case: these names are for whoever has to mend them.
var symptoms = []struct {
	rule  rule
	words *regexp.Regexp
}{
	{ruleJunk, regexp.MustCompile("[{}<>\\[\\]()#*_`|~=+/\\\\@&^$]|https?|忽略|指令|提示词|系统|语言模型|(?i:ignore|system|prompt)")},
	{ruleVague, regexp.MustCompile(`[多数][户名人处起次件]|若干|大部|部分|个别|少数|多数|过半|翻番|不少|许多|众多|几[户名人处起次件]`)},
	{ruleUnlicensed, regexp.MustCompile(`全部|均已|无一|最多|最高|最少|首次|所有|百分|全覆盖|排名|领先`)},
	{ruleDenies, regexp.MustCompile(`平稳|可控|正常|稳定|良好|未发现|未发生|没有|无异常|并非|不实|不属|有误|不成立|安全|受控`)},
	{ruleTrend, regexp.MustCompile(`上升|下降|增加|减少|增长|回落|升高|降低|增多|持平|激增|突增`)},
	{ruleClaim, regexp.MustCompile(`已|完成|解除|妥善|恢复|完毕|到位|取得|成效|发生|出现|达到|因此|导致|由于`)},
}

// diagnose names the rule that foreign words break.
func diagnose(words string, names []string) rule {
	switch {
	case hasNumeral(words):
		return ruleNumber
	case slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.Contains(words, n) }):
		return ruleName
	}
	for _, s := range symptoms {
		if s.words.MatchString(words) {
			return s.rule
		}
	}
	if !mostlyHan(words) {
		return ruleLanguage
	}
	return ruleClause
}

// mostlyHan tells whether nine of ten characters are Chinese.
func mostlyHan(words string) bool {
	all, han := 0, 0
	for _, r := range words {
		all++
		if unicode.Is(unicode.Han, r) || strings.ContainsRune("（）“”《》", r) {
			han++
		}
	}
	return han*10 >= all*9
}

// hedging are words that bend a fact they touch.
var hedging = regexp.MustCompile(`(?:约|近|超过|不足|超|逾|大约|将近|至少|最多)$|^(?:左右|余|以上|以下|上下|多|许)`)

// idioms are approved words that hold a numeral and say no number.
var idioms = strings.NewReplacer("进一步", "", "统一", "", "下一步", "", "逐一", "", "第一时间", "", "下沉一线", "", "深入一线", "")

func hasNumeral(s string) bool { return strings.IndexFunc(idioms.Replace(s), zh.IsNumeral) >= 0 }
