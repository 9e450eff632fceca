package bot_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"go.uber.org/goleak"

	"qunbao/bot"
)

func TestLinesOfAnyLengthUpToTheLimitAreRead(t *testing.T) {
	big := strings.Repeat("疫", 100_000)
	input := "a\r\n\n" + big + "\n" + big + "x\nb\nlast"
	for name, r := range map[string]io.Reader{"at once": strings.NewReader(input), "byte by byte": iotest.OneByteReader(strings.NewReader(input))} {
		lines := bot.NewLines(r, len(big))
		var got []string
		for {
			line, err := lines.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				line = []byte(err.Error())
			}
			got = append(got, string(line))
		}
		diff(t, name, []string{"a", "", big, bot.ErrLongLine.Error(), "b", "last"}, got)
	}
}

func TestPumpEndsWithTheContextWhileAReadBlocks(t *testing.T) {
	defer goleak.VerifyNone(t)
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		ctx, cancel := context.WithCancel(bg)
		done := make(chan error)
		go func() {
			lines := bot.NewLines(r, 100)
			done <- bot.Pump(ctx, func() (string, error) {
				line, err := lines.Next()
				return string(line), err
			}, func(string) error { return nil })
		}()
		io.WriteString(w, "one\n")
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Pump = %v", err)
		}
		w.Close() // the reading goroutine ends with the input
	})
}

func TestPumpEndsWithTheFirstError(t *testing.T) {
	defer goleak.VerifyNone(t)
	bad := errors.New("bad")
	n := 0
	next := func() (int, error) { n++; return n, nil }
	if err := bot.Pump(bg, next, func(i int) error {
		if i == 3 {
			return bad
		}
		return nil
	}); !errors.Is(err, bad) {
		t.Errorf("an error of handle: %v", err)
	}
	if err := bot.Pump(bg, func() (int, error) { return 0, bad }, func(int) error { return nil }); !errors.Is(err, bad) {
		t.Errorf("an error of next: %v", err)
	}
	if err := bot.Pump(bg, func() (int, error) { return 0, io.EOF }, func(int) error { return nil }); err != nil {
		t.Errorf("the end of the input: %v", err)
	}
}
