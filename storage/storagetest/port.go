package storagetest

import (
	"net"
	"strconv"
	"sync"
	"testing"
)

// The ports of servers lie below those that systems give to connections, in
// stretches of which a process of tests has one to itself.
const (
	firstPort   = 10_000
	stretches   = 22
	stretchSize = 1000
)

// stretch are the ports of one process. None is given twice, as long as there are
// others: where a server was killed, its Sentinels, replicas and neighbours go on
// giving orders to whoever listens there.
type stretch struct {
	mu    sync.Mutex
	owned net.Listener // on its first port: keeps other processes out
	first int
	next  int // from 1
}

// ownStretch is the stretch of this process, taken when it is first asked for.
var ownStretch = sync.OnceValues(func() (*stretch, error) {
	var failed error
	for i := range stretches {
		first := firstPort + i*stretchSize
		l, err := listen(first)
		if err == nil {
			return &stretch{owned: l, first: first, next: 1}, nil
		}
		failed = err
	}
	return nil, failed
})

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
}

// freePorts are ports that nobody listens on and nobody was given before.
func freePorts(t testing.TB, n int) []string {
	t.Helper()
	s, err := ownStretch()
	must(t, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	var ports []string
	for tried := 0; len(ports) < n && tried < stretchSize; tried++ {
		port := s.first + s.next
		s.next = s.next%(stretchSize-1) + 1
		if l, err := listen(port); err == nil {
			l.Close()
			ports = append(ports, strconv.Itoa(port))
		}
	}
	if len(ports) < n {
		t.Fatalf("of the ports from %d on only %d are free", s.first, len(ports))
	}
	return ports
}
