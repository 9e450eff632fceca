package commands_test

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/storage/sqlite"
)

// blank is a store in which nothing has been reported, or all but one period, and
// that keeps what the last message changed.
type blank struct {
	*sqlite.Store
	filed func(report.RecordKey) bool // what has been reported; nil: nothing
	last  report.Change
}

func (b *blank) Outcome(context.Context, report.MessageID) (report.Outcome, bool, error) {
	return report.Outcome{}, false, nil
}

func (b *blank) Open(context.Context, report.Asker, time.Time) (report.Question, bool, error) {
	return report.Question{}, false, nil
}

func (b *blank) Previous(context.Context, report.RecordKey) (report.Record, bool, error) {
	return report.Record{}, false, nil
}

func (b *blank) Records(_ context.Context, keys []report.RecordKey) ([]report.Record, error) {
	records := make([]report.Record, len(keys))
	for i, k := range keys {
		records[i].RecordKey = k
		if b.filed != nil && b.filed(k) {
			records[i].Versions = []report.Version{{Message: "before", Kind: report.VersionNew, Zero: true}}
		}
	}
	return records, nil
}

func (b *blank) Commit(_ context.Context, c report.Change) error {
	b.last = c
	return nil
}

// counter is where what reminders offer is tried.
type counter struct {
	w     *report.Workspace
	p     *parse.Parser
	store *blank
	h     *commands.Handler
}

func newCounter(t *testing.T, w *report.Workspace, kept *sqlite.Store) *counter {
	t.Helper()
	c := &counter{w: w, p: parse.New(w), store: &blank{Store: kept}}
	c.h = commands.New(w, c.p, c.store, kept, kept)
	return c
}

