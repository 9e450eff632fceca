//go:build !race

package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/report"
	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// asProgram holds the instructions of this test binary, started again as a
// program that sends until it is killed or its input ends.
const asProgram = "QUNBAO_TEST_SENDER"

func TestMain(m *testing.M) {
	if said := os.Getenv(asProgram); said != "" {
		if err := sendUntilKilled(context.Background(), said); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// orders are what such a program is told.
type orders struct {
	Redis, Folder string // one of them
	Owner, Paper  string // the paper is the file that all of them write to
	Epoch         time.Time
	Speed         int // of its clock, since Epoch
}

// now is the time by the programs' clock, which goes faster than the wall's so
// that leases end soon.
func (o orders) now() time.Time { return o.Epoch.Add(time.Since(o.Epoch) * time.Duration(o.Speed)) }

type kept interface {
	bot.Outbox
	Queue(ctx context.Context, rows ...report.Row) error
	RowState(ctx context.Context, key string) (report.RowState, bool, error)
	Close() error
}

func (o orders) open(ctx context.Context) (kept, error) {
	if o.Redis != "" {
		return redis.Open(ctx, o.Redis, "镇", redis.Options{})
	}
	return sqlite.Open(ctx, o.Folder)
}

// paper is a channel that writes what it sends into a file, a line a message.
type paper struct {
	bot.Channel
	file  *os.File
	owner string
}

func (p *paper) Capabilities() bot.Capabilities { return bot.Capabilities{} }

func (p *paper) Send(_ context.Context, out report.Outgoing) error {
	_, err := fmt.Fprintf(p.file, "%s\t%s\t%s\n", p.owner, out.To, out.Text)
	return err
}

// keysOnly is a renderer whose words are the rows' keys.
type keysOnly struct{}

func (keysOnly) Render(_ context.Context, rows []report.Row, _ time.Time) (report.Outgoing, bool, error) {
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return report.Outgoing{Kind: rows[0].Kind, To: rows[0].To, Text: strings.Join(keys, " ")}, true, nil
}

func sendUntilKilled(ctx context.Context, said string) error {
	var o orders
	if err := json.Unmarshal([]byte(said), &o); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	go func() {
		io.Copy(io.Discard, os.Stdin) // ends with the test, however it ends
		stop()
	}()
	store, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	file, err := os.OpenFile(o.Paper, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	s := &bot.Sender{Outbox: store, Renderer: keysOnly{}, Channel: &paper{file: file, owner: o.Owner},
		Owner: o.Owner, Log: slog.New(slog.DiscardHandler), Burst: 20}
	for ctx.Err() == nil {
		now := o.now()
		next, err := s.Step(ctx, now)
		if err != nil {
			return err
		}
		if next.After(now) || next.IsZero() {
			time.Sleep(5 * time.Millisecond) // polled, since its clock goes fast
		}
	}
	return nil
}

// troupe is a number of such programs.
type troupe struct {
	t        *testing.T
	orders   orders
	programs map[string]*exec.Cmd
	kills    int
}

func (tr *troupe) start(owner string) {
	tr.t.Helper()
	o := tr.orders
	o.Owner = owner
	said, err := json.Marshal(o)
	if err != nil {
		tr.t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asProgram+"="+string(said))
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil {
		tr.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tr.t.Fatal(err)
	}
	tr.programs[owner] = cmd
}

func (tr *troupe) kill(owner string) {
	cmd := tr.programs[owner]
	delete(tr.programs, owner)
	if cmd != nil {
		cmd.Process.Kill()
		cmd.Wait()
	}
}

// lines waits until n lines more are written, or no more come.
func (tr *troupe) lines(n int) [][]byte {
	tr.t.Helper()
	before, since := -1, time.Now()
	for {
		b, err := os.ReadFile(tr.orders.Paper)
		if err != nil {
			tr.t.Fatal(err)
		}
		all := bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n"))
		if len(all) >= n || time.Since(since) > 2*time.Second {
			return all
		}
		if len(all) != before {
			before, since = len(all), time.Now()
		}
		time.Sleep(2 * time.Millisecond) // what other processes write is polled
	}
}

// act lets the programs work, killing one whenever some messages more have left;
// what was killed is started again at once or after the next kill. It ends when
// nothing waits.
func (tr *troupe) act(store kept, owners ...string) {
	tr.t.Helper()
	chance := rand.New(rand.NewPCG(1, 2))
	for _, owner := range owners {
		tr.start(owner)
	}
	written := 0
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); {
		_, waits, err := store.NextRow(tr.t.Context())
		if err != nil {
			tr.t.Fatal(err)
		}
		if !waits {
			return
		}
		written = len(tr.lines(written + 20 + chance.IntN(60)))
		for _, owner := range owners {
			if tr.programs[owner] == nil {
				tr.start(owner)
			}
		}
		owner := owners[chance.IntN(len(owners))]
		tr.kill(owner)
		tr.kills++
		if len(owners) == 1 || chance.IntN(2) == 0 {
			tr.start(owner)
		}
	}
	tr.t.Fatal("rows still wait")
}

// someRows are rows of several kinds to some chats and people, all due.
func someRows(n int, now time.Time) []report.Row {
	kinds := []report.Kind{report.Ask, report.Receipt, report.Reply, report.Receipt, report.Alert, report.Receipt, report.Reminder}
	rows := make([]report.Row, n)
	for i := range rows {
		to := report.Address{Chat: report.ChatID(fmt.Sprint("群", i%12))}
		if i%12 > 8 {
			to = report.Address{Person: report.PersonID(fmt.Sprint("人", i%12))}
		}
		kind := kinds[i%len(kinds)]
		rows[i] = report.Row{Key: fmt.Sprintf("%s/%06d", kind, i), Kind: kind, To: to, NotBefore: now.Add(-time.Hour),
			Form: report.FormID(fmt.Sprint("f", i/200))} // a handful of receipts are one message
	}
	return rows
}

func TestProgramsThatAreKilledSendEachRowOnce(t *testing.T) {
	t.Parallel()
	for name, owners := range map[string][]string{"redis": {"一", "二", "三"}, "embedded": {"一"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr := &troupe{t: t, programs: map[string]*exec.Cmd{}}
			tr.orders = orders{Paper: filepath.Join(t.TempDir(), "paper"), Epoch: time.Now(), Speed: 120}
			if name == "redis" {
				tr.orders.Redis = storagetest.StartRedis(t)
			} else {
				tr.orders.Folder = t.TempDir()
			}
			if err := os.WriteFile(tr.orders.Paper, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			store, err := tr.orders.open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { store.Close() })
			t.Cleanup(func() {
				for owner := range tr.programs {
					tr.kill(owner)
				}
			})
			rows := someRows(storagetest.Times(1000), tr.orders.now())
			for some := range slices.Chunk(rows, 500) {
				if err := store.Queue(t.Context(), some...); err != nil {
					t.Fatal(err)
				}
			}
			tr.act(store, owners...)
			left := readPaper(t, tr.lines(0))
			seen := checkOnce(t, store, rows, left, tr.kills)
			checkOrder(t, rows, left)
			shares := map[string]int{}
			for _, m := range left {
				shares[m.by]++
			}
			t.Logf("%d rows in %d messages %v, %d kills, %d of them seen", len(rows), len(left), shares, tr.kills, seen)
		})
	}
}

// message is a line of the paper.
type message struct {
	by, to string
	rows   []string
}

func readPaper(t *testing.T, lines [][]byte) []message {
	t.Helper()
	var left []message
	for _, l := range lines {
		f := strings.Split(string(l), "\t")
		if len(f) != 3 {
			t.Fatalf("a line is torn: %q", l)
		}
		left = append(left, message{f[0], f[1], strings.Fields(f[2])})
	}
	return left
}

// checkOnce holds that every row has left once, that what may or may not have
// left is marked so, and that a kill leaves at most one such message; it gives
// their number.
func checkOnce(t *testing.T, store kept, rows []report.Row, left []message, kills int) int {
	t.Helper()
	times := map[string]int{}
	for _, m := range left {
		for _, key := range m.rows {
			times[key]++
		}
	}
	unsure, again := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		state, _, err := store.RowState(t.Context(), r.Key)
		n := times[r.Key]
		switch {
		case err != nil:
			t.Fatal(err)
		case state == report.Uncertain && r.Kind != report.Alert && n <= 1:
			unsure[fmt.Sprint(r.To, r.Kind, r.Form)] = true
		case state == report.Sent && r.Kind == report.Alert && n > 1:
			again[r.Key] = true
		case state != report.Sent || n != 1:
			t.Errorf("%s has left %d times and is %s", r.Key, n, state)
		}
	}
	if n := len(unsure) + len(again); n > kills {
		t.Errorf("%d messages are uncertain and %d alerts were sent again after %d kills", len(unsure), len(again), kills)
	}
	return len(unsure) + len(again)
}

// checkOrder holds that what goes to one address left in its order: the urgent
// first, then as it was queued.
func checkOrder(t *testing.T, rows []report.Row, left []message) {
	t.Helper()
	place := map[string]int{}
	for i, r := range rows {
		place[r.Key] = r.Kind.Urgency()*len(rows) + i
	}
	last, seen := map[string]string{}, map[string]bool{}
	for _, m := range left {
		key := m.rows[0]
		if before := last[m.to]; !seen[key] && before != "" && place[key] < place[before] {
			t.Errorf("to %s %s left after %s", m.to, key, before)
		}
		if !seen[key] {
			last[m.to] = key
		}
		seen[key] = true
	}
}
