package parse_test

import (
	"testing"

	"qunbao/report"
)

// alarms tells whether a message of a village's reporter is urgent, in words or
// by a field.
func alarms(t *testing.T, text string) bool {
	t.Helper()
	r := sample(t).Message(said(liuwan, text))
	urgent := r.Kind == report.IsEvent || r.Event != nil
	for _, f := range r.Filings {
		urgent = urgent || len(f.Urgent) > 0
	}
	return urgent
}

func TestWhoIsIllAndWhatIsGoingWrongRaisesAnAlarm(t *testing.T) {
	for _, text := range []string{
		"我们村确诊2例！",
		"张三高烧不退",
		"张三低烧",
		"我发烧了",
		"居家观察的老王今天有点咳嗽",
		"有发热人员",
		"值班人员被撞伤",
		"煤气中毒两人",
		"变压器爆炸",
		"房子倒了一间",
		"桥面开裂",
		"请求支援，水快进村了",
		"河水暴涨，快淹到路了",
		"食堂吃完饭好几个学生肚子疼，脸色发白，已送卫生院",
		"不好了，水库坝脚在冒浑水，还越冒越大，请镇里马上派人来！！",
		"遭了，六组老杨家屋头起火了，煤气罐还在里头，消防车啥时候到嘛",
		"校门口一辆面包车撞到两个学生，已经打120了",
		"村里老张从房顶摔下来了，动不了",
		"后山有烟，怕是着火了",
		"三组电线杆倒了压在路上",
		"有个娃娃掉水库里了",
		"李四家煤气泄漏了",
		"卡点有人闯关，把人撞了",
		"王婆婆晕过去了，快叫救护车",
		"隔离的小李体温38.2",
		"两家人打起来了，拿着锄头",
		"河堤冒水了",
		"桥头塌了一个大坑，车过不去",
		"有人喝了农药",
		"外地回来的小刘嗓子疼发烧两天了",
		"刘大爷早上起来头晕得厉害，血压很高",
		"村口小卖部起火了！",
		"后山落石砸到一辆车",
		"上坪到下坪的路塌方断了",
		"水淹到三组门口了",
		"孙家的孩子不见了，找了一下午",
		"我们这里有个从武汉回来的，量了38度5",
		"3名学生呕吐腹泻",
		"卡点和一个司机打起来了",
		"昨晚刮大风把两家的房顶掀了",
		"高压线断了掉地上了",
		"老李家的牛棚着火了",
		"有村民被蛇咬了",
		"王家媳妇要生了，路不通，请派车",
	} {
		if !alarms(t, text) {
			t.Errorf("no alarm: %s", text)
		}
	}
}

func TestWhatOnlySoundsLikeAnAlarmRaisesNone(t *testing.T) {
	for _, text := range []string{
		"累死了",
		"热死了",
		"笑死我了",
		"昨天开会说有人发烧要报",
		"如果有人发烧要马上报",
		"大家注意防火防汛",
		"防止房屋倒塌",
		"昨晚看电视，一家人中毒了",
		"未发现发热人员",
		"没有人受伤",
		"火已扑灭，无人员伤亡",
		"今天防汛演练，模拟管涌",
		"谁家的牛走丢了自己来领",
		"困死了，先睡了",
		"累得要命",
		"发热门诊电话是多少",
		"请各村排查地质灾害隐患点",
		"体温枪坏了",
		"今天温度38度，太热了",
		"水费还没交",
		"忙死了，晚点报",
		"听说隔壁县有人确诊",
		"上级要求严防火灾",
		"学习交通事故案例",
		"车子翻山过来的",
		"手机进水了",
		"打印机冒烟了，换一台",
		"我家猫走丢了",
		"把表填一下，急",
		"这个表填得我头都炸了",
		"电断了，手机没电了先不聊",
		"大家要注意身体，别感冒发烧",
		"明天体检，血压高的不要来",
		"我头都大了",
		"今天真是忙得脚不沾地",
		"路不通，改天再来",
		"他家去年着过火",
		"学校组织消防演练，冒烟是正常的",
		"发烧的话自己去医院",
		"上次发烧那个好了",
		"领导，表格打不开怎么办",
		"群里有人吗",
		"手机着火的视频看了吗",
		"谁有王家的电话",
		"不要乱扔烟头，引起火灾后果自负",
		"咳，又要填表",
		"发热人数填几",
	} {
		if alarms(t, text) {
			t.Errorf("a false alarm: %s", text)
		}
	}
}

func TestWhatCannotBeRuledOutIsNotOver(t *testing.T) {
	if !alarms(t, "三组小刘发烧两天了，还不能排除") {
		t.Error("no alarm")
	}
	for _, text := range []string{"三组小刘发烧两天了，已排除", "昨晚着火的柴堆已扑灭", "小刘发烧好了"} {
		if alarms(t, text) {
			t.Errorf("a false alarm: %s", text)
		}
	}
}
