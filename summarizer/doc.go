// Package summarizer drafts briefings in which no number is invented.
//
// Code counts: every figure stands in a report.Fact, a whole clause with its
// sources. The office words: templates/daily.tmpl holds the outline and the
// phrases it approved, and alone gives a complete document. A language model, if
// there is one, only arranges: it is shown the facts' ids and hints without any
// figure, unit or person, and answers with sentences around {{D1}}. Verify
// refuses whatever else it says, and a paragraph that does not pass becomes the
// template's. So a draft never depends on the model, and never fails by it.
//
//	Drafter.Daily   facts → template → blind prompt → verify, repair → document
//	OpenAI          a Model behind any OpenAI-compatible endpoint, trusted in nothing
package summarizer
