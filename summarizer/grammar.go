package summarizer

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

// What a model may say around facts is a grammar over a closed vocabulary: words that
// lead to a fact, and advice. It holds no verb in a form that states something, so
// that nothing can be stated that is no fact (险情已解除 has no digit either), while
// 请包村干部抓紧联系未报单位，问明原因并督促补报 can be put together freely.

// manner is what a stretch of words between two marks does.
type manner string

const (
	leading    manner = "leading"    // leads to a fact: 从报送情况看
	topical    manner = "topical"    // names what the next fact is about: 居家观察方面
	rising     manner = "rising"     // leads to facts that have grown
	falling    manner = "falling"    // leads to facts that have fallen
	advising   manner = "advising"   // 请有关单位及时核实
	continuing manner = "continuing" // goes on with advice: 问明原因
	fronting   manner = "fronting"   // leads to advice: 对上述情况
	approved   manner = "approved"   // a phrase of the office's own
	foreign    manner = ""           // nothing that may stand
)

// The vocabulary. Leads that claim a relation (其中, 因此, 主要是) or a time (目前) are
// not in it: a model cannot know them. linking ones need something before them.
const (
	linking  = `此外|同时|与此同时|另外|另`
	pointing = `(?:需要?|值得|请|应)?(?:予以?|引起|提请)?(?:重点)?(?:关注|注意|重视|说明|跟进|跟踪)的(?:是|有|情况是|情况有|事项是|事项有)`
	grown    = `(?:数据|指标)?(?:有所|较前)?(?:增加|上升)的(?:是|有|指标是|指标有)`
	fallen   = `(?:数据|指标)?(?:有所|较前)?(?:减少|下降)的(?:是|有|指标是|指标有)`

	source  = `(?:各单位|有关单位|相关单位|当日|本期|当前|目前|总体|整体|各村（社区）)?的?(?:已报|报送|上报|填报|汇总|统计|反映|掌握)?的?(?:情况|数据|信息|指标|变化)(?:变化)?`
	viewing = `(?:从` + source + `(?:来)?看|(?:根据|据|按|依据|综合|结合)(?:` + source + `|(?:各单位|有关单位|各村（社区）)(?:报送|上报|反映|填报|统计))|就` + source + `而言|(?:经|据)(?:汇总|梳理|统计)|(?:具体|总的|总体|综合|分项|逐项)(?:来)?看|综合研判|` +
		`(?:(?:汇总|统计|报送)?数据|汇总结果|统计)显示|(?:现将)?(?:主要|具体|有关|报送)?(?:情况|数据|事项)(?:说明|报告)?如下|重点关注|提请关注)`

	// 对上述情况, 下一步, 对未按时报送的单位, 如有变化
	thing = `(?:(?:有关|相关|上述|具体|各项|存在|反映|所反映|未报|未报送|未按时报送|未及时报送|待核实|待补|未填|异常|变化|更正|数据|工作|处置|办理|报送|填报|核实|后续|本单位)的?)*` +
		`(?:情况|数据|原因|结果|进展|信息|指标|事项|问题|单位|消息|报告|来源|去向|口径|诉求|需求|措施|台账|制度|变化|村|社区|村（社区）)+`
	front = `(?:(?:对|对于|针对|就|围绕)` + thing + `|对此|为此|下一步|请注意|(?:如|若|一旦)` + when + `|遇有(?:异常|突发)?情况)`

	actor = `(?:由?(?:(?:有关|相关)?包村干部|值守人员|值班人员|报送员|填报人|(?:应急|民政|卫健|农业|水利)(?:部门|办)|` +
		`(?:各?有关|各?相关|各|未报|未报送|责任|报送|填报|属地|对口|所在|上述)(?:单位|村（社区）|村|社区|办所|部门|责任人|人员))(?:和|与|、|会同)?)+`
	adv   = `(?:及时|尽快|抓紧|立即|逐项|逐件|逐户|进一步|继续|持续|主动|密切|按时|按时限|如实|认真|共同|重点|同步|加快|随时|逐一|按要求|按时限要求|按照要求|按照时限|按照时限要求|第一时间|下沉一线|深入一线|切实|严格|确保|定期|分别|加强|加大|做好|坚持|抓好|实行|予以|进行|组织|安排|安排专人|明确专人|对照台账|电话|帮助|协助)`
	verb  = `(?:信息|数据|情况|进展|后续|台账)?(?:核实|审核|监测|应对|核对|核查|复核|补报|报送|上报|填报|报告|反馈|跟踪|跟进|关注|督促|联系|了解|问明|查明|查清|说明|补充|补齐|完善|处置|处理|办理|研究|解决|协调|对接|指导|督办|落实|调度|研判|汇总|提醒|值守|排查|巡查|衔接|沟通|留意|答复|回复|值班|检查|梳理|登记|记录|评估|走访|掌握|更新|观察)`
	when  = `(?:有(?:进展|变化|情况|异常|问题)|遇有(?:异常|突发)?情况|发现(?:异常|问题|情况))`
	good  = `(?:真实|准确|及时|完整|无误|不漏|不断)`
	sure  = `(?:确保|保证)(?:数据|信息|报送)?` + good + `(?:、?` + good + `)*|(?:切实|继续|认真)*(?:做好|抓好)(?:相关|有关|各项|后续)工作`
	act   = `(?:(?:如|若)?` + when + `)?` + adv + `*(?:[对将]` + thing + `)?` + adv + `*(?:` + verb + `)+(?:力度|工作)?(?:` + thing + `)?|` + sure
	chain = `(?:` + act + `)(?:(?:并|并且|和|及|与|、|后|再|同时|以便)?(?:` + act + `))*`
	urge  = `(?:请|建议|需要?|要|应|望|仍需|还需|还请|也请|并请|务必)`
)

// manners are what words may do, with the words, in the order in which they are tried.
var manners = []struct {
	manner manner
	words  *regexp.Regexp
}{
	{leading, whole(linking + `|` + pointing + `|` + viewing)},
	{rising, whole(grown)},
	{falling, whole(fallen)},
	{fronting, whole(front)},
	{advising, whole(urge + `(?:` + actor + `)?(?:对` + thing + `)?` + `(?:` + chain + `)|` + actor + `(?:要|应|应当|需|须|务必)(?:` + chain + `)`)},
	{continuing, whole(`(?:并|再|同时)?(?:` + actor + `)?(?:` + chain + `)`)},
}

func whole(words string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + words + `)$`) }

// into are leads that may stand directly before a fact, without a mark.
var into = whole(linking + `|` + pointing + `|` + grown + `|` + fallen)

var linked = whole(linking)

// aspect is 居家观察方面; what is of no field in particular may be said of any fact.
var (
	aspect  = regexp.MustCompile(`^(?:在)?(.+?)方面$`)
	general = whole(`报送|数据|工作|指标|情况|数据变化`)
)

// mannerOf tells what words do; words that do nothing that is allowed are foreign.
func mannerOf(words string, phrases []string) manner {
	if slices.Contains(phrases, words) {
		return approved
	}
	for _, s := range manners {
		if s.words.MatchString(words) {
			return s.manner
		}
	}
	if aspect.MatchString(words) {
		return topical
	}
	return foreign
}

// fits tells whether words name what a fact is about, by the fact's own hint.
func fits(words string, f report.Fact) bool {
	m := aspect.FindStringSubmatch(words)
	return m != nil && (general.MatchString(m[1]) || len(m[1]) >= len("甲乙") && strings.Contains(f.Hint, m[1]))
}
