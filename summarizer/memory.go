package summarizer

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// memory keeps wordings that passed. What a model is shown holds no figure, so days
// of one shape ask the same; once there are several wordings of a paragraph they take
// turns and nobody is asked. A wording is verified again each time it is used.
type memory struct {
	mu   sync.Mutex
	kept map[[sha256.Size]byte]*wordings
}

// wordings are those of one question.
type wordings struct {
	said [][]string
	next int
}

const (
	enoughWordings = 3   // fewer would read alike day by day
	mostRemembered = 500 // questions; beyond, all are forgotten
)

// question names what a model is asked about a paragraph.
func question(p *paragraph, by rules) [sha256.Size]byte {
	text, _ := json.Marshal(blind(p, by.names)) // strings alone: it cannot fail
	return sha256.Sum256([]byte(promptVersion + "\n" + strings.Join(by.phrases, "\n") + "\n" + string(text)))
}

// recall gives the wording of a paragraph whose turn it is; nil where there are not
// enough of them yet.
func (m *memory) recall(p *paragraph, by rules) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.kept[question(p, by)]
	if w == nil || len(w.said) < enoughWordings {
		return nil
	}
	w.next++
	return w.said[w.next%len(w.said)]
}

// remember keeps a wording that passed.
func (m *memory) remember(p *paragraph, by rules, sentences []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || len(m.kept) >= mostRemembered {
		m.kept = map[[sha256.Size]byte]*wordings{}
	}
	key := question(p, by)
	w := m.kept[key]
	if w == nil {
		w = &wordings{}
		m.kept[key] = w
	}
	known := slices.ContainsFunc(w.said, func(s []string) bool { return slices.Equal(s, sentences) })
	if !known && len(w.said) < enoughWordings {
		w.said = append(w.said, sentences)
	}
}
