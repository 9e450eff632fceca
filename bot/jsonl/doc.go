// Package jsonl is the channel of JSON Lines: one inbound message a line on a
// reader, one outbound message a line on a writer, so that any program can
// stand in for a chat. The keys are those of the contract, section 2.
//
// [Decode] and [Encode] are one line each; [Reader] reads a whole input and
// goes on after a faulty line; [Channel] is the two as a bot.Channel.
package jsonl
