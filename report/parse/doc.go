// Package parse reads a message of a work group: what it reports, corrects,
// commands or raises, or that it is talk. It turns a report.Message into a
// report.Reading and keeps nothing between two messages.
//
// The way of a message, with the files of each step:
//
//	fold        zh.Fold: width, Traditional characters, pinyin glosses
//	tokens      dates, numbers, words of the workspace (lexicon.go), cues (cues.go),
//	            places left empty (blanks.go); topics.go tells which word lists a
//	            text holds any word of, so that rules about the others need not look
//	sections    the same units each (sections.go, heading.go, above.go), cut into
//	            parts with at most one form, slot and date each (parts.go, formlist.go)
//	clauses     labels and numbers are bound clause by clause (clause.go, bind.go,
//	            attach.go): which of a label's fields is meant (choose.go,
//	            modifiers.go, counted.go), in which order they stand (order.go), lists
//	            (pairs.go, each.go), tables (table.go, column.go), denials
//	            (negation.go, whether.go), misspelt words (spelling.go, sound.go), and
//	            what is no value (change.go, level.go, over.go)
//	filings     values and problems (filing.go, merge.go, remainder.go, shared.go), one
//	            for each day (period.go, days.go); what only another form knows is a
//	            report of that (leftover.go); the zero-reports (zero.go)
//	events      urgent matters told in words: alone (event.go, danger.go, somebody.go,
//	            pleas.go) or beside filings (happening.go)
//	the rest    接龙 (jielong.go), corrections (correction.go, quoting.go, unquoted.go),
//	            commands (command.go), talk (chatter.go)
//
// What answers an open question is read first, against that question alone:
// numbers and words (answer.go), units and days (supply.go).
//
// Nothing in it knows of a particular form: labels, measure words, slots and
// checks come from the workspace, grammar words from cues.go. The rules are
// those of the contract, section 4. Reading takes time linear in the length of
// the text, whatever the size of the roster.
package parse
