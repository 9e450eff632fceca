package storagetest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Model is what a store means, in plain Go: it keeps nothing when the program
// ends. It passes the suite itself, and is not safe for concurrent use.
type Model struct {
	outcomes  map[report.MessageID]modelOutcome
	records   map[report.RecordKey][]modelVersion
	needs     map[report.PeriodKey]report.Need
	questions map[report.Asker]report.Question
	events    map[int]report.Event
	progress  map[int][]modelProgress
	rulings   []modelRuling
	firings   map[string]report.Firing
	rows      map[string]*modelRow
	drafts    map[string][]modelDraft
	started   time.Time
	ran       time.Time
	marked    bool
	heard     []time.Time
	outages   []storage.Window
	acts      []modelAct
	log       []modelEntry

	commit, seq, logged int64 // the last numbers taken
}

type modelOutcome struct {
	report.Outcome
	day    report.Day
	commit int64
}

type modelVersion struct {
	report.Version
	commit int64
	place  int
}

type modelDraft struct {
	report.Draft
	commit int64
}

type modelProgress struct {
	report.Progress
	commit int64
}

type modelRuling struct {
	report.Ruling
	commit int64
}

type modelAct struct {
	report.Act
	commit int64
}

// modelEntry is one of the outbox's log, with the row where it ended.
type modelEntry struct {
	storage.Tried
	owner    string
	attempts int
	note     string
	row      report.Row
}

// modelRow is a row as it was queued, and what changes while it waits.
type modelRow struct {
	report.Row
	queued       report.Row
	seq          int64
	urgency      int
	state        report.RowState
	owner        string
	until, begun int64
}

// NewModel is an empty model.
func NewModel() *Model {
	return &Model{
		outcomes: map[report.MessageID]modelOutcome{}, records: map[report.RecordKey][]modelVersion{},
		needs: map[report.PeriodKey]report.Need{}, questions: map[report.Asker]report.Question{},
		events: map[int]report.Event{}, firings: map[string]report.Firing{}, rows: map[string]*modelRow{},
		drafts: map[string][]modelDraft{}, progress: map[int][]modelProgress{},
	}
}

// Commit first looks whether anything refuses the change, then does it.
func (m *Model) Commit(ctx context.Context, c report.Change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.Outcome.Message == "" {
		return errors.New("no message")
	}
	if _, known := m.outcomes[c.Outcome.Message]; known {
		return storage.ErrKnown
	}
	more := map[report.RecordKey]int{}
	for _, w := range c.Writes {
		if w.Revision != len(m.records[w.Key])+more[w.Key] {
			return storage.ErrMoved
		}
		more[w.Key]++
	}
	taken := map[int]bool{}
	for _, e := range c.Events {
		if _, before := m.events[e.N]; before || taken[e.N] {
			return storage.ErrMoved
		}
		taken[e.N] = true
	}
	for _, p := range c.Progress {
		if _, before := m.events[p.Event]; !before && !taken[p.Event] {
			return storage.NoEvent(p.Event)
		}
	}
	if slices.ContainsFunc(c.Drafts, m.draftMoved) {
		return storage.ErrMoved
	}
	if err := keyed(c.Rows); err != nil {
		return err
	}
	m.do(c)
	return nil
}

func (m *Model) do(c report.Change) {
	m.commit++
	m.outcomes[c.Outcome.Message] = modelOutcome{c.Outcome, report.DayOf(c.Time), m.commit}
	for place, w := range c.Writes {
		m.records[w.Key] = append(m.records[w.Key], modelVersion{w.Version, m.commit, place})
	}
	if c.Close != nil {
		delete(m.questions, *c.Close)
	}
	if c.Ask != nil {
		m.questions[c.Ask.Asker] = *c.Ask
	}
	for _, e := range c.Events {
		e.Progress = nil
		m.events[e.N] = e
	}
	for _, p := range c.Progress {
		m.progress[p.Event] = append(m.progress[p.Event], modelProgress{p, m.commit})
	}
	for _, r := range c.Rulings {
		m.rulings = append(m.rulings, modelRuling{r, m.commit})
	}
	for _, d := range c.Drafts {
		m.drafts[d.ID] = append(m.drafts[d.ID], modelDraft{d, m.commit})
	}
	for _, a := range c.Acts {
		m.act(a)
	}
	m.queue(c.Rows)
}

