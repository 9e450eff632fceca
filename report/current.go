package report

import (
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Current is what a record says now: its versions folded in the order of the
// messages' own times, so that an older message never replaces a newer one.
type Current struct {
	Valid    bool              // a version that counts is left
	Came     bool              // something came, valid or not
	Zero     bool              // all that counts is zero-reports
	First    time.Time         // first valid receipt; zero: none
	Last     time.Time         // the newest message folded in
	Message  MessageID         // the newest message folded in
	Values   map[FieldID]Value // not the caller's to change
	Unfilled []FieldID
	Proxy    bool // everything comes from proxies

	first   MessageID             // where all values come from but those in sources
	sources map[FieldID]MessageID // of those that later messages gave
}

// Source is the message that the value of a field comes from; "" where it has none.
func (c *Current) Source(f FieldID) MessageID {
	if m, later := c.sources[f]; later {
		return m
	}
	if _, has := c.Values[f]; !has {
		return ""
	}
	return c.first
}

// Fold derives what the record says now.
func (r *Record) Fold() Current {
	c := Current{Zero: true, Proxy: true}
	var proxied map[FieldID]bool
	for _, v := range r.Live() {
		c.Came = true
		c.Last, c.Message = v.Time, v.Message
		if v.Kind == VersionAttempt {
			c.Unfilled = union(c.Unfilled, v.Unfilled)
		}
		if v.Kind == VersionAttempt || v.Kind == VersionAnswer && len(v.Values) == 0 {
			continue
		}
		c.Valid = true
		if c.First.IsZero() || v.Counts.Before(c.First) {
			c.First = v.Counts
		}
		c.Zero = c.Zero && v.Zero
		c.Proxy = c.Proxy && v.Proxy
		proxied = c.fold(v, proxied)
	}
	if c.Values == nil {
		c.Values = map[FieldID]Value{}
	}
	c.Zero, c.Proxy = c.Zero && c.Valid, c.Proxy && c.Valid
	c.Unfilled = slices.DeleteFunc(c.Unfilled, func(f FieldID) bool { _, ok := c.Values[f]; return ok })
	return c
}

// fold adds one version's values. A proxy fills what is missing, and a carried
// value gives way to any stated one. The first version's values are shared with
// it until another changes them: most records have one. Proxied are the fields that
// a proxy filled.
func (c *Current) fold(v Version, proxied map[FieldID]bool) map[FieldID]bool {
	c.Unfilled = union(c.Unfilled, v.Unfilled)
	first := len(c.Values) == 0
	if first {
		c.Values, c.first = v.Values, v.source()
	} else {
		c.Values = maps.Clone(c.Values)
	}
	if first && !v.Proxy && len(proxied) == 0 {
		return proxied
	}
	if proxied == nil {
		proxied, c.sources = map[FieldID]bool{}, map[FieldID]MessageID{}
	}
	for f, value := range v.Values {
		old, have := c.Values[f]
		if !first && have && !old.Carried && (value.Carried || v.Proxy && !proxied[f]) {
			continue
		}
		if !first {
			c.Values[f], c.sources[f] = value, v.source()
		}
		if v.Proxy || len(proxied) > 0 {
			proxied[f] = v.Proxy
		}
	}
	return proxied
}

// Live lists the versions that are not withdrawn, by the messages' own times. An
// answer goes with the message that it answered for. The list is not the
// caller's to change.
func (r *Record) Live() []Version {
	if len(r.Versions) == 1 && r.Versions[0].Kind != VersionWithdrawal {
		return r.Versions
	}
	undone := map[MessageID]bool{}
	for _, v := range r.Versions {
		if v.Kind == VersionWithdrawal {
			undone[v.About] = true
		}
	}
	live := make([]Version, 0, len(r.Versions))
	for _, v := range r.Versions {
		answered := v.Kind == VersionAnswer && undone[v.About]
		if v.Kind != VersionWithdrawal && !undone[v.Message] && !answered {
			live = append(live, v)
		}
	}
	slices.SortStableFunc(live, func(a, b Version) int { return a.Time.Compare(b.Time) })
	return live
}

// Numbers are the values that are numbers, for rules and totals. Carried ones
// are left out: they count in totals, never in checks.
func (c *Current) Numbers() map[FieldID]decimal.Decimal {
	n := map[FieldID]decimal.Decimal{}
	for f, v := range c.Values {
		if v.Text == "" && !v.Carried {
			n[f] = v.N
		}
	}
	return n
}

// union appends what is not there yet.
func union[T comparable](a, b []T) []T {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}
