package storagetest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// modelSchema is the schema that the model dumps and loads, as both stores do.
const modelSchema = storage.Schema

// stored is the stored form of a value that has one.
func stored[T any](encode func(T) ([]byte, error), v T) string {
	b, err := encode(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Dump gives everything that the model keeps.
func (m *Model) Dump(ctx context.Context, fn func(storage.Item) error) error {
	items := []storage.Item{{Kind: storage.StoreItem, Schema: modelSchema, Commit: m.commit, Seq: m.seq, Log: m.logged,
		Started: instantOf(m.started), Ran: instantOf(m.ran)}}
	for _, part := range []func() []storage.Item{m.matters, m.waiting, m.clock, m.periods, m.remembered, m.ended} {
		items = append(items, part()...)
	}
	for _, i := range items {
		if err := cmp.Or(ctx.Err(), fn(i)); err != nil {
			return err
		}
	}
	return nil
}

func instantOf(t time.Time) string {
	s, err := storage.FormatInstant(t)
	return cmp.Or(s, errText(err))
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// item is one with a body.
func item[T any](kind storage.ItemKind, encode func(T) ([]byte, error), v T) storage.Item {
	return storage.Item{Kind: kind, Body: []byte(stored(encode, v))}
}

func (m *Model) matters() (items []storage.Item) {
	for _, w := range slices.SortedFunc(slices.Values(m.outages), windows) {
		items = append(items, item(storage.OutageItem, storage.EncodeWindow, w))
	}
	byAsker := func(a, b report.Asker) int {
		return cmp.Or(cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Sender, b.Sender))
	}
	for _, a := range slices.SortedFunc(maps.Keys(m.questions), byAsker) {
		items = append(items, item(storage.QuestionItem, storage.EncodeQuestion, m.questions[a]))
	}
	return items
}

func (m *Model) waiting() (items []storage.Item) {
	for _, r := range m.rows {
		if storage.Ended(r.state) {
			continue
		}
		i := item(storage.RowItem, storage.EncodeRow, r.queued)
		i.Seq, i.State, i.Urgency, i.Attempts, i.NotBefore = r.seq, r.state, r.urgency, r.Attempts, instantOf(r.NotBefore)
		i.Owner, i.Until, i.Begun = r.owner, r.until, r.begun
		items = append(items, i)
	}
	slices.SortFunc(items, func(a, b storage.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	return items
}

func (m *Model) clock() (items []storage.Item) {
	for _, n := range slices.Sorted(maps.Keys(m.events)) {
		items = append(items, item(storage.EventItem, storage.EncodeEvent, m.events[n]))
	}
	for _, n := range slices.Sorted(maps.Keys(m.progress)) {
		for _, p := range m.progress[n] {
			i := item(storage.ProgressItem, storage.EncodeProgress, p.Progress)
			i.Commit = p.commit
			items = append(items, i)
		}
	}
	for _, r := range m.rulings {
		i := item(storage.RulingItem, storage.EncodeRuling, r.Ruling)
		i.Commit = r.commit
		items = append(items, i)
	}
	for _, name := range slices.Sorted(maps.Keys(m.firings)) {
		items = append(items, item(storage.FiringItem, storage.EncodeFiring, m.firings[name]))
	}
	return items
}

func byPeriod(a, b report.PeriodKey) int {
	return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Slot, b.Slot))
}

func (m *Model) periods() (items []storage.Item) {
	all := map[report.PeriodKey]bool{}
	for k := range m.needs {
		all[k] = true
	}
	for k := range m.records {
		all[k.PeriodKey] = true
	}
	for _, k := range slices.SortedFunc(maps.Keys(all), byPeriod) {
		i := storage.Item{Kind: storage.OpenedItem, Form: k.Form, Day: k.Day, Slot: k.Slot}
		if need, frozen := m.needs[k]; frozen {
			items = append(items, i)
			i.Kind = storage.DutyItem
			for _, u := range slices.Sorted(maps.Keys(need.Units)) {
				i.Unit, i.Body = u, []byte(stored(storage.EncodeDuty, need.Units[u]))
				items = append(items, i)
			}
		}
		i.Kind = storage.VersionItem
		items = append(items, m.versions(i)...)
	}
	return items
}

// versions are those of the period that an item names.
func (m *Model) versions(i storage.Item) (items []storage.Item) {
	for k, versions := range m.records {
		if k.PeriodKey != i.Period() {
			continue
		}
		for _, v := range versions {
			i.Unit, i.Commit, i.Place, i.Body = k.Unit, v.commit, v.place, []byte(stored(storage.EncodeVersion, v.Version))
			items = append(items, i)
		}
	}
	slices.SortFunc(items, func(a, b storage.Item) int {
		return cmp.Or(cmp.Compare(a.Commit, b.Commit), cmp.Compare(a.Place, b.Place))
	})
	return items
}

func (m *Model) remembered() (items []storage.Item) {
	outcomes := slices.SortedFunc(maps.Values(m.outcomes), func(a, b modelOutcome) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.commit, b.commit), cmp.Compare(a.Message, b.Message))
	})
	for _, o := range outcomes {
		i := item(storage.OutcomeItem, storage.EncodeOutcome, o.Outcome)
		i.Day, i.Commit = o.day, o.commit
		items = append(items, i)
	}
	for _, id := range slices.Sorted(maps.Keys(m.drafts)) {
		for _, d := range m.drafts[id] {
			i := item(storage.DraftItem, storage.EncodeDraft, d.Draft)
			i.Commit = d.commit
			items = append(items, i)
		}
	}
	for _, a := range m.acts {
		i := item(storage.ActItem, storage.EncodeAct, a.Act)
		i.Commit = a.commit
		items = append(items, i)
	}
	return items
}

