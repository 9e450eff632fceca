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
	Valid    bool                  // a version that counts is left
	Came     bool                  // something came, valid or not
	Zero     bool                  // all that counts is zero-reports
	First    time.Time             // first valid receipt; zero: none
	Last     time.Time             // the newest message folded in
	Message  MessageID             // the newest message folded in
	Values   map[FieldID]Value     // not the caller's to change
	Sources  map[FieldID]MessageID // the message each value comes from
	Unfilled []FieldID
	Proxy    bool // everything comes from proxies
}

// Fold derives what the record says now.
func (r *Record) Fold() Current {
	c := Current{Zero: true, Proxy: true}
	proxied := map[FieldID]bool{}
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
		c.fold(v, proxied)
	}
	if c.Values == nil {
		c.Values, c.Sources = map[FieldID]Value{}, map[FieldID]MessageID{}
	}
	c.Zero, c.Proxy = c.Zero && c.Valid, c.Proxy && c.Valid
	c.Unfilled = slices.DeleteFunc(c.Unfilled, func(f FieldID) bool { _, ok := c.Values[f]; return ok })
	return c
}

// fold adds one version's values. A proxy fills what is missing, and a carried
// value gives way to any stated one. The first version's values are shared with
// it until another changes them: most records have one.
func (c *Current) fold(v Version, proxied map[FieldID]bool) {
	first := len(c.Values) == 0
	if first {
		c.Values, c.Sources = v.Values, make(map[FieldID]MessageID, len(v.Values))
	} else {
		c.Values = maps.Clone(c.Values)
	}
	for f, value := range v.Values {
		old, have := c.Values[f]
		if !first && have && !old.Carried && (value.Carried || v.Proxy && !proxied[f]) {
			continue
		}
		if c.Sources[f] = v.Message; !first {
			c.Values[f] = value
		}
		if v.Proxy || len(proxied) > 0 {
			proxied[f] = v.Proxy
		}
	}
	c.Unfilled = union(c.Unfilled, v.Unfilled)
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
