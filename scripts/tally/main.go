// Tally reads what go test -json says on its standard input and says it again
// for people: the closing line of each package, what failed tests printed, and
// at the end
//
//	N passed, N failed
//
// A package that could not be built or did not end properly counts as one
// failure. It exits with 1 where anything failed. With -v everything that tests
// print is shown, and with -append FILE the two numbers are added to a file, so
// that several runs can be summed: -sum FILE does that and reads no input.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	show := flag.Bool("v", false, "show what tests print, also where they pass")
	add := flag.String("append", "", "a `file` to which the numbers are added")
	sum := flag.String("sum", "", "a `file` of numbers to sum")
	flag.Parse()
	if *sum != "" {
		os.Exit(finish(total(*sum), ""))
	}
	t := &tally{out: os.Stdout, show: *show, said: map[string][]string{}}
	if err := t.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	os.Exit(finish(t.counts, *add))
}

// counts is how many tests and examples, with their parts, passed and failed.
type counts struct{ passed, failed int }

// finish prints the last line and gives the exit code.
func finish(c counts, add string) int {
	fmt.Printf("%d passed, %d failed\n", c.passed, c.failed)
	if err := remember(c, add); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		return 1
	}
	if c.failed > 0 {
		return 1
	}
	return 0
}

// remember adds a line with the numbers to a file, if one is named.
func remember(c counts, name string) error {
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, c.passed, c.failed); err != nil {
		return err
	}
	return f.Close()
}

// total sums the lines of a file. One that cannot be read is a failure.
func total(name string) counts {
	var sum counts
	f, err := os.Open(name)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		return counts{failed: 1}
	}
	defer f.Close()
	for {
		var c counts
		if _, err := fmt.Fscanln(f, &c.passed, &c.failed); err == io.EOF {
			return sum
		} else if err != nil {
			fmt.Fprintln(os.Stderr, "tally:", err)
			return counts{sum.passed, sum.failed + 1}
		}
		sum.passed, sum.failed = sum.passed+c.passed, sum.failed+c.failed
	}
}

// event is a line of go test -json; see go doc test2json and go help buildjson.
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// tally follows a run.
type tally struct {
	counts
	out  io.Writer
	show bool
	said map[string][]string // what a test that is not over has printed; "" of a package
	bad  map[string]bool     // packages in which a test failed
}

func (t *tally) read(r io.Reader) error {
	t.bad = map[string]bool{}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// line takes one line; what is no event is shown as it is.
func (t *tally) line(line string) {
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil || e.Action == "" {
		fmt.Fprint(t.out, line)
		return
	}
	key := e.Package + "\t" + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "output":
		t.output(key, e)
	case "pass", "fail", "skip":
		t.end(key, e)
	}
}

// output shows what a package says, and keeps what a test says until it is over.
func (t *tally) output(key string, e event) {
	switch {
	case t.show, e.Test == "" && closing(e.Output):
		fmt.Fprint(t.out, e.Output)
	case !strings.HasPrefix(e.Output, "=== "):
		t.said[key] = append(t.said[key], e.Output)
	}
}

// closing tells whether a line is the last one of a package.
func closing(line string) bool {
	for _, begin := range []string{"ok  ", "FAIL\t", "---", "?   ", "panic:"} {
		if strings.HasPrefix(line, begin) {
			return true
		}
	}
	return false
}

// end counts a test or a package that is over.
func (t *tally) end(key string, e event) {
	if e.Action == "fail" {
		fmt.Fprint(t.out, strings.Join(t.said[key], ""))
	}
	delete(t.said, key)
	switch {
	case e.Test != "" && e.Action == "pass":
		t.passed++
	case e.Test != "" && e.Action == "fail":
		t.failed++
		t.bad[e.Package] = true
	case e.Test == "" && e.Action == "fail" && !t.bad[e.Package]:
		t.failed++
	}
}
