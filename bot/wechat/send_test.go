package wechat_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/bot/wechat/wxtest"
	"qunbao/report"
)

func toChat(text string, files ...string) report.Outgoing {
	return report.Outgoing{To: report.Address{Chat: workChat}, Text: text, Files: files, Key: "receipt/m1/a/柳湾村"}
}

func TestPeopleAreCalledAsTheGroupSeesThem(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	defer func() { _ = end() }()
	out := toChat("已收到。")
	out.Mentions = []string{"柳湾村 李会芳", "不在群里的人"}
	if err := o.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	if got, want := o.Sent()[0].Text, "@会芳（柳湾）\u2005@不在群里的人\u2005已收到。"; got != want {
		t.Errorf("sent %q, want %q: a remark is for its writer alone", got, want)
	}
}

func TestFilesKeepTheirNamesAndPicturesArePictures(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	defer func() { _ = end() }()
	folder := t.TempDir()
	var paths []string
	for _, name := range []string{"青石镇晨报2月5日.png", "青石镇日报 2月5日.xlsx"} {
		paths = append(paths, filepath.Join(folder, name))
		if err := os.WriteFile(paths[len(paths)-1], []byte(strings.Repeat(name, 40_000)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Send(t.Context(), toChat("晨报", paths...)); err != nil {
		t.Fatal(err)
	}
	sent := o.Sent()
	if len(sent) != 3 || sent[1].Kind != wxtest.Image || sent[2].Kind != wxtest.File || sent[2].Name != "青石镇日报 2月5日.xlsx" || sent[2].UploadName != sent[2].Name {
		t.Fatalf("%d sent: %v %q %q", len(sent), sent[len(sent)-1].Kind, sent[len(sent)-1].Name, sent[len(sent)-1].UploadName)
	}
	if want, _ := os.ReadFile(paths[1]); string(sent[2].Content) != string(want) {
		t.Error("the file is not whole")
	}
}

func TestWhatAFailureMeansForTheMessage(t *testing.T) {
	four := []error{bot.ErrOffline, bot.ErrTooFast, bot.ErrUncertain, bot.ErrRejected}
	ret := func(code string) wxtest.Fault {
		return wxtest.Fault{Times: 1, Body: `{"BaseResponse":{"Ret":` + code + `,"ErrMsg":""},"MsgID":"","LocalID":""}`}
	}
	o := open(t)
	_, end := o.begin(t)
	defer func() { _ = end() }()
	for name, c := range map[string]struct {
		fault wxtest.Fault
		want  error // nil: none of the four, so that it is tried again
	}{
		"too often":                {ret("1205"), bot.ErrTooFast},
		"logged out":               {ret("1101"), bot.ErrOffline},
		"a name of old":            {ret("1204"), nil},
		"busy":                     {ret("-1"), nil},
		"reset after the request":  {wxtest.Fault{Times: 1, Reset: true, Took: true}, bot.ErrUncertain},
		"half an answer":           {wxtest.Fault{Times: 1, Cut: true}, bot.ErrUncertain},
		"HTML":                     {wxtest.Fault{Times: 1, Body: "<html>nginx</html>"}, bot.ErrUncertain},
		"502":                      {wxtest.Fault{Times: 1, Status: 502, Body: "<html>"}, bot.ErrUncertain},
		"500 that looks like done": {wxtest.Fault{Times: 1, Status: 500}, bot.ErrUncertain},
	} {
		o.Fault(wxtest.SendText, c.fault)
		err := o.Send(t.Context(), toChat("已收到"))
		if err == nil {
			t.Errorf("%s: sent", name)
		}
		for _, kind := range four {
			if errors.Is(err, kind) != (kind == c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		if n := o.Count(wxtest.SendText); n == 0 || strings.Contains(err.Error(), "http") {
			t.Errorf("%s: after %d requests %v", name, n, err)
		}
	}
	if n := o.Count(wxtest.SendText); n != 9 {
		t.Errorf("%d requests for nine messages", n)
	}
}

// The words have left: nobody may say that nothing has.
func TestAFileThatFailsBehindItsWordsIsUncertain(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	defer func() { _ = end() }()
	path := filepath.Join(t.TempDir(), "日报.xlsx")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Fault(wxtest.Upload, wxtest.Fault{Times: 1, Status: 502})
	if err := o.Send(t.Context(), toChat("日报", path)); !errors.Is(err, bot.ErrUncertain) || strings.Contains(err.Error(), "日报") {
		t.Errorf("Send = %v", err)
	}
	o.Fault(wxtest.Upload, wxtest.Fault{Times: 1, Status: 502})
	if err := o.Send(t.Context(), toChat("", path)); err == nil || errors.Is(err, bot.ErrUncertain) {
		t.Errorf("a file alone: %v", err)
	}
}

func TestAServiceThatDoesNotAnswerASendLeavesItUncertain(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		o.Fault(wxtest.SendText, wxtest.Fault{Times: 1, Delay: time.Hour})
		began := time.Now()
		if err := o.Send(t.Context(), toChat("已收到")); !errors.Is(err, bot.ErrUncertain) || time.Since(began) > time.Minute {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		_ = end()
	})
}

// A quote of what the program said refers to it by the key of what was sent, by
// which its questions and alerts are known.
func TestAQuoteOfTheProgramsWordsRefersToThem(t *testing.T) {
	o := open(t)
	o.Card(o.group, o.Self(), "镇群报")
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	if err := o.Send(t.Context(), toChat("柳湾村的居家人数是46人吗？")); err != nil {
		t.Fatal(err)
	}
	o.Quote(o.group, o.li, o.Sent()[0].ID, "是")
	o.QuoteInText(o.group, o.li, o.Sent()[0].ID, "对")
	soon(t, ear, hears(2))
	for _, m := range ear.Heard() {
		if m.RefersTo != "receipt/m1/a/柳湾村" {
			t.Errorf("%q refers to %q", m.Text, m.RefersTo)
		}
	}
}

func TestOnlyFriendsAreWrittenToAlone(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	defer func() { _ = end() }()
	can := o.Capabilities().CanReach
	if !can("李会芳") || can("刘建国") || can("周敏") {
		t.Errorf("李会芳 %t, 刘建国 %t, 周敏 %t", can("李会芳"), can("刘建国"), can("周敏"))
	}
}
