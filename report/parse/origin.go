package parse

import "strings"

// origins are words for where people come from. Before a label they make a part
// of it that has no field of its own: 北京返乡人员, 省外返乡. A field of that
// name, 武汉返乡, is the longer word and found first.
var origins = strings.Fields("北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 " +
	"省外 省内 外省 本省 市外 市内 外市 本市 县外 县内 外县 外地 境外 国外 其他省 其它省 其他省份 其它省份 其他省市 其他地区 其它地区 其他地方 方向 疫区 重点地区 中高风险地区 中高风险区")

// originsBy are the origins by the rune that they end with.
var originsBy = func() map[rune][]string {
	m := map[rune][]string{}
	for _, w := range origins {
		r := []rune(w)
		m[r[len(r)-1]] = append(m[r[len(r)-1]], w)
	}
	return m
}()

// longestOrigin is the most runes of them.
const longestOrigin = 6

// isPartOfLabel tells whether what stands glued before the label at token i makes
// it another count than the label's own: an origin, or 除 in 省内除武汉.
func (b *binder) isPartOfLabel(i int) bool {
	at, from := b.s.toks[i].start, 0
	if i > 0 {
		from = b.s.toks[i-1].end
	}
	if from >= at {
		return false
	}
	last := b.s.runes[at-1]
	words := originsBy[last]
	if last == '除' || words == nil {
		return last == '除'
	}
	before := string(b.s.runes[max(from, at-longestOrigin):at])
	for _, w := range words {
		if rest, ok := strings.CutSuffix(before, w); ok && !strings.HasSuffix(rest, "从") {
			return true
		}
	}
	return false
}
