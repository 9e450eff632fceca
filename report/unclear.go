package report

import "strings"

// What a channel gives as the sender where nobody can tell who it is. Such a card is
// nobody's of the roster, and nobody can be bound by it, but by an account.
const (
	SharedMark = "（同名）"   // behind the name shown: others in the chat are called so too
	Nameless   = "（没有名字）" // no name is shown
)

// Unclear tells whether a card says that nobody can tell whose it is; it may be typed
// by somebody, with other brackets.
func Unclear(card string) bool {
	return card == Nameless || strings.HasSuffix(card, SharedMark) || strings.HasSuffix(card, "(同名)")
}
