package parse

import "slices"

// topic is a set of word lists. Words of most of them stand in few messages: one
// pass over a text finds all that do, so that the rules about the others need
// not look.
type topic uint16

const (
	bad         topic = 1 << iota // a symptom or a danger
	heat                          // that somebody may have a fever
	ended                         // that something is over
	amending                      // that an earlier message was wrong
	wondering                     // a question
	addressing                    // all the units below
	instructing                   // what all others should do
	demanding                     // what is demanded
	listing                       // a 接龙
	remaining                     // all that a message does not give
	altering                      // a change of a count
	past                          // a count of before
	replying                      // an answer to a question of the form
)

// topicWords lists the words of each topic.
var topicWords = map[topic][]string{
	bad:         slices.Concat(symptoms, dangers),
	heat:        heated,
	ended:       over,
	amending:    correcting,
	wondering:   askingWords,
	addressing:  addressWords,
	instructing: noticeWords,
	demanding:   demandWords,
	listing:     {"接龙", "Group Note"},
	remaining:   remainderHeads,
	altering:    changeWords,
	past:        formerWords,
	replying:    answers,
}

func newTopics() *trie[topic] {
	t := newTrie[topic]()
	for topic, words := range topicWords {
		for _, w := range words {
			*t.at(w) |= topic
		}
	}
	return t
}

// find is a topic's word in runes [from,to).
type find struct {
	stretch
	topic topic
}

// upwards begins a courtesy to those above, which tells nobody what to do.
const upwards = "请各位领导"

// findTopics finds every word of a topic.
func (s *scene) findTopics() {
	s.finds, s.topics = make([]find, 0, 8), 0
	s.p.topics.scan(s.runes, func(x stretch, t *topic) {
		if !hasPrefix(s.runes[x.from:], upwards) {
			s.topics |= *t
			s.finds = append(s.finds, find{x, *t})
		}
	})
}

// says tells whether a word of a topic stands in the text.
func (s *scene) says(t topic) bool { return s.topics&t != 0 }

// findsIn are the finds that begin in a stretch.
func (s *scene) findsIn(x stretch) []find {
	at := func(i int) int {
		k, _ := slices.BinarySearchFunc(s.finds, i, func(f find, i int) int { return f.from - i })
		return k
	}
	return s.finds[at(x.from):at(x.to)]
}

// saysUntold tells whether a word of a topic stands in what the reports have
// left.
func (s *scene) saysUntold(t topic) bool {
	return s.says(t) && slices.ContainsFunc(s.finds, func(f find) bool { return f.topic&t != 0 && !s.isTold(f.stretch) })
}

// isTold tells whether the reports have taken any of a stretch.
func (s *scene) isTold(x stretch) bool {
	i := s.tokenAt(x.from)
	if i > 0 && s.toks[i-1].end > x.from {
		i--
	}
	for ; i < len(s.toks) && s.toks[i].start < x.to; i++ {
		if s.told[i] {
			return true
		}
	}
	return false
}
