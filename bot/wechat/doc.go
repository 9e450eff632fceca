// Package wechat is WeChat as a chat service, by the web protocol that
// github.com/eatmoreapple/openwechat speaks. No contract stands behind it: an
// account may be refused, logged out or barred at any time, and the program must
// do without it then. docs/wechat.md tells the people of an office.
//
// The library is good at the protocol and trusts the service. What it would do on
// its own is kept from it:
//
//	guard.go     reads each answer before the library does, and paces its loop (breath.go)
//	answers.go   what an answer must be, call by call; wire.go reads what may be odd
//	jar.go       keeps cookies whole; store.go keeps the session between two starts
//
//	channel.go   Run, from session to session
//	ladder.go    how and when to log in: the kept session, a button on the phone, a code to scan (qr.go)
//	session.go   one login: who may log in, what is kept of it, what a person should know
//	stream.go    what is told in which order, and when a session is over; aside.go what has to wait
//
//	message.go   what somebody said; app.go the XML in it, media.go its files, recent.go what it refers to
//	roster.go    who there is, group.go who is in which group; identity.go who they are to the program
//	send.go      words, upload.go files
//
// The names of people and groups on the wire are good for one session. They stay in
// memory and, of messages that have to wait, in the file of the session: what is told
// are names that people gave. Errors and logs hold no
// address of a call, since the keys of the session stand in it (fault.go).
//
// A message is told before the stream is read on, and the place in the stream is
// written down after that: a crash gives messages again, under the same ids, and
// loses none that the service still has.
package wechat
