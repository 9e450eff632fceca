package storage

import (
	"time"

	"qunbao/report"
)

type storedAct struct {
	At     instant `json:"t,omitzero"`
	By     string  `json:"b,omitempty"`
	What   string  `json:"w,omitempty"`
	About  string  `json:"a,omitempty"`
	Reason string  `json:"r,omitempty"`
}

// EncodeAct is what somebody did, as both stores keep it.
func EncodeAct(a report.Act) ([]byte, error) {
	return encode(storedAct{instant(a.At), a.By, a.What, a.About, a.Reason})
}

// DecodeAct reads what EncodeAct wrote.
func DecodeAct(b []byte) (report.Act, error) {
	s, err := decode[storedAct]("act", b)
	return report.Act{At: time.Time(s.At), By: s.By, What: s.What, About: s.About, Reason: s.Reason}, err
}
