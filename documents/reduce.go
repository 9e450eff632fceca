package documents

import (
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
)

// mostColors is enough for every fill and for the edges of letters, and keeps a
// picture of 200 units below half a megabyte: people pay for what they load.
const mostColors = 48

// reduce gives a picture the colours that it has most of, and each other pixel the
// one that looks most like it.
func reduce(img *image.RGBA) *image.Paletted {
	counts := map[uint32]int{}
	eachRun(img, func(c uint32, at, n int) { counts[c] += n })
	colors := make([]uint32, 0, len(counts))
	for c := range counts {
		colors = append(colors, c)
	}
	slices.SortFunc(colors, func(a, b uint32) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	colors, palette, places := colors[:min(len(colors), mostColors)], color.Palette{}, map[uint32]uint8{}
	for i, c := range colors {
		palette = append(palette, color.RGBA{uint8(c >> 24), uint8(c >> 16), uint8(c >> 8), uint8(c)})
		places[c] = uint8(i)
	}
	out := image.NewPaletted(img.Rect, palette)
	eachRun(img, func(c uint32, at, n int) {
		p, known := places[c]
		if !known {
			p = nearest(colors, c)
			places[c] = p
		}
		for i := range n {
			out.Pix[at+i] = p
		}
	})
	return out
}

// eachRun calls fn with every run of pixels of one colour.
func eachRun(img *image.RGBA, fn func(c uint32, at, n int)) {
	n := len(img.Pix) / 4
	for i := 0; i < n; {
		c, from := binary.BigEndian.Uint32(img.Pix[4*i:]), i
		for i++; i < n && binary.BigEndian.Uint32(img.Pix[4*i:]) == c; i++ {
		}
		fn(c, from, i-from)
	}
}

// nearest is the place of the color that looks most like another.
func nearest(colors []uint32, c uint32) (place uint8) {
	best := int32(1 << 30)
	for i, k := range colors {
		r, g, b := int32(k>>24)-int32(c>>24), int32(k>>16&0xff)-int32(c>>16&0xff), int32(k>>8&0xff)-int32(c>>8&0xff)
		if d := 3*r*r + 6*g*g + b*b; d < best {
			best, place = d, uint8(i)
		}
	}
	return place
}
