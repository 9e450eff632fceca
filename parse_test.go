package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
)

// talk runs a command with pipes, as another program does that waits for each
// answer before it goes on.
func talk(t *testing.T, args ...string) (say func(text string) map[string]any, end func() int) {
	t.Helper()
	in, toProgram := io.Pipe()
	fromProgram, out := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(t.Context(), args, func(string) string { return "" }, in, out, io.Discard)
		out.Close()
	}()
	lines := bufio.NewReader(fromProgram)
	say = func(text string) map[string]any {
		t.Helper()
		if _, err := io.WriteString(toProgram, text+"\n"); err != nil {
			t.Fatal(err)
		}
		b, err := lines.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var result map[string]any
		if err := json.Unmarshal(b, &result); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		return result
	}
	return say, func() int { toProgram.Close(); return <-code }
}

func TestEachMessageIsAnsweredBeforeTheNextIsWritten(t *testing.T) {
	for _, command := range []string{"parse", "explain"} {
		say, end := talk(t, command, "-c", "testdata/township/qunbao.yaml")
		for i, text := range []string{"柳湾村平安", "柳湾村居家46人", "今天开会"} {
			id := fmt.Sprintf("m%d", i)
			m, err := json.Marshal(map[string]string{"id": id, "time": "2020-02-14T16:00:00+08:00", "chat": "青石镇疫情防控工作群", "sender": "柳湾村 李会芳", "text": text})
			if err != nil {
				t.Fatal(err)
			}
			if got := say(string(m)); got["id"] != id {
				t.Errorf("%s: answered %v to %s", command, got, id)
			}
		}
		if code := end(); code != exitDone {
			t.Errorf("%s: exit %d", command, code)
		}
	}
}

func TestWithoutAWorkspaceNumbersAndDatesAreExplained(t *testing.T) {
	say, end := talk(t, "explain", "-c", "-")
	got := say(`{"id":"m1","time":"2020-02-05T16:00:00+08:00","text":"截至昨天18时排查１，２００余人，电话13800001234，每处3—5人"}`)
	var numbers []string
	for _, n := range got["numbers"].([]any) {
		x := n.(map[string]any)
		numbers = append(numbers, fmt.Sprintf("%v%v %v–%v", x["n"], x["unit"], x["start"], x["end"]))
	}
	if want := "1200人 9–16, 3人 33–37, 5人 33–37"; strings.Join(numbers, ", ") != want {
		t.Errorf("numbers %s, want %s", strings.Join(numbers, ", "), want)
	}
	dates := got["dates"].([]any)
	if len(dates) != 1 || dates[0].(map[string]any)["time"] != "2020-02-04T18:00:00+08:00" {
		t.Errorf("dates %v", dates)
	}
	if code := end(); code != exitDone {
		t.Errorf("exit %d", code)
	}
}
