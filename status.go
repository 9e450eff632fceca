package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunbao/bot"
	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
)

// statusCommand tells how complete a day is.
type statusCommand struct {
	workspaceFlags
	storeFlag
	Date string `help:"The day; default: today." placeholder:"DAY"`
	Form string `help:"One form only." placeholder:"FORM"`
	At   string `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
	JSON bool   `name:"json" help:"One JSON object a line for each form and slot."`
}

// Help shows an example.
func (statusCommand) Help() string {
	return "Example: qunbao status -c qunbao.yaml --date 2020-02-05 --json"
}

// Run prints a line, or an object, for each form and slot of the day.
func (c *statusCommand) Run(ctx context.Context, s *streams) error {
	l, err := c.look(ctx, s, c.storeFlag, c.At)
	if err != nil {
		return err
	}
	defer l.kept.Close()
	if c.Form != "" && l.Workspace.Form(report.FormID(c.Form)) == nil {
		return usage("--form: no form has the id %q", c.Form)
	}
	d, err := dayOr("--date", c.Date, report.DayOf(l.at))
	if err != nil {
		return err
	}
	c.tellChannel(l.Config, s.err)
	all, err := dayOf(ctx, l.kept, l.Workspace, d, l.at)
	if err != nil {
		return err
	}
	for _, one := range all {
		if c.Form != "" && string(one.Key.Form) != c.Form {
			continue
		}
		if err := c.print(s.out, l.Workspace, one); err != nil {
			return err
		}
	}
	return nil
}

// tellChannel tells how the chat of the service stood at its last sign of life. It is
// talk; a channel without a session, as it comes up when the service runs, is left out.
func (c *statusCommand) tellChannel(config *configs.Config, to io.Writer) {
	if c.At == "" && c.Store == "" {
		if say := lastMark(config); say != "" {
			fmt.Fprintln(to, say)
		}
	}
}

// lastMark is how the chat of a workspace's service stood at its last sign of life;
// empty for a channel that has no session and is up.
func lastMark(config *configs.Config) string {
	last := signs{path: filepath.Join(journalFolder(config), signsName)}
	last.read()
	c := last.Channel
	if c.Phase == "" || c.Phase == bot.Up && c.Synced.IsZero() {
		return ""
	}
	zone := config.Workspace.Zone
	say := fmt.Sprintf("channel %s: %s (%s) since %s", c.Name, c.Phase, c.Say, c.Since.In(zone).Format("2006-01-02 15:04"))
	if !c.Synced.IsZero() {
		say += ", last heard of its service at " + c.Synced.In(zone).Format("2006-01-02 15:04:05")
	}
	return say
}

// stoodAt is a store as it stood at the instant of an --at flag, if that is set; the
// workspace then follows what had been decided by that time.
func stoodAt(kept store, w *report.Workspace, flag string, at time.Time) store {
	if flag == "" {
		return kept
	}
	w.Rule(slices.DeleteFunc(slices.Clone(w.Rulings()), func(r report.Ruling) bool { return r.At.After(at) }))
	return &asOf{kept, at}
}

// asOf shows a store as it stood at an instant: what was filed later is not
// there yet.
type asOf struct {
	store
	at time.Time
}

// Period implements commands.Book.
func (a *asOf) Period(ctx context.Context, k report.PeriodKey) (report.Period, error) {
	p, err := a.store.Period(ctx, k)
	for i := range p.Records {
		r := &p.Records[i]
		r.Versions = slices.DeleteFunc(r.Versions, func(v report.Version) bool { return v.Filed.After(a.at) })
	}
	p.Records = slices.DeleteFunc(p.Records, func(r report.Record) bool { return len(r.Versions) == 0 })
	return p, err
}

// openChosen opens the store a flag names, else the workspace's, and makes the
// workspace follow what was decided in chat.
func openChosen(ctx context.Context, f storeFlag, config *configs.Config, s *streams) (store, error) {
	chosen, err := f.choose(config, s)
	if err != nil {
		return nil, err
	}
	if err := exists(chosen); err != nil {
		return nil, err
	}
	kept, err := openStore(ctx, config, chosen, logger(s.err))
	if err != nil {
		return nil, err
	}
	if err := commands.Follow(ctx, kept, config.Workspace); err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	return kept, nil
}

// exists refuses to make an embedded store where one is only to be read.
func exists(s configs.Store) error {
	if s.Kind != configs.Embedded {
		return nil
	}
	if _, err := os.Stat(filepath.Join(s.Folder, sqlite.File)); err != nil {
		return fmt.Errorf("there is no store in %s yet; qunbao run makes it", s.Folder)
	}
	return nil
}

// speakFrom is the instant a command speaks from: the flag's, else what the
// store's last replay reached, else now.
func speakFrom(ctx context.Context, kept store, flag string, zone *time.Location) (time.Time, error) {
	if flag != "" {
		return instant("--at", flag, zone)
	}
	last, ok, err := reached(ctx, kept)
	if ok || err != nil {
		return last.In(zone), err
	}
	return time.Now().In(zone), nil
}

// dayOf reads every period that a day belongs to: of a form that is owed on Fridays,
// the week's.
func dayOf(ctx context.Context, kept commands.Book, w *report.Workspace, d report.Day, at time.Time) ([]report.Completeness, error) {
	var all []report.Completeness
	for i := range w.Forms {
		for _, k := range w.PeriodsFor(&w.Forms[i], d) {
			c, err := commands.Complete(ctx, kept, w, k, at)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// print writes one period for a person or for a program.
func (c *statusCommand) print(out io.Writer, w *report.Workspace, one report.Completeness) error {
	if c.JSON {
		b, err := line(statusJSON(one))
		if err == nil {
			_, err = out.Write(b)
		}
		return err
	}
	_, err := fmt.Fprintf(out, "%s  %s%s\n", w.Title(one.Key), one.Rates(), missingOf(one))
	return err
}

func missingOf(c report.Completeness) string {
	var names []string
	for _, u := range c.Unreported() {
		names = append(names, string(u))
	}
	if len(names) == 0 {
		return ""
	}
	return "  未报：" + strings.Join(names, "、")
}

// The JSON of contract section 5.
type (
	statusLine struct {
		Date         string                       `json:"date"`
		Form         report.FormID                `json:"form"`
		Slot         report.SlotID                `json:"slot"`
		Base         int                          `json:"base"`
		Received     int                          `json:"received"`
		OnTime       int                          `json:"on_time"`
		Completeness *json.Number                 `json:"completeness"` // null where the base is 0
		Timeliness   *json.Number                 `json:"timeliness"`
		Units        []unitLine                   `json:"units"`
		Totals       map[report.FieldID]totalLine `json:"totals"`
	}
	unitLine struct {
		Unit       report.UnitID                `json:"unit"`
		State      report.State                 `json:"state"`
		Reason     string                       `json:"reason,omitempty"`
		ReceivedAt string                       `json:"received_at"` // empty: nothing that counts
		Zero       bool                         `json:"zero"`
		Values     map[report.FieldID]valueJSON `json:"values"`
		Unfilled   []report.FieldID             `json:"unfilled,omitempty"`
	}
	totalLine struct {
		N       json.Number `json:"n"`
		Units   int         `json:"units_counted"`
		Carried int         `json:"carried"`
		Approx  bool        `json:"approx"`
	}
)

func statusJSON(c report.Completeness) statusLine {
	out := statusLine{
		Date: c.Key.Day.String(), Form: c.Key.Form, Slot: c.Key.Slot,
		Base: c.Base, Received: c.Received, OnTime: c.OnTime,
		Completeness: ratio(c.Received, c.Base), Timeliness: ratio(c.OnTime, c.Base),
		Units: []unitLine{}, Totals: map[report.FieldID]totalLine{},
	}
	for _, s := range c.Standings {
		if !s.Expected {
			continue
		}
		out.Units = append(out.Units, unitLine{
			Unit: s.Unit, State: s.State, Reason: s.Reason, ReceivedAt: stamp(s.Current.First),
			Zero: s.Current.Zero, Values: valuesJSON(s.Current.Values), Unfilled: s.Current.Unfilled,
		})
	}
	for _, t := range c.Totals {
		out.Totals[t.Field] = totalLine{json.Number(t.N.String()), t.Units, t.Carried, t.Approx}
	}
	return out
}

// ratio is n ÷ base with four decimals, or nothing where the base is 0.
func ratio(n, base int) *json.Number {
	if base == 0 {
		return nil
	}
	r := json.Number(report.Ratio(n, base).String())
	return &r
}
