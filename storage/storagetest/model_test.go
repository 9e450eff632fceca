package storagetest_test

import (
	"testing"

	"qunbao/storage/storagetest"
)

func TestTheModelKeepsItsOwnSuite(t *testing.T) {
	storagetest.TestStore(t, func(*testing.T) storagetest.Store { return storagetest.NewModel() })
}
