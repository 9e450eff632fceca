package storage

import (
	"errors"
	"fmt"

	"qunbao/report"
)

// Sealed is the last day that is over and its seal, as the newest file's header holds
// them; day 0: none is over yet. It follows no chain: Prove does.
func (j *Journal) Sealed() (day report.Day, seal string, err error) {
	days, err := journalDays(j.dir)
	if err != nil || len(days) == 0 {
		return 0, "", err
	}
	var header line
	enough := errors.New("the header is read")
	_, err = eachLine(j.dir, days[len(days)-1], func(at Break, b []byte) error {
		l, err := parseLine(b)
		if err != nil {
			return at.because(err)
		}
		header = l
		return enough
	})
	switch {
	case err != nil && !errors.Is(err, enough):
		return 0, "", fmt.Errorf("journal: %w", err)
	case header.After == "":
		return 0, "", nil
	}
	day, err = report.ParseDay(header.After)
	return day, header.Seal, err
}
