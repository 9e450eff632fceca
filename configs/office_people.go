package configs

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	spaced  = regexp.MustCompile(`[\s\p{Z}]+`)
	several = regexp.MustCompile(`[、，,；;/／\n\r]+`)
	vacant  = regexp.MustCompile(`^(无|暂无|没有|缺|暂缺|空缺|待定|未定|[-—－/\\]+)$`)
	country = regexp.MustCompile(`^(\+|00)?86-?(1[0-9-]{10,})$`)
	dashed  = regexp.MustCompile(`^1[0-9]{2}[-–—][0-9]{4}[-–—][0-9]{4}$`)
	mobile  = regexp.MustCompile(`^1[0-9]{10}$`)
	nearly  = regexp.MustCompile(`^1[0-9]{8,9}$|^1[0-9]{11,}$`)
	rounded = regexp.MustCompile(`^[0-9](\.[0-9]+)?[Ee]\+?[0-9]+$`)
)

// names are the persons of a cell, 张三、李四 or one below the other. A space inside of
// a short name is only for looks: 王 芳. What stands in brackets is no name.
func names(cell string) []string {
	var all []string
	for _, part := range several.Split(bracketed.ReplaceAllString(cell, ""), -1) {
		pieces := strings.Fields(spaced.ReplaceAllString(part, " "))
		whole := strings.Join(pieces, "")
		apart := len(pieces) > 1
		for _, p := range pieces {
			apart = apart && utf8.RuneCountInString(p) > 1
		}
		switch {
		case whole == "" || vacant.MatchString(whole):
		case apart:
			all = append(all, pieces...)
		default:
			all = append(all, whole)
		}
	}
	return all
}

// persons makes a row of the roster of each person of an office's row; one that names
// nobody makes the unit.
func (o *office) persons(base row, people []row) []row {
	var rows []row
	for _, p := range people {
		rows = append(rows, o.each(base, p)...)
	}
	if len(rows) == 0 && base["unit"].text != "" {
		rows = append(rows, base)
	}
	return rows
}

// each splits the cells of persons who stand together.
func (o *office) each(base, p row) []row {
	who, phones := names(p["name"].text), o.phones(p["phone"])
	if own := slices.DeleteFunc(slices.Clone(phones), func(n string) bool { return !mobile.MatchString(n) }); len(phones) != len(who) && len(own) == len(who) {
		phones = own // the others are the office's
	}
	if len(phones) > 1 && len(phones) != len(who) {
		o.found.wrong(p["phone"].place, "一行写一个人", "%d people have %d phones", len(who), len(phones))
		phones = nil
	}
	var rows []row
	for i, name := range who {
		r := maps.Clone(base)
		r["name"] = word{name, p["name"].place}
		r["role"], r["title"] = o.role(base["unit"].text, p["role"]), p["role"]
		r["phone"], r["card"] = word{"", p["phone"].place}, word{"", p["card"].place}
		if i < len(phones) && (len(phones) > 1 || len(who) == 1) {
			r["phone"] = word{phones[i], p["phone"].place}
		}
		if len(who) == 1 {
			r["card"] = p["card"]
		}
		if r["role"].place.line == 0 {
			r["role"] = word{r["role"].text, p["name"].place}
		}
		rows = append(rows, r)
	}
	return rows
}

// role is the role that a cell means. What a village calls its people, 支书 or 文书, is
// none: it stays open until it is known who else reports for the unit.
func (o *office) role(unit string, w word) word {
	if w.text == "" {
		return word{"", w.place}
	}
	text := spaced.ReplaceAllString(w.text, "")
	if r := roleOf(text); r != "" {
		return word{r, w.place}
	}
	for _, part := range several.Split(text, -1) {
		if r := roleOf(part); r != "" {
			return word{r, w.place}
		}
	}
	if !town.MatchString(unit) {
		o.guessed[text] = true
	}
	return word{"", w.place}
}

// halfWidth writes the digits and marks of a phone as everybody else does.
var halfWidth = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "＋", "+", "－", "-")

// digit drops what is none.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// phones are the numbers of a cell, written alike. One that a sheet has rounded is refused: its last
// digits are lost.
func (o *office) phones(w word) []string {
	var all []string
	for _, part := range several.Split(bracketed.ReplaceAllString(halfWidth.Replace(w.text), ""), -1) {
		part = country.ReplaceAllString(spaced.ReplaceAllString(part, ""), "$2")
		if dashed.MatchString(part) {
			part = strings.Map(digit, part)
		}
		switch {
		case part == "" || vacant.MatchString(part):
		case nearly.MatchString(part):
			o.found.wrong(w.place, "手机号是11位，请核对", "the phone has %d digits", len(part))
		case rounded.MatchString(part):
			o.found.wrong(w.place, "把这一列设为“文本”，重新填号码再存", "the phone %q has lost its last digits", part)
		default:
			all = append(all, strings.TrimSuffix(part, ".0"))
		}
	}
	return all
}
