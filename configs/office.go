package configs

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

// Sheet is a table as an office has it: a sheet of a workbook, or a CSV file.
type Sheet struct {
	Name     string     // empty: a CSV file
	Rows     [][]string // row 1 first
	Formulas map[[2]int]string
}

// SheetReader reads the sheets of a workbook, those that are hidden left out.
type SheetReader func(data []byte) ([]Sheet, error)

// Words that offices write above the columns, without spaces and brackets.
var officeHeads = map[string]string{
	"单位": "unit", "村名": "unit", "村": "unit", "村社区": "unit", "村居": "unit", "行政村": "unit", "单位名称": "unit", "所在村": "unit", "村委会": "unit", "报送单位": "unit", "村名称": "unit", "所包村": "unit", "所包村社区": "unit", "包联村": "unit", "联系村": "unit", "所联村": "unit", "驻村": "unit", "unit": "unit",
	"别名": "aliases", "简称": "aliases", "又名": "aliases", "aliases": "aliases",
	"上级": "parent", "上级单位": "parent", "所属乡镇": "parent", "所属": "parent", "乡镇": "parent", "parent": "parent",
	"类别": "kind", "单位类别": "kind", "类型": "kind", "kind": "kind",
	"姓名": "name", "联系人": "name", "联系人姓名": "name", "报送人": "name", "人员姓名": "name", "负责人": "name", "负责人姓名": "name", "name": "name",
	"群名片": "card", "群昵称": "card", "微信名": "card", "昵称": "card", "微信昵称": "card", "card": "card",
	"角色": "role", "职务": "role", "身份": "role", "职责": "role", "role": "role",
	"电话": "phone", "手机": "phone", "手机号": "phone", "手机号码": "phone", "联系电话": "phone", "联系方式": "phone", "电话号码": "phone", "phone": "phone",
	"启用": "from", "停用": "closed", "from": "from", "closed": "closed", "until": "until",
}

// officeRoles are words for roles, above a column of names or in a column of roles.
var officeRoles = map[string]string{
	"信息员": "报送员", "联络员": "报送员", "网格员": "报送员", "上报人": "报送员", "填报人": "报送员",
	"包联干部": "包村干部", "驻村干部": "包村干部", "联村干部": "包村干部", "包村领导": "包村干部", "包片干部": "包村干部", "联村领导": "包村干部", "包保干部": "包村干部",
}

// roleOf is the Chinese word of a role that somebody wrote; empty: it is none.
func roleOf(text string) string {
	if r := officeRoles[text]; r != "" {
		return r
	}
	role, known := roles[text]
	for word, r := range roles {
		if known && r == role && word[0] >= 0x80 {
			return word
		}
	}
	return ""
}

// officeColumn is what a column of an office's table holds: a property of the unit, or
// of one of the persons of a row.
type officeColumn struct {
	holds  string
	person int    // which person of the row, from 1; 0: the unit's
	role   string // that the column's head gives, in Chinese
}

var bracketed = regexp.MustCompile(`[（(【\[].*?[）)】\]]`)

// headWord is a head without spaces and what stands in brackets; 村（社区） is 村社区.
func headWord(cell string) string {
	folded := strings.ToLower(report.FoldCard(cell))
	if officeHeads[folded] != "" {
		return folded
	}
	return strings.ToLower(report.FoldCard(bracketed.ReplaceAllString(cell, "")))
}

// office reads an office's table into the rows of a roster. file names it in faults.
type office struct {
	file    string
	sheet   Sheet
	found   *findings
	columns []officeColumn
	first   int // the first row below the heads
	guessed map[string]bool
}

// mostTitles is how many rows may stand above the heads.
const mostTitles = 20

// place is where a cell stands.
func (o *office) place(row, column int) place {
	file := o.file
	if o.sheet.Name != "" {
		file += "[" + o.sheet.Name + "]"
	}
	return place{file, row + 1, column + 1}
}

// findHeads looks for the row of heads, which may be two rows: 包村干部 over 姓名 and
// 电话. Titles and notes above it are left out.
func (o *office) findHeads() bool {
	for i, row := range o.sheet.Rows[:min(len(o.sheet.Rows), mostTitles)] {
		levels := [][]string{row}
		if i+1 < len(o.sheet.Rows) && o.isHeads(o.sheet.Rows[i+1]) {
			levels = append(levels, o.sheet.Rows[i+1])
		}
		columns := officeColumns(levels)
		holds := func(what string) bool {
			return slices.ContainsFunc(columns, func(c officeColumn) bool { return c.holds == what })
		}
		if holds("unit") && holds("name") {
			o.columns, o.first = columns, i+len(levels)
			return true
		}
	}
	return false
}

