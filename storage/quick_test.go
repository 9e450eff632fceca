package storage

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var usual = []byte(`{"m":"wx-7301234567890123456","t":"2020-02-05T16:20:00+08:00","f":"2020-02-05T16:20:00+08:00","b":"李会芳","k":"new","v":{"central":{"n":2,"u":"人"},"checkpoints":{"n":2,"u":"个"},"fever":{"n":0,"u":"人"},"from_hubei":{"n":5,"u":"人"},"from_wuhan":{"n":12,"u":"人"},"guards":{"n":10,"u":"人"},"home":{"n":46,"u":"人"},"home_households":{"n":14,"u":"户"},"left":{"n":0,"u":"人"},"new_today":{"n":0,"u":"人"},"released":{"n":11,"u":"人"},"screened":{"n":59,"u":"人"}},"h":"青石镇疫情防控工作群","x":"柳湾村疫情日报：排查返乡人员59人，武汉……"}`)

// same holds what is written plainly to what encoding/json writes, of all that can be read.
func same[T any](t *testing.T, b []byte, read func([]byte) (T, error), plain func(T) ([]byte, bool), slow func(T) ([]byte, error)) {
	t.Helper()
	v, err := read(b)
	if err != nil {
		return
	}
	got, ok := plain(v)
	if !ok {
		return
	}
	want, err := slow(v)
	if err != nil {
		t.Fatalf("%+v cannot be written: %v", v, err)
	}
	if string(want) != string(got) {
		t.Errorf("encoding/json writes\n%s\nplainly it is\n%s", want, got)
	}
}

var usualRow = []byte(`{"key":"receipt/d28-00999/epidemic-daily/柳湾村","k":"receipt","c":"青石镇疫情防控工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-05","u":["柳湾村"],"m":"d28-00999","b":"2020-02-05T16:20:30+08:00","e":"2020-02-06T16:20:30+08:00"}`)

var usualQuestion = []byte(`{"c":"青石镇疫情防控工作群","s":"李会芳","k":{"f":"epidemic-daily","d":"2020-02-05","u":"柳湾村"},"m":"d28-00999","p":"jump","f":"home","v":[{"n":46,"u":"人"}],"n":"2020-02-05T16:20:00+08:00","a":"2020-02-05T16:20:00+08:00","u":"2020-02-05T18:20:00+08:00","o":"question/d28-00999","w":[{"s":"李会芳","m":"d28-00999","p":"check","r":1}]}`)

func FuzzAQuicklyReadForm(f *testing.F) {
	f.Add(usual)
	for _, s := range []string{
		`{}`, `{"m":"a\n"}`, `{"v":{}}`, `{"v":{"a":{"n":-5}}}`, `{"v":{"a":{"n":05}}}`, `{"v":{"a":{"n":-0}}}`, `{"v":{"a":{"n":1.5,"x":true}}}`,
		`{"p":true,"z":false}`, `{"c":"","t":"2020-02-05T16:20:00Z"}`, `{"t":"2020-02-05T16:20:00.5+08:00","a":""}`, `{"m":"a","m":"b"}`, `{"M":"a"}`,
		`{"v":{"a":{},"a":{"u":"人"}}}`, `{"q":[]}`, `{"m":null}`, `{"m":"` + "\xff" + `"}`, `{"m":"a"} `, `{"v":{"a":{"n":9223372036854775807}}}`,
		string(usualRow), string(usualQuestion), `{"at":[]}`, `{"key":"a","key":"b"}`, `{"KEY":"a"}`, `{"d":""}`, `{"d":"2020-02-30"}`, `{"n":1e2}`, `{"k":{"d":"2020-02-01","u":"a"}}`,
		`{"w":[{"w":[{}]}]}`, `{"g":true,"n":"","a":"2020-02-05T16:20:00+08:00"}`, `{"AT":["a"],"{":"a"}`,
		`{"u":["a","b"]}`, `{"u":[]}`, `{"u":["a",]}`, `{"u":["a"`, `{"q":[{"c":"jump","f":"a","s":"是吗？","r":2,"v":[{"n":1},{"t":"a"}]},{}]}`, `{"q":[{"c":"a"},null]}`,
		`{"x":"柳湾村\n平安\t\"好\"\\"}`, `{"x":"\u4e00"}`, `{"x":"a\`, `{"x":"a\n`, `{"m\n":"a"}`, `{"q":[{"r":1.5}]}`, `{"q":[{"r":-0}]}`, `{"q":[{"r":9223372036854775808}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		equal(t, b, quickVersion, decodeVersion)
		equal(t, b, quickRow, decodeRow)
		equal(t, b, quickQuestion, decodeQuestion)
		same(t, b, decodeVersion, plainVersion, encodeVersion)
		same(t, b, decodeRow, plainRow, encodeRow)
		same(t, b, DecodeOutcome, plainOutcome, encodeOutcome)
	})
}

func equal[T any](t *testing.T, b []byte, quick func(string) (T, bool), slow func([]byte) (T, error)) {
	t.Helper()
	got, ok := quick(string(b))
	if !ok {
		return
	}
	want, err := slow(b)
	if err != nil {
		t.Fatalf("%s is no %T: %v", b, want, err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-encoding/json +quick):\n%s", b, d)
	}
}

func TestWhatMostReportsAreIsReadQuickly(t *testing.T) {
	for _, s := range []string{string(usual),
		`{"m":"a","u":["home","released"]}`,
		`{"m":"a","v":{"home":{"n":46}},"q":[{"c":"jump","f":"home","s":"居家观察46人，上次是6人，对吗？"},{"c":"unit","v":[{"n":3,"w":"户"}]}]}`,
		`{"m":"a","x":"柳湾村：\n1.居家46人\n2.\"已解除\"11人"}`,
	} {
		if _, ok := quickVersion(s); !ok {
			t.Errorf("it is left to encoding/json: %s", s)
		}
	}
	if _, ok := quickRow(string(usualRow)); !ok {
		t.Error("the usual row is left to encoding/json")
	}
	if _, ok := quickQuestion(string(usualQuestion)); !ok {
		t.Error("the usual question is left to encoding/json")
	}
}

func BenchmarkDecodeVersion(b *testing.B) {
	b.Run("quick", func(b *testing.B) {
		for b.Loop() {
			quickVersion(string(usual))
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		for b.Loop() {
			decodeVersion(usual)
		}
	})
	b.Run("only-json", func(b *testing.B) {
		for b.Loop() {
			var v storedVersion
			json.Unmarshal(usual, &v)
		}
	})
}

func BenchmarkEncodeVersion(b *testing.B) {
	v, _ := quickVersion(string(usual))
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainVersion(v)
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		for b.Loop() {
			encodeVersion(v)
		}
	})
}
