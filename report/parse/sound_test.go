package parse

import (
	"testing"

	"github.com/mozillazg/go-pinyin"
)

func TestEveryCharacterSoundsAsItIsRead(t *testing.T) {
	for r := range pinyin.PinyinDict {
		want := pinyin.LazyConvert(string(rune(r)), nil)[0]
		if got := string(syllable(nil, rune(r))); got != want {
			t.Errorf("%c sounds %q, want %q", r, got, want)
		}
	}
}
