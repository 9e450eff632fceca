package summarizer

import "strings"

// secretWords mark what no outside service may see. 内部 is wider than 内部资料 on
// purpose: a needless template costs nothing.
var secretWords = []string{"秘密", "机密", "绝密", "涉密", "内部"}

// guarded tells whether a text holds such a word.
func guarded(text string) bool {
	for _, word := range secretWords {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