func (m *Model) ended() (items []storage.Item) {
	for _, e := range m.log {
		i := storage.Item{Kind: storage.LogItem, N: e.N, Key: e.Key, State: e.State, At: instantOf(e.At), Owner: e.owner, Attempts: e.attempts, Note: e.note}
		if e.Ended() {
			i.Body = []byte(stored(storage.EncodeRow, e.row))
		}
		items = append(items, i)
	}
	return items
}

// Empty tells whether nothing was ever kept.
func (m *Model) Empty(context.Context) (bool, error) {
	return m.commit+m.seq+m.logged == 0 && m.started.IsZero() && !m.marked && len(m.outages) == 0, nil
}

// Load fills an empty model; one that fails leaves it empty.
func (m *Model) Load(ctx context.Context, items iter.Seq2[storage.Item, error]) error {
	if empty, _ := m.Empty(ctx); !empty {
		return storage.ErrNotEmpty
	}
	for i, err := range storage.Checked(modelSchema, items) {
		if err == nil {
			err = cmp.Or(ctx.Err(), m.load(i))
		}
		if err != nil {
			*m = *NewModel()
			return err
		}
	}
	return nil
}

func (m *Model) load(i storage.Item) (err error) {
	switch i.Kind {
	case storage.StoreItem:
		m.commit, m.seq, m.logged, m.marked = i.Commit, i.Seq, i.Log, i.Ran != ""
		if m.started, err = storage.ParseInstant(i.Started); err == nil {
			m.ran, err = storage.ParseInstant(i.Ran)
		}
		return err
	case storage.OutageItem:
		return with(i, storage.DecodeWindow, func(w storage.Window) { m.outages = append(m.outages, w) })
	case storage.QuestionItem:
		return with(i, storage.DecodeQuestion, func(q report.Question) { m.questions[q.Asker] = q })
	case storage.EventItem:
		return with(i, storage.DecodeEvent, func(e report.Event) { m.events[e.N] = e })
	case storage.ProgressItem:
		return with(i, storage.DecodeProgress, func(p report.Progress) {
			m.progress[p.Event] = append(m.progress[p.Event], modelProgress{p, i.Commit})
		})
	case storage.RulingItem:
		return with(i, storage.DecodeRuling, func(r report.Ruling) { m.rulings = append(m.rulings, modelRuling{r, i.Commit}) })
	case storage.FiringItem:
		return with(i, storage.DecodeFiring, func(f report.Firing) { m.firings[f.Name] = f })
	case storage.OpenedItem:
		m.needs[i.Period()] = report.Need{Key: i.Period(), Units: map[report.UnitID]report.Duty{}}
		return nil
	case storage.DutyItem:
		return with(i, storage.DecodeDuty, func(d report.Duty) { m.needs[i.Period()].Units[i.Unit] = d })
	case storage.OutcomeItem:
		return with(i, storage.DecodeOutcome, func(o report.Outcome) { m.outcomes[o.Message] = modelOutcome{o, i.Day, i.Commit} })
	case storage.DraftItem:
		return with(i, storage.DecodeDraft, func(d report.Draft) { m.drafts[d.ID] = append(m.drafts[d.ID], modelDraft{d, i.Commit}) })
	case storage.ActItem:
		return with(i, storage.DecodeAct, func(a report.Act) { m.acts = append(m.acts, modelAct{a, i.Commit}) })
	case storage.VersionItem:
		k := report.RecordKey{PeriodKey: i.Period(), Unit: i.Unit}
		return with(i, storage.DecodeVersion, func(v report.Version) {
			m.records[k] = append(m.records[k], modelVersion{v, i.Commit, i.Place})
		})
	}
	return m.loadRow(i)
}

// with gives what an item's body holds.
func with[T any](i storage.Item, decode func([]byte) (T, error), use func(T)) error {
	v, err := decode(i.Body)
	if err == nil {
		use(v)
	}
	return err
}

func (m *Model) loadRow(i storage.Item) error {
	if i.Kind == storage.RowItem {
		return with(i, storage.DecodeRow, func(r report.Row) {
			row := &modelRow{Row: r, queued: r, seq: i.Seq, urgency: i.Urgency, state: i.State, owner: i.Owner, until: i.Until, begun: i.Begun}
			row.NotBefore, _ = storage.ParseInstant(i.NotBefore)
			row.Attempts = i.Attempts
			m.rows[r.Key] = row
		})
	}
	at, err := storage.ParseInstant(i.At)
	if err != nil {
		return fmt.Errorf("the log of %s: %w", i.Key, err)
	}
	e := modelEntry{Tried: storage.Tried{N: i.N, Key: i.Key, State: i.State, At: at}, owner: i.Owner, attempts: i.Attempts, note: i.Note}
	if e.Ended() {
		if e.row, err = storage.DecodeRow(i.Body); err != nil {
			return err
		}
		m.rows[i.Key] = &modelRow{Row: e.row, queued: e.row, state: i.State}
	}
	m.log = append(m.log, e)
	return nil
}
