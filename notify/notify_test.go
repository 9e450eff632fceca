package notify_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/notify"
)

var notice = notify.Notice{
	Title: "青石镇：请扫码登录", Text: "微信账号已退出，请用手机扫图中的二维码。", Picture: []byte("\x89PNG\r\n\x1a\nrest"),
}

// token stands for the secret part of a webhook's address.
const token = "key=693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"

func TestAWebhookGetsWhatItTakes(t *testing.T) {
	var got []map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.URL.RawQuery != token {
			t.Errorf("%v, query %s", err, r.URL.RawQuery)
		}
		got = append(got, body)
		io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`)
	}))
	defer server.Close()
	for _, format := range []notify.Format{notify.JSON, notify.WeCom} {
		w, err := notify.NewWebhook(server.URL+"/send?"+token, format, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Tell(t.Context(), notice); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if strings.Contains(w.Name(), "key") {
			t.Errorf("the name %q shows the token", w.Name())
		}
	}
	if len(got) != 3 || got[0]["title"] != notice.Title || got[0]["text"] != notice.Text || got[1]["msgtype"] != "text" || got[2]["msgtype"] != "image" {
		t.Fatalf("posted %v", got)
	}
	picture, err := base64.StdEncoding.DecodeString(got[0]["picture"].(string))
	if err != nil || string(picture) != string(notice.Picture) {
		t.Errorf("the picture came as %q, %v", picture, err)
	}
	if sum := got[2]["image"].(map[string]any)["md5"]; len(sum.(string)) != 32 {
		t.Errorf("md5 is %v", sum)
	}
}

func TestAWebhookThatFailsIsToldWithoutItsToken(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	for name, answer := range map[string]http.HandlerFunc{
		"refused":   nil,
		"not found": http.NotFound,
		"redirect":  func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
		"WeCom's error": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"errcode":93000,"errmsg":"`+token+`"}`)
		},
		"a page": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") },
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "{")
		},
	} {
		address := closed.URL
		if answer != nil {
			server := httptest.NewServer(answer)
			defer server.Close()
			address = server.URL
		}
		w, err := notify.NewWebhook(address+"/send?"+token, notify.WeCom, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Tell(t.Context(), notice); err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, address := range []string{"", "ftp://host/" + token, "https://", "%zz" + token} {
		if _, err := notify.NewWebhook(address, notify.JSON, nil); err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestALongNoticeForWeComIsCutBetweenTwoCharacters(t *testing.T) {
	var content string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Text struct{ Content string } }
		json.NewDecoder(r.Body).Decode(&body)
		content = body.Text.Content
		io.WriteString(w, `{"errcode":0}`)
	}))
	defer server.Close()
	w, _ := notify.NewWebhook(server.URL, notify.WeCom, nil)
	if err := w.Tell(t.Context(), notify.Notice{Title: "题", Text: strings.Repeat("退", 5000)}); err != nil {
		t.Fatal(err)
	}
	if len(content) > 2048 || len(content) < 2040 || strings.ContainsRune(content, '\uFFFD') {
		t.Errorf("%d bytes, ends in %q", len(content), content[len(content)-6:])
	}
}

// script is a program that writes down what it was given.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tell")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAProgramGetsTheNoticeAndNoSecret(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	t.Setenv("QUNBAO_LLM_KEY", "sk-secret")
	p, err := notify.NewProgram([]string{script(t, `{ echo "$1|$2"; cat; cat "$QUNBAO_PICTURE"; env; } > '`+out+`'`), "$(id)", "; rm -rf x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Tell(t.Context(), notice); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	said := string(b)
	for _, want := range []string{"$(id)|; rm -rf x\n" + notice.Title + "\n" + notice.Text, string(notice.Picture)} {
		if !strings.Contains(said, want) {
			t.Errorf("the program saw %q, not %q", said, want)
		}
	}
	if strings.Contains(said, "sk-secret") {
		t.Error("the program saw a secret of ours")
	}
}

func TestAProgramThatFailsOrHangsIsToldSo(t *testing.T) {
	for name, path := range map[string]string{"fails": script(t, "exit 3"), "is not there": "/nowhere/tell", "hangs": script(t, "exec sleep 60")} {
		p, err := notify.NewProgram([]string{path})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		if name == "hangs" {
			stop()
		}
		if err := p.Tell(ctx, notice); err == nil {
			t.Errorf("a program that %s is no error", name)
		}
		stop()
	}
	for _, run := range [][]string{nil, {"tell"}, {"./tell"}} {
		if _, err := notify.NewProgram(run); err == nil {
			t.Errorf("%q is taken", run)
		}
	}
}

// postOffice is a mail server that takes one letter, or refuses its receiver.
func postOffice(t *testing.T, refuses bool) (port int, letter func() string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	taken := make(chan string, 1)
	go func() {
		defer close(taken)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		in := bufio.NewReader(c)
		say := func(line string) { io.WriteString(c, line+"\r\n") }
		say("220 post")
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			switch verb := strings.ToUpper(strings.Fields(line + " .")[0]); {
			case verb == "EHLO":
				say("250 post")
			case verb == "RCPT" && refuses:
				say("550 no such user lihuifang@example.org")
			case verb == "DATA":
				say("354 go on")
				var b strings.Builder
				for {
					line, err := in.ReadString('\n')
					if err != nil || line == ".\r\n" {
						break
					}
					b.WriteString(line)
				}
				taken <- b.String()
				say("250 taken")
			case verb == "QUIT":
				say("221 bye")
				return
			default:
				say("250 ok")
			}
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, func() string { return <-taken }
}

func options(port int) notify.MailOptions {
	return notify.MailOptions{Host: "127.0.0.1", Port: port, Security: notify.Plain, From: "qunbao@example.org", To: []string{"lihuifang@example.org"}}
}

func TestAnEMailHoldsTheNoticeAndItsPicture(t *testing.T) {
	port, letter := postOffice(t, false)
	m, err := notify.NewMail(options(port))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Tell(t.Context(), notice); err != nil {
		t.Fatal(err)
	}
	got, err := mail.ReadMessage(strings.NewReader(letter()))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject")); err != nil || subject != notice.Title {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	_, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(got.Body, params["boundary"])
	text, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(text); !strings.Contains(string(b), notice.Text) {
		t.Errorf("the text is %q", b)
	}
	picture, err := parts.NextRawPart()
	if err != nil || picture.FileName() != "notice.png" {
		t.Fatalf("no picture: %v", err)
	}
	b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, picture))
	if err != nil || string(b) != string(notice.Picture) {
		t.Errorf("the picture is %q, %v", b, err)
	}
}

func TestAMailServerThatRefusesIsToldWithoutAddresses(t *testing.T) {
	port, _ := postOffice(t, true)
	m, err := notify.NewMail(options(port))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Tell(t.Context(), notice); err == nil || strings.Contains(err.Error(), "lihuifang") {
		t.Errorf("refused: %v", err)
	}
	encrypted := options(port)
	encrypted.Security = notify.StartTLS
	port, _ = postOffice(t, false)
	encrypted.Port = port
	m, err = notify.NewMail(encrypted)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Tell(t.Context(), notice); err == nil {
		t.Error("a letter left without encryption")
	}
	far := options(25)
	far.Host = "mail.example.org"
	nobody, wrong := options(25), options(25)
	nobody.To, wrong.From = nil, "李会芳"
	for _, o := range []notify.MailOptions{far, nobody, wrong, {}} {
		if _, err := notify.NewMail(o); err == nil || strings.Contains(err.Error(), "李会芳") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
