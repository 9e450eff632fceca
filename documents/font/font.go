// Package font is the typeface of the pictures: Noto Sans SC in two weights, under
// the SIL Open Font License (OFL.txt), cut down to the characters that people of a
// township use: 通用规范汉字表, GB 2312, ASCII, punctuation and a few signs.
// scripts/font makes the files.
package font

import (
	_ "embed" // the typeface
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"

	"qunbao/report/zh"
)

var (
	//go:embed NotoSansSC-Regular.ttf
	regular []byte
	//go:embed NotoSansSC-Bold.ttf
	bold []byte
)

// Weight is how heavy a text is.
type Weight int

// The weights.
const (
	Regular Weight = iota
	Bold
)

// Typeface is the font with its weights. One goroutine may use it at a time.
type Typeface struct {
	weights [2]*opentype.Font
	faces   map[style]font.Face
	buffer  sfnt.Buffer
}

type style struct {
	weight Weight
	size   float64
}

// Load reads the embedded typeface.
func Load() (*Typeface, error) {
	t := &Typeface{faces: map[style]font.Face{}}
	for w, file := range [][]byte{regular, bold} {
		f, err := opentype.Parse(file)
		if err != nil {
			return nil, fmt.Errorf("the embedded font: %w", err)
		}
		t.weights[w] = f
	}
	return t, nil
}

// Face is a weight at a size in pixels.
func (t *Typeface) Face(w Weight, size float64) (font.Face, error) {
	k := style{w, size}
	if f := t.faces[k]; f != nil {
		return f, nil
	}
	f, err := opentype.NewFace(t.weights[w], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err == nil {
		t.faces[k] = f
	}
	return f, err
}

// Has tells whether the typeface draws a character; both weights hold the same.
func (t *Typeface) Has(r rune) bool {
	i, err := t.weights[Regular].GlyphIndex(&t.buffer, r)
	return err == nil && i != 0
}

// lacking stands for a character that cannot be shown, as printers do it. An empty
// box would look like a fault of the reader's phone.
const lacking = '〓'

// Shown is a text in characters of the typeface: a space for each kind of space,
// nothing for emoji and what is not seen, a traditional or odd form as its usual
// one, and 〓 for a character that has none.
func (t *Typeface) Shown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case t.Has(r):
			b.WriteRune(r)
		default:
			b.WriteString(t.usual(r))
		}
	}
	return b.String()
}

// usual is the usual form of a character that the typeface lacks.
func (t *Typeface) usual(r rune) string {
	folded := zh.Fold(string(r)).String()
	for _, f := range folded {
		switch {
		case t.Has(f):
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsPunct(r):
			return string(lacking)
		default:
			return ""
		}
	}
	return folded
}
