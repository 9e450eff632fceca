package documents

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"git.sr.ht/~sbinet/gg"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"qunbao/documents/font"
)

// canvas is a picture being drawn, of the width of a phone's. Shapes are gg's;
// text is set glyph by glyph, which keeps it crisp.
type canvas struct {
	*gg.Context
	image    *image.RGBA
	typeface *font.Typeface
	err      error // the first; whatever is drawn after it is lost anyway
}

// corner is how round corners are.
const corner = 6

// pictureWidth is what phones show without scaling much.
const pictureWidth = 1080

func newCanvas(t *font.Typeface, height int) *canvas {
	img := image.NewRGBA(image.Rect(0, 0, pictureWidth, height))
	c := &canvas{Context: gg.NewContextForRGBA(img), image: img, typeface: t}
	c.SetColor(paper)
	c.Clear()
	return c
}

// lettering is how a text looks.
type lettering struct {
	size   float64
	weight font.Weight
	color  color.RGBA
}

// align says which point of a text is given.
type align int

const (
	left align = iota
	center
	right
)

// write sets a text on its base line.
func (c *canvas) write(s string, l lettering, x, y float64, a align) {
	face, err := c.typeface.Face(l.weight, l.size)
	if err != nil {
		c.err = err
		return
	}
	s = c.typeface.Shown(s)
	switch wide := measure(face, s); a {
	case center:
		x -= wide / 2
	case right:
		x -= wide
	}
	// On whole pixels the same character is the same everywhere: crisp, and small as PNG.
	d := xfont.Drawer{Dst: c.image, Src: image.NewUniform(l.color), Face: face, Dot: fixed.P(int(math.Round(x)), int(math.Round(y)))}
	d.DrawString(s)
}

// area is a rectangle.
type area struct{ x, y, w, h float64 }

// base is the base line of a text that stands in the middle.
func (a area) base(l lettering) float64 { return a.y + a.h/2 + l.size*0.37 }

// fill paints a rectangle.
func (c *canvas) fill(a area, paint color.RGBA) {
	c.SetColor(paint)
	c.DrawRectangle(a.x, a.y, a.w, a.h)
	c.Fill()
}

// box paints a rectangle with round corners.
func (c *canvas) box(a area, paint color.RGBA) {
	c.SetColor(paint)
	c.DrawRoundedRectangle(a.x, a.y, a.w, a.h, corner)
	c.Fill()
}

// frame draws the edge of a rectangle with round corners.
func (c *canvas) frame(a area, edge color.RGBA) {
	c.SetColor(edge)
	c.SetLineWidth(2)
	c.DrawRoundedRectangle(a.x+1, a.y+1, a.w-2, a.h-2, corner)
	c.Stroke()
}

// png writes the picture. The same picture is always the same bytes.
func (c *canvas) png(to io.Writer) error {
	if c.err != nil {
		return c.err
	}
	return (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(to, reduce(c.image))
}

func measure(face xfont.Face, s string) float64 {
	return float64(xfont.MeasureString(face, s)) / 64
}

// ruler measures text before there is a picture.
type ruler struct{ *font.Typeface }

func (r ruler) width(s string, l lettering) float64 {
	face, err := r.Face(l.weight, l.size)
	if err != nil {
		return 0 // drawing says so
	}
	return measure(face, r.Shown(s))
}

// fit shortens a text to a width. What tells names apart mostly stands at their
// ends, so that the middle goes: 青石…东校区.
func (r ruler) fit(s string, l lettering, width float64) string {
	runes := []rune(r.Shown(s))
	if r.width(string(runes), l) <= width {
		return string(runes)
	}
	for n := len(runes) - 1; n > 0; n-- {
		short := string(runes[:n/2]) + "…" + string(runes[len(runes)-(n-n/2):])
		if r.width(short, l) <= width {
			return short
		}
	}
	return "…"
}

// wrap breaks a text into lines of a width, where a list has its commas if that is
// possible, and never inside a number.
func (r ruler) wrap(s string, l lettering, width float64) []string {
	var lines []string
	line := ""
	for _, item := range strings.SplitAfter(r.Shown(s), "、") {
		if line != "" && r.width(line+item, l) > width {
			lines, line = append(lines, line), ""
		}
		for line += item; r.width(line, l) > width; {
			head := r.head(line, l, width)
			lines, line = append(lines, line[:head]), line[head:]
		}
	}
	return append(lines, line)
}

// head is how much of a text a line holds, in bytes, and at least a character.
func (r ruler) head(s string, l lettering, width float64) int {
	at, before := 0, rune(0)
	for i, c := range s {
		if i > 0 && r.width(s[:i], l) > width {
			break
		}
		if i > 0 && !(digital(before) && digital(c)) && !strings.ContainsRune("，。、；：）】%", c) {
			at = i
		}
		before = c
	}
	if at == 0 {
		_, at = utf8.DecodeRuneInString(s)
	}
	return at
}

func digital(r rune) bool { return '0' <= r && r <= '9' || r == '.' }
