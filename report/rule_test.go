package report_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

func TestARuleIsExactAndSkippedWhereAFieldIsUnknown(t *testing.T) {
	fields := []report.FieldID{"a", "b", "c", "value"}
	tests := []struct {
		rule         string
		values       map[report.FieldID]string
		holds, known bool
	}{
		{"a == b + c", map[report.FieldID]string{"a": "3", "b": "1", "c": "2"}, true, true},
		{"a == b + c", map[report.FieldID]string{"a": "0.3", "b": "0.1", "c": "0.2"}, true, true},
		{"a == b + c", map[report.FieldID]string{"a": "3", "b": "1"}, false, false},
		{"value > 0", map[report.FieldID]string{"value": "0"}, false, true},
		{"value >= 37.3 or a == 1", map[report.FieldID]string{"value": "37.30", "a": "2"}, true, true},
		{"not (a != b)", map[report.FieldID]string{"a": "1", "b": "1.0"}, true, true},
		{"a / b > 1", map[report.FieldID]string{"a": "1", "b": "0"}, false, false},
		{"a > 2 or a / b > 1", map[report.FieldID]string{"a": "3", "b": "0"}, true, true},
		{"not (a / b > 1)", map[report.FieldID]string{"a": "3", "b": "0"}, false, false},
		{"a * 2 <= b - 0.5 and not (b < 1)", map[report.FieldID]string{"a": "1", "b": "2.5"}, true, true},
		{"a > -5", map[report.FieldID]string{"a": "-4"}, true, true},
		{"a > 0 - 5", map[report.FieldID]string{"a": "-4"}, true, true},
	}
	for _, tt := range tests {
		rule, err := report.CompileRule(tt.rule, fields)
		if err != nil {
			t.Fatalf("%s: %v", tt.rule, err)
		}
		values := map[report.FieldID]decimal.Decimal{}
		for f, s := range tt.values {
			values[f] = decimal.RequireFromString(s)
		}
		if holds, known := rule.Holds(values); holds != tt.holds || known != tt.known {
			t.Errorf("%s over %v: holds %v known %v, want %v %v", tt.rule, tt.values, holds, known, tt.holds, tt.known)
		}
	}
}

func TestARuleThatCannotBeIsRefused(t *testing.T) {
	for _, source := range []string{"", "a", "a + b", "a == d", "a in [1]", "len(a) > 1", "a == 'x'", "a ? b : c", "a == b; c", "[1] == [1]", "a ** 2 > 1", "a % 2 == 1"} {
		if _, err := report.CompileRule(source, []report.FieldID{"a", "b", "c"}); err == nil {
			t.Errorf("%q was accepted", source)
		}
	}
}
