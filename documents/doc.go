// Package documents is what people open: workbooks for Excel and WPS, documents for Word,
// pictures for phones; and what they send.
//
//	export.go        the export: its sheets, filled day by day, then saved
//	sheet.go         one sheet: how it looks and prints, rows written as they come
//	style.go         fonts, borders, number formats, colours
//	cell.go          what may stand in a cell: numbers, instants, texts without formulas and personal numbers
//	summary.go       汇总: a row a unit, totals, a row a day, charts
//	details.go       明细: a row a unit and day
//	completeness.go  完成情况: a row a period
//	history.go       更正记录: every step of every report
//	messages.go      原始消息: what people wrote
//	acts.go          操作记录: what people did
//	csv.go           明细 alone, for other programs
//	template.go      somebody else's form, filled by the names of its cells
//	figures.go       what such a name means
//	docx.go          official documents for Word and WPS; its parts lie in docx/
//	briefing.go      a draft as such a document
//	board.go         the board: what stands on it; board_plan.go, board_draw.go  where, and how
//	trend.go         how a field went over some days; trend_draw.go  drawn
//	palette.go       how each state looks, by colour and by sign
//	canvas.go        a picture being drawn; reduce.go  made small
//	lines.go         files that people send, as lines of text; sheet_read.go, word_read.go
//
// Nothing is decided here: what a period says is found in package report.
package documents
