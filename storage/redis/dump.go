package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// page is how much is asked of the server at once.
const page = 500

// Dump gives everything the store keeps, of one state, in the order of
// storage.ItemKind, while programs go on writing: what changes is small and read
// in one transaction with the last numbers; what only grows is read after it, up
// to those numbers. What is pruned meanwhile may be missing. What fn refuses ends
// the dump.
func (s *Store) Dump(ctx context.Context, fn func(storage.Item) error) error {
	before := s.Generation()
	d := &dump{Store: s, give: fn}
	for _, part := range []func(context.Context) error{
		d.snapshot, d.head, d.outages, d.questions, d.rows, d.events, d.progress, d.rulings, d.firings, d.periods, d.outcomes, d.drafts, d.acts, d.log,
	} {
		if err := part(ctx); err != nil {
			return fail("dump", err)
		}
	}
	if s.Generation() != before {
		return fail("dump", fmt.Errorf("%w: the server was started again or replaced while it was read: begin again", storage.ErrUnavailable))
	}
	return nil
}

// dump reads a store as it was when its snapshot was taken.
type dump struct {
	*Store
	give func(storage.Item) error

	commit, seq, last int64 // the last numbers of writes, rows and entries of the log
	meta              map[string]string
	asked             map[string]string
	windows           map[string]string
	outbox            map[string]string
	raised            []string // the numbers of the events
}

