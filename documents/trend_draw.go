package documents

import (
	"image/color"
	"io"
	"math"

	"qunbao/documents/font"
)

// Measures of a trend, in pixels.
const (
	trendHeight = 760
	plotTop     = 196.0
	plotBottom  = 596.0
)

var (
	trendLine = rgb(0x0072b2)
	gapBand   = rgb(0xf1ece4)
)

// Draw writes the trend as a PNG of 1080 pixels' width.
func (t *Trend) Draw(f *font.Typeface, to io.Writer) error {
	d := &trendDrawing{Trend: t, canvas: newCanvas(f, trendHeight), ruler: ruler{f}}
	d.head()
	d.axes()
	d.curve()
	d.points()
	d.labels()
	d.foot()
	return d.canvas.png(to)
}

// trendDrawing is a trend being drawn.
type trendDrawing struct {
	*Trend
	canvas *canvas
	ruler  ruler
	plot   area   // inside the axes
	taken  []area // by the curve and what is written
}

func (d *trendDrawing) head() {
	title := d.Title
	if d.Measure != "" {
		title += "（" + d.Measure + "）"
	}
	d.canvas.write(d.ruler.fit(title, titleLetters, pictureWidth-2*margin), titleLetters, margin, margin+46, left)
	asOf := "截至" + d.AsOf
	room := pictureWidth - 3*margin - d.ruler.width(asOf, asOfLetters)
	d.canvas.write(d.ruler.fit(d.About, asOfLetters, room), asOfLetters, margin, margin+94, left)
	d.canvas.write(asOf, asOfLetters, pictureWidth-margin, margin+94, right)
}

// axes draws the scale, its lines and the days.
func (d *trendDrawing) axes() {
	wide := 0.0
	for _, n := range d.Ticks {
		wide = max(wide, d.ruler.width(n.String(), smallLetters))
	}
	x := margin + math.Ceil(wide) + 14
	d.plot = area{x, plotTop, pictureWidth - margin - x, plotBottom - plotTop}
	for i := range d.Marks {
		if d.Marks[i].Gap {
			half := d.step() / 2
			d.canvas.fill(area{math.Round(d.x(i) - half), plotTop, math.Round(2 * half), plotBottom - plotTop}, gapBand)
			d.canvas.write("无", smallLetters, d.x(i), plotBottom-14, center)
		}
	}
	for _, n := range d.Ticks {
		y := math.Round(d.height(n.InexactFloat64()))
		d.canvas.fill(area{d.plot.x, y, d.plot.w, 2}, line)
		d.canvas.write(n.String(), smallLetters, d.plot.x-12, y+9, right)
	}
	d.canvas.fill(area{d.plot.x, plotBottom, d.plot.w, 2}, faint)
	d.under(36, smallLetters, func(m TrendMark) string {
		if m.Month {
			return m.Label
		}
		return ""
	})
	d.under(36, smallLetters, func(m TrendMark) string { return m.Label })
	d.under(64, lettering{20, font.Regular, faint}, func(m TrendMark) string { return m.Given })
}

// under writes something below the days, as far as it has room.
func (d *trendDrawing) under(depth float64, l lettering, say func(TrendMark) string) {
	for i, m := range d.Marks {
		said := say(m)
		wide := d.ruler.width(said, l)
		room := area{d.x(i) - wide/2 - 4, plotBottom + depth - 16, wide + 8, 16}
		if said != "" && !d.collides(room) {
			d.taken = append(d.taken, room)
			d.canvas.write(said, l, d.x(i), plotBottom+depth, center)
		}
	}
}

// step is how far days stand apart.
func (d *trendDrawing) step() float64 { return d.plot.w / float64(max(len(d.Marks), 1)) }

// x is where a day stands.
func (d *trendDrawing) x(i int) float64 { return d.plot.x + (float64(i)+0.5)*d.step() }

// height is where a value stands.
func (d *trendDrawing) height(v float64) float64 {
	low, high := d.Ticks[0].InexactFloat64(), d.Ticks[len(d.Ticks)-1].InexactFloat64()
	return plotBottom - (v-low)/(high-low)*(plotBottom-plotTop)
}

// curve joins the days that follow each other, and none over a gap. To a day on
// which somebody's value is missing it is broken: its number is no whole one.
func (d *trendDrawing) curve() {
	last := -1
	for i, m := range d.Marks {
		switch {
		case m.Gap:
			last = -1
		case m.Said != "":
			if last >= 0 {
				d.join(last, i)
			}
			last = i
		}
	}
}

// curveParts is into how many spots a piece of the curve is parted that no label covers.
const curveParts = 12

