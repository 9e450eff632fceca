package summarizer

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

// vault holds what was taken out of one message, in memory and for one request. What
// is taken out is replaced by tokens of letters, 〔人C〕, which no count can be mistaken
// for; the same words have the same token.
type vault struct {
	tokens []string // in the order of words
	words  []string
}

// seal takes out of a message what is personal. The message holds no brackets of its
// own that look like a token's (report.Said).
func seal(w *report.Workspace, text string) (string, *vault) {
	v := &vault{}
	var out strings.Builder
	end := 0
	for _, p := range w.Personal(text) {
		out.WriteString(text[end:p.From])
		out.WriteString(v.token(p.Kind, text[p.From:p.To]))
		end = p.To
	}
	out.WriteString(text[end:])
	return out.String(), v
}

// token is what stands for some words.
func (v *vault) token(kind report.PersonalKind, words string) string {
	if i := slices.Index(v.words, words); i >= 0 {
		return v.tokens[i]
	}
	token := "〔" + string(kind) + letters(len(v.words)) + "〕"
	v.tokens, v.words = append(v.tokens, token), append(v.words, words)
	return token
}

// letters counts in A … Z, AA, AB …
func letters(n int) string {
	text := ""
	for n++; n > 0; n /= 26 {
		n--
		text = string(rune('A'+n%26)) + text
	}
	return text
}

var anyToken = regexp.MustCompile(`〔[^〔〕]*〕|[〔〕]`)

// restore puts back what was taken out, and tells how many tokens stand in a text that
// were never issued, or are broken.
func (v *vault) restore(text string) (string, int) {
	unknown := 0
	text = anyToken.ReplaceAllStringFunc(text, func(token string) string {
		if i := slices.Index(v.tokens, token); i >= 0 {
			return v.words[i]
		}
		unknown++
		return token
	})
	return text, unknown
}
