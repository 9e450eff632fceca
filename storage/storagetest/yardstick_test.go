package storagetest_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// yardstick is redis-benchmark, the server's own program, against a server: how
// fast it takes SET, and the script of a commit with arguments like ours.
type yardstick struct {
	addr, clients string
	evalsha       []string
}

// newYardstick is nil where there is no server. It learns the command of a
// commit from what the server hears.
func newYardstick(b *testing.B, server *storagetest.Server, clients int, f filings) *yardstick {
	b.Helper()
	if server == nil {
		return nil
	}
	s, err := redis.Open(b.Context(), server.URL(), "量", redis.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	const any = "__rand_int__" // redis-benchmark puts another number there each time
	commit := func(name string) error {
		k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: benchDay}, Unit: report.UnitID(name)}
		return s.Commit(b.Context(), about(f.report, report.MessageID("wx-"+name), k))
	}
	if err := commit("first"); err != nil { // teaches the server the script
		b.Fatal(err)
	}
	heard := listen(b, server.Addr(), "EVALSHA", func() error { return commit(any) })
	return &yardstick{addr: server.Addr(), clients: strconv.Itoa(clients), evalsha: heard}
}

// listen gives the command of a name that the server hears while do runs, as
// MONITOR shows it.
func listen(b *testing.B, addr, name string, do func() error) []string {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "MONITOR\r\n")
	lines := bufio.NewReaderSize(conn, 1<<20)
	if said, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(said, "+OK") {
		b.Fatal(said, err)
	}
	if err := do(); err != nil {
		b.Fatal(err)
	}
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		if words := quoted(line); len(words) > 0 && strings.EqualFold(words[0], name) {
			return words
		}
	}
}

// quoted are the words of a line that stand in quotes, with Redis's escapes,
// which are Go's.
func quoted(line string) []string {
	var words []string
	for {
		start := strings.IndexByte(line, '"')
		if start < 0 {
			return words
		}
		word, err := strconv.QuotedPrefix(line[start:])
		if err != nil {
			return words
		}
		text, err := strconv.Unquote(word)
		if err != nil {
			return words
		}
		words, line = append(words, text), line[start+len(word):]
	}
}

// around runs fn between two runs of redis-benchmark, and reports both.
func (y *yardstick) around(b *testing.B, fn func()) {
	b.Helper()
	if y == nil || b.N < 1000 {
		fn()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "op/s")
		return
	}
	before := y.run(b, y.evalsha)
	set := y.run(b, []string{"SET", "__rand_int__", strings.Repeat("x", 600)})
	fn()
	after := y.run(b, y.evalsha)
	ours := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(ours, "op/s")
	b.ReportMetric((before+after)/2, "evalsha/s")
	b.ReportMetric(set, "set/s")
	b.ReportMetric(2*ours/(before+after), "of-evalsha")
}

// run is how many of a command the server takes in a second.
func (y *yardstick) run(b *testing.B, command []string) float64 {
	b.Helper()
	host, port, err := net.SplitHostPort(y.addr)
	if err != nil {
		b.Fatal(err)
	}
	args := append([]string{"-h", host, "-p", port, "-c", y.clients, "-n", "10000", "-r", "100000000", "--csv"}, command...)
	out, err := exec.CommandContext(context.WithoutCancel(b.Context()), "redis-benchmark", args...).Output()
	if err != nil {
		b.Fatal(err)
	}
	// The command stands before the figures, its quotes as they are.
	figures := strings.Split(strings.TrimSpace(string(out)), `","`)
	if len(figures) < 8 {
		b.Fatalf("redis-benchmark says %q", out)
	}
	speed, err := strconv.ParseFloat(figures[len(figures)-7], 64)
	if err != nil {
		b.Fatal(err)
	}
	return speed
}