func (d *trendDrawing) join(i, j int) {
	c := d.canvas
	c.SetColor(trendLine)
	c.SetLineWidth(4)
	if d.Marks[i].Given != "" || d.Marks[j].Given != "" {
		c.SetDash(8, 8)
	}
	x, y := d.x(i), d.height(d.Marks[i].Value)
	wide, tall := d.x(j)-x, d.height(d.Marks[j].Value)-y
	c.DrawLine(x, y, x+wide, y+tall)
	c.Stroke()
	c.SetDash()
	for n := range curveParts {
		at := (float64(n) + 0.5) / curveParts
		d.taken = append(d.taken, area{x + at*wide - 2, y + at*tall - 2, 4, 4})
	}
}

// points are full where everybody's value is in, hollow where somebody's is not.
func (d *trendDrawing) points() {
	for i, m := range d.Marks {
		if m.Said == "" {
			continue
		}
		fill := trendLine
		if m.Given != "" {
			fill = paper
		}
		d.dot(d.x(i), d.height(m.Value), fill)
	}
}

func (d *trendDrawing) dot(x, y float64, fill color.RGBA) {
	d.canvas.SetColor(fill)
	d.canvas.DrawCircle(x, y, 8)
	d.canvas.FillPreserve()
	d.canvas.SetColor(trendLine)
	d.canvas.SetLineWidth(4)
	d.canvas.Stroke()
}

// labels says the values beside their points, the last, the highest, the lowest and
// the first in any case, then as many as have room beside the curve.
func (d *trendDrawing) labels() {
	for i, m := range d.Marks {
		if m.Said != "" {
			d.taken = append(d.taken, area{d.x(i) - 10, d.height(m.Value) - 10, 20, 20})
		}
	}
	first, all := d.worthSaying()
	done := map[int]bool{}
	for _, i := range first {
		if done[i] {
			continue
		}
		if done[i] = true; !d.label(i) {
			wide := d.labelled(i)
			d.say(i, area{wide.x, d.height(d.Marks[i].Value) - 46, wide.w, wide.h})
		}
	}
	for _, i := range all {
		if !done[i] {
			d.label(i)
		}
	}
}

// worthSaying lists the days that people look for first, and all with a value.
func (d *trendDrawing) worthSaying() (first, all []int) {
	low, high := -1, -1
	for i, m := range d.Marks {
		if m.Said == "" {
			continue
		}
		all = append(all, i)
		if low < 0 || m.Value < d.Marks[low].Value {
			low = i
		}
		if high < 0 || m.Value > d.Marks[high].Value {
			high = i
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return []int{all[len(all)-1], high, low, all[0]}, all
}

var valueLetters = lettering{26, font.Bold, ink}

// labelled is the room that the value of a day takes, without its height.
func (d *trendDrawing) labelled(i int) area {
	wide := d.ruler.width(d.Marks[i].Said, valueLetters)
	return area{x: min(max(d.x(i)-wide/2, d.plot.x), pictureWidth-margin/2-wide), w: wide, h: 30}
}

// label writes a value above its point or below it, away from the curve, if it has
// room there.
func (d *trendDrawing) label(i int) bool {
	room, y := d.labelled(i), d.height(d.Marks[i].Value)
	tops := []float64{y - 44, y + 14}
	if d.valley(i) {
		tops[0], tops[1] = tops[1], tops[0]
	}
	for _, room.y = range tops {
		if room.y >= plotTop-44 && room.y+room.h <= plotBottom && !d.collides(room) {
			d.say(i, room)
			return true
		}
	}
	return false
}

func (d *trendDrawing) say(i int, room area) {
	d.taken = append(d.taken, area{room.x - 3, room.y, room.w + 6, room.h})
	d.canvas.write(d.Marks[i].Said, valueLetters, room.x, room.y+25, left)
}

// valley tells whether the curve lies rather above a day than below it.
func (d *trendDrawing) valley(i int) bool {
	rise := 0.0
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(d.Marks) && d.Marks[j].Said != "" {
			rise += d.Marks[j].Value - d.Marks[i].Value
		}
	}
	return rise > 0
}

func (d *trendDrawing) collides(a area) bool {
	for _, b := range d.taken {
		if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
			return true
		}
	}
	return false
}

func (d *trendDrawing) foot() {
	latest := d.Latest
	if latest == "" {
		latest = "这些天没有人报过"
	}
	d.canvas.write(d.ruler.fit(latest, totalLetters, pictureWidth-2*margin), totalLetters, margin, trendHeight-62, left)
	said := ""
	if d.Partial {
		said = "空心点：有单位没报，下面是报了几个、应报几个"
	}
	if d.Gap {
		if said != "" {
			said += "；"
		}
		said += "底色：当天没有数"
	}
	d.canvas.write(said, smallLetters, margin, trendHeight-26, left)
}
