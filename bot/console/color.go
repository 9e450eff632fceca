package console

import "qunbao/report"

// color is the number of a terminal's colour or weight; none is the terminal's own.
type color string

const (
	none    color = ""
	bold    color = "1"
	dim     color = "2"
	red     color = "1;31"
	green   color = "32"
	yellow  color = "33"
	magenta color = "35"
	cyan    color = "36"
)

// kindColor shows what matters: red is urgent, yellow wants an answer, magenta
// reminds.
func kindColor(k report.Kind) color {
	switch k {
	case report.Alert:
		return red
	case report.Ask:
		return yellow
	case report.Reminder, report.Escalation:
		return magenta
	default:
		return green
	}
}

// textColor is that of a text beside a name: only what is urgent is coloured.
func textColor(name color) color {
	if name == red {
		return red
	}
	return none
}

// paint colours a text, where the room has colours.
func (r *Room) paint(c color, s string) string {
	if !r.style.Color || c == none || s == "" {
		return s
	}
	return "\x1b[" + string(c) + "m" + s + "\x1b[0m"
}
