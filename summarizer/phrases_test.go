package summarizer_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// forbidden is what no phrase may hold: a numeral says a number that no fact
// shows, the words of tone say nothing, and 平稳 and the like claim what no form asks.
var forbidden = regexp.MustCompile(`[0-9０-９%〇零一二三四五六七八九十百千万亿两半]|[，。；：、][，。；：、]|` +
	`切实|狠抓|扎实|全力|不断|深入|确保|落实|高度重视|坚决|阻击战|平稳|可控|稳定|有序|显著|成效|圆满`)

func TestPhrasesClaimNothingAndDoNotRepeatThemselves(t *testing.T) {
	source, err := os.ReadFile("templates/phrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	place, count, seen := "", map[string]int{}, map[string]bool{}
	for line := range strings.Lines(string(source)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[':
			place = line
			continue
		}
		if bad := forbidden.FindString(line); bad != "" {
			t.Errorf("%s %s: holds %q", place, line, bad)
		}
		if rest := strings.NewReplacer("{span}", "", "{we}", "", "{topic}", "").Replace(line); strings.ContainsAny(rest, "{}") {
			t.Errorf("%s %s: an unknown place", place, line)
		}
		if seen[line] {
			t.Errorf("%s %s: twice", place, line)
		}
		seen[line] = true
		count[place]++
	}
	for place, n := range count {
		if strings.HasPrefix(place, "[next-") && n < 8 {
			t.Errorf("%s has %d phrases: two days of a week read alike", place, n)
		}
	}
}
