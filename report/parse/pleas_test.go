package parse_test

import (
	"testing"

	"qunbao/report"
)

func TestAPleaForHelpIsUrgentThoughItAsks(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"东坡二组有个刚从外地回来的小伙子一直咳嗽发烧，家里人不敢靠近，救护车能不能过来",
		"领导，我们村隔离的老黄刚才量体温38度6，人发抖，怎么办",
		"领导，村里有个老人突然晕倒了，怎么办啊？",
		"3组有人发烧38.5，要不要送医院？",
		"河边有小孩掉水里了，谁能来帮一下？",
		"后山刚才塌方了，堵了半条路，咋整？",
		"隔离点一名女子喘不上气，能派车吗",
		"老刘家着火了，消防车什么时候到？",
		"我们组今早发现一个咳嗽发热的，联系谁？",
		"居家的王大爷昨晚开始发高烧，现在39度，可以派医生来吗",
		"村口有人闯卡打起来了，派出所能不能来人？",
		"桥断了！车过不去，怎么处理？",
	} {
		if r := p.Message(said(dongpo, text)); r.Kind != report.IsEvent {
			t.Errorf("%s: %s", text, r.Kind)
		}
	}
	for _, text := range []string{
		"发热的怎么报？",
		"如果有人发烧怎么办？",
		"村民发烧了怎么办，培训的时候讲过吗",
		"要是着火了怎么办，大家想过没有",
		"有没有人发烧？没有的报平安",
		"你们村有发烧的吗",
		"发热门诊几点开门？",
		"谁家孩子发烧了？",
		"体温枪坏了怎么办？",
		"防溺水牌子放哪里？",
		"火灾隐患怎么填？",
		"发烧怎么办？看这篇文章",
	} {
		if r := p.Message(said(dongpo, text)); r.Kind == report.IsEvent || r.Event != nil {
			t.Errorf("%s: %s", text, r.Kind)
		}
	}
}

func TestAMemoryOfLongAgoIsNoEvent(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"记得98年那次，河堤垮了，村里淹了半个月，房子倒了一片，现在想起来还后怕",
		"98年那场洪水，河堤垮了，淹了好多人家",
		"去年这个时候后山滑坡，堵了三天路",
		"想起前年那场山火，烧了一夜，真吓人",
		"我小时候村里起火烧了半条街",
		"当年决堤的时候有人被冲走",
		"2008年那次塌方压了三户人家",
		"十年前这座桥断过一次，有人掉下去了",
		"以前这里有人溺水，所以立了牌子",
		"老支书讲过去发大水，村里有人被淹",
		"上次着火多亏了消防队",
	} {
		if r := p.Message(said(dongpo, text)); r.Kind == report.IsEvent || r.Event != nil {
			t.Errorf("%s: %s", text, r.Kind)
		}
	}
	for _, text := range []string{
		"去年滑坡的地方刚才又塌了，堵了路",
		"记得快点来人，后山滑坡了",
		"98年垮过的河堤今天又渗水了",
		"昨晚后山滑坡，堵了路",
		"前几天受凉的老黄今天发烧38.5度",
		"以前修的那座桥断了，车掉下去了",
		"上次修的路塌了，有车掉下去",
		"水比去年大，村口的桥淹了，有人被困",
		"水比以前高，淹了三户人家",
		"想起来了，后山塌方，有人被埋",
	} {
		if r := p.Message(said(dongpo, text)); r.Kind != report.IsEvent {
			t.Errorf("%s: %s", text, r.Kind)
		}
	}
}
