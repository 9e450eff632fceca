package storagetest_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// These benchmarks measure the stores as the program uses them. What is filed is
// what the program itself makes of a cadre's message with twelve figures: a
// version, an outcome and the receipt's row.

const benchDay = report.Day(18297) // 2020-02-05

// sample is the starter workspace.
func sample(b testing.TB) *report.Workspace {
	b.Helper()
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		b.Fatal(err)
	}
	return c.Workspace
}

// taken keeps the changes that a handler makes.
type taken struct {
	*sqlite.Store
	changes []report.Change
}

func (s *taken) Commit(ctx context.Context, c report.Change) error {
	s.changes = append(s.changes, c)
	return s.Store.Commit(ctx, c)
}

// filings makes changes like those of a report and of its correction.
type filings struct{ report, correction report.Change }

func newFilings(b testing.TB) filings {
	b.Helper()
	s, err := sqlite.Open(b.Context(), sqlite.Memory)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	w, made := sample(b), &taken{Store: s}
	h := commands.New(w, parse.New(w), made, s, s)
	for i, text := range []string{
		"柳湾村疫情日报：排查返乡人员59人，武汉返乡12人，湖北其他返乡5人，今日新增返乡0人，居家观察14户46人，集中观察2人，已解除11人，已离开0人，发热0人，卡点2个，值守人员10人",
		"更正：柳湾村居家观察应为44人",
	} {
		at := benchDay.At(16*60+20+report.Clock(i), w.Zone)
		m := report.Message{ID: report.MessageID(fmt.Sprintf("wx-73012345678901234%d", i)), Time: at, Chat: "青石镇疫情防控工作群", Sender: "柳湾村 李会芳", Text: text}
		if err := h.Handle(b.Context(), m, at); err != nil {
			b.Fatal(err)
		}
	}
	if len(made.changes) != 2 || len(made.changes[0].Writes) != 1 || len(made.changes[0].Writes[0].Version.Values) != 12 || made.changes[1].Writes[0].Revision != 1 {
		b.Fatalf("the messages were read otherwise: %+v", made.changes)
	}
	return filings{made.changes[0], made.changes[1]}
}

// about is such a change of another message about another unit's record.
func about(c report.Change, id report.MessageID, k report.RecordKey) report.Change {
	c.Outcome.Message, c.Outcome.Records = id, []report.RecordKey{k}
	w := c.Writes[0]
	w.Key, w.Version.Message = k, id
	c.Writes = []report.Write{w}
	c.Rows = slices.Clone(c.Rows)
	for i := range c.Rows {
		r := &c.Rows[i]
		r.Key, r.Message, r.Units = fmt.Sprintf("receipt/%s/%s/%s", id, k.Form, k.Unit), id, []report.UnitID{k.Unit}
	}
	return c
}

// unit is a name as long as a village's.
func unit(n int) report.UnitID { return report.UnitID(fmt.Sprintf("第%04d村", n)) }

// nth is the change of the n-th message: a thousand units a day.
func (f filings) nth(n int) report.Change {
	k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: benchDay + report.Day(n/1000)}, Unit: unit(n % 1000)}
	return about(f.report, report.MessageID(fmt.Sprintf("wx-%018d", n)), k)
}

// house is a store to measure, on a disk.
type house struct {
	name string
	open func(b *testing.B) (s storagetest.Store, server *storagetest.Server)
}

// houses are the embedded store and Redis with either way to its disk.
func houses() []house {
	server := func(fsync string) func(*testing.B) (storagetest.Store, *storagetest.Server) {
		return func(b *testing.B) (storagetest.Store, *storagetest.Server) {
			server := storagetest.StartServer(b, "--appendfsync", fsync)
			s, err := redis.Open(b.Context(), server.URL(), "镇", redis.Options{})
			if err != nil {
				b.Fatal(err)
			}
			return s, server
		}
	}
	return []house{
		{"embedded", func(b *testing.B) (storagetest.Store, *storagetest.Server) {
			s, err := sqlite.Open(b.Context(), b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			return s, nil
		}},
		{"redis", server("always")},
		{"redis-everysec", server("everysec")},
	}
}

// inFlight calls do with 0, 1 … b.N−1, a number of them at once.
func inFlight(b *testing.B, n int, do func(i int) error) {
	b.Helper()
	var next, failed atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range n {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N) && failed.Load() == 0; i = next.Add(1) - 1 {
				if err := do(int(i)); err != nil {
					failed.Add(1)
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
}

// BenchmarkFile files reports, 1, 16 and 64 at a time: commit is the write
// alone, file reads the record before it as a message does. With Redis the
// server's own benchmark runs the same script before and after, with as many
// connections; of-evalsha is our part of its speed.
func BenchmarkFile(b *testing.B) {
	f := newFilings(b)
	for _, h := range houses() {
		for _, n := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d", h.name, n), func(b *testing.B) {
				s, server := h.open(b)
				defer s.Close()
				first := new(atomic.Int64) // messages so far: each is another
				y := newYardstick(b, server, n, f)
				b.Run("commit", func(b *testing.B) {
					y.around(b, func() {
						from := int(first.Add(int64(b.N))) - b.N
						inFlight(b, n, func(i int) error { return s.Commit(b.Context(), f.nth(from+i)) })
					})
				})
				b.Run("file", func(b *testing.B) {
					y.around(b, func() {
						from := int(first.Add(int64(b.N))) - b.N
						inFlight(b, n, func(i int) error {
							c := f.nth(from + i)
							list, err := s.Records(b.Context(), []report.RecordKey{c.Writes[0].Key})
							if err != nil {
								return err
							}
							c.Writes[0].Revision = list[0].Revision()
							return s.Commit(b.Context(), c)
						})
					})
				})
			})
		}
	}
}
