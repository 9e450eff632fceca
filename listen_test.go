package main

import (
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
)

// A service that was last heard at ten past, is found lost later, and comes back for
// a moment only before it is back for good, was deaf all the time: from its last sign of
// life until it stayed.
func TestAChannelIsDeafFromItsLastSignOfLifeUntilItStaysUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{})
		h.chat = bottest.NewFakeWithSession()
		h.serve()
		start := time.Now()
		h.chat.Turn(bot.State{Phase: bot.Connecting})
		h.chat.Turn(bot.State{Phase: bot.Up})
		time.Sleep(10 * time.Minute)
		synced := time.Now()
		time.Sleep(30 * time.Second)
		h.chat.Turn(bot.State{Phase: bot.Down, Synced: synced, Reason: "1101"})
		time.Sleep(30 * time.Minute)
		h.chat.Turn(bot.State{Phase: bot.Scan, QR: "https://example.invalid/l/1"})
		time.Sleep(time.Minute)
		h.chat.Turn(bot.State{Phase: bot.Up})
		time.Sleep(5 * time.Second)
		h.chat.Turn(bot.State{Phase: bot.Down, Synced: time.Now()})
		time.Sleep(20 * time.Minute)
		h.chat.Turn(bot.State{Phase: bot.Up})
		back := time.Now()
		time.Sleep(3 * time.Minute)
		if s := h.channel.Load(); s == nil || s.Phase != bot.Up || !s.Since.Equal(back) {
			t.Errorf("the channel stands as %v", s)
		}
		h.stops()
		outages, err := h.gate.Outages(t.Context(), start, time.Now())
		if err != nil || len(outages) != 1 || !outages[0].From.Equal(synced) || !outages[0].To.Equal(back) {
			t.Errorf("recorded %v, %v, want from %v to %v", outages, err, synced, back)
		}
	})
}
