package report_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// TestAJumpIsHeldAgainstTheMeanOfSevenPeriods draws what a unit said in some days and
// judges the last of them once more, with fractions.
func TestAJumpIsHeldAgainstTheMeanOfSevenPeriods(t *testing.T) {
	w := factsTown(t, "下湾村", "上坝村")
	rapid.Check(t, func(t *rapid.T) {
		draw := func(most int64) decimal.Decimal {
			return decimal.New(rapid.Int64Range(0, most).Draw(t, "n"), -rapid.Int32Range(0, 1).Draw(t, "places"))
		}
		now := draw(900)
		var before [][]factsTold
		sum, last, said := new(big.Rat), (*decimal.Decimal)(nil), int64(0)
		for i := range rapid.IntRange(0, 10).Draw(t, "before") {
			n := draw(60)
			if rapid.IntRange(0, 3).Draw(t, "silent") == 0 {
				before = append(before, nil)
				continue
			}
			before = append(before, one("下湾村", "home", n.String()))
			if i >= 7 {
				continue
			}
			if said++; last == nil {
				last = &n
			}
			sum.Add(sum, n.Rat())
		}
		f := factsOver(t, w, one("下湾村", "home", now.String()), before...)
		checkTraced(t, w, f)
		if said == 0 {
			if len(f.Anomalies) > 0 {
				t.Fatalf("held against nothing: %v", factTexts(f.Anomalies))
			}
			return
		}
		mean := new(big.Rat).Quo(sum, big.NewRat(said, 1))
		rise := new(big.Rat).Sub(now.Rat(), mean)
		jumps := now.GreaterThan(*last) && now.Rat().Cmp(new(big.Rat).Mul(mean, big.NewRat(5, 1))) > 0 && rise.Cmp(big.NewRat(20, 1)) > 0
		if jumps != (len(f.Anomalies) == 1) {
			t.Fatalf("%s after %s, mean %s: %v", now, last, mean.FloatString(3), factTexts(f.Anomalies))
		}
		if !jumps {
			return
		}
		text := f.Anomalies[0].Text
		moved := fmt.Sprintf("%s人升至%s人", last, now)
		times := "均为0"
		if mean.Sign() > 0 {
			tenths := new(big.Rat).Add(new(big.Rat).Quo(new(big.Rat).Mul(now.Rat(), big.NewRat(10, 1)), mean), big.NewRat(1, 2))
			whole := new(big.Int).Quo(tenths.Num(), tenths.Denom())
			times = "的" + decimal.NewFromBigInt(whole, -1).String() + "倍"
		}
		if !strings.Contains(text, moved) || !strings.HasSuffix(text, times) {
			t.Fatalf("%s: want %s and %s", text, moved, times)
		}
	})
}
