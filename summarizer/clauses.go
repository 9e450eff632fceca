package summarizer

import "strings"

// clauses reads the stretches of a sentence one after the other and knows what the
// next one has to be.
type clauses struct {
	*verifier
	lead   []string // leads that wait for a fact
	front  bool     // a lead waits for advice
	advice bool     // the stretch before was advice
	way    int      // which way the facts that follow must have moved
	says   bool     // the sentence says something: a fact, advice or a phrase
}

// read reads one stretch.
func (c *clauses) read(s stretch) {
	if s.words == "" && s.fact == "" {
		c.refuse(ruleEnding, "") // two marks in a row, or one before any words
		return
	}
	c.touch(s)
	if s.words != "" {
		c.words(s)
	}
	c.write(s.words)
	mark := s.mark
	if s.fact != "" && c.tell(s.fact) && strings.Contains("，、", mark) {
		mark = "；" // what follows is no part of what somebody said
	} else if s.fact != "" && mark == "、" {
		mark = "，" // facts are clauses, and a list of units may end the one before
	}
	if mark == "：" && len(c.lead) == 0 {
		c.refuse(ruleEnding, "")
	}
	c.write(mark)
}

// touch refuses what runs into a fact: from before only some leads may, from behind
// nothing: 约{{D1}}, 并非{{A1}}, {{A1}}不实 would bend it.
func (c *clauses) touch(s stretch) {
	before := s.fact != "" && s.words != "" && !into.MatchString(s.words)
	switch {
	case s.after == "" && !before:
	case hedging.MatchString(s.after) || before && hedging.MatchString(s.words):
		c.refuse(ruleHedge, "")
	case placeholder.MatchString(s.after):
		c.refuse(ruleTouching, "")
	case s.after != "":
		c.foreign(s.after, ruleTouching)
	default:
		c.foreign(s.words, ruleTouching)
	}
}

// foreign refuses words by what is wrong with them, or by another rule where only
// their place is.
func (c *clauses) foreign(words string, otherwise rule) {
	if r := diagnose(words, c.by.names); r != ruleClause || otherwise == "" {
		otherwise = r
	}
	c.refuse(otherwise, "")
}

// words judges words between two marks, or before a fact.
func (c *clauses) words(s stretch) {
	words := s.words
	said := mannerOf(words, c.by.phrases)
	switch said {
	case foreign:
		if ordinals.MatchString(words) {
			c.refuse(ruleOrdinal, "")
		} else if s.fact == "" {
			c.foreign(words, "")
		}
		return
	case leading, topical:
		c.lead = append(c.lead, words)
		if linked.MatchString(words) && len(c.used) == 0 {
			c.refuse(ruleLead, "") // 此外, beside nothing
		}
	case rising:
		c.lead, c.way = append(c.lead, words), 1
	case falling:
		c.lead, c.way = append(c.lead, words), -1
	case fronting:
		c.front = true
	case continuing:
		if !c.advice {
			c.refuse(ruleClause, "")
		}
	}
	c.advice = said == advising || said == continuing
	if c.advice || said == approved {
		c.counsel(words, said)
	}
	if hasNumeral(words) {
		c.refuse(ruleNumber, "")
	} else if said != approved && !licensed(words, c.beside) {
		c.refuse(ruleUnlicensed, "")
	}
}

// counsel notes advice, which is given once and never opens a paragraph whose first
// words are 截至….
func (c *clauses) counsel(words string, said manner) {
	if len(c.lead) > 0 || len(c.used) == 0 && c.p.lead != "" {
		c.refuse(ruleLead, "")
	}
	if c.advised[words] && said != continuing {
		c.refuse(ruleRepeated, "")
	}
	c.advised[words], c.front, c.says = true, false, true
}

// tell puts in a fact, which must be what the leads before it say. It is true where
// the fact ends with somebody's own words.
func (c *clauses) tell(id string) (quotes bool) {
	f := c.fact(id)
	if f.ID == "" {
		return false
	}
	for _, l := range c.lead {
		if mannerOf(l, nil) == topical && !fits(l, f) {
			c.refuse(ruleLead, f.ID)
		}
	}
	if c.way != 0 && c.way != f.Dir {
		c.refuse(ruleTrend, f.ID)
	}
	if c.front {
		c.refuse(ruleLead, "")
	}
	c.lead, c.front, c.advice, c.says = nil, false, false, true
	return strings.Contains(f.Text, "：")
}

// close ends the sentence: no lead may wait.
func (c *clauses) close() {
	s := c.said[len(c.said)-1]
	if len(c.lead) > 0 || c.front || !c.says {
		c.refuse(ruleLead, "")
	}
	if strings.ContainsAny(s.Text, "\n\r\t") {
		c.refuse(ruleEnding, "")
	}
}
