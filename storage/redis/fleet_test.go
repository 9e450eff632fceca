package redis_test

import (
	"testing"

	"qunbao/storage/storagetest"
)

func TestSentinelKeepsTheSuite(t *testing.T) {
	t.Parallel()
	next := fresh(storagetest.StartSentinel(t, storagetest.Setup{}).URL)
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}

func TestAClusterKeepsTheSuite(t *testing.T) {
	t.Parallel()
	next := fresh(storagetest.StartCluster(t, storagetest.Setup{}).URL)
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}
