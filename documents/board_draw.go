package documents

import (
	"fmt"
	"io"
	"math"
	"strings"

	"qunbao/documents/font"
	"qunbao/report"
)

// Draw writes one page, from 0 on, as a PNG of 1080 pixels' width.
func (b *Board) Draw(t *font.Typeface, page int, to io.Writer) error {
	d := &boardDrawing{board: b, rows: b.page(page), page: page, ruler: ruler{t}}
	d.plan = planBoard(len(b.Columns), len(d.rows))
	d.last = page == b.Pages()-1
	// The first pass only finds how high the picture is.
	height := d.draw(nil)
	d.canvas = newCanvas(t, int(height))
	d.draw(d.canvas)
	return d.canvas.png(to)
}

// boardDrawing is a page being drawn from top to bottom.
type boardDrawing struct {
	board  *Board
	rows   []BoardRow
	page   int
	last   bool
	plan   boardPlan
	ruler  ruler
	canvas *canvas // nil while only the height is looked for
	y      float64
}

func (d *boardDrawing) draw(c *canvas) (height float64) {
	d.canvas, d.y = c, margin
	d.head()
	d.summary()
	d.legend()
	d.grid()
	d.totals()
	d.foot()
	return d.y + margin/2
}

// write sets text on the page, if there is one yet.
func (d *boardDrawing) write(s string, l lettering, x, y float64, a align) {
	if d.canvas != nil {
		d.canvas.write(s, l, x, y, a)
	}
}

func (d *boardDrawing) head() {
	right_ := pictureWidth - margin
	pages := ""
	if n := d.board.Pages(); n > 1 {
		pages = fmt.Sprintf("第%d张，共%d张", d.page+1, n)
	}
	d.write(d.ruler.fit(d.board.Title, titleLetters, right_-margin), titleLetters, margin, d.y+46, left)
	d.write("截至"+d.board.AsOf, asOfLetters, margin, d.y+92, left)
	d.write(pages, asOfLetters, right_, d.y+92, right)
	d.y += 116
}

// summary says of each period how many have reported, with their share as a bar.
func (d *boardDrawing) summary() {
	for _, col := range d.board.Columns {
		rates := col.rates()
		wide := d.ruler.width(rates, rateLetters)
		name := d.ruler.fit(col.Mark+" "+col.Name, nameLetters, pictureWidth-2*margin-wide-24)
		d.write(name, nameLetters, margin, d.y+34, left)
		d.write(rates, rateLetters, pictureWidth-margin, d.y+34, right)
		d.bar(col)
		d.y += 78
	}
	d.y += 4
}

// rates are the numerators and denominators of a period. Shares, and how many were in
// time, are said once it is due.
func (col BoardColumn) rates() string {
	if col.Waits {
		return fmt.Sprintf("还没到截止　应报%d　已报%d", col.Base, col.Received)
	}
	return fmt.Sprintf("应报%d　已报%d（%s）　按时%d（%s）", col.Base,
		col.Received, report.Rate(col.Received, col.Base), col.OnTime, report.Rate(col.OnTime, col.Base))
}

// bar shows the shares of a period's states, in the order of the legend.
func (d *boardDrawing) bar(col BoardColumn) {
	if d.canvas == nil || col.Owed == 0 {
		return
	}
	x, whole := margin, pictureWidth-2*margin
	for _, part := range col.Counts {
		wide := whole * float64(part.N) / float64(col.Owed)
		d.canvas.fill(area{math.Round(x), d.y + 48, max(math.Round(wide)-2, 1), 14}, markOf(part.State).bar)
		x += wide
	}
}

// legend explains the signs that the board shows, with how many cells show each.
func (d *boardDrawing) legend() {
	const sign = 36.0
	letters := smallLetters
	x := margin
	for _, s := range d.board.States {
		say := markOf(s).say
		wide := sign + 8 + d.ruler.width(say, letters) + 26
		if x+wide-26 > pictureWidth-margin {
			x, d.y = margin, d.y+sign+12
		}
		d.sign(markOf(s), area{x, d.y, leastCell, sign}, "")
		d.write(say, letters, x+sign+14, d.y+27, left)
		x += wide + 6
	}
	d.y += sign + 22
}

