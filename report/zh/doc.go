// Package zh reads Chinese text as cadres type it: it folds the text for
// matching and finds the numbers, measure words, dates and times in it.
//
// Every reader works on a [Text], made by [Fold]. Positions are indexes into
// the folded runes; [Text.Span] and [Text.Source] lead back to what was typed.
// The package knows nothing of forms and units that report: what a number
// counts, and whether it counts at all, is decided by its callers.
//
// Values are exact decimals. All functions take time linear in the length of
// the text and never panic, whatever the text.
package zh
