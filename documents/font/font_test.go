package font_test

import (
	"testing"

	"qunbao/configs"
	"qunbao/documents/font"
)

func load(t testing.TB) *font.Typeface {
	t.Helper()
	f, err := font.Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// rare are characters of people's and villages' names that GB 2312 lacks, or that
// fonts on phones often do.
const rare = "喆堃珺镕昇玥赟骉淼焱垚犇羴鱻甯翀翾旸晞昉暄烜炜焜煊燚琎琦瑄璟璠瓒祎祺禛禤笪芃芸苒荺莜菡葳蔚蕙蘅蓥" +
	"彧懿愔慜憬昶晗曌朐杺杼枞栩桉梽椤楣榛榕槿樾橦欤毓沅泓泠洺洸浛浠涧涵淏湉滢漪潞灏嬅婳媗婕嫣妤姝姮娅" +
	"冼佘佟亓仝郗郏郓鄢鄞邬邛邰邸阚阙隗雒靳鞠覃谌谯逄缪綦糜褚窦圩埇埭堠堽墩塬嵊崚峧岙岽垟垵坜坨埕堉塆潭洑浉浐"

func TestNamesOfPeopleAndVillagesCanBeWritten(t *testing.T) {
	f := load(t)
	for _, r := range rare {
		if s := f.Shown(string(r)); s != string(r) {
			t.Errorf("%c is shown as %q", r, s)
		}
	}
}

func TestEveryCharacterOfTheSampleIsInTheFont(t *testing.T) {
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	f, w := load(t), c.Workspace
	var words []string
	for _, u := range w.Units {
		words = append(append(words, string(u.ID)), u.Aliases...)
	}
	for _, p := range w.People {
		words = append(words, p.Name)
	}
	for _, form := range w.Forms {
		words = append(words, form.Name)
		for _, field := range form.Fields {
			words = append(words, field.Name, field.Unit())
		}
	}
	for _, s := range words {
		if f.Shown(s) != s {
			t.Errorf("%q is shown as %q", s, f.Shown(s))
		}
	}
}

func TestNoTextIsEverShownAsAnEmptyBox(t *testing.T) {
	f := load(t)
	for s, want := range map[string]string{
		"柳湾村":               "柳湾村",
		"北岭村罗明🌿":            "北岭村罗明",
		"柳灣村":               "柳湾村",
		"Ⓐ村":                "A村",
		"Ｑ１　村":              "Ｑ１ 村",
		"李\u200b会\ufe0f芳":   "李会芳",
		"𠮷村":                "〓村",
		"a\tb\nc":           "a b c",
		"王\U000f0000\x00":   "王",
		"①②⑩ ✓ 〓 ℃ ㎡ … — ·": "①②⑩ ✓ 〓 ℃ ㎡ … — ·",
	} {
		if got := f.Shown(s); got != want {
			t.Errorf("%q is shown as %q, want %q", s, got, want)
		}
	}
	for _, r := range "✓零迟0核缺免障待、，：（）%" {
		if !f.Has(r) {
			t.Errorf("the sign %c of the pictures is not in the font", r)
		}
	}
}
