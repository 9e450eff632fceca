package parse_test

import (
	"testing"
	"time"
)

func TestAFormThatTheChatDoesNotKnowIsNeverFiledAsAnother(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "防汛平安", "chatter"},
		{liuwan, "防汛零报告", "chatter"},
		{liuwan, "疫情防汛均平安", "report | epidemic-daily 柳湾村 2020-02-14 zero"},
		{liuwan, "值班值守平安", "report | checkpoint 柳湾村 2020-02-14 day zero"},
		{liuwan, "平安", "report | epidemic-daily 柳湾村 2020-02-14 zero"},
	})
	m := said(liuwan, "防汛平安")
	m.Time = time.Date(2020, 6, 20, 10, 0, 0, 0, m.Time.Location())
	if got, want := gist(sample(t).Message(m)), "report | flood 柳湾村 2020-06-20 zero"; got != want {
		t.Errorf("in force: %s, want %s", got, want)
	}
}
