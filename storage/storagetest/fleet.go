package storagetest

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Setup is what one or several servers are started with.
type Setup struct {
	Server   []string // further arguments of every server
	Sentinel []string // further lines of every Sentinel's file
	TLS      bool     // they listen with TLS alone; Server says with which files
	Replicas int      // of every primary of a Cluster
}

// Hasty is a setup that gives up a silent server within a second. Others are
// patient, so that a busy computer does not make them fail over.
func Hasty() Setup {
	return Setup{
		Server:   []string{"--cluster-node-timeout", "1000"},
		Sentinel: []string{"sentinel down-after-milliseconds " + PrimaryName + " 500"},
	}
}

// Fleet is several servers that know each other.
type Fleet struct {
	URL       string
	Servers   []*Server // with Sentinel the primary first; of a Cluster its primaries, then their replicas in the same order
	Sentinels []*Server
}

// PrimaryName is what the Sentinels call the primary.
const PrimaryName = "town"

// following is what a primary says when a replica has begun to follow it.
const following = "Synchronization with replica"

// StartSentinel starts a primary, two replicas and three Sentinels. Nobody has to
// find anybody: each is told of all others.
func StartSentinel(t testing.TB, s Setup) *Fleet {
	t.Helper()
	f := &Fleet{Servers: s.servers(t, 3)}
	primary := f.Servers[0]
	for i, server := range f.Servers {
		server.args = append(server.args, "--repl-diskless-sync-delay", "0")
		if i > 0 {
			server.args = append(server.args, "--replicaof", "127.0.0.1", primary.Port)
		}
		server.args = append(server.args, s.Server...)
	}
	startAll(t, f.Servers)
	primary.wait(following, 2)
	f.Sentinels = s.servers(t, 3)
	for _, sentinel := range f.Sentinels {
		file := filepath.Join(sentinel.Dir, "sentinel.conf")
		must(t, os.WriteFile(file, []byte(s.sentinelFile(f, sentinel)), 0o600))
		sentinel.args = []string{file, "--sentinel"}
	}
	startAll(t, f.Sentinels)
	f.URL = f.Sentinels[0].URL() + "?master_name=" + PrimaryName
	for _, other := range f.Sentinels[1:] {
		f.URL += "&addr=" + other.Addr()
	}
	return f
}

// sentinelFile is what one Sentinel knows.
func (s Setup) sentinelFile(f *Fleet, own *Server) string {
	lines := []string{
		strings.Join(s.listen(own.Port), "\n"), "bind 127.0.0.1", "sentinel myid " + nodeID(own),
		"sentinel monitor " + PrimaryName + " 127.0.0.1 " + f.Servers[0].Port + " 2",
		"sentinel down-after-milliseconds " + PrimaryName + " 10000",
		"sentinel failover-timeout " + PrimaryName + " 2000",
		"sentinel parallel-syncs " + PrimaryName + " 2",
	}
	for _, replica := range f.Servers[1:] {
		lines = append(lines, "sentinel known-replica "+PrimaryName+" 127.0.0.1 "+replica.Port)
	}
	for _, other := range f.Sentinels {
		if other != own {
			lines = append(lines, "sentinel known-sentinel "+PrimaryName+" 127.0.0.1 "+other.Port+" "+nodeID(other))
		}
	}
	return strings.Join(append(lines, s.Sentinel...), "\n") + "\n"
}

// StartCluster starts a Cluster of three primaries that share the slots evenly,
// each with its replicas.
func StartCluster(t testing.TB, s Setup) *Fleet {
	t.Helper()
	const primaries = 3
	f := &Fleet{Servers: s.servers(t, primaries*(1+s.Replicas))}
	bus := freePorts(t, len(f.Servers))
	for i, server := range f.Servers {
		var known strings.Builder
		for j, node := range f.Servers {
			fmt.Fprintf(&known, "%s 127.0.0.1:%s@%s %s\n", nodeID(node), node.Port, bus[j], role(f.Servers, i, j))
		}
		known.WriteString("vars currentEpoch 3 lastVoteEpoch 0\n")
		must(t, os.WriteFile(filepath.Join(server.Dir, "nodes.conf"), []byte(known.String()), 0o600))
		server.args = append(server.args, "--cluster-enabled", "yes", "--cluster-port", bus[i],
			"--cluster-node-timeout", "5000", "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0")
		server.args = append(server.args, s.Server...)
	}
	startAll(t, f.Servers)
	for _, server := range f.Servers {
		server.wait("Cluster state changed: ok", 1)
	}
	for _, primary := range f.Servers[:primaries] {
		primary.wait(following, s.Replicas)
	}
	f.URL = strings.TrimSuffix(f.Servers[0].URL(), "/0") + "?addr=" + f.Servers[1].Addr() + "&addr=" + f.Servers[2].Addr()
	return f
}

// role is node j in the file of node i: flags, whose replica, times, epoch, link
// and slots.
func role(nodes []*Server, i, j int) string {
	const primaries, slots = 3, 16384
	flags, primary := "master", "-"
	if j >= primaries {
		flags, primary = "slave", nodeID(nodes[j%primaries])
	}
	if i == j {
		flags = "myself," + flags
	}
	line := fmt.Sprintf("%s %s 0 0 %d connected", flags, primary, j%primaries+1)
	if j < primaries {
		line += fmt.Sprintf(" %d-%d", j*slots/primaries, (j+1)*slots/primaries-1)
	}
	return line
}

// Start starts one server.
func (s Setup) Start(t testing.TB) *Server {
	t.Helper()
	var said string
	for range 5 { // another program may take the port first
		server := s.servers(t, 1)[0]
		server.args = append(server.args, s.Server...)
		if said = server.start(); said == "" {
			return server
		}
	}
	t.Fatalf("redis-server does not start:\n%s", said)
	return nil
}

// servers are n that lose nothing, and are not started yet.
func (s Setup) servers(t testing.TB, n int) []*Server {
	t.Helper()
	var all []*Server
	for _, port := range freePorts(t, n) {
		server := &Server{Port: port, Dir: t.TempDir(), t: t, tls: s.TLS}
		server.args = []string{"--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always"}
		for _, line := range s.listen(server.Port) {
			name, value, _ := strings.Cut(line, " ")
			server.args = append(server.args, "--"+name, value)
		}
		t.Cleanup(server.Kill)
		all = append(all, server)
	}
	return all
}

// listen are the lines of a file that say where to listen.
func (s Setup) listen(port string) []string {
	if s.TLS {
		return []string{"port 0", "tls-port " + port, "tls-replication yes", "tls-cluster yes"}
	}
	return []string{"port " + port}
}

func startAll(t testing.TB, servers []*Server) {
	t.Helper()
	for _, s := range servers {
		s.Restart()
	}
}

// nodeID is an id for a server, 40 digits.
func nodeID(s *Server) string { return fmt.Sprintf("%x", sha1.Sum([]byte(s.Port))) }

// Server is the one of the fleet that listens there.
func (f *Fleet) Server(addr string) *Server {
	i := slices.IndexFunc(f.Servers, func(s *Server) bool { return s.Addr() == addr })
	if i < 0 {
		return nil
	}
	return f.Servers[i]
}
