package redis

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// A server that is slow is waited for: it may take two seconds over an answer,
// and wait for a replica besides. A stopped one is told at once; one that says
// nothing, as a host without power, after one answer waited for in vain and one
// try to connect anew: eight seconds on one server and with Sentinel, fourteen
// in a Cluster.
const (
	dialTimeout   = 3 * time.Second
	answerTimeout = 5 * time.Second
	retries       = 1               // of a command whose connection broke: the next one is new
	redirects     = 3               // of a Cluster: the same node, another, and where that points to
	slotsAge      = 2 * time.Second // after which a Cluster is asked again who has the slots: nobody tells of a dead node's heir
	connections   = 64
)

// Options are what the URL does not say.
type Options struct {
	Password         string      // instead of the URL's, where it is set
	SentinelPassword string      // likewise
	TLS              *tls.Config // of rediss://; nil: the system's authorities
	ToLoad           bool        // a workspace that an earlier Load left half loaded is opened too, to be loaded again
	Now              time.Time   // by the caller's clock, to compare the server's with; zero: it is not compared
}

// connect makes the client of a URL; it dials when it is first used. Each new
// connection is shown to the witness.
func (s *Store) connect(at string, o Options) error {
	logging.Disable() // the library's own lines on stderr: every error is returned as well
	opts, err := o.parse(at)
	var inURL *url.Error
	if errors.As(err, &inURL) {
		err = inURL.Err // without the URL, which may hold a password
	}
	if err != nil {
		return fmt.Errorf("the store's URL is wrong, it must be like redis://HOST:6379/0: %w", err)
	}
	s.witness, s.replicated = newWitness(), opts.MasterName != "" || opts.IsClusterMode
	opts.OnConnect = s.witness.meet("")
	switch {
	case opts.MasterName != "":
		s.client = redis.NewFailoverClient(opts.Failover())
	case opts.IsClusterMode:
		cluster := opts.Cluster()
		cluster.ClusterStateReloadInterval = slotsAge
		cluster.NewClient = func(node *redis.Options) *redis.Client {
			node.OnConnect = s.witness.meet(node.Addr)
			return redis.NewClient(node)
		}
		s.client = redis.NewClusterClient(cluster)
	default:
		s.client = redis.NewClient(opts.Simple())
	}
	return nil
}

// parse reads the three kinds of URL as go-redis documents them: master_name
// stands in those of Sentinel, and addr alone in those of a Cluster. The
// protocol is RESP2, which every server since 5 speaks the same.
func (o Options) parse(at string) (*redis.UniversalOptions, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	opts := &redis.UniversalOptions{
		Protocol: 2, DisableIdentity: true,
		DialTimeout: dialTimeout, ReadTimeout: answerTimeout, ContextTimeoutEnabled: true,
		DialerRetries: 1, MaxRetries: retries, MaxRedirects: redirects, // a command is tried again as a whole
		PoolSize: connections, PipelinePoolSize: -1, // pipelines are as short as commands
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	switch q := u.Query(); {
	case q.Has("master_name"):
		err = sentinels(at, opts)
	case q.Has("addr"):
		err = nodes(at, opts)
	default:
		err = server(at, opts)
	}
	if o.Password != "" {
		opts.Password = o.Password
	}
	if o.SentinelPassword != "" {
		opts.SentinelPassword = o.SentinelPassword
	}
	if u.Scheme == "rediss" {
		opts.TLSConfig = o.TLS
		if o.TLS == nil {
			opts.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
	}
	opts.Dialer = dialer(opts.TLSConfig)
	return opts, err
}

func server(at string, opts *redis.UniversalOptions) error {
	o, err := redis.ParseURL(at)
	if err == nil {
		opts.Addrs, opts.DB, opts.Username, opts.Password = []string{o.Addr}, o.DB, o.Username, o.Password
	}
	return err
}

func sentinels(at string, opts *redis.UniversalOptions) error {
	o, err := redis.ParseFailoverURL(at)
	if err == nil {
		opts.Addrs, opts.MasterName, opts.DB = o.SentinelAddrs, o.MasterName, o.DB
		opts.Username, opts.Password = o.Username, o.Password
		opts.SentinelUsername, opts.SentinelPassword = o.SentinelUsername, o.SentinelPassword
	}
	return err
}

func nodes(at string, opts *redis.UniversalOptions) error {
	o, err := redis.ParseClusterURL(at)
	if u, _ := url.Parse(at); err == nil && u.Path != "" && u.Path != "/" && u.Path != "/0" {
		err = errors.New("a Redis Cluster has no databases")
	}
	if err == nil {
		opts.Addrs, opts.IsClusterMode, opts.Username, opts.Password = o.Addrs, true, o.Username, o.Password
		opts.MaxRetries = 0 // redirects are its retries
	}
	return err
}

// dialer connects, unlike the library's own also with TLS no longer than its
// context lasts. A certificate is compared with the server_name of the
// configuration, else with the host dialled: of Sentinels and Clusters every
// server has its own.
func dialer(secure *tls.Config) func(ctx context.Context, network, addr string) (net.Conn, error) {
	plain := &net.Dialer{
		Timeout:         dialTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 30 * time.Second, Interval: 5 * time.Second, Count: 3},
	}
	if secure == nil {
		return plain.DialContext
	}
	over := &tls.Dialer{NetDialer: plain, Config: secure}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := over.DialContext(ctx, network, addr)
		switch {
		case errors.Is(err, context.DeadlineExceeded): // a server without TLS waits for more
			return nil, &net.OpError{Op: "dial", Net: network, Err: fmt.Errorf("no answer to TLS from %s; does it speak TLS? (%w)", addr, err)}
		case err != nil:
			return nil, err
		}
		return lastWord{conn.(*tls.Conn)}, nil
	}
}

// lastWord is a connection of TLS that says why the server closed it: what the
// server holds against a certificate comes after the handshake, when the first
// command may have been cut off already.
type lastWord struct{ *tls.Conn }

// Write implements net.Conn.
func (c lastWord) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	if op := (*net.OpError)(nil); errors.As(err, &op) && !op.Timeout() {
		if _, said := c.Conn.Read(make([]byte, 1)); explainTLS(said) != "" {
			err = said
		}
	}
	return n, err
}
