package redis

import (
	"encoding/json"
	"strconv"
	"strings"

	"qunbao/report"
)

// keys builds every key of a workspace. T is qb:1:{WORKSPACE}: where 1 is the
// schema and the braces keep a workspace in one slot of a cluster; FP is
// FORM:DAY:SLOT, the form with : and % escaped. Bodies are the stored forms of
// package storage; instants in scores are microseconds since 1970.
//
//	key              type    holds                                                   lifetime
//	T ver            string  schema version                                          for ever
//	T meta           hash    started, ran (RFC 3339); seq, log, event: last numbers  for ever
//	T msg            hash    message id → day under which its outcome lies           with msg:DAY
//	T msg:DAY        hash    message id → outcome; day of the message's own time     45 days
//	T hist:FP        stream  N-0: u unit, v version; append-only                     archive
//	T cur:FP         hash    unit → "BEGAN N N…": first version's time, its entries  archive
//	T done:FP        zset    unit, score = first valid receipt                       archive
//	T need:FP        hash    unit → duty, frozen; the field "" says it was opened    archive
//	T periods:FORM   zset    DAY:SLOT, score = day; the index, never SCAN            for ever
//	T claim          hash    firing name → at, claimed, skipped                      for ever
//	T ask            hash    ["CHAT","SENDER"] → the open question                   until answered
//	T ev, ev:at      hash, zset  number → event; number, score = time                for ever
//	T ob             hash    row key → header and row; a row whose end is known is gone log: 90 days
//	T ob:due         zset    URGENCY SEQ KEY, score = due: queued and not leased     while queued
//	T ob:lease       zset    row key, score = end of lease: queued and leased        while leased
//	T ob:sending     zset    row key, score = end of lease: begun, not finished      while sending
//	T ob:log         stream  N-0: what became of the rows, and the row               90 days
//	T draft:ID       hash    body: the document as it stands, n: how often saved     for ever
//	T draftlog:ID    stream  N-0: v, every state it had                              for ever
//	T outages        hash    BEGAN:ENDED → window                                    for ever
//
// Nothing has a TTL: what may go is taken by its day, so that a replayed past
// lives as long as the present. The header of a row of the outbox is one line,
// parted by tabs: state, attempts, urgency, seq, due, until, begun, not before
// as given, owner, lane (the address).
type keys string

func keysOf(workspace string) keys { return keys("qb:1:{" + workspace + "}:") }

// fixed are the keys that do not depend on a form, a day or an id, with the
// types that they must have.
func (k keys) fixed() map[string]string {
	return map[string]string{
		k.version(): "string", k.meta(): "hash", k.messages(): "hash", k.claims(): "hash", k.questions(): "hash",
		k.events(): "hash", k.eventTimes(): "zset", k.outbox(): "hash", k.due(): "zset", k.leased(): "zset",
		k.sending(): "zset", k.log(): "stream", k.outages(): "hash",
	}
}

func (k keys) version() string    { return string(k) + "ver" }
func (k keys) meta() string       { return string(k) + "meta" }
func (k keys) messages() string   { return string(k) + "msg" }
func (k keys) claims() string     { return string(k) + "claim" }
func (k keys) questions() string  { return string(k) + "ask" }
func (k keys) events() string     { return string(k) + "ev" }
func (k keys) eventTimes() string { return string(k) + "ev:at" }
func (k keys) outbox() string     { return string(k) + "ob" }
func (k keys) due() string        { return string(k) + "ob:due" }
func (k keys) leased() string     { return string(k) + "ob:lease" }
func (k keys) sending() string    { return string(k) + "ob:sending" }
func (k keys) log() string        { return string(k) + "ob:log" }
func (k keys) outages() string    { return string(k) + "outages" }

func (k keys) outcomes(day report.Day) string { return string(k) + "msg:" + day.String() }
func (k keys) draft(id string) string         { return string(k) + "draft:" + id }
func (k keys) draftLog(id string) string      { return string(k) + "draftlog:" + id }
func (k keys) periods(f report.FormID) string { return string(k) + "periods:" + escape(f) }

func (k keys) history(p report.PeriodKey) string { return string(k) + "hist:" + period(p) }
func (k keys) current(p report.PeriodKey) string { return string(k) + "cur:" + period(p) }
func (k keys) done(p report.PeriodKey) string    { return string(k) + "done:" + period(p) }
func (k keys) need(p report.PeriodKey) string    { return string(k) + "need:" + period(p) }

func period(p report.PeriodKey) string { return escape(p.Form) + ":" + periodMember(p) }

// periodMember is the period inside its form's index.
func periodMember(p report.PeriodKey) string { return p.Day.String() + ":" + string(p.Slot) }

// escape keeps a form apart from the day behind it.
func escape(f report.FormID) string {
	return strings.NewReplacer("%", "%25", ":", "%3A").Replace(string(f))
}

// asker is the field of somebody's open question.
func asker(a report.Asker) (string, error) {
	b, err := json.Marshal([]string{string(a.Chat), a.Sender})
	return string(b), err
}

func number[N int | int64 | report.Day](n N) string { return strconv.FormatInt(int64(n), 10) }
