package main

import (
	"os"

	"github.com/mattn/go-isatty"

	"qunbao/bot/console"
)

// style is how a room looks on the program's output: colours only on a
// terminal, and not where NO_COLOR asks for none.
func style(s *streams) console.Style {
	color := terminal(s.out) && s.getenv("NO_COLOR") == "" && s.getenv("TERM") != "dumb"
	return console.Style{Color: color, Echo: terminal(s.in) && terminal(s.out)}
}

// terminal tells whether a stream is a terminal.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}
