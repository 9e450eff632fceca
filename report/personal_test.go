package report_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

func TestNothingPersonalIsLeftWhereItCanBeTold(t *testing.T) {
	w := township(t)
	for text, want := range map[string]string{
		"李会芳报：居家46人，发热0人":                    "#报：居家46人，发热0人",
		"李\u200b会芳家46个":                      "#家46个",
		"联系人13800000001，共126人":               "联系人#，共126人",
		"联系人１３８ ００００ ０００１":                   "联系人#",
		"联系人138-0000-0001":                   "联系人#",
		"电话0794-1234567，座机07941234567":       "电话#，座机#",
		"电话一三八零零零零零零零一":                      "电话#",
		"身份证11010519491231002X在家":            "身份证#在家",
		"身份证110105194912310021错了也一样":         "身份证#错了也一样",
		"身份证110105 19491231 0021":            "身份证#",
		"卡号6222 0202 0000 1234 567":          "卡号#",
		"卡号6222020200001234567元":             "卡号#元",
		"车牌鄂A12345，鄂AD12345":                 "车牌#，#",
		"车牌 赣F·88888 回来3人":                   "车牌 # 回来3人",
		"住3组12号，3组12户46人":                    "住#，3组12户46人",
		"人民路25号2栋301室王某":                     "#王某",
		"5栋2单元301":                           "#",
		"患者张大山发热，村民王小二家":                     "患者#发热，村民#家",
		"户主：赵四，户主赵四":                         "户主：#，户主#",
		"邮箱a.b@qq.com @李四 46人":               "邮箱# # 46人",
		"坐G1234次回来3人":                        "坐#次回来3人",
		"转移126人，补助1300000元，发热38.5度，居家14户46人": "转移126人，补助1300000元，发热38.5度，居家14户46人",
		"村民高烧2人，群众126人，石桥村46人，排查1200人居家100人": "村民高烧2人，群众126人，石桥村46人，排查1200人居家100人",
	} {
		var got strings.Builder
		end := 0
		for _, p := range w.Personal(text) {
			got.WriteString(text[end:p.From] + "#")
			end = p.To
		}
		got.WriteString(text[end:])
		if got.String() != want {
			t.Errorf("%s\n is  %s\n not %s", text, got.String(), want)
		}
	}
}

func TestNothingUnseenIsAmongWhatIsSaid(t *testing.T) {
	for text, want := range map[string]string{
		" 居家\u200b46人\u202e\x00\t发热\u20660人 ": "居家46人 发热0人",
		"a\r\nb":                        "a \nb",
		"〔人A〕在家":                        "（人A）在家",
		"\u3164居\ufeff家\ufffd":          "居家",
		"":                              "",
		strings.Repeat("家", 2000) + "！": "",
	} {
		got, ok := report.Said(text)
		if ok && got != want || ok != (want != "") {
			t.Errorf("%q is %q %v, not %q", text, got, ok, want)
		}
	}
}
