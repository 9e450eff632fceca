package parse

import (
	"slices"
	"strings"
	"unicode"

	"qunbao/report/zh"
)

// trie finds the longest word of a set that begins at a place. T is what is
// known of a word.
type trie[T any] struct {
	first []int32 // the node behind a first rune; 0: no word begins with it
	nodes []node[T]
}

type node[T any] struct {
	next []edge // by rune
	word *T     // nil: no word ends here
}

type edge struct {
	r  rune
	to int32
}

func newTrie[T any]() *trie[T] { return &trie[T]{nodes: make([]node[T], 1)} }

// at is what is known of a word, folded as texts are; to be filled in.
func (t *trie[T]) at(word string) *T {
	n := int32(0)
	for _, r := range zh.Fold(word).Runes() {
		n = t.grow(n, lower(r))
	}
	if t.nodes[n].word == nil {
		t.nodes[n].word = new(T)
	}
	return t.nodes[n].word
}

// grow is the node behind rune r of node n.
func (t *trie[T]) grow(n int32, r rune) int32 {
	next := t.nodes[n].next
	i, known := slices.BinarySearchFunc(next, r, func(e edge, r rune) int { return int(e.r - r) })
	if known {
		return next[i].to
	}
	to := int32(len(t.nodes))
	t.nodes = append(t.nodes, node[T]{})
	t.nodes[n].next = slices.Insert(next, i, edge{r, to})
	if n == 0 {
		if grown := int(r) + 1 - len(t.first); grown > 0 {
			t.first = append(t.first, make([]int32, grown)...)
		}
		t.first[r] = to
	}
	return to
}

// longest finds the longest word at i that keep keeps. End is i where there is
// none.
func (t *trie[T]) longest(runes []rune, i int, keep func(*T) bool) (end int, word *T) {
	end = i
	for j, n := i+1, t.begin(runes, i); n != 0; j++ {
		if w := t.nodes[n].word; w != nil && keep(w) {
			end, word = j, w
		}
		n = t.behind(n, runes, j)
	}
	return end, word
}

// wordSet is a set of words, folded as texts are.
type wordSet = trie[struct{}]

func newSet(words string) *wordSet {
	t := newTrie[struct{}]()
	for _, w := range strings.Fields(words) {
		t.at(w)
	}
	return t
}

// begins tells whether a word begins at i.
func (t *trie[T]) begins(runes []rune, i int) bool {
	end, _ := t.longest(runes, i, func(*T) bool { return true })
	return end > i
}

// scan calls found for every word of a text, in order.
func (t *trie[T]) scan(runes []rune, found func(x stretch, word *T)) {
	for i := range runes {
		for j, n := i+1, t.begin(runes, i); n != 0; j++ {
			if w := t.nodes[n].word; w != nil {
				found(stretch{i, j}, w)
			}
			n = t.behind(n, runes, j)
		}
	}
}

// begin is the node behind rune i, or 0.
func (t *trie[T]) begin(runes []rune, i int) int32 {
	if i < len(runes) {
		if r := lower(runes[i]); int(r) < len(t.first) {
			return t.first[r]
		}
	}
	return 0
}

// behind is the node behind rune i of node n, or 0.
func (t *trie[T]) behind(n int32, runes []rune, i int) int32 {
	next := t.nodes[n].next
	if i >= len(runes) || len(next) == 0 {
		return 0
	}
	r := lower(runes[i])
	for len(next) > 4 {
		if half := len(next) / 2; next[half].r <= r {
			next = next[half:]
		} else {
			next = next[:half]
		}
	}
	for i := range next {
		if next[i].r == r {
			return next[i].to
		}
	}
	return 0
}

// lower is unicode.ToLower, at once for what has no case.
func lower(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < 0x80, 0x2e80 <= r && r <= 0x9fff:
		return r
	}
	return unicode.ToLower(r)
}
