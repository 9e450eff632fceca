package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// nobodyYet is the state of an urgent matter that nobody has in hand.
const nobodyYet = "还没有人回复收到"

// mostEvents is how many urgent matters stand in a digest.
const mostEvents = 6

// events are the urgent matters, oldest first, each with its state and what was last said
// of it. Where there are more than have room, those that nobody has in hand stay longest,
// then those that are not over, and the newest of them; of the others the numbers stand.
func (d *DigestData) events() []passage {
	order := make([]int, len(d.Events))
	open := false
	for i, e := range d.Events {
		order[i], open = i, open || !e.Over
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(d.Events[b].urgency()-d.Events[a].urgency(), b-a)
	})
	shown := order[:min(len(order), mostEvents)]
	slices.Sort(shown)
	var all []passage
	for _, i := range shown {
		e := &d.Events[i]
		all = append(all, passage{rank: rankEvents, says: []string{"▲ " + e.String(), "▲ " + e.brief()}})
	}
	if left := order[len(shown):]; len(left) > 0 {
		slices.Sort(left)
		numbers := make([]string, len(left))
		for i, at := range left {
			numbers[i] = fmt.Sprintf("%d号", d.Events[at].N)
		}
		all = append(all, plain(fmt.Sprintf("▲ 另有急报%d件：%s", len(left), Listing(numbers))))
	}
	if open {
		all = append(all, passage{rank: rankHint, says: []string{"  （处置完的请回“办结”加编号，之后不再列出）", ""}})
	}
	return all
}

// urgency is higher the more an urgent matter needs to be read.
func (e *DigestEvent) urgency() int {
	switch {
	case e.Over:
		return 0
	case strings.Contains(e.State, nobodyYet):
		return 2
	}
	return 1
}

// brief is an urgent matter in as few words as say whether it is in hand.
func (e DigestEvent) brief() string {
	state := "；已办结"
	if !e.Over {
		state = "；处置中"
	}
	if strings.Contains(e.State, nobodyYet) {
		state = "；" + nobodyYet
	}
	return fmt.Sprintf("急报%d号 %s：%s%s", e.N, e.Unit, shorten(e.Text), state)
}
