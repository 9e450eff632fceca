package parse_test

import "testing"

func TestATableWithNumberedRowsIsReadByItsColumns(t *testing.T) {
	reads(t, []spoken{
		{admin, "序号\t村名\t居家观察户数\t居家观察人数\t集中\t发热\n1\t东坡村\t7\t18\t2\t0\n2\t下坪村\t8\t38\t2\t0", "report | epidemic-daily 东坡村 2020-02-14 central=2 fever=0 home=18 home_households=7 | epidemic-daily 下坪村 2020-02-14 central=2 fever=0 home=38 home_households=8"},
		{admin, "序号 单位 居家 集中 解除\n1 东坡村 18 2 19\n2 下坪村 19 2 24\n合计  37 4 43", "report | epidemic-daily 东坡村 2020-02-14 central=2 home=18 released=19 | epidemic-daily 下坪村 2020-02-14 central=2 home=19 released=24"},
		{admin, "序号|村|居家|集中|发热\n1|东坡|18|2|无\n2|下坪|19|无|无", "report | epidemic-daily 东坡村 2020-02-14 central=2 fever=0 home=18 | epidemic-daily 下坪村 2020-02-14 central=0 fever=0 home=19"},
		{lead, "村名\t居家\t集中\t发热\n上坪村\t34\t4\t0\n下坪村\t40\t3\t0", "report | epidemic-daily 上坪村 2020-02-14 central=4 fever=0 home=34 | epidemic-daily 下坪村 2020-02-14 central=3 fever=0 home=40"},
		{lead, "居家\t集中\t发热\n上坪村\t34\t4\t0\n下坪村\t40\t3\t0", "report | epidemic-daily 上坪村 2020-02-14 central=4 fever=0 home=34 | epidemic-daily 下坪村 2020-02-14 central=3 fever=0 home=40"},
		{admin, "宣传消杀统计\n序号 村 宣传单 横幅 消毒\n1 东坡村 80份 3条 2次\n2 下坪村 60份 2条 1次", "report | publicity 东坡村 2020-02-14 banners=3 disinfections=2 leaflets=80 | publicity 下坪村 2020-02-14 banners=2 disinfections=1 leaflets=60"},
		{admin, "村 居家 集中 备注\n东坡村 18 2 无\n下坪村 19 2 无", "report | epidemic-daily 东坡村 2020-02-14 central=2 home=18 | epidemic-daily 下坪村 2020-02-14 central=2 home=19"},
		{liuwan, "柳湾村\n居家 集中 解除 发热\n44 3 11 无", "report | epidemic-daily 柳湾村 2020-02-14 central=3 fever=0 home=44 released=11"},
		{admin, "村名\t户数\t居家\t集中\n东坡村\t7\t18\t2", "report | epidemic-daily 东坡村 2020-02-14 central=2 home=18"},
		{admin, "各村情况：\n序号\t村\t居家\t集中\t发热\t备注\n1\t东坡村\t18\t2\t0\t\n2\t下坪村\t19\t\t0\t已核实", "report | epidemic-daily 东坡村 2020-02-14 central=2 fever=0 home=18 | epidemic-daily 下坪村 2020-02-14 fever=0 home=19"},
		{admin, "| 村 | 居家 | 集中 |\n|---|---|---|\n| 东坡村 | 18 | 2 |\n| 下坪村 | 19 | 2 |", "report | epidemic-daily 东坡村 2020-02-14 central=2 home=18 | epidemic-daily 下坪村 2020-02-14 central=2 home=19"},
		{liuwan, "居家\t集中\t解除\n44人\t3人\t11人", liuwanDay + "central=3 home=44 released=11"},
		{liuwan, "指标\t数量\n居家\t44\n集中\t3\n发热\t无", liuwanDay + "central=3 fever=0 home=44"},
		{liuwan, "1\t居家\t44\n2\t集中\t3\n3\t解除\t11", liuwanDay + "central=3 home=44 released=11"},
		{liuwan, "居家|44|集中|3|解除|11", liuwanDay + "central=3 home=44 released=11"},
		{lead, "项目\t上坪村\t下坪村\n居家\t34\t40\n集中\t4\t3", "report | epidemic-daily 上坪村 2020-02-14 central=4 home=34 | epidemic-daily 下坪村 2020-02-14 central=3 home=40"},
	})
}

