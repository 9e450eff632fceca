package bot

import "time"

// State is how a channel stands, and what a person has to do about it.
type State struct {
	Phase  Phase
	Words  string    // for a person, one sentence; empty: those of the phase
	Reason string    // for the operator, in English, without secrets, names and addresses; may be empty
	QR     string    // what the code to scan must hold, while the phase is Scan; a secret
	Since  time.Time // when the phase began; zero: as it is told
	Synced time.Time // the last sign of life of the service; zero: there was none, or it has no session
}

// Phase is a step in the life of a channel's session.
//
//	connecting ──▸ scan ──▸ confirm ──▸ up ──▸ down ──▸ connecting …
//
// Steps may be left out: a channel without a session is up when it runs, and one
// that remembers its session needs no scan.
type Phase string

// The phases of a channel.
const (
	Connecting Phase = "connecting" // it reaches for the service; nobody has to do anything
	Scan       Phase = "scan"       // somebody has to scan a code
	Confirm    Phase = "confirm"    // somebody has to press a button on the phone
	Up         Phase = "up"         // messages come in and can be sent
	Down       Phase = "down"       // it is lost; Run goes on to reach for it, or has ended
)

// phaseWords are what a person reads of a phase.
var phaseWords = map[Phase]string{
	Connecting: "正在连接", Scan: "请扫码登录", Confirm: "手机上点确认", Up: "已连接", Down: "已断开",
}

// Say is the state in words for a person.
func (s State) Say() string {
	if s.Words != "" {
		return s.Words
	}
	return phaseWords[s.Phase]
}