func keyed(rows []report.Row) error {
	for _, r := range rows {
		if r.Key == "" {
			return errors.New("no key")
		}
	}
	return nil
}

func (m *Model) queue(rows []report.Row) {
	for _, r := range rows {
		if _, there := m.rows[r.Key]; !there {
			m.seq++
			m.rows[r.Key] = &modelRow{Row: r, queued: r, seq: m.seq, urgency: r.Kind.Urgency(), state: report.Queued}
		}
	}
}

// Claim takes a name once.
func (m *Model) Claim(_ context.Context, f report.Firing) (bool, error) {
	if _, claimed := m.firings[f.Name]; claimed {
		return false, nil
	}
	if f.Name == "" {
		return false, errors.New("no name")
	}
	if err := keyed(f.Rows); err != nil {
		return false, err
	}
	m.commit++
	if f.Need != nil {
		if _, frozen := m.needs[f.Need.Key]; !frozen {
			m.needs[f.Need.Key] = *f.Need
		}
	}
	m.queue(f.Rows)
	f.Need, f.Rows = nil, nil
	m.firings[f.Name] = f
	return true, nil
}

// Firings lists what was claimed.
func (m *Model) Firings(_ context.Context, prefix string) ([]report.Firing, error) {
	var list []report.Firing
	for _, name := range slices.Sorted(maps.Keys(m.firings)) {
		if strings.HasPrefix(name, prefix) {
			list = append(list, m.firings[name])
		}
	}
	return list, nil
}

// Outcome tells what a message became.
func (m *Model) Outcome(_ context.Context, id report.MessageID) (report.Outcome, bool, error) {
	o, found := m.outcomes[id]
	return o.Outcome, found, nil
}

// Record reads one record.
func (m *Model) Record(_ context.Context, k report.RecordKey) (report.Record, error) {
	r := report.Record{RecordKey: k}
	for _, v := range m.records[k] {
		r.Versions = append(r.Versions, v.Version)
	}
	return r, nil
}

// Records reads many.
func (m *Model) Records(ctx context.Context, keys []report.RecordKey) ([]report.Record, error) {
	var list []report.Record
	for _, k := range keys {
		r, _ := m.Record(ctx, k)
		list = append(list, r)
	}
	return list, nil
}

// Period reads need and records, units sorted.
func (m *Model) Period(ctx context.Context, k report.PeriodKey) (report.Period, error) {
	p := report.Period{Key: k}
	if n, frozen := m.needs[k]; frozen {
		p.Need = &n
	}
	for key := range m.records {
		if key.PeriodKey == k {
			r, _ := m.Record(ctx, key)
			p.Records = append(p.Records, r)
		}
	}
	slices.SortFunc(p.Records, func(a, b report.Record) int { return cmp.Compare(a.Unit, b.Unit) })
	return p, nil
}

// Previous orders by day, by the first version's time, by slot.
func (m *Model) Previous(ctx context.Context, k report.RecordKey) (report.Record, bool, error) {
	began := func(k report.RecordKey) int64 {
		if v := m.records[k]; len(v) > 0 {
			return storage.Micros(v[0].Time)
		}
		return 1 << 62
	}
	order := func(a, b report.RecordKey) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(began(a), began(b)), cmp.Compare(a.Slot, b.Slot))
	}
	var last report.RecordKey
	found := false
	for o := range m.records {
		if o.Form == k.Form && o.Unit == k.Unit && order(o, k) < 0 && (!found || order(o, last) > 0) {
			last, found = o, true
		}
	}
	if !found {
		return report.Record{}, false, nil
	}
	r, err := m.Record(ctx, last)
	return r, true, err
}

// Open is the question of an asker until its last instant.
func (m *Model) Open(_ context.Context, a report.Asker, now time.Time) (report.Question, bool, error) {
	q, found := m.questions[a]
	if !found || storage.Micros(now) > storage.Micros(q.Until) {
		return report.Question{}, false, nil
	}
	return q, true, nil
}

