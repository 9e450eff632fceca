package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// passage is a part of a text that may be said at more or less length.
type passage struct {
	rank int      // the lower is shortened first
	says []string // from the longest to the shortest, which may be empty
	at   int      // which of them is said
	pace int      // by how many ranks each shortening makes it more important; 0: stepRanks
	keep int      // how much more important the last shortening makes it than its place
	long []int    // of each of says, in characters; counted once
}

// What is shortened first, and what stays longest.
const (
	rankRates     = -1
	rankHint      = 0
	rankTotals    = 0 // and as many above it as there are shortenings of the totals
	rankBurden    = 8
	rankOpen      = 8
	rankLate      = 9
	rankExcused   = 10
	rankCorrected = 11
	rankDoubts    = 11
	rankMissing   = 12
	rankProblems  = 13
	rankEvents    = 16
	rankAlways    = 0 // it has one length only
)

// plain is a passage that is never shortened.
func plain(text string) passage { return passage{rank: rankAlways, says: []string{text}} }

// stepRanks is by how many ranks a passage grows more important each time it is shortened,
// so that no list is down to its number while another has all its names.
const stepRanks = 4

// leastSaved is how many characters a step should save, else it comes after those that do.
const leastSaved = 8

// weight is the importance of what a passage says now.
func (p *passage) weight() int {
	pace := p.pace
	if pace == 0 {
		pace = stepRanks
	}
	w := p.rank + pace*p.at
	if p.at+2 == len(p.says) {
		w += p.keep
	}
	if p.length(p.at)-p.length(p.at+1) < leastSaved {
		w += 2 * stepRanks
	}
	return w
}

// fit shortens passages, the least important first and of these the longest, until all
// are no longer than a limit, as far as that can be, and gives what is said.
func fit(all []passage, limit int) string {
	for i := range all {
		all[i].prune()
	}
	for length(all) > limit {
		chosen := -1
		for i := range all {
			p := &all[i]
			if p.at+1 >= len(p.says) {
				continue
			}
			if chosen < 0 || p.weight() < all[chosen].weight() || p.weight() == all[chosen].weight() && len(p.said()) > len(all[chosen].said()) {
				chosen = i
			}
		}
		if chosen < 0 {
			break
		}
		all[chosen].at++
	}
	var lines []string
	for _, p := range all {
		if p.said() != "" {
			lines = append(lines, p.said())
		}
	}
	return strings.Join(lines, "\n")
}

// prune leaves out what would be no shorter than what it stands for.
func (p *passage) prune() {
	kept, least := p.says[:p.at+1:p.at+1], p.length(p.at)
	for i := p.at + 1; i < len(p.says); i++ {
		if n := p.length(i); n < least {
			kept, least = append(kept, p.says[i]), n
		}
	}
	p.says, p.long = kept, nil
}

func (p *passage) said() string { return p.says[p.at] }

// length is that of what a passage says at a step.
func (p *passage) length(step int) int {
	if p.long == nil {
		p.long = make([]int, len(p.says))
		for i, s := range p.says {
			p.long[i] = utf8.RuneCountInString(s)
		}
	}
	return p.long[step]
}

// length is in characters, with the ends of the lines.
func length(all []passage) int {
	n := 0
	for i := range all {
		if said := all[i].said(); said != "" {
			n += all[i].length(all[i].at) + 1
		}
	}
	return n
}

// mostNamed is how many a list names in a digest at first; the steps by which it is
// shortened follow. The last says only how many there are.
const mostNamed = 60

var namedSteps = []int{30, 16, 8, 5, 3, 1, 0}

// listing is a line that lists things, shortened with their number behind:
// 未报：河口村（包村马丽）、石桥村等9个村. Behind the number may stand where the rest is.
func listing[T fmt.Stringer](rank int, title string, all []T, number string) passage {
	p := passage{rank: rank}
	if len(all) <= mostNamed {
		p.says = append(p.says, title+joinedAll(all, "、"))
	}
	for _, n := range append([]int{mostNamed}, namedSteps...) {
		switch {
		case n >= len(all):
		case n == 0:
			p.says = append(p.says, title+number)
		default:
			p.says = append(p.says, title+joinedAll(all[:n], "、")+"等"+number)
		}
	}
	return p
}

// joinedAll is what things say, with a mark between them.
func joinedAll[T fmt.Stringer](all []T, mark string) string {
	said := make([]string, len(all))
	for i, x := range all {
		said[i] = x.String()
	}
	return strings.Join(said, mark)
}
