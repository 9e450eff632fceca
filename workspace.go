package main

import (
	"errors"
	"fmt"
	"time"

	"qunbao/configs"
	"qunbao/report"
)

// workspaceFlags name the workspace a command works on.
type workspaceFlags struct {
	Config string `short:"c" default:"qunbao.yaml" help:"The workspace's configuration file." placeholder:"FILE"`
}

// load reads the workspace; its faults are the operator's to mend: exit 2.
func (f workspaceFlags) load(s *streams) (*configs.Config, error) {
	c, err := reader(s).Load(f.Config)
	if err != nil {
		return nil, workspaceFaults(err)
	}
	return c, nil
}

// workspaceFaults says every fault of a workspace, one a line.
func workspaceFaults(err error) error {
	var faults configs.Faults
	if !errors.As(err, &faults) {
		return usageError{err}
	}
	return usage("the workspace has %d fault(s):\n%w", len(faults), err)
}

// storeFlag overrides the store of the configuration.
type storeFlag struct {
	Store string `help:"Another store than the workspace's: embedded:FOLDER or redis://HOST:PORT/DB." placeholder:"URL"`
}

// choose is the store of the flag, else the workspace's.
func (f storeFlag) choose(c *configs.Config, s *streams) (configs.Store, error) {
	if f.Store == "" {
		return c.Store, nil
	}
	chosen, err := configs.ParseStore(f.Store, ".")
	if err == nil {
		chosen, err = chosen.WithPasswords(s.getenv)
		chosen.TLS = c.Store.TLS
	}
	if err != nil {
		return chosen, usageError{fmt.Errorf("--store: %w", err)}
	}
	return chosen, nil
}

// instant reads a time of the command line: RFC 3339, or a day and a clock time
// in the workspace's zone.
func instant(flag, s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.In(zone), nil
		}
	}
	return time.Time{}, usage("%s: %q is not a time; write it as 2020-02-01T08:00:00+08:00", flag, s)
}

// day reads a day of the command line.
func day(flag, s string) (report.Day, error) {
	d, err := report.ParseDay(s)
	if err != nil {
		return 0, usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	return d, nil
}

// dayOr reads a day of the command line; another where none is given.
func dayOr(flag, s string, otherwise report.Day) (report.Day, error) {
	if s == "" {
		return otherwise, nil
	}
	return day(flag, s)
}
