package documents

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"qunbao/report"
)

// messagesFixed are the columns of 原始消息 that stay in sight: when, who.
const messagesFixed = 2

// messagesWords is the column of 原文.
const messagesWords = 3

func messagesColumns() []column {
	return []column{{"发出时间", 19}, {"谁", 12}, {"群", 22}, {"原文", 62}, {"用于", 24}, {"说明", 16}, {"消息编号", 18}}
}

// sources are the messages that the reports of an export rest on; no other message
// has a place in it.
type sources struct {
	workspace *report.Workspace
	left      map[report.MessageID]source // not written yet
}

// source is what the reports say of a message they rest on.
type source struct {
	at    time.Time
	by    string
	chat  string
	words string // its first ones
	back  bool   // it is a recall, which has none
	used  []report.RecordKey
	more  int // used beyond those
}

// mostUses is how many reports of a message are named.
const mostUses = 5

func newSources(w *report.Workspace) *sources {
	return &sources{w, map[report.MessageID]source{}}
}

// note keeps the messages of a report in mind.
func (s *sources) note(r report.Record) {
	for _, v := range r.Versions {
		m, known := s.left[v.Message]
		if !known {
			step := report.Step{Version: v}
			m = source{at: v.Time, by: v.By, chat: string(v.Chat), words: step.Said(), back: v.Kind == report.VersionWithdrawal}
			if step.Private() {
				m.chat = private
			}
		}
		if len(m.used) < mostUses {
			m.used = append(m.used, r.RecordKey)
		} else {
			m.more++
		}
		s.left[v.Message] = m
	}
}

// Since is when the first of the messages may have come that the days rest on; zero
// where there are none.
func (e *Export) Since() time.Time {
	var first time.Time
	for _, m := range e.sources.left {
		if first.IsZero() || m.at.Before(first) {
			first = m.at
		}
	}
	if first.IsZero() {
		return first
	}
	return first.Add(-ahead)
}

// ahead is how much earlier than by its own time a message may have come.
const ahead = time.Hour

// private stands for the chat of what was said in private.
const private = "私聊"

// Message adds a message in its own words, if a report of the export rests on it,
// with telephone and identity card numbers masked. Messages come after the days.
func (e *Export) Message(m report.Message) error {
	s, there := e.sources.left[m.ID]
	if !there || m.Text == "" {
		return nil
	}
	delete(e.sources.left, m.ID)
	s.chat = string(m.Chat)
	if m.Private {
		s.chat = private
	}
	return e.sources.row(m.ID, s, m.Text, "", e.messages.add)
}

// rest writes the messages whose own words were not given, by time.
func (s *sources) rest(add func([]any) error) error {
	ids := slices.SortedFunc(maps.Keys(s.left), func(a, b report.MessageID) int {
		return cmp.Or(s.left[a].at.Compare(s.left[b].at), cmp.Compare(a, b))
	})
	for _, id := range ids {
		m, note := s.left[id], "仅存开头"
		switch {
		case m.back:
			note = "撤回"
		case m.words == "":
			note = "未存原文"
		}
		if err := s.row(id, m, m.words, note, add); err != nil {
			return err
		}
	}
	return nil
}

func (s *sources) row(m report.MessageID, from source, words, note string, add func([]any) error) error {
	used := ""
	for i, k := range from.used {
		if i > 0 {
			used += "、"
		}
		used += k.Day.Chinese() + s.workspace.Form(k.Form).Name + slotName(s.workspace.Form(k.Form), k.Slot) + string(k.Unit)
	}
	if from.more > 0 {
		used += fmt.Sprintf("等%d份", mostUses+from.more)
	}
	if linesOf(words, messagesColumns()[messagesWords].width) > mostLinesHigh {
		note += "（打印不全，请看电子表）"
	}
	return add([]any{from.at.In(s.workspace.Zone), text(from.by), text(from.chat), text(words), text(used), text(note), id(m)})
}
