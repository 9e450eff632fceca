package storage_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// What the journal tells as its last seal is what a proof of the whole finds.
func TestTheLastSealIsThatOfTheProof(t *testing.T) {
	dir := t.TempDir()
	j, err := storage.OpenJournal(dir, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for i := range 3 {
		now := time.Date(2020, 2, 5+i, 8, 0, 0, 0, time.UTC)
		day, seal, err := j.Sealed()
		if err != nil {
			t.Fatal(err)
		}
		proof, err := storage.Prove(dir)
		if err != nil && i > 0 {
			t.Fatal(err)
		}
		if want := proof.Sealed(); day != want || seal != proof.Seals[want] {
			t.Errorf("after %d days: %s %s, the proof has %s %s", i, day, seal, want, proof.Seals[want])
		}
		if err := j.Append(t.Context(), report.Message{ID: "m", Time: now, Text: "平安"}, now); err != nil {
			t.Fatal(err)
		}
	}
}
