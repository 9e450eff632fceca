package documents

import (
	"math"

	"qunbao/documents/font"
)

// boardPlan is where the rows of a page stand: in one block, or side by side in
// several.
type boardPlan struct {
	blocks, rows int     // rows of a block
	width        float64 // of a block
	name, cell   float64 // widths in a block
	row, head    float64 // heights
	letters      lettering
	timed        bool // cells are wide enough for a time
}

// Measures of a board, in pixels.
const (
	margin     = 36.0
	gutter     = 22.0  // between blocks
	leastCell  = 42.0  // a sign with its pad
	leastName  = 132.0 // five characters
	mostBlocks = 4
	tallRows   = 30 // beyond so many, a block more
	wideRows   = 8  // the same where columns are few and cells would be bars
	wideUpTo   = 2
)

// planBoard finds the blocks of a page: as few as keep it short, as many as keep
// names readable.
func planBoard(columns, units int) boardPlan {
	p := boardPlan{blocks: 1}
	tall := tallRows
	if columns <= wideUpTo {
		tall = wideRows
	}
	for n := 2; n <= mostBlocks && (units+p.blocks-1)/p.blocks > tall; n++ {
		if blockWidth(n) < leastName+leastCell*float64(columns) {
			break
		}
		p.blocks = n
	}
	p.rows = (units + p.blocks - 1) / p.blocks
	p.width = blockWidth(p.blocks)
	p.name = max(leastName, min(300, p.width-float64(columns)*max(leastCell, min(150, (p.width-220)/float64(max(columns, 1))))))
	p.cell = math.Floor((p.width - p.name) / float64(max(columns, 1)))
	p.name = p.width - p.cell*float64(columns)
	p.timed = p.cell >= 128
	p.row, p.head, p.letters = 44, 40, lettering{size: 26, color: ink}
	switch {
	case p.timed:
		p.row, p.head, p.letters.size = 60, 70, 32
	case p.rows <= 50 && p.blocks <= 2:
		p.row, p.letters.size = 52, 30
	}
	return p
}

func blockWidth(n int) float64 {
	return math.Floor((pictureWidth - 2*margin - float64(n-1)*gutter) / float64(n))
}

// The letters of a board.
var (
	titleLetters  = lettering{46, font.Bold, ink}
	asOfLetters   = lettering{28, font.Regular, faint}
	nameLetters   = lettering{30, font.Bold, ink}
	rateLetters   = lettering{28, font.Regular, ink}
	smallLetters  = lettering{24, font.Regular, faint}
	headLetters   = lettering{24, font.Bold, faint}
	columnLetters = lettering{22, font.Regular, faint}
	totalLetters  = lettering{27, font.Regular, ink}
)
