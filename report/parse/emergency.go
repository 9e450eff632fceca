package parse

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report/zh"
)

// levelCommand is the command about response levels.
const levelCommand = "应急"

var (
	// orders begin what somebody says who raises, changes or lifts a level;
	// complete is what such words hold where they are glued to the command's:
	// 应急四级响应期间 is talk.
	orders   = regexp.MustCompile(`^(启动|升级|提升|调整|降[级为低至到]|延长|延期|解除|终止|结束|取消|(?i:iv|v|i{1,3}|[一二三四五六七八九十]|\d+)级|[至到] *\d|依据|根据)`)
	complete = regexp.MustCompile(`[至到] *\d|依据|根据|解除|终止`)
	measure  = regexp.MustCompile(`应急|响应`)

	// strangeMatter is an order about a matter that need not be one of the workspace:
	// its name and a level; glued to the command's word, with a day or a ground behind.
	strangeMatter = regexp.MustCompile(`^[^\s\d]{1,6}?\s*(?i:iv|v|i{1,3}|[一二三四五六七八九十]|\d+)级(?:应急|响应)*(?:$|[\s,]|[至到] *\d|依据|根据)`)
)

// ordersLevel tells whether words begin as an order about a response level does:
// with what is to be done, a level or a matter.
func (p *Parser) ordersLevel(words string) bool {
	words = strings.TrimSpace(words)
	if orders.MatchString(words) {
		return true
	}
	for _, e := range p.w.Emergencies {
		if slices.ContainsFunc(slices.Concat([]string{e.Matter}, e.Aliases, e.Levels, e.Colours), func(name string) bool {
			return strings.HasPrefix(words, zh.Fold(name).String())
		}) {
			return true
		}
	}
	return false
}
