package storagetest_test

import (
	"testing"

	"qunbao/storage/storagetest"
)

func TestAFurnishedModelReadsAsTheFirstStoresDid(t *testing.T) {
	m := storagetest.NewModel()
	if err := storagetest.Furnish(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	storagetest.CheckReadings(t, m)
}
