package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// A briefing of a day is held against the days before it, and carries what they have
// left open.
func TestABriefingTellsWhatStandsOutAndWhatIsStillOpen(t *testing.T) {
	var in strings.Builder
	n := 0
	say := func(at, card, text string) {
		n++
		line, err := json.Marshal(map[string]string{"id": fmt.Sprintf("m%d", n), "time": "2020-02-" + at + ":00+08:00", "chat": workChat, "sender": card, "text": text})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&in, "%s\n", line)
	}
	for _, day := range []string{"03", "04", "05", "06"} {
		home := map[string]int{"03": 5, "04": 7, "05": 6, "06": 61}[day]
		say(day+"T09:00", "柳湾村 李会芳", fmt.Sprintf("柳湾村疫情日报：居家观察%d人，发热0人", home))
		if day == "04" {
			say(day+"T09:10", "东坡村王桂兰", "东坡村疫情日报：居家观察4人，备注：卡点帐篷坏了，需2顶")
		}
	}
	store := "embedded:" + t.TempDir()
	mustRun(t, []byte(in.String()), "replay", "-c", "testdata/township/qunbao.yaml", "--store", store,
		"--from", "2020-02-03T06:00:00+08:00", "--until", "2020-02-06T20:00:00+08:00")
	text := mustRun(t, nil, "brief", "-c", "testdata/township/qunbao.yaml", "--store", store, "--from", "2020-02-06")
	for _, want := range []string{
		"柳湾村居家观察由6人升至61人，为近3日均值的10.2倍", "东坡村连续2日未报疫情日报", "连续4日未报疫情日报",
		"2月4日，东坡村反映（尚未收到办结情况，已2天）：卡点帐篷坏了，需2顶",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	text = mustRun(t, nil, "brief", "-c", "testdata/township/qunbao.yaml", "--store", store, "--kind", "situation", "--from", "2020-02-03", "--to", "2020-02-06")
	for _, want := range []string{"应报48期次，已报5期次", "2月6日，柳湾村居家观察由6人升至61人", "2月4日，东坡村反映：卡点帐篷坏了，需2顶"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
