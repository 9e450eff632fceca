package zh_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report/zh"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The texts were written, with what stands in them, before the reader was run on
// them; the golden file holds what it found, which agrees with that.
func TestEverydayTextsAreReadAsTheirWriterMeantThem(t *testing.T) {
	f, err := os.Open("testdata/everyday/texts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got strings.Builder
	for lines := json.NewDecoder(f); lines.More(); {
		var c struct {
			Ref  time.Time
			Text string
		}
		if err := lines.Decode(&c); err != nil {
			t.Fatal(err)
		}
		text, ref := zh.Fold(c.Text), c.Ref.In(china)
		numbers, dates := zh.Read(text, zh.Units{}, ref)
		fmt.Fprintf(&got, "%s\n\t%s\n", c.Text, strings.TrimSpace(show(text, numbers)+" | "+showDates(dates, ref)))
	}
	const golden = "testdata/everyday/found.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); d != "" {
		t.Error(d)
	}
}
