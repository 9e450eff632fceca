// Package console is a chat room in the terminal: names, a clock, and what the
// bot answers.
//
// [Room] prints messages of both directions in aligned lines; it is all that a
// told story needs. [Channel] is the room with a keyboard, as a bot.Channel:
// whoever types speaks as any person of the roster.
//
// Nothing is wider than the room (80 cells by default); a Chinese character is
// two cells. Only ASCII is used for rules: on Chinese Windows the characters
// that draw lines are two cells wide.
package console
