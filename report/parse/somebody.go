package parse

import (
	"regexp"
	"slices"
	"strings"
)

// surnames are the hundred most frequent ones.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤"

// ill finds of whom a symptom is told, or of how many: 我发烧了, 老王今天有点咳嗽,
// 张三高烧不退, 有发热人员, 确诊2例, 2人腹泻.
var ill = func() *regexp.Regexp {
	what := "(?:" + strings.Join(symptoms, "|") + ")"
	when := `(?:今天|昨天|昨晚|今早|刚才|刚刚|从昨天|这两天|一直|又|也|突然|有点|有些|好像|开始|在|都)*`
	some := `[1-9一二两三四五六七八九十][0-9十]*(?:例|人|名|个|位)`
	return regexp.MustCompile(strings.Join([]string{
		`(?:^|[,，。;；!！:：\s])我(?:自己|爸|妈|家人|家里人|老婆|老公|儿子|女儿)?` + when + what,
		`[老小][\p{Han}](?:家的|他)?` + when + what,
		`(?:^|[,，。;；!！:：\s的叫])[` + surnames + `]\p{Han}{1,2}?` + when + what,
		`[` + surnames + `](?:大爷|大妈|大娘|大叔|大婶|奶奶|爷爷|婆婆|老师|师傅|书记|主任|[叔婶嫂哥姐爷婆])[^,，。;；!！无没未不]{0,6}` + what,
		`(?:^|[^没无如若凡未所只仅])有` + when + what + `(?:的)?(?:人|人员|病人|患者|症状|$|[,，。;；!！])`,
		what + `(?:病例|人员|患者|病人|的)?(?:共|有)?` + some,
		some + `[^,，。;；!！无没未不]{0,4}` + what,
	}, "|"))
}()

// reposted are words of news about others.
var reposted = strings.Fields("通报 官方 卫健委 全国 全省 全市 外省 外地新增 公众号")

// namesTheIll tells whether a text tells who is ill, or how many here are.
func (s *scene) namesTheIll(text string) bool {
	return s.speaker.Known() && slices.ContainsFunc(strings.FieldsFunc(text, endsPhrase), tellsTheIll) && !containsAny(text, reposted) && !s.speaksOfOthers()
}

// farthestIll is how far from a symptom, in bytes, may stand who has it.
const farthestIll = 300

// tellsTheIll tells whether a phrase does.
func tellsTheIll(phrase string) bool {
	at := -1
	for _, w := range symptoms {
		if k := strings.Index(phrase, w); k >= 0 && (at < 0 || k < at) {
			at = k
		}
	}
	return at >= 0 && ill.MatchString(phrase[max(0, at-farthestIll):min(len(phrase), at+farthestIll)])
}

// speaksOfOthers tells whether the text is about a higher or a foreign unit.
func (s *scene) speaksOfOthers() bool {
	for i := range s.toks {
		if s.toks[i].kind == cue && s.toks[i].class == elsewhere {
			return true
		}
	}
	return false
}

// exaggerated are words in which 死了 hurts nobody: 累死了.
var exaggerated = regexp.MustCompile(`[累热困忙笑气烦饿吓冻渴急美乐丑难黑臭吵疼痛酸辣闷挤卡晒苦撑馋想爱]死`)

// belongings are things whose damage is nobody's alarm.
var belongings = regexp.MustCompile(`(?:手机|电脑|打印机|复印机|充电器|U盘|键盘|鼠标|投影仪|空调|鞋子?|钥匙|身份证|热水壶)\p{Han}{0,3}(?:进水|冒烟|掉水|掉进|断电|淹了|中断)|[猫狗鸡鸭鹅牛羊猪]\p{Han}{0,2}(?:走丢|走失)`)

// weather are words beside which degrees are no person's.
var weather = strings.Fields("气温 室温 水温 天气 太热 好热 真热 高温 室内温度 室外温度 今天温度 最高温度 空调")

// without is a text without what only sounds like an alarm.
func without(text string, sounds ...*regexp.Regexp) string {
	for _, s := range sounds {
		text = s.ReplaceAllString(text, "")
	}
	return text
}
