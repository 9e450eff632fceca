package report

import (
	"fmt"
	"strings"
	"unicode"

	"qunbao/report/zh"
)

// closed says what nobody can confirm away, in one answer: a field that somebody left
// open, until it is filled, and a word of secrecy, until its sentence is another.
func (r *reviewer) closed(what string) string {
	d := &r.Draft
	var open []string
	for _, f := range r.Fresh {
		if f.Kind == FactUnfilled {
			open = append(open, "未填："+f.Text+"。请补报。")
		}
	}
	for s := range d.sentences {
		if words := SecretWords(s.Text); len(words) > 0 {
			open = append(open, fmt.Sprintf("第%d句有“%s”字样，不能在群里发。请改这一句。", s.N, strings.Join(words, "”“")))
		}
	}
	if d.empty() {
		open = append(open, "没有正文。")
	}
	if len(open) == 0 {
		return ""
	}
	return fmt.Sprintf("%s还不能%s：\n%s", d.Name(), what, strings.Join(open, "\n"))
}

// empty tells whether nothing is left of a document that had sentences.
func (d *Draft) empty() bool {
	for s := range d.sentences {
		if s.Text != "" {
			return false
		}
	}
	return true
}

// SecretWords are the words of a text that mark what no outside service and no chat
// may see, however they are written: 絕密, 秘.密. 内部 is wider than 内部资料 on
// purpose: other words for it are soon found.
func SecretWords(text string) []string {
	said := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("。、,;:!?\n", r) {
			return r
		}
		return -1
	}, zh.Fold(text).String())
	return filter([]string{"秘密", "机密", "绝密", "涉密", "内部"}, func(word string) bool { return strings.Contains(said, word) })
}