// Events are in a span without its end.
func (m *Model) Events(_ context.Context, from, to time.Time) ([]report.Event, error) {
	var list []report.Event
	for _, e := range m.events {
		if at := storage.Micros(e.Time); at >= storage.Micros(from) && at < storage.Micros(to) {
			list = append(list, m.withProgress(e))
		}
	}
	slices.SortFunc(list, func(a, b report.Event) int {
		return cmp.Or(cmp.Compare(storage.Micros(a.Time), storage.Micros(b.Time)), cmp.Compare(a.N, b.N))
	})
	return list, nil
}

// Event is one by number.
func (m *Model) Event(_ context.Context, n int) (report.Event, bool, error) {
	e, found := m.events[n]
	return m.withProgress(e), found, nil
}

func (m *Model) withProgress(e report.Event) report.Event {
	for _, p := range m.progress[e.N] {
		e.Progress = append(e.Progress, p.Progress)
	}
	return e
}

// Rulings lists all but the first.
func (m *Model) Rulings(_ context.Context, after int) ([]report.Ruling, error) {
	var list []report.Ruling
	for i, r := range m.rulings {
		if i >= after {
			list = append(list, r.Ruling)
		}
	}
	return list, nil
}

// LastEvent is the highest number.
func (m *Model) LastEvent(context.Context) (int, error) {
	last := 0
	for n := range m.events {
		last = max(last, n)
	}
	return last, nil
}

// SaveDraft keeps a state unless it is the last one.
func (m *Model) SaveDraft(_ context.Context, d report.Draft) error {
	if d.ID == "" {
		return errors.New("no id")
	}
	states := m.drafts[d.ID]
	if n := len(states); n > 0 && stored(storage.EncodeDraft, states[n-1].Draft) == stored(storage.EncodeDraft, d) {
		return nil
	}
	if m.draftMoved(d) {
		return storage.ErrMoved
	}
	m.commit++
	m.drafts[d.ID] = append(states, modelDraft{d, m.commit})
	return nil
}

// draftMoved compares revisions, but for those of old.
func (m *Model) draftMoved(d report.Draft) bool {
	kept := 0
	if states := m.drafts[d.ID]; len(states) > 0 {
		kept = states[len(states)-1].Rev
	}
	return d.Rev > 0 && kept != d.Rev-1
}

// DraftIDs are sorted.
func (m *Model) DraftIDs(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(m.drafts)), nil
}

// Draft is the last state.
func (m *Model) Draft(_ context.Context, id string) (report.Draft, bool, error) {
	states := m.drafts[id]
	if len(states) == 0 {
		return report.Draft{}, false, nil
	}
	return states[len(states)-1].Draft, true, nil
}

// Started is what it was first told.
func (m *Model) Started(_ context.Context, now time.Time) (time.Time, error) {
	if m.started.IsZero() {
		m.started = now
	}
	return m.started, nil
}

// Mark takes the last word.
func (m *Model) Mark(_ context.Context, now time.Time) error {
	m.ran, m.marked = now, true
	return nil
}

// Ran is what Mark was told.
func (m *Model) Ran(context.Context) (time.Time, bool, error) { return m.ran, m.marked, nil }

// Hear takes the last word.
func (m *Model) Hear(_ context.Context, now time.Time) error {
	m.heard = []time.Time{now}
	return nil
}

// Heard is what Hear was told.
func (m *Model) Heard(context.Context) (time.Time, bool, error) {
	if m.heard == nil {
		return time.Time{}, false, nil
	}
	return m.heard[0], true, nil
}

// Outage keeps a window once.
func (m *Model) Outage(_ context.Context, from, to time.Time) error {
	w := storage.Window{From: from, To: to}
	if !slices.ContainsFunc(m.outages, func(o storage.Window) bool { return windows(o, w) == 0 }) {
		m.outages = append(m.outages, w)
	}
	return nil
}

func windows(a, b storage.Window) int {
	return cmp.Or(cmp.Compare(storage.Micros(a.From), storage.Micros(b.From)), cmp.Compare(storage.Micros(a.To), storage.Micros(b.To)))
}

// Outages lists those that touch the span.
func (m *Model) Outages(_ context.Context, from, to time.Time) ([]storage.Window, error) {
	var list []storage.Window
	for _, w := range m.outages {
		if storage.Micros(w.To) > storage.Micros(from) && storage.Micros(w.From) < storage.Micros(to) {
			list = append(list, w)
		}
	}
	slices.SortFunc(list, windows)
	return list, nil
}

// Close has nothing to close.
func (m *Model) Close() error { return nil }
