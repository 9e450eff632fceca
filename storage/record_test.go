package storage_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

func TestEveryStoredValueReadsBackAsItWas(t *testing.T) {
	storagetest.Checks(t, 100)
	t.Run("version", roundTrip(storagetest.Versions(), storage.EncodeVersion, storage.DecodeVersion))
	t.Run("row", roundTrip(storagetest.Rows(), storage.EncodeRow, storage.DecodeRow))
	t.Run("question", roundTrip(storagetest.Questions(), storage.EncodeQuestion, storage.DecodeQuestion))
	t.Run("event", roundTrip(storagetest.Events(), storage.EncodeEvent, storage.DecodeEvent))
	t.Run("progress", roundTrip(storagetest.Progresses(), storage.EncodeProgress, storage.DecodeProgress))
	t.Run("ruling", roundTrip(storagetest.Rulings(), storage.EncodeRuling, storage.DecodeRuling))
	t.Run("draft", roundTrip(storagetest.Drafts(), storage.EncodeDraft, storage.DecodeDraft))
	t.Run("outcome", roundTrip(storagetest.Outcomes(), storage.EncodeOutcome, storage.DecodeOutcome))
}

func roundTrip[T any](values *rapid.Generator[T], encode func(T) ([]byte, error), decode func([]byte) (T, error)) func(*testing.T) {
	return func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			want := values.Draw(t, "value")
			b, err := encode(want)
			if err != nil {
				t.Fatal(err)
			}
			got, err := decode(b)
			if err != nil {
				t.Fatal(err)
			}
			if d := storagetest.Same(want, got); d != "" {
				t.Fatalf("stored as %s (-want +got):\n%s", b, d)
			}
		})
	}
}

func TestAnInstantKeepsItsZone(t *testing.T) {
	at := time.Date(2020, 2, 1, 16, 20, 0, 5, time.FixedZone("CST", 8*3600))
	s, err := storage.FormatInstant(at)
	if err != nil || s != "2020-02-01T16:20:00.000000005+08:00" {
		t.Errorf("%q, %v", s, err)
	}
}

func TestAYearThatCouldNotBeReadBackIsRefused(t *testing.T) {
	_, err := storage.EncodeVersion(report.Version{Time: time.Date(12020, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err == nil {
		t.Error("the year 12020 was stored")
	}
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	for _, b := range []string{``, `{`, `{"v":{"home":{"n":"x"}}}`, `{"v":{"home":{"n":1e9}}}`, `{"t":"noon"}`} {
		if _, err := storage.DecodeVersion([]byte(b)); err == nil {
			t.Errorf("%q was read as a version", b)
		}
	}
}

func FuzzAStoredVersion(f *testing.F) {
	f.Add([]byte(`{"m":"m1","t":"2020-02-01T08:00:02Z","c":"","k":"new","v":{"home":{"n":46,"u":"人"}},"q":[{"c":"jump","v":[{"t":"x"}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := storage.DecodeVersion(b)
		if err != nil {
			return
		}
		again, err := storage.EncodeVersion(v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := storage.DecodeVersion(again)
		if d := storagetest.Same(v, got); err != nil || d != "" {
			t.Errorf("%v (-want +got):\n%s", err, d)
		}
	})
}
