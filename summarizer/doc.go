// Package summarizer drafts briefings in which no number is invented.
//
// Code counts: every figure stands in a report.Fact, a whole clause with its
// sources. The office words: outline.go has the sections of each kind of document,
// templates/phrases.txt the phrases it approved, several a place, and these alone
// give a complete document. A language model, if
// there is one, only arranges: it is shown the facts' ids and hints without any
// figure, unit or person, and answers with sentences around {{D1}}. Verify
// refuses whatever else it says, and a paragraph that does not pass becomes the
// template's. So a draft never depends on the model, and never fails by it.
//
//	Drafter.Draft   facts → template → blind prompt → verify, repair → document
//	Reader.Read     a message, masked → claims, for report/parse to hold against it
//	OpenAI          a Model behind any OpenAI-compatible endpoint, trusted in nothing
package summarizer
