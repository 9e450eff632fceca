package jsonl_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/bot/jsonl"
	"qunbao/report"
)

var zone = time.FixedZone("CST", 8*3600)

func diff(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestEveryKeyOfALineIsRead(t *testing.T) {
	m, err := jsonl.Decode([]byte(`{"id":"m1","time":"2020-02-01T16:20:00+08:00","chat":"青石镇疫情防控工作群","sender":"柳湾村 李会芳","sender_id":"wx1",
		"private":true,"text":"柳湾村平安","type":"jielong","refers_to":"m0","mentions_bot":true,"files":["a.jpg"],"colour":{"of":["no",1,null]}}`), zone)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "message", report.Message{
		ID: "m1", Time: time.Date(2020, 2, 1, 16, 20, 0, 0, zone), Chat: "青石镇疫情防控工作群", Private: true, Sender: "柳湾村 李会芳", SenderID: "wx1",
		Text: "柳湾村平安", Type: report.JielongMessage, RefersTo: "m0", MentionsBot: true, Files: []string{"a.jpg"},
	}, m)
}

func TestALineIsReadAsFarAsItCanBe(t *testing.T) {
	at := time.Date(2020, 2, 1, 16, 20, 0, 0, zone)
	for _, c := range []struct {
		line string
		want report.Message
	}{
		{`{}`, report.Message{Type: "text"}},
		{`{"time":null,"type":"","files":null}`, report.Message{Type: "text"}},
		{`{"time":"2020-02-01T08:20:00Z"}`, report.Message{Type: "text", Time: at}},
		{`{"time":"2020-02-01T16:20:00"}`, report.Message{Type: "text", Time: at}},
		{`{"time":"2020-02-01 16:20"}`, report.Message{Type: "text", Time: at}},
		{"  {\"text\":\"发热\xff0人\"}\r", report.Message{Type: "text", Text: "发热\uFFFD0人"}},
		{`{"text":"\ud800"}`, report.Message{Type: "text", Text: "\uFFFD"}},
		{`{"type":"sticker"}`, report.Message{Type: "sticker"}},
	} {
		m, err := jsonl.Decode([]byte(c.line), zone)
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
		}
		diff(t, c.line, c.want, m)
	}
}

func TestAFaultSaysWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		`柳湾村平安`:                        `is not JSON: invalid character`,
		`{"id":"m1"`:                   `is not JSON: unexpected end`,
		`{"id":"m1"} x`:                `is not JSON: invalid character 'x' after`,
		`["m1"]`:                       `is not a JSON object`,
		`null`:                         `is not a JSON object`,
		`"平安"`:                         `is not a JSON object`,
		`{"text":12}`:                  `has a wrong "text": it must be a text in quotes, not number`,
		`{"private":"yes"}`:            `has a wrong "private": it must be true or false, not string`,
		`{"files":"a.jpg"}`:            `has a wrong "files": it must be a list of texts, not string`,
		`{"time":"昨天下午"}`:              `has a time that cannot be read: "昨天下午"; write it as 2020-02-01T16:20:00+08:00`,
		`{"time":"2020-02-31T08:00Z"}`: `has a time that cannot be read`,
		strings.Repeat(`{"a":`, 20000): `is not JSON: invalid character '{' exceeded max depth`,
	} {
		_, err := jsonl.Decode([]byte(line), zone)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %s", line, err, want)
		}
	}
}

func TestAFaultyLineIsNamedOnceAndTheRestGoesOn(t *testing.T) {
	big := `{"id":"big","text":"` + strings.Repeat("疫", 1<<20) + `"}`
	huge := `{"id":"huge","text":"` + strings.Repeat("x", jsonl.MaxLine) + `"}`
	input := "\uFEFF{\"id\":\"a\"}\n\nno\n{\"id\":\"b\"}\r\n" + big + "\n" + huge + "\n{\"time\":\"?\"}\n{\"id\":\"c\"}"
	var faults, ids []string
	r := jsonl.NewReader(strings.NewReader(input), zone, func(err error) { faults = append(faults, err.Error()) })
	for {
		m, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, fmt.Sprint(r.Line(), " ", m.ID, " ", len(m.Text)))
	}
	diff(t, "messages", []string{"1 a 0", "4 b 0", "5 big 3145728", "8 c 0"}, ids)
	diff(t, "faults", []string{
		"line 3 is not JSON: invalid character 'o' in literal null (expecting 'u')",
		"line 6 is longer than 16 MB and is left out: the line is too long",
		`line 7 has a time that cannot be read: "?"; write it as 2020-02-01T16:20:00+08:00`,
	}, faults)
	diff(t, "count", 3, r.Faults())
}