func memory(t *testing.T) *sqlite.Store {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	if _, err := kept.Started(t.Context(), time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return kept
}

// told is a reminder about a period to an address at an instant.
type told struct {
	key   report.PeriodKey
	to    report.Address
	units []report.UnitID
	at    time.Time
}

// fatal is what a test of a table and one of properties have in common.
type fatal interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// try lets everybody who is reminded answer with what is offered, at once and
// within the hour, where nothing else has been reported and where all else has.
func (c *counter) try(t fatal, r told) report.Offer {
	t.Helper()
	o := c.w.Offer(r.key, r.units, r.to, r.at, c.p.Message)
	if (o.Phrase == "") == (o.Format == "") {
		t.Fatalf("%s to %s offers %+v", r.key, r.to, o)
	}
	if o.Phrase == "" {
		return o
	}
	people := []*report.Person{c.w.Person(r.to.Person)}
	if r.to.Person == "" {
		people = append(slices.Clone(c.w.Reporters(r.units[0])), c.w.Reporters(r.units[len(r.units)-1])...)
	}
	for _, p := range people {
		for text, units := range c.answers(o, p, r) {
			c.answer(t, report.Message{Chat: r.to.Chat, Private: r.to.Person != "", Sender: p.Card, Text: text}, r, units)
		}
	}
	return o
}

// answers are what a person makes of an offer, with the units it is then for.
func (c *counter) answers(o report.Offer, p *report.Person, r told) map[string][]report.UnitID {
	var own []report.UnitID
	for _, q := range p.Posts {
		if q.Role != report.Leader && q.Role != report.Admin && q.Role != report.Editor && !slices.Contains(own, q.Unit) {
			own = append(own, q.Unit)
		}
	}
	switch {
	case len(o.Units) > 0 && slices.ContainsFunc(o.Units, func(u report.UnitID) bool { return !slices.Contains(own, u) }):
		return nil
	case len(o.Units) > 0:
		return map[string][]report.UnitID{o.Phrase: o.Units}
	case len(own) == 1:
		return map[string][]report.UnitID{o.Phrase: own}
	}
	all := map[string][]report.UnitID{}
	for _, u := range own {
		if o.Each && slices.Contains(r.units, u) {
			all[string(u)+o.Phrase] = []report.UnitID{u}
		}
	}
	return all
}

func (c *counter) answer(t fatal, m report.Message, r told, units []report.UnitID) {
	t.Helper()
	others := func(k report.RecordKey) bool { return k.PeriodKey != r.key }
	for _, filed := range []func(report.RecordKey) bool{nil, others} {
		for _, later := range []time.Duration{0, time.Hour} {
			m.ID, m.Time = "answer", r.at.Add(later)
			c.store.filed, c.store.last = filed, report.Change{}
			if err := c.h.Handle(context.Background(), m, m.Time); err != nil {
				t.Fatalf("%q: %v", m.Text, err)
			}
			if wrong := unlike(c.store.last, r.key, units); wrong != "" {
				t.Errorf("offered at %s to %s for %s, said %s by %s: %q: %s", r.at.Format("01-02 15:04"), r.to, r.key, m.Time.Format("01-02 15:04"), m.Sender, m.Text, wrong)
			}
		}
	}
}

// unlike is how a change differs from zero-reports of the units for the period.
func unlike(c report.Change, k report.PeriodKey, units []report.UnitID) string {
	if len(c.Writes) != len(units) || c.Ask != nil || len(c.Events) > 0 {
		return fmt.Sprintf("%d reports (question %v, %d events), want those of %s", len(c.Writes), c.Ask != nil, len(c.Events), units)
	}
	for _, w := range c.Writes {
		v := w.Version
		if w.Key.PeriodKey != k || !slices.Contains(units, w.Key.Unit) || !v.Zero || v.Proxy || v.Kind != report.VersionNew {
			return fmt.Sprintf("filed %s %s as %s (zero %v, proxy %v)", w.Key.PeriodKey, w.Key.Unit, v.Kind, v.Zero, v.Proxy)
		}
	}
	return ""
}

// moments are the instants at which somebody may be reminded of a period.
func moments(w *report.Workspace, k report.PeriodKey) []time.Time {
	due, ends := w.Due(k), w.Ends(k)
	next := (k.Day + 1).At(7*60, w.Zone)
	return []time.Time{due.Add(-time.Hour), due, due.Add(90 * time.Minute), ends.Add(-5 * time.Minute), ends, next, next.Add(24 * time.Hour)}
}

// reminded are the reminders of a period there may be: to each chat about all
// units and about one, to a reporter, and to whoever reports for several.
func reminded(w *report.Workspace, k report.PeriodKey, at time.Time) []told {
	owing := slices.DeleteFunc(slices.Clone(w.Owing(k.Form)), func(u report.UnitID) bool { return len(w.Reporters(u)) == 0 })
	var all []told
	if c := w.ChatOf(k.Form); c != nil && len(owing) > 0 {
		to := report.Address{Chat: c.ID}
		all = append(all, told{k, to, owing, at}, told{k, to, owing[:1], at})
	}
	own := map[report.PersonID][]report.UnitID{}
	for _, u := range owing {
		for _, p := range w.Reporters(u) {
			own[p.ID] = append(own[p.ID], u)
		}
	}
	for p, units := range own {
		if len(units) > 1 || p == w.Reporters(owing[0])[0].ID {
			all = append(all, told{k, report.Address{Person: p}, units, at})
		}
	}
	return all
}

// startersFiles is the workspace of some ready-made forms.
func startersFiles(t testing.TB, names ...string) fs.FS {
	t.Helper()
	files, err := configs.Starter(names...)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestEveryOfferedPhraseFilesThatZeroReport(t *testing.T) {
	sample, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	starter, err := configs.LoadFS(startersFiles(t, configs.FormNames()...), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	shifts := sample.Workspace.Settings
	shifts.Forms = slices.DeleteFunc(slices.Clone(shifts.Forms), func(f report.Form) bool { return f.ID != "checkpoint" })
	shifts.Chats = []report.Chat{{ID: chat, Role: report.WorkChat, Forms: []report.FormID{"checkpoint"}}}
	shifts.Forms[0].Slots = []report.Slot{{ID: "1", Name: "一班", Opens: 0, Due: 8 * 60}, {ID: "2", Name: "二班", Opens: 8 * 60, Due: 16 * 60}, {ID: "3", Name: "三班", Opens: 16 * 60, Due: 24 * 60}}
	kept := memory(t)
	for _, w := range []*report.Workspace{sample.Workspace, starter.Workspace, report.NewWorkspace(shifts)} {
		c := newCounter(t, w, kept)
		for i := range w.Forms {
			on, _ := report.ParseDay("2020-12-31")
			if f := &w.Forms[i]; f.Until != 0 && on > f.Until {
				on, _ = report.ParseDay("2020-06-30")
			}
			for _, k := range w.PeriodsOf(&w.Forms[i], on) {
				for _, at := range moments(w, k) {
					for _, r := range reminded(w, k, at) {
						if o := c.try(t, r); o.Phrase == "" {
							t.Errorf("%s to %s at %s: nothing but a format is offered", k, r.to, at)
						}
					}
				}
			}
		}
	}
}

// Where no zero-report makes sense a format is offered, which, filled in, is a
// report of that period.
func TestAnOfferedFormatIsReadOnceItIsFilledIn(t *testing.T) {
	for _, files := range []fs.FS{configs.Sample(), startersFiles(t)} {
		read, err := configs.LoadFS(files, "qunbao.yaml", func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		settings := read.Workspace.Settings
		for i := range settings.Forms {
			settings.Forms[i].Zero = report.Zero{}
		}
		w := report.NewWorkspace(settings)
		p := parse.New(w)
		for i := range w.Forms {
			day, _ := report.ParseDay("2020-06-09")
			for _, k := range w.PeriodsOf(&w.Forms[i], day) {
				u := w.Owing(k.Form)[0]
				sender := w.Reporters(u)[0]
				at := w.Due(k).Add(time.Hour)
				o := w.Offer(k, []report.UnitID{u}, report.Address{Person: sender.ID}, at, p.Message)
				text := strings.ReplaceAll(o.Format, "__", "3")
				r := p.Message(report.Message{ID: "m", Time: at, Private: true, Sender: sender.Card, Text: text})
				if len(r.Filings) != 1 || r.Filings[0].Key() != (report.RecordKey{PeriodKey: k, Unit: u}) || len(r.Filings[0].Values) != 3 {
					t.Errorf("%q is read as %s %+v", text, r.Kind, r.Filings)
				}
			}
		}
	}
}

// draw draws words from lists that get into each other's way: numbers, labels,
// dates, grammar words.
func draw(t *rapid.T, what string, from string) string {
	return rapid.SampledFrom(strings.Fields(from)).Draw(t, what)
}

// odd draws a workspace in which names get into each other's way.
func odd(t *rapid.T) *report.Workspace {
	s := report.Settings{Name: "青石镇", Zone: time.FixedZone("CST", 8*3600), TrustCards: true}
	names := rapid.Permutation(strings.Fields("柳湾村 上坪村 下坪村 三里村 九龙社区 社区 平安村 第二小学 东卡点 无为村")).Draw(t, "units")
	for i, u := range names[:rapid.IntRange(1, 4).Draw(t, "units owing")] {
		s.Units = append(s.Units, report.Unit{ID: report.UnitID(u), Kind: "行政村"})
		person := report.Person{ID: report.PersonID(fmt.Sprint("甲乙丙丁"[i*3 : i*3+3])), Name: fmt.Sprint("李", "甲乙丙丁"[i*3:i*3+3]), Card: u + " 李" + "甲乙丙丁"[i*3:i*3+3]}
		person.Posts = []report.Post{{Unit: report.UnitID(u), Role: report.Reporter}}
		if i > 0 && rapid.Bool().Draw(t, "two units") {
			person.Posts = append(person.Posts, report.Post{Unit: s.Units[0].ID, Role: rapid.SampledFrom([]report.Role{report.Deputy, report.Lead, report.Reporter}).Draw(t, "role")})
		}
		s.People = append(s.People, person)
	}
	work := report.Chat{ID: "工作群", Role: report.WorkChat}
	for i := range rapid.IntRange(1, 3).Draw(t, "forms") {
		f := oddForm(t, report.FormID(fmt.Sprint("form", i)))
		s.Forms = append(s.Forms, f)
		work.Forms = append(work.Forms, f.ID)
	}
	s.Chats = []report.Chat{work}
	return report.NewWorkspace(s)
}

func oddForm(t *rapid.T, id report.FormID) report.Form {
	const names = "日报 疫情日报 卡点值守 2号表 发热日报 24小时值班 夜班 森林防火 无烟日报 平安建设 三防日报 接龙 值守人员 今日情况 2月3日专报 宣传消杀统计"
	f := report.Form{ID: id, Name: draw(t, "name", names), Calendar: report.EveryDay}
	f.Aliases = rapid.SliceOfNDistinct(rapid.SampledFrom(strings.Fields("日报 卡点 值守 夜班 报表 疫情 2号 平安 排查 情况")), 0, 3, rapid.ID).Draw(t, "aliases")
	f.Slots = []report.Slot{{Opens: report.Clock(60 * rapid.IntRange(0, 8).Draw(t, "opens")), Due: 17 * 60}}
	if n := rapid.IntRange(1, 3).Draw(t, "slots"); n > 1 {
		f.Slots = nil
		shifts := rapid.Permutation(strings.Fields("白班 夜班 早班 一班 2班 08时 上午 巡查 值守")).Draw(t, "shifts")
		for i := range n {
			f.Slots = append(f.Slots, report.Slot{ID: report.SlotID(fmt.Sprint("s", i)), Name: shifts[i], Opens: report.Clock((6 + i*24/n) * 60 % 1440), Due: report.Clock((6 + (i+1)*24/n) * 60)})
		}
		slices.SortFunc(f.Slots, func(a, b report.Slot) int { return int(a.Opens - b.Opens) })
	}
	for i, label := range rapid.Permutation(strings.Fields("发热 卡点 值守 巡查 排查 夜班 异常 情况 新增")).Draw(t, "fields")[:2] {
		f.Fields = append(f.Fields, report.Field{ID: report.FieldID(fmt.Sprint("f", i)), Name: label, Units: []string{"人"}, Kind: report.Daily})
	}
	if rapid.IntRange(0, 9).Draw(t, "has a zero") > 0 {
		f.Zero.Sets = []report.FieldID{"f0"}
	}
	return f
}

// However the names of forms, slots, fields and units get into each other's way,
// what is offered is understood, or a format is offered instead.
func TestWhatIsOfferedIsUnderstoodWhateverThingsAreCalled(t *testing.T) {
	kept := memory(t)
	day, _ := report.ParseDay("2020-02-03")
	offered, formats := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		w := odd(rt)
		c := newCounter(t, w, kept)
		k := rapid.SampledFrom(w.PeriodsOf(&w.Forms[rapid.IntRange(0, len(w.Forms)-1).Draw(rt, "form")], day)).Draw(rt, "period")
		for _, r := range reminded(w, k, rapid.SampledFrom(moments(w, k)).Draw(rt, "at")) {
			if o := c.try(rt, r); o.Phrase != "" {
				offered++
			} else {
				formats++
			}
		}
	})
	if offered < formats {
		t.Errorf("%d phrases and %d formats are offered", offered, formats)
	}
}
