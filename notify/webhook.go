package notify

import (
	"bytes"
	"context"
	"crypto/md5" // the sum that WeCom asks for beside a picture, no secret
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Format is what a webhook takes.
type Format string

// The formats of webhooks.
const (
	// JSON is {"title":…,"text":…,"picture":…}; the picture is a PNG in base64 and
	// is left out where there is none.
	JSON Format = "json"
	// WeCom is what a group robot of WeCom takes (msgtype text, then image).
	WeCom Format = "wecom"
)

const (
	answerBytes  = 64 << 10
	weComText    = 2048    // bytes of a text
	weComPicture = 2 << 20 // bytes of a picture
)

// Webhook posts notices to an address. The address is a secret: it may hold a token.
type Webhook struct {
	address *url.URL
	format  Format
	client  *http.Client
}

// NewWebhook refuses an address that is none. A nil client is one that follows no
// redirects; how long an attempt may take is the caller's to say.
func NewWebhook(address string, format Format, client *http.Client) (*Webhook, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the address of the webhook is none; write it as https://HOST/…")
	case format != JSON && format != WeCom:
		return nil, fmt.Errorf("a webhook takes %s or %s, not %q", JSON, WeCom, format)
	}
	if client == nil {
		client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &Webhook{u, format, client}, nil
}

// Name is webhook HOST.
func (w *Webhook) Name() string { return "webhook " + w.address.Hostname() }

// Tell posts the notice, with WeCom as a text and then a picture.
func (w *Webhook) Tell(ctx context.Context, n Notice) error {
	for _, body := range w.bodies(n) {
		if err := w.post(ctx, body); err != nil {
			return err
		}
	}
	return nil
}

// bodies are the objects to post, in their order.
func (w *Webhook) bodies(n Notice) []any {
	if w.format == JSON {
		return []any{struct {
			Title   string `json:"title"`
			Text    string `json:"text"`
			Picture []byte `json:"picture,omitempty"`
		}{n.Title, n.Text, n.Picture}}
	}
	all := []any{map[string]any{"msgtype": "text", "text": map[string]string{"content": cut(n.words(), weComText)}}}
	if len(n.Picture) > 0 && len(n.Picture) <= weComPicture {
		sum := md5.Sum(n.Picture)
		all = append(all, map[string]any{"msgtype": "image", "image": map[string]string{
			"base64": base64.StdEncoding.EncodeToString(n.Picture), "md5": hex.EncodeToString(sum[:])}})
	}
	return all
}

func (w *Webhook) post(ctx context.Context, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address.String(), bytes.NewReader(b))
	if err != nil {
		return bare(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := w.client.Do(r)
	if err != nil {
		return bare(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, answerBytes))
	switch {
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return fmt.Errorf("the webhook answered HTTP %d", resp.StatusCode)
	case err != nil:
		return fmt.Errorf("the webhook's answer broke off: %w", bare(err))
	case w.format == WeCom:
		return refused(answer)
	}
	return nil
}

// refused is WeCom's own error, which comes with HTTP 200.
func refused(answer []byte) error {
	var said struct {
		Code *int `json:"errcode"`
	}
	if json.Unmarshal(answer, &said) != nil || said.Code == nil {
		return errors.New("the webhook did not answer as WeCom does; check its address")
	}
	if *said.Code != 0 {
		return fmt.Errorf("WeCom refused the notice (errcode %d)", *said.Code)
	}
	return nil
}

// cut shortens a text to so many bytes, between two characters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