func TestABrokenInputIsAnErrorWithItsLine(t *testing.T) {
	bad := errors.New("input/output error")
	r := jsonl.NewReader(io.MultiReader(strings.NewReader("{}\n{"), failing{bad}), zone, func(error) {})
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); !errors.Is(err, bad) || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error = %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

var reminder = report.Outgoing{
	Time: time.Date(2020, 2, 1, 16, 0, 0, 0, zone), Kind: report.Reminder, To: report.Address{Chat: "青石镇疫情防控工作群"},
	Mentions: []string{"柳湾村 李会芳"}, Form: "epidemic-daily", Period: 18293, Units: []report.UnitID{"柳湾村"}, Text: "请报 <发热> & 隔离\n谢谢", Key: "k",
}

func ExampleEncode() {
	line, _ := jsonl.Encode(reminder)
	fmt.Print(string(line))
	line, _ = jsonl.Encode(report.Outgoing{Time: reminder.Time, Kind: report.Reply, To: report.Address{Person: "李会芳"}, Key: "a"})
	fmt.Print(string(line))
	// Output:
	// {"time":"2020-02-01T16:00:00+08:00","kind":"reminder","to":{"chat":"青石镇疫情防控工作群"},"mentions":["柳湾村 李会芳"],"form":"epidemic-daily","period":"2020-02-01","slot":"","units":["柳湾村"],"text":"请报 <发热> & 隔离\n谢谢","files":[],"key":"k"}
	// {"time":"2020-02-01T16:00:00+08:00","kind":"answer","to":{"person":"李会芳"},"mentions":[],"form":"","period":"","slot":"","units":[],"text":"","files":[],"key":"a"}
}

// half takes half of what is written, once.
type half struct {
	strings.Builder
	done bool
}

func (h *half) Write(b []byte) (int, error) {
	if !h.done {
		h.done = true
		n, _ := h.Builder.Write(b[:len(b)/2])
		return n, io.ErrShortWrite
	}
	return h.Builder.Write(b)
}

func TestAWriteThatFailsSaysWhetherAnythingLeft(t *testing.T) {
	none := jsonl.New(strings.NewReader(""), failing{io.ErrClosedPipe}, zone, func(error) {})
	if err := none.Send(t.Context(), reminder); !errors.Is(err, bot.ErrOffline) {
		t.Errorf("nothing left: %v", err)
	}
	w := &half{}
	torn := jsonl.New(strings.NewReader(""), w, zone, func(error) {})
	if err := torn.Send(t.Context(), reminder); !errors.Is(err, bot.ErrUncertain) {
		t.Errorf("half left: %v", err)
	}
	if err := torn.Send(t.Context(), reminder); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(w.String()), "\n")
	if !json.Valid([]byte(lines[len(lines)-1])) {
		t.Errorf("the line after a torn one is spoilt: %s", lines[len(lines)-1])
	}
}

func TestTheLineThatWasNotTakenIsNamed(t *testing.T) {
	full := errors.New("no space left on device")
	c := jsonl.New(strings.NewReader("{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n"), io.Discard, zone, func(error) {})
	err := c.Run(t.Context(), bottest.Hears(func(_ context.Context, m report.Message) error {
		if m.ID == "b" {
			return full
		}
		return nil
	}))
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("error = %v", err)
	}
}

func TestFaultsOfAChannelAreCounted(t *testing.T) {
	c := jsonl.New(strings.NewReader("x\n{\"id\":\"a\"}\ny"), io.Discard, zone, func(error) {})
	n := 0
	err := c.Run(t.Context(), bottest.Hears(func(context.Context, report.Message) error { n++; return nil }))
	if err != nil || n != 1 || c.Faults() != 2 {
		t.Errorf("Run = %v, %d messages, %d faults", err, n, c.Faults())
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"m1","time":"2020-02-01T16:20:00+08:00","chat":"群","sender":"柳湾村 李会芳","text":"柳湾村平安"}`))
	f.Add([]byte(`{"text":"\u0000\ud83d","private":true,"type":"recall","refers_to":"x"}`))
	f.Add([]byte("\xff\xfe{"))
	f.Add([]byte(`{"TIME":"2020-02-01"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		m, err := jsonl.Decode(line, zone)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("a fault of several lines: %q", err)
			}
			return
		}
		if m.Type == "" || !utf8.ValidString(string(m.ID)+m.Sender+m.Text) {
			t.Errorf("decoded %+v", m)
		}
		out, err := jsonl.Encode(report.Outgoing{Time: m.Time, Kind: report.Reply, To: report.Address{Chat: m.Chat}, Text: m.Text, Key: string(m.ID)})
		if err != nil || strings.Count(string(out), "\n") != 1 || !json.Valid(out) {
			t.Errorf("encoded %q, %v", out, err)
		}
	})
}
