package summarizer

import "qunbao/report"

// guarded tells whether a text holds a word that marks what no outside service may
// see. 内部 costs a needless template at most.
func guarded(text string) bool { return len(report.SecretWords(text)) > 0 }
