package parse

import (
	"regexp"
	"strings"
)

// longestScene is how many runes may name where a danger is told.
const longestScene = 16

// A danger is told plainly by saying where it is and what: 村口塌方, 三组房子着火3间.
var (
	// doing stands before a danger that is spoken of, feared, looked for or dealt
	// with, not told.
	doing = regexp.MustCompile(`防|如[果有遇发若]|若[是有]|可能|容易|易[发引致]|[会将要怕]$|预计|预报|预警|担心|害怕|小心|注意|[巡检排核调勘]查|走访|踏勘|清[理除运]|处[理置]|抢[修险]|` +
		`维修|修[复好]|治理|整治|加固|监[测控]|宣传|宣讲|讲[解授]|学习|培训|教育|关注|讨论|研究|关于|有关|应对|扑[救灭]|曾|年前|往年|历史|上次|哪|谁|什么|为何|是否|有没有|有无|项目|工程|保险|赔|补[助偿]|` +
		`统计|台账|演[练习]|模拟|假如|万一|一旦|凡是|遇到|为了|针对|杜绝|消除|减少|避免|远离|警惕|提防|识别|举报|累计|共[有计]?$|存栏|全[国省市县]|外地|外省|邻|的$`)
	// spoiling begins what makes of a danger behind it the name of something else:
	// 滑坡点, 塌方路段, 火灾培训.
	spoiling = regexp.MustCompile(`^(?:隐患|风险|监[测控]|预警|预报|预案|易发|危险|应急|防|点|体|位|区|带|段|路段|地段|地方|部位|面|处[置理]|治理|整治|[排巡检]查|检测|观测|登记|修复|抢修|` +
		`救援队|扑救队|逃生|知识|教育|培训|演练|学习|宣传|保险|季|期|高发|多发|问题|情况|事故|案|来临|发生|时|后|前|的|与|和|及|等|或|、)`)
)

// isToldPlainly tells whether a clause, given without what the reports have
// taken, says no more than that there is a danger somewhere.
func isToldPlainly(clause string) bool {
	for _, w := range dangers {
		before, behind, ok := strings.Cut(clause, w)
		if !ok || spoiling.MatchString(behind) || deniedBehind.MatchString(behind) || isOver(behind) {
			continue
		}
		where := trim([]rune(before))
		if n := len([]rune(where)); n < 2 || n > longestScene || denies(where) || doing.MatchString(seeming.Replace(before)) {
			continue
		}
		return true
	}
	return false
}

// tellsDanger tells whether a roster person tells of a danger plainly in a
// sentence that is no warning and not over by the next.
func (s *scene) tellsDanger(text []rune) bool {
	if !s.speaker.Known() {
		return false
	}
	sentences := sentencesOf(s.runes)
	for k, sentence := range sentences {
		near := sentence
		if k+1 < len(sentences) {
			near.to = sentences[k+1].to
		}
		if isUnreal(s.plainly(sentence)) || hasPassed(s.slice(near)) {
			continue
		}
		for _, c := range split(s.runes, sentence, endsPhrase) {
			if isToldPlainly(string(text[c.from:c.to])) {
				return true
			}
		}
	}
	return false
}
