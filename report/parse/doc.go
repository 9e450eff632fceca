// Package parse reads a message of a work group: what it reports, corrects,
// commands or raises, or that it is talk. It turns a report.Message into a
// report.Reading and keeps nothing between two messages.
//
// The way of a message:
//
//	fold        zh.Fold: width, Traditional characters, pinyin glosses
//	tokens      dates, numbers, words of the workspace, cues (tokens.go)
//	sections    the same units each (sections.go), cut into parts with at most
//	            one form, slot and date each (parts.go)
//	clauses     labels and numbers are bound clause by clause (clause.go, bind.go)
//	tables      a row or a column for each unit (table.go, column.go)
//	filings     values, problems, one for each day (filing.go, period.go, days.go);
//	            what only another form knows is a report of that (leftover.go)
//	events      urgent matters told in words: alone (event.go) or beside
//	            filings (happening.go)
//
// What answers an open question is read first, against that question alone:
// numbers and words (answer.go), units and days (supply.go).
//
// Nothing in it knows of a particular form: labels, measure words, slots and
// checks come from the workspace, grammar words from cues.go. The rules are
// those of the contract, section 4. Reading takes time linear in the length of
// the text, whatever the size of the roster.
package parse
