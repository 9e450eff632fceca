package parse_test

import "testing"

func TestACountOfOtherOriginIsNotTheLabelsOwn(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "截至2月12日，我村共排查返乡人员132人，北京返乡人员14人，集中隔离5人", "report | epidemic-daily 柳湾村 2020-02-12 central=5 screened=132"},
		{liuwan, "排查返乡132人，外省返乡14人，省内返乡118人", "report | epidemic-daily 柳湾村 2020-02-14 screened=132"},
		{liuwan, "湖北方向返乡人员18名、重庆方向返乡人员79名，居家3人", "report | epidemic-daily 柳湾村 2020-02-14 from_hubei=18 home=3"},
		{liuwan, "共排查20人，其中武汉3人，省内除武汉5人，省外12人", "report | epidemic-daily 柳湾村 2020-02-14 from_wuhan=3 screened=20"},
		{liuwan, "武汉返乡3人，湖北其他返乡2人，其他省份返乡10人", "report | epidemic-daily 柳湾村 2020-02-14 from_hubei=2 from_wuhan=3"},
		{liuwan, "从北京返乡3人，居家4人", "report | epidemic-daily 柳湾村 2020-02-14 home=4 screened=3"},
		{liuwan, "已解除3人，居家4人", "report | epidemic-daily 柳湾村 2020-02-14 home=4 released=3"},
	})
}

func TestTheRightMeasureWordMayFollowASlip(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家14户，46人；集中1户，2人", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=46 home_households=14"},
		{liuwan, "居家14户（46人），集中1户（2人）", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=46 home_households=14"},
		{liuwan, "居家46人，集中1户", "report | epidemic-daily 柳湾村 2020-02-14 home=46 unit:central"},
	})
}

func TestTheFieldOfACorrectionMayStandInTheClauseBefore(t *testing.T) {
	want := "correction | epidemic-daily 柳湾村 2020-02-14 home=44"
	reads(t, []spoken{
		{liuwan, "居家人数报错了，应该是44", want},
		{liuwan, "居家报错了，应为44人", want},
		{liuwan, "居家写错了，是44", want},
		{liuwan, "排查98人，信息有误47人", "report | epidemic-daily 柳湾村 2020-02-14 screened=98"},
	})
}

func TestATemplateShownToOthersIsNoReport(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "格式：居家X人，集中X人", "chatter"},
		{liuwan, "模板如下：\n居家：__人\n集中：__人", "chatter"},
		{liuwan, "居家X人，集中X人", "report | epidemic-daily 柳湾村 2020-02-14"},
	})
}