// sign draws the sign of a state, with a time beside it where there is room.
func (d *boardDrawing) sign(m mark, a area, time string) {
	if d.canvas == nil {
		return
	}
	d.canvas.box(a, m.fill)
	if m.fill == paper {
		d.canvas.frame(a, line)
	}
	letters := lettering{math.Round(a.h * 0.68), font.Bold, m.text}
	if len([]rune(m.sign)) > 1 {
		letters.size = math.Round(a.h * 0.56)
	}
	for letters.size > 8 && d.ruler.width(m.sign, letters) > a.w-4 {
		letters.size--
	}
	small := lettering{math.Round(a.h * 0.56), font.Regular, m.text}
	gap, wide := a.h*0.16, d.ruler.width(m.sign, letters)
	whole := wide + gap + d.ruler.width(time, small)
	if time == "" || whole > a.w-8 {
		d.canvas.write(m.sign, letters, a.x+a.w/2, a.base(letters), center)
		return
	}
	x := a.x + (a.w-whole)/2
	d.canvas.write(m.sign, letters, x, a.base(letters), left)
	d.canvas.write(time, small, x+wide+gap, a.base(small), left)
}

// grid draws the units, block beside block, each read from top to bottom.
func (d *boardDrawing) grid() {
	top := d.y
	for block := range d.plan.blocks {
		from, to := min(block*d.plan.rows, len(d.rows)), min((block+1)*d.plan.rows, len(d.rows))
		if from == to {
			break
		}
		d.y = top
		d.block(margin+float64(block)*(d.plan.width+gutter), d.rows[from:to])
	}
	d.y = top + d.plan.head + float64(d.plan.rows)*d.plan.row + 22
}

func (d *boardDrawing) block(x float64, rows []BoardRow) {
	p := d.plan
	d.write("单位", headLetters, x+8, d.y+p.head-12, left)
	for i, col := range d.board.Columns {
		middle := x + p.name + (float64(i)+0.5)*p.cell
		d.write(col.Mark, headLetters, middle, d.y+28, center)
		if p.timed {
			d.write(d.ruler.fit(col.Head, columnLetters, p.cell-4), columnLetters, middle, d.y+p.head-12, center)
		}
	}
	y := d.y + p.head
	for i, row := range rows {
		if d.canvas != nil && i%2 == 0 {
			d.canvas.fill(area{x, y, p.width, p.row}, stripe)
		}
		d.write(d.unitName(row), p.letters, x+8, area{y: y, h: p.row}.base(p.letters), left)
		for j, cell := range row.Cells {
			d.cell(cell, x+p.name+float64(j)*p.cell, y)
		}
		y += p.row
	}
}

// unitName is the unit's name, or how it is called for short, within the column.
func (d *boardDrawing) unitName(row BoardRow) string {
	room := d.plan.name - 14
	if d.ruler.width(row.Unit, d.plan.letters) > room && d.ruler.width(row.Short, d.plan.letters) <= room {
		return row.Short
	}
	return d.ruler.fit(row.Unit, d.plan.letters, room)
}

func (d *boardDrawing) cell(cell BoardCell, x, y float64) {
	p := d.plan
	switch {
	case cell.State == "":
		return
	case cell.Extra:
		d.write("（"+markOf(cell.State).sign+"）", smallLetters, x+p.cell/2, y+p.row/2+9, center)
		return
	}
	time := ""
	if p.timed {
		time = cell.Time
	}
	d.sign(markOf(cell.State), area{x + 2, y + 3, p.cell - 4, p.row - 6}, time)
}

// totals says the sums of each period, on the last page.
func (d *boardDrawing) totals() {
	if !d.last {
		return
	}
	for _, col := range d.board.Columns {
		if col.Totals == "" {
			continue
		}
		said := col.Mark + " 合计：" + strings.TrimSpace(col.Totals)
		for _, l := range d.ruler.wrap(said, totalLetters, pictureWidth-2*margin) {
			d.write(l, totalLetters, margin, d.y+30, left)
			d.y += 40
		}
		d.y += 6
	}
}

// foot explains what the legend does not.
func (d *boardDrawing) foot() {
	notes := []string{"单位按花名册的顺序排列"}
	if d.board.Blank {
		notes = append(notes, "空格：不用报")
	}
	if d.board.Extra {
		notes = append(notes, "带括号：不用报也报了，不计")
	}
	if d.board.Rest > 0 && d.last {
		notes = append(notes, fmt.Sprintf("另有%d个单位没画在图上，数字已计入", d.board.Rest))
	}
	if d.board.Others > 0 {
		notes = append(notes, fmt.Sprintf("另有%d项没画在图上", d.board.Others))
	}
	for _, l := range d.ruler.wrap(strings.Join(notes, "；"), smallLetters, pictureWidth-2*margin) {
		d.write(l, smallLetters, margin, d.y+30, left)
		d.y += 36
	}
}
