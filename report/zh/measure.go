package zh

import (
	"strings"
	"sync"
)

// Units are the measure words that numbers are read with: the everyday ones,
// and those of a caller. The zero Units are the everyday ones alone. Units are
// not changed once made and may be shared.
type Units struct{ words *words }

// NewUnits returns the everyday measure words with own added. A word that
// begins with 万 or 亿 adds nothing: 5万元 is always 50000 元, see [Scale].
func NewUnits(own ...string) Units {
	w := newWords(strings.Fields(measures)...)
	for _, u := range own {
		if folded := Fold(u).String(); folded != "" {
			w.add(folded, folded)
		}
	}
	return Units{w}
}

// everyday are the Units that dates, and numbers of no form, are read with.
var everyday = sync.OnceValue(func() Units { return NewUnits() })

// all returns every word of u.
func (u Units) all() *words {
	if u.words == nil {
		return everyday().words
	}
	return u.words
}

// measures are the measure words met in public reports, and everyday ones.
const measures = `
例 人 名 个 户 间 处 起 条 家 家次 人次 次 辆 台 台次 台套 台(套) 套 辆次 辆(次) 车次 组 队 支 份 项 头 只 眼 座 口 架 艘 亩 亩次
公顷 平方米 平米 平方公里 平方千米 立方米 立方 方 吨 毫米 厘米 米 公里 里 千米 千克 公斤 斤 克 毫克 升 毫升 千瓦 千瓦时 度 元 圆 块 块钱 角 毛 毛钱 角钱 分 分钱 美元 欧元 英镑 韩元
日元 港元 港币 人民币 印度卢布 卢布 卢比 元人民币 剂 剂次 针 针次 管 岁 周岁 天 日 小时 个小时 分钟 秒 秒钟 年 个月 月 周 个星期 个工作日 工作日 星期 级 倍 百分点
个百分点 ‰ 户次 场 场次 场(次) 期 轮 轮次 批 批次 批(次) 张 幅 块 面 本 册 封 篇 件 包 箱 盒 袋 瓶 桶 罐 支(枝) 枝 株 棵 根 把 顶 床 双 副 对 道
片 粒 颗 串 捆 车 船 趟 班 班次 岗 岗次 桌 点 点次 处次 家(次) 人(次) 户(次) 头(只) 头只 羽 尾 匹 笼 栏 窝 亩地 分地 垄 孔 座次 栋 幢 层 扇 盏 台件 件次 项次
条次 份次 宗 案 单 笔 票 通 则 节 课 队次 组次 支队伍 艘次 架次 列 列次 节次 ㎡ m² m2 ㎥ m³ m3 ㎞ km KM Km ㎏ kg KG Kg g mg ml mL ML L l t cm mm ㎝ ㎜ m ha KW kW kw kwh kWh
亩(次) 公里/小时 人/次 元/亩 元/吨 元/人 ℃ 摄氏度 °C 位 员 桌次 屏 板 卷 刀 垛 堆 车皮 标箱 顿 餐 声 滴 听 手 代 届 门 枚 丈 尺 寸 两 钱 担 石 筐 篓 沓 摞 扎 杯 碗 台班 人份 公分 毫克/升 美金 港币元 下 遍 回
`
