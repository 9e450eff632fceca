package wxtest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot/wechat/wxtest"
)

// code asks for a QR code, and gives the status and the body of the answer.
func code(ctx context.Context, s *wxtest.Server) (int, string, error) {
	way := s.Transport()
	defer way.(interface{ CloseIdleConnections() }).CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://login.wx.qq.com/jslogin?appid=wx", nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := way.RoundTrip(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

func TestAFaultIsMetAsOftenAsItSays(t *testing.T) {
	s := wxtest.New(t)
	s.Fault(wxtest.JSLogin, wxtest.Fault{After: 1, Times: 2, Status: 502, Body: "<html>"})
	s.Fault(wxtest.JSLogin, wxtest.Fault{Times: 1, Edit: bytes.ToUpper})
	s.Fault(wxtest.JSLogin, wxtest.Fault{Times: 1, Huge: 100_000})
	for i, want := range []struct {
		status int
		holds  string
	}{{200, "uuid"}, {502, "<html>"}, {502, "<html>"}, {200, "UUID"}, {200, strings.Repeat(" ", 100_000) + "window"}, {200, "uuid"}} {
		if status, body, err := code(t.Context(), s); err != nil || status != want.status || !strings.Contains(body, want.holds) {
			t.Errorf("request %d: %d %.60q %v", i, status, body, err)
		}
	}
	if n := s.Count(wxtest.JSLogin); n != 6 || len(s.Requests()) != 6 || !s.Requests()[1].Fault || s.Requests()[0].Fault {
		t.Errorf("%d requests: %+v", n, s.Requests())
	}
}

func TestAConnectionIsResetOrCut(t *testing.T) {
	for name, make := range map[string]func(testing.TB) *wxtest.Server{"a port": wxtest.New, "memory": wxtest.NewPiped} {
		t.Run(name, func(t *testing.T) {
			s := make(t)
			s.Fault(wxtest.JSLogin, wxtest.Fault{Times: 2, Reset: true}) // net/http tries a GET once more
			if _, _, err := code(t.Context(), s); err == nil {
				t.Error("the connection was not reset")
			}
			s.Heal()
			s.Fault(wxtest.JSLogin, wxtest.Fault{Times: 1, Cut: true})
			if _, body, err := code(t.Context(), s); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%q, %v", body, err)
			}
			s.Fault(wxtest.JSLogin, wxtest.Fault{})
			s.Heal()
			if _, _, err := code(t.Context(), s); err != nil {
				t.Errorf("healed: %v", err)
			}
		})
	}
}

// A bubble has no network: what waits must be in memory.
func TestASlowAnswerTakesItsTimeInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := wxtest.NewPiped(t)
		s.Fault(wxtest.JSLogin, wxtest.Fault{Delay: time.Hour})
		began := time.Now()
		if _, _, err := code(t.Context(), s); err != nil || time.Since(began) != time.Hour {
			t.Errorf("%v, %v", time.Since(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, _, err := code(ctx, s); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

func TestTheLibraryWorksInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := wxtest.NewPiped(t)
		g, li, _ := town(s)
		r := loggedIn(t, s)
		time.Sleep(24 * time.Hour) // polls of 25 seconds
		if n := s.Count(wxtest.SyncCheck); n < 3400 || n > 3500 {
			t.Errorf("%d polls in a day", n)
		}
		s.Say(g, li, "柳湾村平安")
		r.wait(t, 1)
	})
}
