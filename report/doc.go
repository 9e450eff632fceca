// Package report is the domain of qunbao: what a township's work group is owed,
// what a message changes, who is missing and what is said about it.
//
// It is pure. Nothing here reads a clock, a file or the network; time is an
// argument and the caller keeps what the functions return. Everything that is
// decided is decided here:
//
//	Workspace.Speaker    who speaks, and what the person may do
//	Workspace.Decide     what a message changes: versions, a receipt or one question, alerts
//	Workspace.Complete   who is on time, late, missing, excused (the WHO/DHIS2 denominator)
//	Workspace.Missing    whom a reminder names
//	Workspace.BuildDigest, Workspace.Facts   what leaders and briefings are told
//
// The text of a message is read by the sub-packages: zh knows Chinese text,
// parse turns a Message into a Reading.
package report
