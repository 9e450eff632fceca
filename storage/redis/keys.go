package redis

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"qunbao/report"
)

// keys builds every key of a workspace. T is qb:1:{WORKSPACE}: where the braces
// keep a workspace in one slot of a cluster; FP is FORM:DAY:SLOT, the form with :
// and % escaped. Bodies are the stored forms of package storage; instants in
// scores are microseconds since 1970. COMMIT is the number of the write that made
// a thing: every commit, claim, draft and act takes the next, so that all that is
// kept of one moment is what bears no higher number. I is the place of a version,
// or of a step of progress, in its change, from 0.
//
//	key              type    holds                                                    lifetime
//	T ver            string  the schema, 3; whatever else it holds, nobody may write  for ever
//	T meta           hash    started, ran, heard (RFC 3339); last numbers: commit, seq for ever
//	                         of rows, log of ob:log, event the highest taken
//	T msg            hash    message id → day under which its outcome lies            with msg:DAY
//	T days           zset    DAY of the outcomes that are kept, score = day           with msg:DAY
//	T msg:DAY        hash    message id → COMMIT outcome; day of its own time         45 days
//	T forms          set     every form of which there is a period                    for ever
//	T periods:FORM   zset    DAY:SLOT, score = day: reported for, or opened           for ever
//	T units:FORM     hash    unit → the first day, as a number, that it reported for  for ever
//	T hist:FP        stream  COMMIT-I: u unit, v version; append-only                 archive
//	T cur:FP         hash    unit → "BEGAN ID ID…": first version's time, entries     archive
//	T need:FP        hash    unit → duty, frozen; "" → COMMIT says it was opened      archive
//	T fired          zset    NAME, a zero byte, COMMIT firing; score 0: by name       for ever
//	T ask            hash    ["CHAT","SENDER"] → the open question                    until answered
//	T ev, ev:at      hash, zset  number → COMMIT event; number, score = time          for ever
//	T progress:N     stream  COMMIT-I: v, what became of event N; append-only          for ever
//	T rulings        stream  N-0: c COMMIT, v ruling, N from 1; append-only            for ever
//	T ob             hash    row key → header and row: queued, sending, uncertain     until it ends
//	T ob:due         zset    URGENCY DUE SEQ KEY, of 1, 16 and 14 digits and the      while queued
//	                         row's key; score 0: queued and not leased, by name
//	T ob:lease       zset    row key, score = end of lease: queued and leased         while leased
//	T ob:sending     zset    row key, score = end of lease: begun, not finished       while sending
//	T ob:ended       hash    row key → how it ended; the key is not used again        with ob:log
//	T ob:log         stream  N-0: key, state, at, owner, attempts, note; row where    90 days
//	                         the row ended, not where it is queued or uncertain
//	T drafts         set     ids of drafts                                            for ever
//	T draft:ID       stream  COMMIT-0: v, every state it had; the last stands         for ever
//	T audit          zset    COMMIT act, score = time: what people did to the data    for ever
//	T outages        hash    BEGAN:ENDED → window                                     for ever
//
// Everything is found from meta, days, forms, drafts and ev: no SCAN is needed.
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
		k.version(): "string", k.meta(): "hash", k.messages(): "hash", k.days(): "zset", k.forms(): "set",
		k.fired(): "zset", k.questions(): "hash", k.events(): "hash", k.eventTimes(): "zset", k.outbox(): "hash",
		k.due(): "zset", k.leased(): "zset", k.sending(): "zset", k.ended(): "hash", k.log(): "stream",
		k.rulings(): "stream", k.drafts(): "set", k.audit(): "zset", k.outages(): "hash",
	}
}

func (k keys) version() string    { return string(k) + "ver" }
func (k keys) meta() string       { return string(k) + "meta" }
func (k keys) messages() string   { return string(k) + "msg" }
func (k keys) days() string       { return string(k) + "days" }
func (k keys) forms() string      { return string(k) + "forms" }
func (k keys) fired() string      { return string(k) + "fired" }
func (k keys) questions() string  { return string(k) + "ask" }
func (k keys) events() string     { return string(k) + "ev" }
func (k keys) eventTimes() string { return string(k) + "ev:at" }
func (k keys) outbox() string     { return string(k) + "ob" }
func (k keys) due() string        { return string(k) + "ob:due" }
func (k keys) leased() string     { return string(k) + "ob:lease" }
func (k keys) sending() string    { return string(k) + "ob:sending" }
func (k keys) ended() string      { return string(k) + "ob:ended" }
func (k keys) log() string        { return string(k) + "ob:log" }
func (k keys) rulings() string    { return string(k) + "rulings" }
func (k keys) drafts() string     { return string(k) + "drafts" }
func (k keys) audit() string      { return string(k) + "audit" }
func (k keys) outages() string    { return string(k) + "outages" }

func (k keys) outcomes(day report.Day) string { return string(k) + "msg:" + day.String() }
func (k keys) draft(id string) string         { return string(k) + "draft:" + id }
func (k keys) progress(n string) string       { return string(k) + "progress:" + n }
func (k keys) periods(f report.FormID) string { return string(k) + "periods:" + escape(f) }

func (k keys) units(f report.FormID) string { return string(k) + "units:" + escape(f) }

func (k keys) history(p report.PeriodKey) string { return string(k) + "hist:" + period(p) }
func (k keys) current(p report.PeriodKey) string { return string(k) + "cur:" + period(p) }
func (k keys) need(p report.PeriodKey) string    { return string(k) + "need:" + period(p) }

// period is a period inside a key.
func period(p report.PeriodKey) string { return escape(p.Form) + ":" + periodMember(p) }

// periodMember is the period inside its form's index.
func periodMember(p report.PeriodKey) string { return p.Day.String() + ":" + string(p.Slot) }

// readPeriod reads what periodMember wrote.
func readPeriod(f report.FormID, member string) (report.PeriodKey, error) {
	day, slot, _ := strings.Cut(member, ":")
	d, err := report.ParseDay(day)
	if err != nil {
		err = fmt.Errorf("a key of the index is damaged: %w", err)
	}
	return report.PeriodKey{Form: f, Day: d, Slot: report.SlotID(slot)}, err
}

// escape keeps a form apart from the day behind it.
func escape(f report.FormID) string {
	return strings.NewReplacer("%", "%25", ":", "%3A").Replace(string(f))
}

// asker is the field of somebody's open question.
func asker(a report.Asker) (string, error) {
	b, err := json.Marshal([]string{string(a.Chat), a.Sender})
	return string(b), err
}

// dueMember is a row that waits, in ob:due, as rows.lua writes it.
func dueMember(urgency int, due, seq int64, key string) string {
	return fmt.Sprintf("%d%016d%014d%s", urgency, due, seq, key)
}

func number[N int | int64 | report.Day](n N) string { return strconv.FormatInt(int64(n), 10) }

// numbered reads a value that begins with the number of its commit.
func numbered(value string) (commit int64, body string, err error) {
	n, body, found := strings.Cut(value, " ")
	if commit, err = strconv.ParseInt(n, 10, 64); err != nil || !found {
		return 0, "", errors.New("a stored value does not begin with the number of its commit")
	}
	return commit, body, nil
}
