package parse_test

import "testing"

func TestWhatOtherVillagesHaveIsNotOnesOwn(t *testing.T) {
	for _, other := range []string{"邻村", "其他村", "隔壁村", "周边村", "别的村", "附近村"} {
		reads(t, []spoken{
			{liuwan, other + "居家3人", "chatter"},
			{liuwan, other + "村民居家3人", "chatter"},
			{liuwan, "居家5人，" + other + "居家3人", "report | epidemic-daily 柳湾村 2020-02-14 home=5"},
		})
	}
	reads(t, []spoken{{liuwan, "其他村民居家3人", "report | epidemic-daily 柳湾村 2020-02-14 home=3"}})
}