// isHeads tells whether a row below heads is one of heads too.
func (o *office) isHeads(row []string) bool {
	known := 0
	for _, cell := range row {
		word := headWord(cell)
		if officeHeads[word] != "" || roleOf(word) != "" {
			known++
		} else if trim(cell) != "" && word != "序号" && word != "备注" {
			return false
		}
	}
	return known > 1
}

// officeColumns finds what each column holds. A column of a role begins a person, and so does
// a second column of names; a card or phone is the person's before it.
func officeColumns(levels [][]string) []officeColumn {
	width := 0
	for _, row := range levels {
		width = max(width, len(row))
	}
	columns, person, named, role := make([]officeColumn, width), 0, false, ""
	for j := range columns {
		what, now := "", ""
		for _, row := range levels {
			if j >= len(row) {
				continue
			}
			word := headWord(row[j])
			if r := roleOf(word); r != "" {
				now = r
			} else if h := officeHeads[word]; h != "" {
				what = h
			}
		}
		if now != "" && what == "" {
			what = "name"
		}
		switch what {
		case "":
			continue
		case "name", "card", "phone", "role":
			if person == 0 || what == "name" && named || now != "" && now != role {
				person, named, role = person+1, false, now
			}
			named = named || what == "name"
			columns[j] = officeColumn{what, person, role}
		default:
			columns[j] = officeColumn{holds: what}
		}
	}
	return columns
}

// below are the first words of what stands below a table.
var below = regexp.MustCompile(`^(制表|填表|填报|审核|审批|签字|签发|负责人签|注[:：]|说明|合计|小计|总计|共计|备注[:：]|联系人[:：])`)

// rows reads what stands below the heads. A row without a unit is of the unit above it,
// as where the cells were meant to be merged.
func (o *office) rows() []row {
	var rows []row
	unit := word{}
	for i := o.first; i < len(o.sheet.Rows); i++ {
		cells := o.sheet.Rows[i]
		k := slices.IndexFunc(cells, func(c string) bool { return trim(c) != "" })
		if k < 0 || below.MatchString(spaced.ReplaceAllString(cells[k], "")) || o.isHeads(cells) || o.isSection(cells) {
			continue
		}
		base, people := o.cells(i)
		if base["unit"].text == "" {
			base["unit"] = word{unit.text, o.place(i, k)}
		}
		unit = base["unit"]
		rows = append(rows, o.persons(base, people)...)
	}
	return rows
}

// section begins a part of a list: 一、行政村.
var section = regexp.MustCompile(`^(第?[一二三四五六七八九十]+|[（(][一二三四五六七八九十]+[）)])(部分)?[、．.]`)

// isSection tells whether a row only says what stands below it, in a merged cell mostly.
func (o *office) isSection(cells []string) bool {
	texts := map[string]int{}
	for _, c := range cells {
		if c = trim(c); c != "" {
			texts[c]++
		}
	}
	for text, n := range texts {
		return len(texts) == 1 && (n > 1 || section.MatchString(text))
	}
	return false
}

// cells gives the cells of a row: those about the unit, and those about each person.
func (o *office) cells(i int) (base row, people []row) {
	base = row{}
	for j, c := range o.columns {
		at := o.place(i, j)
		if f := o.sheet.Formulas[[2]int{i, j}]; f != "" && c.holds != "" {
			o.found.wrong(at, "只粘贴数值（选择性粘贴），公式算出来的会变", "the cell holds a formula")
		}
		w := word{"", at}
		if j < len(o.sheet.Rows[i]) {
			w.text = trim(o.sheet.Rows[i][j])
		}
		switch {
		case c.holds == "":
		case c.person == 0:
			if base[c.holds].text == "" {
				base[c.holds] = w
			}
		default:
			for len(people) < c.person {
				people = append(people, row{})
			}
			person := people[c.person-1]
			person[c.holds] = w
			if _, told := person["role"]; !told && c.role != "" {
				person["role"] = word{c.role, at}
			}
		}
	}
	base["unit"] = word{strings.ReplaceAll(spaced.ReplaceAllString(base["unit"].text, ""), "\n", ""), base["unit"].place}
	return base, people
}
