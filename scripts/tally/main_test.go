package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const passing = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"a table\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p","Elapsed":0.1}
`

const failing = `{"Action":"output","Package":"q","Test":"TestB/part","Output":"    b_test.go:7: no\n"}
{"Action":"output","Package":"q","Test":"TestB/part","Output":"    --- FAIL: TestB/part (0.00s)\n"}
{"Action":"fail","Package":"q","Test":"TestB/part"}
{"Action":"output","Package":"q","Test":"TestB","Output":"--- FAIL: TestB (0.00s)\n"}
{"Action":"fail","Package":"q","Test":"TestB"}
{"Action":"output","Package":"q","Output":"FAIL\tq\t0.1s\n"}
{"Action":"fail","Package":"q"}
`

const unbuilt = `{"ImportPath":"r","Action":"build-output","Output":"r/r.go:3:1: syntax error\n"}
{"ImportPath":"r","Action":"build-fail"}
{"Action":"output","Package":"r","Output":"FAIL\tr [build failed]\n"}
{"Action":"fail","Package":"r","FailedBuild":"r"}
`

func read(t *testing.T, in string) (*tally, string) {
	t.Helper()
	var out bytes.Buffer
	y := &tally{out: &out, said: map[string][]string{}}
	if err := y.read(strings.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	return y, out.String()
}

func TestWhatFailedIsShownAndWhatPassedIsOneLine(t *testing.T) {
	y, out := read(t, passing+failing)
	want := "ok  \tp\t0.1s\n    b_test.go:7: no\n    --- FAIL: TestB/part (0.00s)\n--- FAIL: TestB (0.00s)\nFAIL\tq\t0.1s\n"
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
	if y.counts != (counts{passed: 1, failed: 2}) {
		t.Errorf("counts %+v", y.counts)
	}
}

func TestAPackageThatCannotBeBuiltIsAFailure(t *testing.T) {
	y, out := read(t, passing+unbuilt)
	if y.counts != (counts{passed: 1, failed: 1}) {
		t.Errorf("counts %+v", y.counts)
	}
	if !strings.Contains(out, "r/r.go:3:1: syntax error") {
		t.Errorf("it is not said why:\n%s", out)
	}
}

func TestTalkThatIsNoEventIsShown(t *testing.T) {
	if _, out := read(t, "go: something is wrong\n"); out != "go: something is wrong\n" {
		t.Errorf("shown: %q", out)
	}
}

func TestRunsAreSummed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tally")
	for _, c := range []counts{{3, 0}, {4, 1}} {
		if err := remember(c, file); err != nil {
			t.Fatal(err)
		}
	}
	if got := total(file); got != (counts{7, 1}) {
		t.Errorf("sum %+v", got)
	}
	if got := total(filepath.Join(t.TempDir(), "none")); got.failed == 0 {
		t.Error("a file that is not there is no success")
	}
}
