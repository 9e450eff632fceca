package storage

import (
	"time"

	"qunbao/report"
)

type storedFiring struct {
	Name    string  `json:"n"`
	At      instant `json:"a,omitzero"`
	Claimed instant `json:"c,omitzero"`
	Skipped bool    `json:"s,omitempty"`
}

// EncodeFiring is what is remembered of a claim: neither the need, which stands
// with its period, nor the rows, which stand in the outbox.
func EncodeFiring(f report.Firing) ([]byte, error) {
	return encode(storedFiring{f.Name, instant(f.At), instant(f.Claimed), f.Skipped})
}

// DecodeFiring reads what EncodeFiring wrote.
func DecodeFiring(b []byte) (report.Firing, error) {
	s, err := decode[storedFiring]("firing", b)
	return report.Firing{Name: s.Name, At: time.Time(s.At), Claimed: time.Time(s.Claimed), Skipped: s.Skipped}, err
}

type storedDuty struct {
	Excused string `json:"e,omitempty"`
	Fault   string `json:"f,omitempty"`
}

// EncodeDuty is one unit's duty as both stores keep it.
func EncodeDuty(d report.Duty) ([]byte, error) { return encode(storedDuty(d)) }

// DecodeDuty reads what EncodeDuty wrote.
func DecodeDuty(b []byte) (report.Duty, error) {
	if string(b) == "{}" { // as most are: a day of a county has 50,000 of them
		return report.Duty{}, nil
	}
	s, err := decode[storedDuty]("duty", b)
	return report.Duty(s), err
}

type storedWindow struct {
	From instant `json:"f,omitzero"`
	To   instant `json:"t,omitzero"`
}

// EncodeWindow is an outage as both stores keep it.
func EncodeWindow(w Window) ([]byte, error) {
	return encode(storedWindow{instant(w.From), instant(w.To)})
}

// DecodeWindow reads what EncodeWindow wrote.
func DecodeWindow(b []byte) (Window, error) {
	s, err := decode[storedWindow]("outage", b)
	return Window{From: time.Time(s.From), To: time.Time(s.To)}, err
}
