package summarizer

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

// licences are words that suppose something: advice to urge those who have not
// reported says that there are some. They stand only beside facts that say so.
var licences = []struct {
	words *regexp.Regexp
	says  func(report.Fact) bool
}{
	{regexp.MustCompile(`补报|未按时|未及时`), kinds(report.FactMissing, report.FactSilence)},
	{regexp.MustCompile(`未报`), kinds(report.FactMissing, report.FactSilence, report.FactOpen)},
	{regexp.MustCompile(`待核实|消息`), kinds(report.FactUnparsed)},
	{regexp.MustCompile(`未填|待补|补齐`), kinds(report.FactUnfilled)},
	{regexp.MustCompile(`更正`), kinds(report.FactCorrection)},
	{regexp.MustCompile(`问题|诉求|需求|反映|解决`), kinds(troubles...)},
	{regexp.MustCompile(`处置|处理|督办`), kinds(append(troubles, report.FactUrgent, report.FactCarriedEvent, report.FactLimit)...)},
	{regexp.MustCompile(`异常`), kinds(report.FactJump, report.FactFall, report.FactCheck, report.FactLimit)},
	{regexp.MustCompile(`变化`), moved},
}

// troubles are what units need.
var troubles = []report.FactKind{report.FactProblem, report.FactSuggestion, report.FactCarried, report.FactNote}

func kinds(all ...report.FactKind) func(report.Fact) bool {
	all = slices.Clone(all)
	return func(f report.Fact) bool { return slices.Contains(all, f.Kind) }
}

// moved tells whether a fact says that something has changed.
func moved(f report.Fact) bool {
	return f.Dir != 0 || f.Kind == report.FactJump || f.Kind == report.FactFall
}

// supposing are words that speak of what may come, and so suppose nothing: 发现问题及时
// 报告, 及时报告异常情况, 密切关注情况变化. Of a change whose 原因 is asked they do.
var supposing = regexp.MustCompile(when + `|(?:报告|上报)异常情况|(?:关注|跟踪|留意|观察|掌握|报告|上报)(?:数据|情况|指标)?变化(?:情况)?(?:的?原因)?`)

// licensed tells whether what words suppose stands in the facts beside them.
func licensed(words string, beside []report.Fact) bool {
	words = supposing.ReplaceAllStringFunc(words, func(s string) string {
		if strings.HasSuffix(s, "原因") {
			return s
		}
		return "，"
	})
	for _, l := range licences {
		if l.words.MatchString(words) && !slices.ContainsFunc(beside, l.says) {
			return false
		}
	}
	return true
}
