package wechat

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/eatmoreapple/openwechat"
)

// cookies remembers what the service has set, whole. The library's jar forgets for
// which domain a cookie is good, so that after a restart it would send none of them
// to the hosts that want them.
type cookies struct {
	mu  sync.Mutex
	all map[cookieKey]*http.Cookie
}

// cookieKey tells cookies apart as a browser does.
type cookieKey struct{ from, domain, path, name string }

// remember takes up the cookies of an answer.
func (c *cookies) remember(u *url.URL, set []*http.Cookie, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[cookieKey]*http.Cookie{}
	}
	for _, one := range set {
		kept := *one
		kept.Raw, kept.RawExpires, kept.Unparsed = "", "", nil
		if kept.MaxAge > 0 {
			kept.Expires = now.Add(time.Duration(kept.MaxAge) * time.Second)
		}
		key := cookieKey{"https://" + u.Host, kept.Domain, kept.Path, kept.Name}
		if kept.MaxAge < 0 || !kept.Expires.IsZero() && kept.Expires.Before(now) {
			delete(c.all, key)
			continue
		}
		kept.MaxAge = 0
		c.all[key] = &kept
	}
}

// byHost are the cookies by the address that set them, as the library's jar reads
// them.
func (c *cookies) byHost() map[string][]*http.Cookie {
	c.mu.Lock()
	defer c.mu.Unlock()
	hosts := map[string][]*http.Cookie{}
	for key, one := range c.all {
		hosts[key.from] = append(hosts[key.from], one)
	}
	for _, set := range hosts {
		slices.SortFunc(set, func(a, b *http.Cookie) int { return strings.Compare(a.Name+a.Domain+a.Path, b.Name+b.Domain+b.Path) })
	}
	return hosts
}

// restore takes up cookies that were kept.
func (c *cookies) restore(hosts map[string][]*http.Cookie, now time.Time) {
	for from, set := range hosts {
		if u, err := url.Parse(from); err == nil {
			c.remember(u, set, now)
		}
	}
}

// seed tells the library's jar of the hosts of a session while one goroutine alone
// asks. On a host's first cookie the jar writes a map without a lock; a host that it
// knows only makes it read.
func (g *guard) seed(u *url.URL) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seeded[u.Host] {
		return
	}
	for _, prefix := range []string{"", "file.", "webpush."} {
		host := prefix + u.Host
		if g.seeded[host] {
			continue
		}
		g.seeded[host] = true
		g.jar().SetCookies(&url.URL{Scheme: u.Scheme, Host: host, Path: "/"}, nil)
	}
}

// jarOf is the library's jar of a client.
func jarOf(client *openwechat.Bot) func() *openwechat.Jar {
	return func() *openwechat.Jar { return client.Caller.Client.Jar() }
}
