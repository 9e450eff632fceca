// Package bot takes chats in and lets messages out; it knows nothing of what a
// report says.
//
//	Channel    one chat service: its messages come in by Run and leave by Send
//	Receiver   a message on arrival, journalled; and in its turn, handled
//	Sender     empties the outbox: batched, in order, paced, once as far as a chat allows
//
// The channels are in the folders below, one each; all of them pass the suite
// of bot/bottest. Nothing here holds a timer: what happens later is a row with
// an instant, and [Sender.Step] says when to call again.
package bot
