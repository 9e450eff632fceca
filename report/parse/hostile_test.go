package parse_test

import (
	"strings"
	"testing"
)

// hostile are texts of the longest size that is read, made of what costs most.
var hostile = map[string]string{
	"units":    "柳湾村、",
	"numbers":  "居家3人，",
	"labels":   "居家、集中、",
	"dates":    "2月4日居家3人\n",
	"slots":    "白班车6辆\n夜班车7辆\n",
	"zeros":    "柳湾村平安\n",
	"open":     "(((",
	"digits":   "1",
	"han":      "三",
	"blank":    "X",
	"words":    "大家明天开会",
	"bars":     "|1",
	"fever":    "有人发烧38度，",
	"sections": "上坪村居家3人\n下坪村居家2人，均无发热\n",
	"at":       "@",
	"none":     "均无",
	"replace":  "3改4",
	"mixed":    "东坡村平安，刚才后山滑坡，居家３人。",
}

func BenchmarkHostile(b *testing.B) {
	p := sample(b)
	for name, piece := range hostile {
		m := said(liuwan, strings.Repeat(piece, 64<<10/len(piece)))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Message(m)
			}
		})
	}
}
