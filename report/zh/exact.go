package zh

import (
	"sync"

	"github.com/shopspring/decimal"
)

// Most numbers of a report are small and whole. Each decimal is two objects on
// the heap, so the small ones are made once and shared; they are never changed.
const manySmall = 1024

var smallNumbers = sync.OnceValue(func() *[manySmall]decimal.Decimal {
	all := &[manySmall]decimal.Decimal{}
	for v := range all {
		all[v] = decimal.NewFromInt(int64(v))
	}
	return all
})

// whole is the decimal of v.
func whole(v int64) decimal.Decimal {
	if 0 <= v && v < manySmall {
		return smallNumbers()[v]
	}
	return decimal.NewFromInt(v)
}

var billion = decimal.NewFromInt(1e9)

// small returns the value of a whole number of at most nine digits.
func small(d decimal.Decimal) (int64, bool) {
	if d.IsZero() {
		return 0, true
	}
	if d.Exponent() != 0 || d.IsNegative() || d.GreaterThanOrEqual(billion) {
		return 0, false
	}
	return d.CoefficientInt64(), true
}

// withDecimals is v with ASCII digits behind the point.
func withDecimals(v decimal.Decimal, digits string) decimal.Decimal {
	places := int32(len(digits))
	w, ok := small(v)
	if !ok || places > 9 {
		return v.Add(parseDigits(digits).Shift(-places))
	}
	for _, c := range []byte(digits) {
		w = w*10 + int64(c-'0')
	}
	return decimal.New(w, -places)
}

// sum is a + b.
func sum(a, b decimal.Decimal) decimal.Decimal {
	v, ok := small(a)
	w, also := small(b)
	if ok && also {
		return whole(v + w)
	}
	return a.Add(b)
}

// shifted is d × 10^e, where e is 0 or more.
func shifted(d decimal.Decimal, e int32) decimal.Decimal {
	v, ok := small(d)
	if !ok || e > 8 {
		return d.Shift(e)
	}
	for range e {
		v *= 10
	}
	return whole(v)
}
