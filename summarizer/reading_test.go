package summarizer_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/summarizer"
)

// readOut is what a reader makes of a message when an endpoint answers so.
func readOut(t *testing.T, message string, script ...reply) (claims []report.Claim, e *endpoint, log string, err error) {
	t.Helper()
	e = newEndpoint(t, script...)
	c := newClient(t, e, func(o *summarizer.Options) { o.Format = summarizer.FormatSchema })
	var out bytes.Buffer
	r := summarizer.NewReader(c.OpenAI, slog.New(slog.NewTextHandler(&out, nil)))
	w := township(t)
	claims, err = r.Read(t.Context(), w, w.Form("epidemic"), report.Message{ID: "m1", Text: message})
	return claims, e, out.String() + c.log.String(), err
}

// items is an answer of items KEY VALUE QUOTE; a value of - is null.
func items(all ...string) string {
	list := []map[string]any{}
	for i := 0; i+2 < len(all); i += 3 {
		item := map[string]any{"key": all[i], "value": all[i+1], "quote": all[i+2]}
		if all[i+1] == "-" {
			item["value"] = nil
		}
		list = append(list, item)
	}
	body, _ := json.Marshal(map[string]any{"items": list})
	return string(body)
}

func TestClaimsAreReadWhateverTheModelAnswers(t *testing.T) {
	message := "46个在家，没人烧，13800000001问过张三丰家"
	honest := items("home", "46", "46个在家", "fever", "0", "没人烧", "screened", "-", "")
	for name, c := range map[string]struct {
		script []reply
		want   string
		calls  int
	}{
		"honest":           {[]reply{text(honest)}, "home=46“46个在家” fever=0“没人烧” ", 1},
		"fenced":           {[]reply{text("```json\n" + honest + "\n```")}, "home=46“46个在家” fever=0“没人烧” ", 1},
		"thinking":         {[]reply{text("<think>{}</think>" + honest)}, "home=46“46个在家” fever=0“没人烧” ", 1},
		"mended":           {[]reply{text("好的，居家46人"), text(honest)}, "home=46“46个在家” fever=0“没人烧” ", 2},
		"never mended":     {[]reply{text("好的，居家46人")}, "", 2},
		"more keys":        {[]reply{text(`{"items":[],"unit":"x"}`)}, "", 2},
		"two objects":      {[]reply{text(honest + honest)}, "", 2},
		"a number":         {[]reply{text(`{"items":[{"key":"home","value":46,"quote":"46个在家"}]}`)}, "", 2},
		"paraphrased":      {[]reply{text(items("home", "46", "四十六个在家", "fever", "0", "没人烧"))}, "fever=0“没人烧” ", 2},
		"absent quote":     {[]reply{text(items("home", "46", ""))}, "", 2},
		"no such field":    {[]reply{text(items("dead", "46", "46个在家", "note", "1", "46个在家"))}, "", 2},
		"a field twice":    {[]reply{text(items("home", "46", "46个在家", "home", "46", "46个"))}, "", 2},
		"token not issued": {[]reply{text(items("home", "46", "46个在家〔人Z〕"))}, "", 2},
		"broken token":     {[]reply{text(items("home", "46", "46个在家〔"))}, "", 2},
		"a token":          {[]reply{text(items("guards", "1", "，〔号A〕问过"))}, "guards=1“，13800000001问过” ", 1},
		"invented":         {[]reply{text(items("home", "9999", "46个在家"))}, "home=9999“46个在家” ", 1}, // refused by whoever holds it against the message
	} {
		t.Run(name, func(t *testing.T) {
			claims, e, _, err := readOut(t, message, c.script...)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, x := range claims {
				got += fmt.Sprintf("%s=%s“%s” ", x.Field, x.Value, x.Quote)
			}
			if got != c.want || len(e.calls()) != c.calls {
				t.Errorf("is %q after %d calls, not %q after %d", got, len(e.calls()), c.want, c.calls)
			}
		})
	}
}

func TestAModelThatFailsGivesNoClaims(t *testing.T) {
	for _, script := range [][]reply{{status(http.StatusUnauthorized)}, {html(http.StatusBadGateway)}, {finish("length")}, {cutBody}} {
		claims, _, log, err := readOut(t, "46个在家", script...)
		var fault *summarizer.ModelError
		if len(claims) != 0 || !errors.As(err, &fault) {
			t.Errorf("claims %v, error %v", claims, err)
		}
		if strings.Contains(log, key) || strings.Contains(log, "46个") {
			t.Errorf("the log says %s", log)
		}
	}
}

func TestNothingPersonalLeavesAndNothingSaidIsLogged(t *testing.T) {
	message := "46个在家\u202e\u200b，李会芳说联系人张大山13800000001、身份证11010519491231002X、鄂A12345、住3组12号，卡号6222020200001234567"
	_, e, log, err := readOut(t, message, text(items("home", "46", "46个在家")))
	if err != nil {
		t.Fatal(err)
	}
	var request struct {
		Messages []struct{ Role, Content string }
	}
	if err := json.Unmarshal([]byte(e.calls()[0]), &request); err != nil || len(request.Messages) != 2 {
		t.Fatal(err, len(request.Messages))
	}
	for _, word := range []string{"李会芳", "大山", "138", "1949", "12345", "3组", "6222", "\u202e", "\u200b", "柳湾", "青石"} {
		if strings.Contains(e.calls()[0], word) || strings.Contains(request.Messages[1].Content, word) {
			t.Errorf("%q has left", word)
		}
	}
	var body struct{ Message string }
	if err := json.Unmarshal([]byte(request.Messages[1].Content), &body); err != nil || !strings.HasPrefix(body.Message, "46个在家，〔人A〕说联系人〔人B〕〔号C〕、身份证〔号D〕、〔号E〕、住〔址F〕") {
		t.Errorf("the message leaves as %q: %v", body.Message, err)
	}
	for _, word := range []string{"在家", "46个", "李会芳", "〔"} {
		if strings.Contains(log, word) {
			t.Errorf("the log says %s", log)
		}
	}
	if schema := e.calls()[0]; !strings.Contains(schema, `"enum":["screened","from_wuhan"`) || strings.Contains(schema, `"note"`) {
		t.Errorf("the schema is not the form's: %s", schema)
	}
	if !strings.Contains(log, "message read") {
		t.Errorf("a call leaves no line: %s", log)
	}
}

func TestWhatMustNotLeaveAsksNoModel(t *testing.T) {
	for _, message := range []string{"内部资料：46个在家", "机 密46个在家", "絕密，46个在家", "涉\u200b密46个", "", strings.Repeat("46个在家，", 500)} {
		_, e, _, err := readOut(t, message, text(items()))
		if err == nil || len(e.calls()) != 0 {
			t.Errorf("%.20q: %d calls, %v", message, len(e.calls()), err)
		}
	}
}
