package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// How much of a day's words a document holds. What is left out is counted.
const (
	listedUnits  = 8   // names in one list
	listedEvents = 10  // urgent matters
	listedRunes  = 120 // of one person's words
)

func (b *factBuilder) attend(f Fact) {
	b.attention = append(b.attention, f)
}

// unfilled tells which fields were left open. They are neither 0 nor missing.
func (b *factBuilder) unfilled(c *Completeness, name string) {
	open := standings(c, func(s Standing) bool { return len(s.Current.Unfilled) > 0 })
	if len(open) == 0 {
		return
	}
	var from trace
	units := map[string][]UnitID{} // by what they left open
	var lists []string
	for _, s := range open {
		var fields []string
		from.unit(s.Unit)
		for _, id := range s.Current.Unfilled {
			from.entry(RecordKey{c.Key, s.Unit}, id, s.Current.Message)
			if f := b.w.Form(c.Key.Form).Field(id); f != nil {
				fields = append(fields, strings.ReplaceAll(f.Name, "今日", "当日"))
			}
		}
		list := strings.Join(fields, "、")
		lists, units[list] = union(lists, []string{list}), append(units[list], s.Unit)
	}
	text := clause{text: name + "中"}
	for i, list := range lists[:min(len(lists), listedUnits)] {
		if i > 0 {
			text.say("，")
		}
		text.list(units[list])
		text.say("的" + list)
	}
	if len(lists) > listedUnits {
		text.say("等")
		text.count(len(open), "个单位", "count")
		text.say("的指标")
	}
	text.say("尚未填报，不计入合计")
	f := Fact{Kind: FactUnfilled, Hint: name + "中未填的指标", Must: true}
	f.set(text)
	b.attend(from.into(f))
}

// corrections tells who corrected a report of the period.
func (b *factBuilder) corrections(c *Completeness, name string) {
	var from trace
	for _, s := range c.Standings {
		r := b.records[RecordKey{c.Key, s.Unit}]
		if r == nil {
			continue
		}
		for _, v := range r.Live() {
			if v.Kind == VersionCorrection {
				from.unit(s.Unit)
				from.entry(RecordKey{c.Key, s.Unit}, "", v.Message)
			}
		}
	}
	if len(from.units) == 0 {
		return
	}
	var text clause
	text.list(from.units)
	text.say("更正了" + name + "，数据以更正后为准")
	f := Fact{Kind: FactCorrection, Hint: name + "的更正情况", Must: true}
	f.set(text)
	b.attend(from.into(f))
}

// words are somebody's own words, fit for a document: on one line, without
// invisible characters, personal data masked, cut at a mark where too long.
func (w *Workspace) words(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.C, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	text = w.maskNames(Mask(strings.Join(strings.Fields(text), " ")))
	return strings.TrimRight(cut(text, listedRunes), "。；，;,.!！ ")
}

// cut shortens words at the last mark before so many characters, so that no number
// is ever cut in two; words without a mark lose what might be one.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	head := string(runes[:most])
	if i := strings.LastIndexAny(head, "。；，！？、 "); i > 0 {
		return head[:i] + "……"
	}
	return strings.TrimRightFunc(head, func(r rune) bool {
		return unicode.IsNumber(r) || strings.ContainsRune(".:-〇零一二两三四五六七八九十百千万亿", r)
	}) + "……"
}

// Names are looked for in two places: behind a word that announces one and
// before a break, and before what is said of a patient. The surnames are the
// usual ones of the 百家姓 without those that begin common words (安 常 向 …);
// 某 is no given name, so 王某 stays.
var (
	announced = regexp.MustCompile(
		`((?:患者|病人|户主|村民|居民|群众|姓名|联系人|学生|老人|返乡人员)[：: ]?)(` + surname + `)` +
			`([^某\P{Han}]\p{Han}?)(\P{Han}|[发咳体从自因在家说反返于男女被今昨已为等上下到去来的与和同及电]|$)`)
	patient = regexp.MustCompile(
		`()(` + surname + `)([^某\P{Han}]\p{Han}?)([，,（( ]?(?:男|女)[，,）) \d]|发热(?:门诊)?|发烧|高烧|低烧|咳嗽|体温|确诊|[，, ]?\d{3}\*{4}\d)`)
)

const surname = `欧阳|上官|司马|诸葛|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤滕殷罗毕郝邬于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞莫房邓洪包石崔吉龚程邢裴陆翁甄储靳段侯班宁仇武刘詹龙叶黎白蒲赖卓蔺屠蒙池乔闻翟谭劳申冉桑桂牛庄晏柴瞿阎慕茹习艾廖庾耿匡寇欧聂晁辛简饶曾商付肖涂]`

// notInNames are characters of the words that follow people in a sentence, such
// as 有村民高烧: a match that holds one is no name.
const notInNames = "人员有无出现来村组户例者内等的在了不未没已均烧热咳温"

// maskNames keeps the surname of a named patient or villager: 张大山 is 张某.
func (w *Workspace) maskNames(text string) string {
	for _, re := range []*regexp.Regexp{announced, patient} {
		for _, n := range slices.Backward(w.namesBy(re, text)) {
			text = text[:n.given] + "某" + text[n.to:]
		}
	}
	return text
}

// fullName is a surname and the given name behind it, in bytes of a text.
type fullName struct{ from, given, to int }

// namesBy finds the names of people. Units may look like names (石桥) and are none.
func (w *Workspace) namesBy(re *regexp.Regexp, text string) []fullName {
	var names []fullName
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		if strings.ContainsAny(text[m[6]:m[7]], notInNames) || strings.HasSuffix(text[:m[1]], "门诊") || w.UnitIn(FoldCard(text[m[0]:m[7]])) != "" {
			continue
		}
		names = append(names, fullName{m[4], m[6], m[7]})
	}
	return names
}

// topic is what the forms are about: the name of their chat without the
// workspace's name and 工作群, or the only form's name without 日报.
func (w *Workspace) topic(periods []Completeness) string {
	topic := ""
	for i := range periods {
		t := w.formTopic(periods[i].Key.Form)
		if i > 0 && t != topic {
			return ""
		}
		topic = t
	}
	return topic
}

func (w *Workspace) formTopic(f FormID) string {
	if c := w.ChatOf(f); c != nil {
		name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(string(c.ID), w.Name), "群"), "工作")
		if name != "" && strings.IndexFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0 {
			return name
		}
	}
	name := w.Form(f).Name
	for _, tail := range []string{"日报", "统计", "报表", "报告"} {
		name = strings.TrimSuffix(name, tail)
	}
	return name
}

// reservedNames lists the units, their aliases and the people. An alias that is
// only the word for the kind of unit (社区) is anybody's word.
func (w *Workspace) reservedNames() []string {
	var names []string
	for _, u := range w.Units {
		names = append(names, string(u.ID))
		for _, a := range u.Aliases {
			if a != u.Kind && len([]rune(a)) > 1 {
				names = append(names, a)
			}
		}
	}
	for _, p := range w.People {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
