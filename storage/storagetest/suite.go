package storagetest

import "testing"

// TestStore is the conformance suite. open gives a new, empty store each time;
// the suite closes it.
func TestStore(t *testing.T, open func(*testing.T) Store) {
	t.Run("RandomHistoriesReadAsTheModelSays", func(t *testing.T) { testHistories(t, open) })
}
