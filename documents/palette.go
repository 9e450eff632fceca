package documents

import (
	"image/color"

	"qunbao/report"
)

// The colours of pictures: Okabe and Ito's, which people see apart who see no red
// or no green, pale where all is well and full where something is to be done.
var (
	paper  = rgb(0xffffff)
	ink    = rgb(0x1f2933)
	faint  = rgb(0x5f6b76)
	line   = rgb(0xd5dbe1)
	stripe = rgb(0xf5f7f9)
)

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff}
}

// mark is how a state is shown: never by its colour alone.
type mark struct {
	sign       string
	say        string
	fill, text color.RGBA
	bar        color.RGBA
}

// markOf is how a state is shown.
func markOf(s report.State) mark {
	switch s {
	case report.OnTime:
		return mark{"✓", "按时", rgb(0xd3efe5), rgb(0x00614a), rgb(0x009e73)}
	case report.OnTimeZero:
		return mark{"零", "按时，零报告", rgb(0xd9ecf9), rgb(0x004f7f), rgb(0x56b4e9)}
	case report.Late:
		return mark{"迟", "迟报", rgb(0xf2b134), rgb(0x3d2a00), rgb(0xe69f00)}
	case report.LateZero:
		return mark{"迟0", "迟报，零报告", rgb(0xf2b134), rgb(0x3d2a00), rgb(0xe69f00)}
	case report.Unparsed:
		return mark{"核", "待核", rgb(0xecd3e3), rgb(0x7a2e5c), rgb(0xcc79a7)}
	case report.Missing:
		return mark{"缺", "未报", rgb(0xc4460a), rgb(0xffffff), rgb(0xd55e00)}
	case report.Excused:
		return mark{"免", "免报", rgb(0xe9ecef), rgb(0x4a5560), rgb(0xbcc4cc)}
	case report.SystemFault:
		return mark{"障", "系统故障", rgb(0x66727e), rgb(0xffffff), rgb(0x66727e)}
	}
	return mark{"待", "未到截止", rgb(0xffffff), rgb(0x4a5560), rgb(0xe4e8ec)}
}
