package parse

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// Keys under which words that are easily taken for one another are found. Each
// function appends to a key.

// sound is how a word is read, syllable by syllable. Tones are left out: an input
// method does so, too.
func sound(key []byte, runes []rune) []byte {
	for _, r := range runes {
		key = appendSound(key, r)
	}
	return key
}

func appendSound(key []byte, r rune) []byte {
	read := syllable(key, r)
	if len(read) > len(key) {
		read = append(read, ' ')
	}
	return read
}

// syllable is the first reading of a character, without its tone; nothing for
// what is not read.
func syllable(key []byte, r rune) []byte {
	reading, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	for _, v := range reading {
		key = utf8.AppendRune(key, toneless(v))
	}
	return key
}

// toneless is a letter of a reading without its tone mark.
func toneless(r rune) rune {
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è':
		return 'e'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ī', 'í', 'ǐ', 'ì':
		return 'i'
	case 'ū', 'ú', 'ǔ', 'ù':
		return 'u'
	case 'ü', 'ǘ', 'ǚ', 'ǜ':
		return 'v'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	case 'ḿ':
		return 'm'
	}
	return r
}

// shape is a word with its characters [from,to) left open.
func shape(key []byte, runes []rune, from, to int) []byte {
	for i, r := range runes {
		if from <= i && i < to {
			r = '?'
		}
		key = utf8.AppendRune(key, r)
	}
	return key
}

// rhyme is a word of which character k is known by its vowels alone: what people
// mistype sounds alike, while words that share a character mostly do not.
func rhyme(key []byte, runes []rune, k int) []byte {
	key = shape(key, runes, k, k+1)
	n := len(key)
	key = syllable(key, runes[k])
	vowels := bytes.TrimSuffix(bytes.TrimLeft(key[n:], "bpmfdtnlgkhjqxzcsryw"), []byte("g"))
	return append(key[:n], vowels...)
}
