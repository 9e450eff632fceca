package parse_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// hostile are texts of the longest size that is read, made of what costs most: a
// head, and behind | a piece again and again.
var hostile = map[string]string{
	"units":      "|柳湾村、",
	"numbers":    "|居家3人，",
	"labels":     "|居家、集中、",
	"dates":      "|2月4日居家3人\n",
	"slots":      "|白班车6辆\n夜班车7辆\n",
	"zeros":      "|柳湾村平安\n",
	"open":       "|(((",
	"digits":     "|1",
	"han":        "|三",
	"blank":      "|X",
	"words":      "|大家明天开会",
	"fever":      "|有人发烧38度，",
	"sections":   "|上坪村居家3人\n下坪村居家2人，均无发热\n",
	"bars":       "||1",
	"at":         "|@",
	"none":       "|均无",
	"replace":    "|3改4",
	"mixed":      "|东坡村平安，刚才后山滑坡，居家３人。",
	"todays":     "|今日，",
	"weekdays":   "|周三",
	"weeks":      "|星期三",
	"yesterdays": "|昨天",
	"listed":     "|2月4日、",
	"daily":      "|每天平安",
	"denied":     "|发热均无",
	"deniedDays": "|没有发热周三",
	"deniedEach": "|没有集中",
	"calm":       "户无平安|户无平安",
	"calmUntil":  "人|至平安无",
	"degrees":    "|无38度平安",
	"mentions":   "集中发热、|@",
	"ill":        "|2/4发热",
	"feared":     "没有塌方溺水着火失联|大",
	"others":     "宣传单00。|集中80份",
	"amended":    "更正|3人",
	"each":       "|居家、集中、解除分别为",
	"counts":     "|两把",
	"nothing":    "|零份",
	"quotes":     "|2/4'",
	"jielong":    "#接龙\n|1. 柳湾村 居家3人\n",
	"example":    "#接龙\n例 村名 居家 集中 解除\n|1. 柳湾村 3 4 5\n",
}

func BenchmarkHostile(b *testing.B) {
	p := sample(b)
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		head, piece, _ := strings.Cut(hostile[name], "|")
		m := said(liuwan, head+strings.Repeat(piece, (64<<10-len(head))/len(piece)))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Message(m)
			}
		})
	}
}
