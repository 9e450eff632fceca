package zh

import (
	"slices"
	"strings"
)

// A trie finds the longest word of a set that begins at a place, and what is
// known of it.
type trie[T any] struct {
	first []int32       // by the first rune: its node, since most runes begin no word
	nodes []trieNode[T] // the first is not used: 0 is none
}

type trieNode[T any] struct {
	ends bool // a word ends here
	data T    // what is known of it
	next []trieEdge
}

type trieEdge struct {
	r  rune
	to int32
}

func newTrie[T any]() *trie[T] { return &trie[T]{nodes: make([]trieNode[T], 1)} }

// add adds a word, which is not empty.
func (w *trie[T]) add(word string, data T) {
	at := int32(0)
	for i, r := range word {
		at = w.extend(at, r)
		if i == 0 {
			w.first = append(w.first, make([]int32, max(0, int(r)+1-len(w.first)))...)
			w.first[r] = at
		}
	}
	w.nodes[at].ends, w.nodes[at].data = true, data
}

// extend returns the node that r leads to, made if need be.
func (w *trie[T]) extend(at int32, r rune) int32 {
	to := w.after(at, r)
	if to == 0 {
		to = int32(len(w.nodes))
		w.nodes = append(w.nodes, trieNode[T]{})
		w.nodes[at].next = append(w.nodes[at].next, trieEdge{r, to})
	}
	return to
}

// begin returns the node of the words that begin with r, or 0.
func (w *trie[T]) begin(r rune) int32 {
	if uint32(r) < uint32(len(w.first)) {
		return w.first[r]
	}
	return 0
}

// after returns the node that r leads to, or 0.
func (w *trie[T]) after(at int32, r rune) int32 {
	next := w.nodes[at].next
	for i := range next {
		if next[i].r == r {
			return next[i].to
		}
	}
	return 0
}

// heads yields the first runes of the words.
func (w *trie[T]) heads(yield func(rune) bool) {
	for _, e := range w.nodes[0].next {
		if !yield(e.r) {
			return
		}
	}
}

// longest returns what is known of the longest word that runes begin with, and
// its length in runes; 0 if there is none.
func (w *trie[T]) longest(runes []rune) (data T, length int) {
	if len(runes) == 0 {
		return data, 0
	}
	found, at := int32(0), w.begin(runes[0])
	for i := 1; at > 0; i++ {
		if w.nodes[at].ends {
			found, length = at, i
		}
		if i == len(runes) {
			break
		}
		at = w.after(at, runes[i])
	}
	return w.nodes[found].data, length
}

// words is a trie that gives back the word it found.
type words struct{ trie[string] }

func newWords(list ...string) *words {
	w := &words{*newTrie[string]()}
	for _, s := range list {
		w.add(s, s)
	}
	return w
}

// endings is a set of words to be found where they end.
type endings struct{ backwards *words }

func newEndings(list ...string) endings {
	e := endings{newWords()}
	for _, s := range list {
		runes := []rune(s)
		slices.Reverse(runes)
		e.backwards.add(string(runes), s)
	}
	return e
}

// before returns the length of the longest word that ends right before i, or 0.
func (e endings) before(runes []rune, i int) (length int) {
	w := e.backwards
	if i <= 0 {
		return 0
	}
	at := w.begin(runes[i-1])
	for n := 1; at > 0; n++ {
		if w.nodes[at].ends {
			length = n
		}
		if n == i {
			break
		}
		at = w.after(at, runes[i-1-n])
	}
	return length
}

// among tells whether r is one of set.
func among(r rune, set string) bool { return strings.ContainsRune(set, r) }
