package bot

import (
	"strings"
	"unicode"
)

// MentionName is a card as it may stand behind the @ of a mention: what people
// choose to be called mentions nobody else and ends no line.
func MentionName(card string) string {
	return strings.Join(strings.FieldsFunc(printable(card), func(r rune) bool {
		return r == '@' || r == '＠' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	}), " ")
}