// snapshot reads what changes, and the numbers up to which the rest is read.
func (d *dump) snapshot(ctx context.Context) error {
	var ver *redis.StringCmd
	var hashes [4]*redis.MapStringStringCmd
	_, err := d.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		ver = p.Get(ctx, d.keys.version())
		for i, key := range []string{d.keys.meta(), d.keys.questions(), d.keys.outages(), d.keys.outbox()} {
			hashes[i] = p.HGetAll(ctx, key)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	if ver.Val() != strconv.Itoa(schemaVersion) {
		return fmt.Errorf("%w: %s", storage.ErrUnavailable, whyClosed(ver.Val()))
	}
	d.meta, d.asked, d.windows, d.outbox = hashes[0].Val(), hashes[1].Val(), hashes[2].Val(), hashes[3].Val()
	for name, n := range map[string]*int64{"commit": &d.commit, "seq": &d.seq, "log": &d.last} {
		if *n, err = strconv.ParseInt(cmp.Or(d.meta[name], "0"), 10, 64); err != nil {
			return fmt.Errorf("the number %s of the key meta is damaged: %w", name, err)
		}
	}
	return nil
}

func (d *dump) head(context.Context) error {
	return d.give(storage.Item{Kind: storage.StoreItem, Schema: schemaVersion, Started: d.meta["started"], Ran: d.meta["ran"],
		Commit: d.commit, Seq: d.seq, Log: d.last})
}

func (d *dump) outages(context.Context) error {
	type window struct {
		from, to int64
		body     string
	}
	var list []window
	for _, b := range d.windows {
		w, err := storage.DecodeWindow([]byte(b))
		if err != nil {
			return err
		}
		list = append(list, window{storage.Micros(w.From), storage.Micros(w.To), b})
	}
	slices.SortFunc(list, func(a, b window) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	for _, w := range list {
		if err := d.give(storage.Item{Kind: storage.OutageItem, Body: []byte(w.body)}); err != nil {
			return err
		}
	}
	return nil
}

func (d *dump) questions(context.Context) error {
	type question struct {
		report.Asker
		body string
	}
	var list []question
	for _, b := range d.asked {
		q, err := storage.DecodeQuestion([]byte(b))
		if err != nil {
			return err
		}
		list = append(list, question{q.Asker, b})
	}
	slices.SortFunc(list, func(a, b question) int { return cmp.Or(cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Sender, b.Sender)) })
	for _, q := range list {
		if err := d.give(storage.Item{Kind: storage.QuestionItem, Body: []byte(q.body)}); err != nil {
			return err
		}
	}
	return nil
}

func (d *dump) rows(context.Context) error {
	var list []storage.Item
	for key, value := range d.outbox {
		i, err := rowItem(value)
		if err != nil {
			return fmt.Errorf("the row %q is damaged: %w", key, err)
		}
		list = append(list, i)
	}
	slices.SortFunc(list, func(a, b storage.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, i := range list {
		if err := d.give(i); err != nil {
			return err
		}
	}
	return nil
}

// rowItem reads the header of a row, as rows.lua writes it.
func rowItem(value string) (storage.Item, error) {
	head, body, _ := strings.Cut(value, "\n")
	f := strings.Split(head, "\t")
	if len(f) < 9 {
		return storage.Item{}, errors.New("its header is too short")
	}
	i := storage.Item{Kind: storage.RowItem, State: report.RowState(f[0]), NotBefore: f[7], Owner: f[8], Body: []byte(body)}
	var attempts, urgency int64
	for at, n := range map[int]*int64{1: &attempts, 2: &urgency, 3: &i.Seq, 5: &i.Until, 6: &i.Begun} {
		var err error
		if *n, err = strconv.ParseInt(f[at], 10, 64); err != nil {
			return storage.Item{}, err
		}
	}
	i.Attempts, i.Urgency = int(attempts), int(urgency)
	return i, nil
}

// numbered gives an item of a value that begins with the number of its commit;
// later ones are left out.
func (d *dump) numbered(i storage.Item, value string) error {
	commit, body, err := numbered(value)
	if err != nil || commit > d.commit {
		return err
	}
	i.Body = []byte(body)
	if i.Kind != storage.EventItem && i.Kind != storage.FiringItem {
		i.Commit = commit
	}
	return d.give(i)
}

func (d *dump) events(ctx context.Context) error {
	fields, err := d.client.HKeys(ctx, d.keys.events()).Result()
	if err != nil {
		return err
	}
	var damaged error
	slices.SortFunc(fields, func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		damaged = errors.Join(damaged, errX, errY)
		return cmp.Compare(x, y)
	})
	if damaged != nil {
		return fmt.Errorf("the number of an event is damaged: %w", damaged)
	}
	d.raised = fields
	return d.fields(ctx, d.keys.events(), fields, storage.Item{Kind: storage.EventItem})
}

// progress gives what became of the events, one after the other.
func (d *dump) progress(ctx context.Context) error {
	for some := range slices.Chunk(d.raised, page) {
		heads := make([]*redis.XMessageSliceCmd, len(some))
		_, err := d.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, n := range some {
				heads[i] = p.XRange(ctx, d.keys.progress(n), "-", number(d.commit))
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, head := range heads {
			for _, e := range head.Val() {
				commit, _, _ := strings.Cut(e.ID, "-")
				if err := d.numbered(storage.Item{Kind: storage.ProgressItem}, commit+" "+text(e, "v")); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (d *dump) rulings(ctx context.Context) error {
	return d.pages(ctx, d.keys.rulings(), "-", "+", func(e redis.XMessage) error {
		return d.numbered(storage.Item{Kind: storage.RulingItem}, text(e, "c")+" "+text(e, "v"))
	})
}

// fields gives an item for each field of a hash that is still there.
func (d *dump) fields(ctx context.Context, hash string, fields []string, i storage.Item) error {
	for some := range slices.Chunk(fields, page) {
		values, err := d.client.HMGet(ctx, hash, some...).Result()
		if err != nil {
			return err
		}
		for _, v := range values {
			value, there := v.(string)
			if !there {
				continue
			}
			if err := d.numbered(i, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *dump) firings(ctx context.Context) error {
	for from := "-"; ; {
		members, err := d.client.ZRangeByLex(ctx, d.keys.fired(), &redis.ZRangeBy{Min: from, Max: "+", Count: page}).Result()
		if err != nil {
			return err
		}
		for _, m := range members {
			_, value, _ := strings.Cut(m, "\x00")
			if err := d.numbered(storage.Item{Kind: storage.FiringItem}, value); err != nil {
				return err
			}
		}
		if len(members) < page {
			return nil
		}
		from = "(" + members[len(members)-1]
	}
}

// periods gives what is kept of each period, one after the other.
func (d *dump) periods(ctx context.Context) error {
	forms, err := d.client.SMembers(ctx, d.keys.forms()).Result()
	if err != nil {
		return err
	}
	slices.Sort(forms)
	for _, f := range forms {
		members, err := d.client.ZRange(ctx, d.keys.periods(report.FormID(f)), 0, -1).Result()
		if err != nil {
			return err
		}
		for some := range slices.Chunk(members, together) {
			if err := d.some(ctx, report.FormID(f), some); err != nil {
				return err
			}
		}
	}
	return nil
}

// together is how many periods are asked for in one round trip.
const together = 8

// some gives what is kept of some periods of a form.
func (d *dump) some(ctx context.Context, f report.FormID, members []string) error {
	keys := make([]report.PeriodKey, len(members))
	duties := make([]*redis.MapStringStringCmd, len(members))
	heads := make([]*redis.XMessageSliceCmd, len(members))
	_, err := d.client.Pipelined(ctx, func(p redis.Pipeliner) (err error) {
		for n, m := range members {
			if keys[n], err = readPeriod(f, m); err != nil {
				return err
			}
			duties[n] = p.HGetAll(ctx, d.keys.need(keys[n]))
			heads[n] = p.XRangeN(ctx, d.keys.history(keys[n]), "-", number(d.commit), page)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for n, k := range keys {
		if err := d.need(k, duties[n].Val()); err != nil {
			return err
		}
		if err := d.versions(ctx, k, heads[n].Val()); err != nil {
			return err
		}
	}
	return nil
}

// need gives who owes a period, unless it was opened later.
func (d *dump) need(k report.PeriodKey, duties map[string]string) error {
	if len(duties) == 0 {
		return nil
	}
	opened, err := strconv.ParseInt(duties[""], 10, 64)
	if err != nil || opened > d.commit {
		return err
	}
	i := storage.Item{Kind: storage.OpenedItem, Form: k.Form, Day: k.Day, Slot: k.Slot}
	if err := d.give(i); err != nil {
		return err
	}
	i.Kind = storage.DutyItem
	delete(duties, "")
	units := make([]string, 0, len(duties))
	for u := range duties {
		units = append(units, u)
	}
	slices.Sort(units)
	for _, u := range units {
		i.Unit, i.Body = report.UnitID(u), []byte(duties[u])
		if err := d.give(i); err != nil {
			return err
		}
	}
	return nil
}

// placed reads the id of an entry of the history.
func placed(i *storage.Item, id string) (err error) {
	commit, place, _ := strings.Cut(id, "-")
	if i.Commit, err = strconv.ParseInt(commit, 10, 64); err == nil {
		i.Place, err = strconv.Atoi(place)
	}
	return err
}

// versions gives the history of a period, of which the first page has been read.
func (d *dump) versions(ctx context.Context, k report.PeriodKey, head []redis.XMessage) error {
	i := storage.Item{Kind: storage.VersionItem, Form: k.Form, Day: k.Day, Slot: k.Slot}
	return d.rest(ctx, d.keys.history(k), number(d.commit), head, func(e redis.XMessage) error {
		i.Unit, i.Body = report.UnitID(text(e, "u")), []byte(text(e, "v"))
		if err := placed(&i, e.ID); err != nil {
			return err
		}
		return d.give(i)
	})
}

// outcomes are those of one day after the other. Of a day the ids are kept in
// memory, to be put in order.
func (d *dump) outcomes(ctx context.Context) error {
	days, err := d.client.ZRange(ctx, d.keys.days(), 0, -1).Result()
	if err != nil {
		return err
	}
	for _, text := range days {
		day, err := report.ParseDay(text)
		if err != nil {
			return fmt.Errorf("a key of the index is damaged: %w", err)
		}
		ids, err := d.remembered(ctx, d.keys.outcomes(day))
		if err == nil {
			err = d.fields(ctx, d.keys.outcomes(day), ids, storage.Item{Kind: storage.OutcomeItem, Day: day})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// remembered lists the messages of a day by the numbers of their commits.
func (d *dump) remembered(ctx context.Context, hash string) ([]string, error) {
	type outcome struct {
		commit int64
		id     string
	}
	var list []outcome
	for cursor := uint64(0); ; {
		found, next, err := d.client.HScan(ctx, hash, cursor, "", page).Result()
		if err != nil {
			return nil, err
		}
		for i := 0; i+1 < len(found); i += 2 {
			commit, _, err := numbered(found[i+1])
			if err != nil {
				return nil, err
			}
			list = append(list, outcome{commit, strings.Clone(found[i])})
		}
		if cursor = next; cursor == 0 {
			break
		}
	}
	slices.SortFunc(list, func(a, b outcome) int { return cmp.Or(cmp.Compare(a.commit, b.commit), cmp.Compare(a.id, b.id)) })
	var ids []string
	for _, o := range slices.Compact(list) {
		ids = append(ids, o.id)
	}
	return ids, nil
}

func (d *dump) drafts(ctx context.Context) error {
	ids, err := d.client.SMembers(ctx, d.keys.drafts()).Result()
	if err != nil {
		return err
	}
	slices.Sort(ids)
	for _, id := range ids {
		err := d.pages(ctx, d.keys.draft(id), "-", number(d.commit), func(e redis.XMessage) error {
			i := storage.Item{Kind: storage.DraftItem, Body: []byte(text(e, "v"))}
			if err := placed(&i, e.ID); err != nil {
				return err
			}
			return d.give(i)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *dump) acts(ctx context.Context) error {
	members, err := d.client.ZRange(ctx, d.keys.audit(), 0, -1).Result()
	if err != nil {
		return err
	}
	slices.SortFunc(members, func(a, b string) int {
		x, _, _ := numbered(a)
		y, _, _ := numbered(b)
		return cmp.Compare(x, y)
	})
	for _, m := range members {
		if err := d.numbered(storage.Item{Kind: storage.ActItem}, m); err != nil {
			return err
		}
	}
	return nil
}

func (d *dump) log(ctx context.Context) error {
	return d.pages(ctx, d.keys.log(), "-", number(d.last), func(e redis.XMessage) error {
		i := storage.Item{Kind: storage.LogItem, Key: text(e, "key"), State: report.RowState(text(e, "state")), At: text(e, "at"),
			Owner: text(e, "owner"), Note: text(e, "note")}
		n, _, _ := strings.Cut(e.ID, "-")
		var err error
		if i.N, err = strconv.ParseInt(n, 10, 64); err != nil {
			return err
		}
		if i.Attempts, err = strconv.Atoi(text(e, "attempts")); err != nil {
			return err
		}
		if storage.Ended(i.State) {
			i.Body = []byte(text(e, "row"))
		}
		return d.give(i)
	})
}

// Empty tells whether nothing was ever kept here, and no program has started. A
// workspace that is half loaded is empty: Load begins it anew.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var ver *redis.StringCmd
	var found *redis.IntCmd
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		ver = p.Get(ctx, s.keys.version())
		found = p.Exists(ctx, s.keys.meta(), s.keys.outages())
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return false, fail("empty", err)
	}
	_, half := loading(ver.Val())
	return half || found.Val() == 0, nil
}
