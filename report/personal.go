package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"qunbao/report/zh"
)

// Personal is a stretch of a text, in bytes, that tells who somebody is, where the
// person lives or how to reach them.
type Personal struct {
	From, To int
	Kind     PersonalKind
}

// PersonalKind says what a stretch tells.
type PersonalKind string

// The kinds of what is personal.
const (
	PersonalName    PersonalKind = "人"
	PersonalNumber  PersonalKind = "号" // of an identity card, a bank card, a telephone, a plate, a train, an account
	PersonalAddress PersonalKind = "址"
)

// What is personal beside names, in a folded text. A long number is one whatever its
// check digit says: no report counts with eleven digits. Households and people behind a
// group's number stay: 3组12户.
var personalWords = []struct {
	kind  PersonalKind
	words *regexp.Regexp
}{
	{PersonalNumber, regexp.MustCompile(`\d{3,}(?:[ -]?\d{2,})*[xX]?`)}, // with eleven digits
	{PersonalNumber, regexp.MustCompile(`0\d{2,3}[ -]?\d{7,8}`)},
	{PersonalNumber, regexp.MustCompile(`[零〇幺一二两三四五六七八九]{7,}`)},
	{PersonalNumber, regexp.MustCompile(`[` + plateHeads + `][A-Za-z][·. -]?[A-Za-z0-9]{5,6}`)},
	{PersonalNumber, regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)},
	{PersonalName, regexp.MustCompile(`@[^\s,，:：。；;、]{1,20}`)},
	{PersonalAddress, regexp.MustCompile(`\p{Han}{1,6}(?:路|街|巷|弄|胡同|大道|小区|花园|新村|公寓|苑)(?:` + ranks + `(?:号楼|号院|号|弄|栋|幢|座|单元|室|楼))+`)},
	{PersonalAddress, regexp.MustCompile(ranks + `(?:组|社|队|号楼|号院|栋|幢|座|弄)(?:` + ranks + `(?:单元|楼|层))*` + ranks + `(?:号|室)`)},
	{PersonalAddress, regexp.MustCompile(`(?:` + ranks + `(?:号楼|栋|幢))*` + ranks + `单元(?:` + ranks + `(?:室|号)|\d{3,4})|` + ranks + `(?:号楼|栋|幢)` + ranks + `(?:室|号)|门牌号?` + ranks + `号?|\d{3,4}室`)},
}

const (
	plateHeads = `京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼`
	ranks      = `[A-Za-z]?[0-9零〇一二三四五六七八九十百]{1,5}`
	longDigits = 11
)

// Personal finds what must not leave the house: the names of the roster, then numbers
// and addresses, then names behind a word that announces one. Stretches do not overlap
// and stand in order. What nothing announces, as a name of somebody who is not in the
// roster, cannot be told from other words.
func (w *Workspace) Personal(text string) []Personal {
	t := zh.Fold(text)
	folded := t.String()
	runes, at := runeStarts(folded), byteStarts(text)
	var found []Personal
	add := func(kind PersonalKind, from, to int) { // runes of the folded text
		if from < to {
			i, j := t.Span(from, to)
			found = append(found, Personal{at[i], at[j], kind})
		}
	}
	for _, p := range w.People {
		name := zh.Fold(p.Name).String()
		for i := 0; utf8.RuneCountInString(name) > 1 && i < len(folded); {
			j := strings.Index(folded[i:], name)
			if j < 0 {
				break
			}
			add(PersonalName, runes[i+j], runes[i+j+len(name)])
			i += j + len(name)
		}
	}
	for _, p := range personalWords {
		for _, m := range p.words.FindAllStringIndex(folded, -1) {
			if p.words != personalWords[0].words || digits(folded[m[0]:m[1]]) >= longDigits {
				add(p.kind, runes[m[0]], runes[m[1]])
			}
		}
	}
	for _, n := range zh.Numbers(t) {
		if n.Kind == zh.Code {
			add(PersonalNumber, n.From, n.To)
		}
	}
	for _, re := range []*regexp.Regexp{announced, patient} {
		for _, n := range w.namesBy(re, folded) {
			add(PersonalName, runes[n.from], runes[n.to])
		}
	}
	return apart(found)
}

// apart orders stretches and makes one of those that overlap.
func apart(found []Personal) []Personal {
	slices.SortStableFunc(found, func(a, b Personal) int { return a.From - b.From })
	var out []Personal
	for _, p := range found {
		if n := len(out); n > 0 && p.From < out[n-1].To {
			out[n-1].To = max(out[n-1].To, p.To)
			continue
		}
		out = append(out, p)
	}
	return out
}

func digits(text string) int {
	n := 0
	for _, r := range text {
		if '0' <= r && r <= '9' {
			n++
		}
	}
	return n
}

// runeStarts gives, for the first byte of each rune and the end, how many runes stand before.
func runeStarts(text string) map[int]int {
	n := make(map[int]int, len(text))
	k := 0
	for i := range text {
		n[i] = k
		k++
	}
	n[len(text)] = k
	return n
}

// byteStarts gives the first byte of each rune, and the end.
func byteStarts(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}
