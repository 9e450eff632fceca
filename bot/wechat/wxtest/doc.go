// Package wxtest is a WeChat service for tests: a server of the web protocol as
// openwechat v1.4.10 speaks it, with an account, people and groups that the test
// moves, and with every way of going wrong that is known of the service.
//
// A test makes a Server, gives its Transport to the client in place of the way to
// the internet, and plays the phone (Scan, Confirm), the people (Say, Jielong,
// Recall) and the service (Kick, Fault). Sent tells what the client has sent,
// Requests what it has asked for. New serves on a loopback port, NewPiped in
// memory, so that a test may run in a bubble of testing/synctest.
//
// What is known from the client's source or from captures of the service: the
// addresses, hosts, parameters and fields; the order of requests; cookies with
// Domain=wx.qq.com and .qq.com; group text as "@sender:<br/>" and HTML-escaped;
// FileSize as a string; the NickName of a group's member being the owner's remark;
// groups that are not in the address book missing in webwxgetcontact; 1100, 1101
// and 1102 ending a session; 1205 for too often.
//
// What is a model, and not verified against the service:
//   - a cursor in the second value of SyncKey, from which messages are given again;
//   - a scan begins at the present: what was said while nobody was logged in is not
//     given, and a hot login begins where its SyncKey stands;
//   - names of people and groups live for one scan or push login, and a hot login
//     keeps them; 1204 answers a send to any other name;
//   - a new login ends the session before it;
//   - that two sends with one ClientMsgId are two messages;
//   - the shapes of 接龙, quotes and recalls, and that a recall names the MsgId;
//   - the answer to a logout, the size of a batch, the length of a poll (25 s),
//     the life of a code (5 minutes) and of cookies (30 days).
package wxtest