func TestALabelOnALineOfItsOwnTakesTheAnswerBelow(t *testing.T) {
	reads(t, []spoken{
		{baihe, "白鹤村\n居家观察户数\n9\n居家观察人数\n23\n集中观察人数\n3\n发热人员\n无", "report | epidemic-daily 白鹤村 2020-02-14 central=3 fever=0 home=23 home_households=9"},
		{baihe, "居家观察人数\n23人\n集中观察人数\n没有\n发热人员\n0", "report | epidemic-daily 白鹤村 2020-02-14 central=0 fever=0 home=23"},
		{baihe, "居家：\n23\n集中：\n无\n发热：\n无\n", "report | epidemic-daily 白鹤村 2020-02-14 central=0 fever=0 home=23"},
		{baihe, "宣传单\n80份\n横幅\n没有\n", "report | publicity 白鹤村 2020-02-14 banners=0 leaflets=80"},
		{baihe, "居家23人\n发热\n平安", "report | epidemic-daily 白鹤村 2020-02-14 fever=0 home=23 new_today=0"},
		{baihe, "居家23人\n集中3人\n无", "report | epidemic-daily 白鹤村 2020-02-14 central=3 home=23"},
		{baihe, "居家23人\n发热\n无异常", "report | epidemic-daily 白鹤村 2020-02-14 fever=0 home=23 new_today=0"},
		{baihe, "居家23人，发热：\n无咳嗽", "report | epidemic-daily 白鹤村 2020-02-14 home=23"},
	})
}

func TestANumberOfAColumnIsNoTemperature(t *testing.T) {
	reads(t, []spoken{
		{"老张头", "序号 姓名 发热 房间\n1 王五 无 38\n2 李六 无 39", "chatter"},
		{baihe, "发热门诊电话贴在门口了，排到38号", "chatter"},
		{baihe, "发热登记表还缺40张，明天去领", "chatter"},
		{baihe, "村口测体温，老黄39度", "event | event 白鹤村“村口测体温，老黄39度”"},
		{baihe, "老黄发烧，量了两次，38.6", "event | event 白鹤村“老黄发烧，量了两次，38.6”"},
	})
}

func TestNumberingThatIsGluedToTheTextIsNoValue(t *testing.T) {
	all := "report | epidemic-daily 新民村 2020-02-14 central=1 fever=0 home=7 released=16 screened=24"
	reads(t, []spoken{
		{"新民黄", "新民村1.排查24人2.居家7人3.集中1人4.解除16人5.发热0人", all},
		{"新民黄", "新民村1、排查24人2、居家7人3、集中1人4、解除16人5、发热0人", all},
		{"新民黄", "新民村：1.排查24人；2.居家7人；3.集中1人；4.解除16人；5.发热0人", all},
		{"新民黄", "新民村 1排查24人 2居家7人 3集中1人 4解除16人 5发热0人", all},
		{"新民黄", "新民村（1）排查24人（2）居家7人（3）集中1人（4）解除16人（5）发热0人", all},
		{"新民黄", "新民村1）排查24人2）居家7人3）集中1人4）解除16人5）发热0人", all},
		{"新民黄", "新民村①排查24人②居家7人③集中1人④解除16人⑤发热0人", all},
		{"新民黄", "新民村一、排查24人二、居家7人三、集中1人四、解除16人五、发热0人", all},
		{"新民黄", "1.排查24 2.居家7 3.集中1 4.解除16 5.发热0", all},
		{"新民黄", "新民村1.排查:24人,2.居家:7人,3.集中:1人,4.解除:16人,5.发热:0人", all},
		{"新民黄", "居家1、集中2、解除3", "report | epidemic-daily 新民村 2020-02-14 central=2 home=1 released=3"},
		{"新民黄", "居家1.集中2.解除3.", "report | epidemic-daily 新民村 2020-02-14 central=2 home=1 released=3"},
		{lead, "居家：上坪1、下坪2、新民3、双井4", "report | epidemic-daily 上坪村 2020-02-14 home=1 | epidemic-daily 下坪村 2020-02-14 home=2 | epidemic-daily 新民村 2020-02-14 home=3 | epidemic-daily 双井村 2020-02-14 home=4"},
		{"新民黄", "居家1人、集中2人、解除3人", "report | epidemic-daily 新民村 2020-02-14 central=2 home=1 released=3"},
		{"新民黄", "排查24人2居家7人", "report | epidemic-daily 新民村 2020-02-14 home=7 screened=24"},
		{liuwan, "柳湾村一是居家44人二是集中3人三是解除11人", liuwanDay + "central=3 home=44 released=11"},
		{liuwan, "一、居家44人；二、集中3人；三、解除11人", liuwanDay + "central=3 home=44 released=11"},
		{liuwan, "1：居家44人 2：集中3人 3：解除11人", liuwanDay + "central=3 home=44 released=11"},
		{liuwan, "1居家44人,2集中3人,3解除11人", liuwanDay + "central=3 home=44 released=11"},
		{liuwan, "1.居家44 2.集中3 3.解除11 4.发热0", liuwanDay + "central=3 fever=0 home=44 released=11"},
	})
}
