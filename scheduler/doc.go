// Package scheduler is what happens by the clock: periods open, the missing are
// reminded, their leads are told, leaders get their digest and the reviewer a
// draft of the briefing.
//
// It holds no timer. A Scheduler has a timetable of everything that is ever due
// (timetable.go), and Step does what has come due since the last Step; the
// program sleeps until the instant that Step returns, or jumps there when it
// replays. robfig/cron says when a line of the timetable is due, and an Alarm
// wakes a program that runs in real time.
//
// Whatever happens, it happens once. Every firing has a name, and the store
// claims the name together with the rows it puts into the outbox:
//
//	open/FORM/DAY/SLOT           freezes who owes the period
//	remind/FORM/DAY/SLOT/STAGE   one stage of the reminders
//	digest/DAYTHH:MM             one digest; a second one at the same time has #2 behind it
//	briefing/DAYTHH:MM           one draft for review
//	trouble/FIRING               tells the admins that a firing fails, mended/FIRING that it is over
//
// The key of a row is the name of its firing, a slash and the address. A row
// says about whom it is and until when it is worth saying; the words are found
// when it leaves, and quiet hours are kept by the sender.
//
// Who is reminded is decided by report.Workspace.Missing, on which days by
// report.Form.Owed and InForce. This package decides only when.
package scheduler
