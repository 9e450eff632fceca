package parse_test

import (
	"testing"

	"qunbao/report"
)

func TestADangerToldPlainlyIsAnEvent(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"村口塌方", "后山滑坡", "三组房子着火", "2组失火", "河堤决口", "堤坝管涌", "村头桥垮塌", "进村道路塌方中断", "水库漫坝", "学校门口打架", "老李家房子倒了", "三组老王家失火",
		"后山滑坡3处", "通往县城的路断了", "围墙倒塌砸伤2人", "发大水了", "桥断了", "有人落水", "10组养鸡场着火", "对面山坡着火", "老王摔倒骨折", "村委会变压器爆炸", "因暴雨后山滑坡", "三组老张走失", "老人不慎落水", "王大爷不小心摔倒",
	} {
		for _, whole := range []string{text, text + "。", "平安。" + text, "平安，" + text, "报告：" + text, text + "，道路不通"} {
			r := p.Message(said(liuwan, whole))
			if r.Kind != report.IsEvent || r.Event == nil || r.Event.Unit != "柳湾村" {
				t.Errorf("%s: %s", whole, gist(r))
			}
		}
	}
	reads(t, []spoken{
		{liuwan, "居家3人。村口塌方", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | event 柳湾村“村口塌方”"},
		{liuwan, "居家3人，集中2人，后山滑坡", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=3 | event 柳湾村“后山滑坡”"},
		{admin, "上坪村村口塌方", "event | event 上坪村“上坪村村口塌方”"},
	})
}

func TestADangerFearedSoughtOrOverIsNone(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"防止塌方", "塌方隐患排查", "无塌方", "塌方演练", "昨天新闻说某地塌方", "塌方已处置完毕", "村口塌方已处置", "巡查塌方点", "清理塌方3处", "去年滑坡的地方已治理", "滑坡点巡查正常", "今日无滑坡、无塌方",
		"未发现塌方", "小流域山洪沟排查5处", "后山滑坡监测点正常", "做好滑坡防范", "讲解溺水知识", "宣传防溺水", "组织学习火灾逃生", "严防山火", "要注意塌方", "小心滑坡", "下雨天容易塌方", "可能塌方", "有塌方风险", "暴雨易引发山洪滑坡",
		"谁家着火了", "哪里塌方", "村口塌方？", "塌方的路修好了", "滑坡体稳定", "地质灾害滑坡点2处已巡查", "洪水退了", "洪水预警", "水位上涨，洪水来临前转移", "河口洪水位下降", "值守人员火灾培训", "森林防火巡查，无火情",
		"今天去处理村口塌方", "昨天村口塌方，今天通车", "有塌方危险", "检查房屋裂缝", "听说隔壁镇塌方", "村民关注塌方问题", "村口塌方路段请慢行", "后山滑坡已加固", "累计死亡3人", "滑坡治理工程验收",
	} {
		if r := p.Message(said(liuwan, text)); r.Event != nil {
			t.Errorf("%s: %s", text, gist(r))
		}
		if r := p.Message(said(liuwan, "居家3人，集中2人。"+text)); r.Event != nil {
			t.Errorf("居家3人，集中2人。%s: %s", text, gist(r))
		}
	}
	reads(t, []spoken{{"老张头", "村口塌方", "chatter"}})
}
