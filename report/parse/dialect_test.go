package parse_test

import (
	"testing"

	"qunbao/report"
)

func TestNoneIsUnderstoodAsItIsSaidAtHome(t *testing.T) {
	p := sample(t)
	for text, zero := range map[string]bool{
		"今天莫得情况": true, "没得异常": true, "冇异常": true, "木有情况": true, "没得新增，平安": true,
		"发热没得": false, "发热冇": false, "没得发热的": false, "一个发烧的都没得": false, "没有一个发热的": false,
	} {
		r := p.Message(said(liuwan, text))
		f := only(t, r)
		if v, ok := f.Values["fever"]; r.Kind != report.IsReport || f.Zero != zero || !ok || !v.N.IsZero() {
			t.Errorf("%s: %s, zero %v, values %v", text, r.Kind, f.Zero, f.Values)
		}
	}
}

func TestAForgottenReportIsOneOfItsDay(t *testing.T) {
	for _, text := range []string{"昨天忘了报，平安", "2月13日忘记报了，平安"} {
		if f := only(t, sample(t).Message(said(liuwan, text))); !f.Zero || f.Period.String() != "2020-02-13" {
			t.Errorf("%s: %s zero %v", text, f.Period, f.Zero)
		}
	}
}

func TestAChangeIsNoValue(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{
		"居家46人↑2": "46", "居家46(+2)": "46", "居家46人，较昨日↓2": "46", "居家46→48人": "48", "居家46人 -> 48人": "48", "居家→46人": "46",
	} {
		f := only(t, p.Message(said(liuwan, text)))
		if len(f.Values) != 1 || f.Values["home"].N.String() != want {
			t.Errorf("%s: %v, want home %s", text, f.Values, want)
		}
	}
}

func TestACourtesyToThoseAboveIsNoNotice(t *testing.T) {
	for _, text := range []string{"向各位领导汇报：柳湾村今日平安无事。", "柳湾村疫情零报告，请各位领导放心", "请各位领导放心，柳湾平安"} {
		if f := only(t, sample(t).Message(said(liuwan, text))); !f.Zero {
			t.Errorf("%s: zero %v", text, f.Zero)
		}
	}
	for _, text := range []string{"请各位按时报平安", "请各村报平安", "请各位领导督促各村下午5点前报平安"} {
		if r := sample(t).Message(said(liuwan, text)); r.Kind != report.IsChatter {
			t.Errorf("%s: %s", text, r.Kind)
		}
	}
}
