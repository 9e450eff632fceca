package commands

import (
	"regexp"
	"slices"
	"strings"
)

// What says that an urgent matter is over, a clause each: over where it is known
// which one is meant, overAlone where nothing else tells, overBare from whoever has
// raised one.
var (
	over      = regexp.MustCompile(`^(续报|警报|险情|情况|疑似|已经?|全部|都|现在?|目前)*(排除|解除|办结|处置完|处置好|处理完|处理好|是?误报|虚惊一场)(了|完毕|毕|结束)*$`)
	overAlone = regexp.MustCompile(`^(\S{0,8}?(警报|险情|疑似)[已经全部都]*(排除|解除|处置完|处置好|处理完|处理好)|已经?排除|虚惊一场|是?误报)(了|完毕|毕|结束)*$`)
	overBare  = regexp.MustCompile(`^(已经?|都|全部)*(排除|办结)(了|完毕)*$`)
)

// Where danger goes on the matter does, whatever else is over: 处理完了，还有1人在等.
// Beside the words that end it there may be thanks, and that nobody was hurt.
var (
	goesOn   = regexp.MustCompile(`还|又|仍|但|不过|尚|却|可是|只是|另|再次|继续|未|新的|吗|[?？]`)
	clauses  = regexp.MustCompile(`[，。,.！!；;：:、~\s]+`)
	courtesy = regexp.MustCompile(`^(谢谢|感谢|多谢|辛苦|麻烦).{0,12}$|^(请?(各位|大家|领导|书记|镇长)*放心)$|^(特此)?报告(完毕)?$|^请?(领导)?知悉$|^(没事|没有?问题|正常|一切正常|平安|安全)了?$|^(无|没有?)(人员?)?(伤亡|受伤|伤)(情况)?$|^(人员?|群众|大家)(都|均|全部|已)*(安全|平安|没事)了?$`)
)

// saysOver tells whether words about one matter say that it is over.
func saysOver(text string) bool { return ends(over, text) || ends(overAlone, text) }

// ends tells whether a text holds a clause that ends a matter, and nothing else but
// courtesies.
func ends(clause *regexp.Regexp, text string) bool {
	if goesOn.MatchString(text) {
		return false
	}
	parts := clausesOf(text)
	return slices.ContainsFunc(parts, clause.MatchString) &&
		!slices.ContainsFunc(parts, func(c string) bool { return !clause.MatchString(c) && !courtesy.MatchString(c) })
}

// speaksOfEnd tells whether a clause of a text ends a matter, whatever stands beside it.
func speaksOfEnd(text string) bool {
	return slices.ContainsFunc(clausesOf(text), overAlone.MatchString)
}

func clausesOf(text string) []string {
	return slices.DeleteFunc(clauses.Split(strings.TrimSpace(text), -1), func(c string) bool { return c == "" })
}
