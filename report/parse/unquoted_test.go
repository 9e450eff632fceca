package parse_test

import (
	"fmt"
	"testing"

	"qunbao/report"
)

// Who clearly corrects a number without naming its field is understood: the new
// number, and the old one where it is named.
func TestACorrectionWithoutAQuoteIsHeard(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{
		"石桥村应为30人": "石桥村 30人", "石桥村应该是30人": "石桥村 30人", "更正：30人": "石桥村 30人", "刚才的改成30": "石桥村 30", "打错了，48人": "石桥村 48人", "打错了，是48": "石桥村 48",
		"写错了 应该是48人": "石桥村 48人", "上条错了，48人": "石桥村 48人", "更正 48": "石桥村 48", "30人，刚才打错了": "石桥村 30人", "重报：48人": "石桥村 48人", "多报2人，应为44": "石桥村 44", "少写了个0，应该是480": "石桥村 480",
		"不是46，是48": "石桥村 48 was 46", "46改48": "石桥村 48 was 46", "46人改成48人": "石桥村 48人 was 46人", "把46改成48": "石桥村 48 was 46", "不是46人，应为48人": "石桥村 48人 was 46人", "48人不是46人": "石桥村 48人 was 46人",
		"不好意思，刚才的46改为48": "石桥村 48 was 46", "宣传的改成30份": "publicity 石桥村 2020-02-14 30份", "昨天的应为48人": "石桥村 2020-02-13 48人", "2月12日应为48人": "石桥村 2020-02-12 48人",
	} {
		r := p.Message(said(shiqiao, text))
		if r.Kind != report.IsCorrection || len(r.Filings) != 1 || r.Filings[0].Bare == nil || !r.Filings[0].Amends {
			t.Errorf("%s: %s", text, gist(r))
			continue
		}
		f := r.Filings[0]
		got := ""
		if f.Form != "" {
			got = string(f.Form) + " "
		}
		got += string(f.Unit) + " "
		if f.Period != 0 {
			got += f.Period.String() + " "
		}
		got += fmt.Sprint(f.Bare.N, f.Bare.Unit)
		if f.Was != nil {
			got += fmt.Sprint(" was ", f.Was.N, f.Was.Unit)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// What nobody could settle even with the earlier report is asked at once.
func TestACorrectionThatSaysTooLittleIsAskedAbout(t *testing.T) {
	p := sample(t)
	for _, text := range []string{"多报了2人", "少报2人", "居家多报2人", "更正：14户48人"} {
		r := p.Message(said(shiqiao, text))
		if r.Kind != report.IsUnparsed || r.Problems[0].Say != "要改的是哪一项，改成多少？请连同项目名把正确的数发来，如“排查返乡人员20人”。" {
			t.Errorf("%s: %s", text, gist(r))
		}
	}
}

func TestTalkThatSoundsLikeACorrectionIsTalk(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"会议改到3点", "时间改成15:00", "改成明天2人一组", "不是我，是他", "应该是3个人去", "应该是3个人", "我说错了，是下午3点", "改为9号开会", "更正：会议时间改为下午3点", "应为30%", "错了，是两个村",
		"301改到302房间", "电话改成13800000000了", "上条错了", "刚才报错了", "更正", "46改48？", "各村把46改成48", "价格30改25",
	} {
		if r := p.Message(said(shiqiao, text)); r.Kind != report.IsChatter {
			t.Errorf("%s: %s", text, gist(r))
		}
	}
	for _, sender := range []string{"老张头", admin} {
		if r := p.Message(said(sender, "更正：30人")); r.Kind != report.IsChatter {
			t.Errorf("%s: %s", sender, gist(r))
		}
	}
}
