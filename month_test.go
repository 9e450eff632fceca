package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/storagetest"
)

// township loads the workspace of the tests.
func township(t testing.TB) *configs.Config {
	t.Helper()
	config, err := configs.Load("testdata/township/qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// month begins a generated month: the township's first start.
var month = mustInstant("2020-02-03T07:00:00+08:00")

// reporters are the cards of the township with the units they speak for.
var reporters = append(slices.Clone(villages), [][2]string{
	{"上坪村-杨秀英", "上坪村"}, {"下坪杨志强", "下坪村"}, {"北岭村罗明🌿", "北岭村"}, {"新民黄", "新民村"},
	{"双井村宋玉", "双井村"}, {"白鹤村文书唐文", "白鹤村"}, {"社区董洁", "青石社区"},
}...)

// writer makes up what a township types.
type writer struct {
	rand *rand.Rand
	said []report.Message
}

// typed is what a township types in some days: reports of every kind,
// corrections, recalls, questions with and without their answers, alerts,
// commands and talk, by the time of sending.
func typed(seed uint64, days int) []report.Message {
	w := &writer{rand: rand.New(rand.NewPCG(seed, 1))}
	for d := range days {
		morning := month.AddDate(0, 0, d).Add(time.Hour)
		for _, r := range reporters {
			w.village(morning.Add(time.Duration(w.rand.IntN(11*3600))*time.Second), r[0], r[1])
		}
		w.say(morning.Add(time.Duration(w.rand.IntN(600))*time.Minute), "吴镇长", "谁没报")
		w.say(morning.Add(time.Duration(w.rand.IntN(600))*time.Minute), "党政办郑晓", "大家辛苦了，注意保暖")
	}
	slices.SortStableFunc(w.said, func(a, b report.Message) int { return a.Time.Compare(b.Time) })
	return w.said
}

func (w *writer) say(at time.Time, card, text string) report.Message {
	m := report.Message{ID: report.MessageID(fmt.Sprintf("m%05d", len(w.said))), Time: at, Chat: workChat, Sender: card, Text: text}
	w.said = append(w.said, m)
	return m
}

// village is what one village types on a day.
func (w *writer) village(at time.Time, card, unit string) {
	n := func(most int) int { return w.rand.IntN(most) }
	home, soon := 10+n(40), at.Add(time.Duration(1+n(90))*time.Minute)
	full := fmt.Sprintf("%s居家观察%d人，解除%d人，发热0人", unit, home, n(20))
	switch n(12) {
	case 0: // silence
	case 1, 2:
		w.say(at, card, unit+"平安")
	case 3:
		w.say(at, card, full)
		w.say(soon, card, fmt.Sprintf("更正：居家观察应为%d人", home+1))
	case 4:
		wrong := w.say(at, card, full)
		w.said = append(w.said, report.Message{ID: wrong.ID + "-recall", Time: soon, Chat: workChat, Sender: card, Type: report.RecallMessage, RefersTo: wrong.ID})
		if n(2) == 0 {
			w.say(soon.Add(time.Minute), card, full)
		}
	case 5:
		w.say(at, card, fmt.Sprintf("%s居家%d人，居家%d人，发热0人", unit, home, home+2))
		if n(3) > 0 {
			w.say(soon, card, fmt.Sprint(home))
		}
	case 6:
		w.say(at, card, full)
		w.say(soon, card, unit+"有1人发热，38.5度，已送医院")
	case 7:
		w.say(at, card, fmt.Sprintf("昨天%s居家%d人，发热0人", unit, home))
		w.say(soon, card, full)
	case 8:
		w.say(at, card, fmt.Sprintf("%s夜班检查车辆%d辆，劝返0人，异常0人", unit, n(50)))
		w.say(soon, card, full)
	case 9:
		w.say(at, card, unit+"居家XX人")
		w.say(soon, card, full)
	default:
		w.say(at, card, full)
		if n(3) == 0 {
			w.say(soon, card, fmt.Sprintf("%s宣传单%d份", unit, n(500)))
		}
	}
}

// same compares everything that two stores know of a generated month: every
// record with its history, what is owed, events, drafts and what became of each
// message; and that nothing waits to be sent in the second.
func same(t *testing.T, config *configs.Config, want, got store, said []report.Message) {
	t.Helper()
	ctx, w, kinds := t.Context(), config.Workspace, map[report.VersionKind]int{}
	first, last := report.DayOf(month)-2, report.DayOf(said[len(said)-1].Time)+1
	for day := first; day <= last; day++ {
		for i := range w.Forms {
			for _, k := range w.PeriodsOf(&w.Forms[i], day) {
				a, errA := want.Period(ctx, k)
				b, errB := got.Period(ctx, k)
				differ(t, k.String(), a, b, errA, errB)
				for _, r := range a.Records {
					for _, v := range r.Versions {
						kinds[v.Kind]++
					}
				}
			}
		}
		a, errA := dayOf(ctx, want, w, day, month.AddDate(0, 2, 0))
		b, errB := dayOf(ctx, got, w, day, month.AddDate(0, 2, 0))
		for i := range a {
			la, _ := line(statusJSON(a[i]))
			lb, _ := line(statusJSON(b[i]))
			differ(t, "status of "+day.String(), string(la), string(lb), errA, errB)
		}
		for _, plan := range w.Briefings {
			id := plan.Kind + "/" + day.String() + "/" + day.String()
			a, foundA, errA := want.Draft(ctx, id)
			b, foundB, errB := got.Draft(ctx, id)
			differ(t, id, a, b, errA, errB)
			if foundA != foundB {
				t.Errorf("the draft %s is there: %t, %t", id, foundA, foundB)
			}
		}
	}
	a, errA := want.Events(ctx, month.AddDate(0, -1, 0), month.AddDate(1, 0, 0))
	b, errB := got.Events(ctx, month.AddDate(0, -1, 0), month.AddDate(1, 0, 0))
	differ(t, "events", a, b, errA, errB)
	if kinds[report.VersionNew] < len(said)/3 || len(kinds) < 5 || len(a) == 0 {
		t.Fatalf("a dull month: %d messages, %v, %d events", len(said), kinds, len(a))
	}
	for _, m := range said {
		a, _, errA := want.Outcome(ctx, m.ID)
		b, _, errB := got.Outcome(ctx, m.ID)
		differ(t, "outcome of "+string(m.ID), a, b, errA, errB)
	}
	if at, waits, err := got.NextRow(ctx); waits || err != nil {
		t.Errorf("a row waits until %v (%v)", at, err)
	}
}

func differ(t *testing.T, what string, want, got any, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	if d := storagetest.Same(want, got); d != "" && !t.Failed() {
		t.Errorf("%s (-was +is):\n%s", what, d)
	}
}
