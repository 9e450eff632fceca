package zh

// words is a set of words to be found by longest match. It is a trie whose
// root is a table of pages, since most runes of a text begin no word.
type words struct {
	pages []*[256]int32 // by the rest of the first rune: its low byte to a node
	nodes []wordNode    // the first is not used: 0 is none
}

type wordNode struct {
	word string // that ends here, or ""
	next []wordEdge
}

type wordEdge struct {
	r  rune
	to int32
}

func newWords(list ...string) *words {
	w := &words{nodes: make([]wordNode, 1)}
	for _, s := range list {
		w.add(s)
	}
	return w
}

func (w *words) add(s string) {
	at := int32(0)
	for i, r := range s {
		if i == 0 {
			at = w.begin(r)
		} else {
			at = w.extend(at, r)
		}
	}
	if at > 0 {
		w.nodes[at].word = s
	}
}

// begin returns the node of the words that begin with r, made if need be.
func (w *words) begin(r rune) int32 {
	for int(r>>8) >= len(w.pages) {
		w.pages = append(w.pages, nil)
	}
	if w.pages[r>>8] == nil {
		w.pages[r>>8] = &[256]int32{}
	}
	at := &w.pages[r>>8][r&0xff]
	if *at == 0 {
		*at = int32(len(w.nodes))
		w.nodes = append(w.nodes, wordNode{})
	}
	return *at
}

// extend returns the node that r leads to, made if need be.
func (w *words) extend(at int32, r rune) int32 {
	to := w.after(at, r)
	if to == 0 {
		to = int32(len(w.nodes))
		w.nodes = append(w.nodes, wordNode{})
		w.nodes[at].next = append(w.nodes[at].next, wordEdge{r, to})
	}
	return to
}

// first returns the node of the words that begin with r, or 0.
func (w *words) first(r rune) int32 {
	if page := int(uint32(r) >> 8); page < len(w.pages) && w.pages[page] != nil {
		return w.pages[page][r&0xff]
	}
	return 0
}

// heads yields the first runes of the words.
func (w *words) heads(yield func(rune) bool) {
	for high, page := range w.pages {
		if page == nil {
			continue
		}
		for low, at := range page {
			if at > 0 && !yield(rune(high<<8|low)) {
				return
			}
		}
	}
}

// after returns the node that r leads to, or 0.
func (w *words) after(at int32, r rune) int32 {
	next := w.nodes[at].next
	for i := range next {
		if next[i].r == r {
			return next[i].to
		}
	}
	return 0
}

// longest returns the longest word that runes begin with and its length in
// runes, or "" and 0.
func (w *words) longest(runes []rune) (word string, length int) {
	at := int32(0)
	for i, r := range runes {
		if i == 0 {
			at = w.first(r)
		} else {
			at = w.after(at, r)
		}
		if at == 0 {
			break
		}
		if w.nodes[at].word != "" {
			word, length = w.nodes[at].word, i+1
		}
	}
	return word, length
}
