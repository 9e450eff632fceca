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
	outcomes  map[report.MessageID]report.Outcome
	records   map[report.RecordKey][]report.Version
	needs     map[report.PeriodKey]report.Need
	questions map[report.Asker]report.Question
	events    map[int]report.Event
	firings   map[string]report.Firing
	rows      map[string]*modelRow
	drafts    map[string]report.Draft
	started   time.Time
	ran       time.Time
	marked    bool
	outages   []storage.Window
	days      map[report.MessageID]report.Day // of the outcomes
	acts      []report.Act
	log       []storage.Tried
	queued    int // rows so far
}

type modelRow struct {
	report.Row
	seq          int
	state        report.RowState
	owner        string
	until, begun int64
}

// NewModel is an empty model.
func NewModel() *Model {
	return &Model{
		outcomes: map[report.MessageID]report.Outcome{}, records: map[report.RecordKey][]report.Version{},
		needs: map[report.PeriodKey]report.Need{}, questions: map[report.Asker]report.Question{},
		events: map[int]report.Event{}, firings: map[string]report.Firing{}, rows: map[string]*modelRow{},
		drafts: map[string]report.Draft{}, days: map[report.MessageID]report.Day{},
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
	if err := keyed(c.Rows); err != nil {
		return err
	}
	m.outcomes[c.Outcome.Message], m.days[c.Outcome.Message] = c.Outcome, report.DayOf(c.Time)
	for _, w := range c.Writes {
		m.records[w.Key] = append(m.records[w.Key], w.Version)
	}
	if c.Close != nil {
		delete(m.questions, *c.Close)
	}
	if c.Ask != nil {
		m.questions[c.Ask.Asker] = *c.Ask
	}
	for _, e := range c.Events {
		m.events[e.N] = e
	}
	m.queue(c.Rows)
	return nil
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
			m.queued++
			m.rows[r.Key] = &modelRow{Row: r, seq: m.queued, state: report.Queued}
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

// Queue leaves keys that exist alone.
func (m *Model) Queue(_ context.Context, rows ...report.Row) error {
	if err := keyed(rows); err != nil {
		return err
	}
	m.queue(rows)
	return nil
}

// those lists the rows that are wanted, in the order in which they leave.
func (m *Model) those(wanted func(*modelRow) bool) []*modelRow {
	var list []*modelRow
	for _, r := range m.rows {
		if wanted(r) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *modelRow) int {
		return cmp.Or(cmp.Compare(a.Kind.Urgency(), b.Kind.Urgency()),
			cmp.Compare(storage.Micros(a.NotBefore), storage.Micros(b.NotBefore)), cmp.Compare(a.seq, b.seq))
	})
	return list
}

func plain(list []*modelRow) []report.Row {
	var rows []report.Row
	for _, r := range list {
		rows = append(rows, r.Row)
	}
	return rows
}

// Lease forgets the owner's leases and those that are over, then gives what is
// due to addresses of which nobody else holds a row.
func (m *Model) Lease(_ context.Context, owner string, now, until time.Time, max int) ([]report.Row, error) {
	if owner == "" || max <= 0 {
		return nil, errors.New("no owner")
	}
	at := storage.Micros(now)
	taken := map[report.Address]bool{}
	for _, r := range m.rows {
		if r.state == report.Queued && (r.until <= at || r.owner == owner) {
			r.owner, r.until = "", 0
		}
		if (r.state == report.Queued || r.state == report.Sending) && r.until > at && r.owner != owner {
			taken[r.To] = true
		}
	}
	list := m.those(func(r *modelRow) bool {
		return r.state == report.Queued && storage.Micros(r.NotBefore) <= at && r.until == 0 && !taken[r.To]
	})
	list = list[:min(max, len(list))]
	for _, r := range list {
		r.owner, r.until = owner, storage.Micros(until)
	}
	return plain(list), nil
}

// Begin is for the holder of all the rows alone.
func (m *Model) Begin(_ context.Context, owner string, now, until time.Time, rows ...string) (bool, error) {
	at := storage.Micros(now)
	for _, key := range rows {
		r := m.rows[key]
		if r == nil || r.owner != owner {
			return false, nil
		}
		if leased := r.state == report.Queued && r.until > at; !leased && (r.state != report.Sending || r.begun != at) {
			return false, nil
		}
	}
	for _, key := range rows {
		if r := m.rows[key]; r.state == report.Queued {
			r.state, r.begun, r.until = report.Sending, at, storage.Micros(until)
			r.Attempts++
		}
	}
	return true, nil
}

// Finish does what it may and tells of the first row that is refused.
func (m *Model) Finish(_ context.Context, owner string, res storage.Result, rows ...string) error {
	if _, err := storage.Ends(res); err != nil {
		return err
	}
	var refused error
	for _, key := range rows {
		if r := m.rows[key]; r == nil {
			refused = storage.ErrMoved
		} else if err := m.finish(r, owner, res); err != nil {
			refused = err
		}
	}
	return refused
}

// finish is for the holder, or for whoever finds the row stranded, and never of an
// attempt that began later; who sent a row that is uncertain may still tell how
// it ended.
func (m *Model) finish(r *modelRow, owner string, res storage.Result) error {
	at, mine := storage.Micros(res.At), r.owner == owner
	var may bool
	switch r.state {
	case report.Queued:
		may = mine || r.owner == ""
	case report.Sending:
		may = r.begun <= at && (mine || res.Stranded && r.until <= at)
	case res.State:
		return nil
	case report.Uncertain:
		may = r.begun <= at && mine
	}
	if !may {
		return storage.ErrMoved
	}
	if res.State != report.Queued || res.Note != "" {
		m.log = append(m.log, storage.Tried{Key: r.Key, State: res.State, At: res.At})
	}
	r.state, r.until = res.State, 0
	if res.State != report.Uncertain {
		r.owner = ""
	}
	if res.State == report.Queued && !res.NotBefore.IsZero() {
		r.NotBefore = res.NotBefore
	}
	return nil
}

// Stranded lists what was begun and never finished.
func (m *Model) Stranded(_ context.Context, owner string, now time.Time) ([]report.Row, error) {
	return plain(m.those(func(r *modelRow) bool {
		return r.state == report.Sending && (r.until <= storage.Micros(now) || r.owner == owner)
	})), nil
}

// NextRow is the earliest due time or end of a lease.
func (m *Model) NextRow(context.Context) (next time.Time, found bool, err error) {
	for _, r := range m.rows {
		at := time.UnixMicro(storage.Micros(r.NotBefore))
		if r.until > 0 {
			at = time.UnixMicro(r.until)
		}
		if (r.state == report.Queued || r.state == report.Sending) && (!found || at.Before(next)) {
			next, found = at, true
		}
	}
	return next, found, nil
}

// RowState tells where a row stands.
func (m *Model) RowState(_ context.Context, key string) (report.RowState, bool, error) {
	if r := m.rows[key]; r != nil {
		return r.state, true, nil
	}
	return "", false, nil
}

// Outcome tells what a message became.
func (m *Model) Outcome(_ context.Context, id report.MessageID) (report.Outcome, bool, error) {
	o, found := m.outcomes[id]
	return o, found, nil
}

// Record reads one record.
func (m *Model) Record(_ context.Context, k report.RecordKey) (report.Record, error) {
	return report.Record{RecordKey: k, Versions: slices.Clone(m.records[k])}, nil
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
			list = append(list, e)
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
	return e, found, nil
}

// LastEvent is the highest number.
func (m *Model) LastEvent(context.Context) (int, error) {
	last := 0
	for n := range m.events {
		last = max(last, n)
	}
	return last, nil
}

// SaveDraft keeps the last state alone.
func (m *Model) SaveDraft(_ context.Context, d report.Draft) error {
	if d.ID == "" {
		return errors.New("no id")
	}
	m.drafts[d.ID] = d
	return nil
}

// Draft is the last state.
func (m *Model) Draft(_ context.Context, id string) (report.Draft, bool, error) {
	d, found := m.drafts[id]
	return d, found, nil
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
