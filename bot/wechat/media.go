package wechat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/eatmoreapple/openwechat"

	"qunbao/report"
)

// What is fetched of what people send, and how long that may take: meanwhile no
// other message is read.
const (
	maxFile     = 20 << 20
	maxPicture  = 10 << 20
	maxVoice    = 2 << 20
	fetchFor    = 20 * time.Second // all files of one answer
	fetchAgain  = 5 * time.Minute  // after one that took too long
	longestName = 60               // characters
)

// fetch saves the file of a message of a bound chat or a known person, and gives
// where it stands; nothing, where there is nothing to be had.
func (s *session) fetch(ctx context.Context, w wireMessage, p place, name string) []string {
	if s.c.Files == "" || !p.bound {
		return nil
	}
	now := time.Now()
	if now.Before(s.noFetch) || !now.Before(s.fetchBy) {
		s.c.Log.Warn("wechat file is not fetched: the service gives files too slowly", "type", int(w.Type))
		return nil
	}
	day := p.at
	if day.IsZero() {
		day = time.Now().In(s.c.Workspace.Zone)
	}
	path := filepath.Join(s.c.Files, report.DayOf(day).String(), ref(string(w.id(p, w.Content)))+"-"+safeName(name))
	err := s.download(ctx, w, path)
	if errors.Is(err, context.DeadlineExceeded) && time.Since(now) > fetchFor/2 {
		s.noFetch = time.Now().Add(fetchAgain)
	}
	if err != nil {
		s.c.Log.Warn("wechat file could not be fetched", "type", int(w.Type), "error", plain(err))
		return nil
	}
	return []string{path}
}

// download fetches the file of a message, whole or not at all.
func (s *session) download(ctx context.Context, w wireMessage, path string) error {
	ctx, cancel := context.WithDeadline(ctx, s.fetchBy)
	defer cancel()
	resp, most, err := s.request(ctx, w)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, int64(most)+1))
	switch {
	case err != nil:
		return &fault{call: "download", what: network(err), cause: stopped(err)}
	case resp.StatusCode/100 != 2:
		return &fault{call: "download", what: fmt.Sprintf("the service answers with status %d", resp.StatusCode)}
	case len(data) == 0:
		return &fault{call: "download", what: "the file is empty"}
	case len(data) > most:
		return &fault{call: "download", what: "the file is too large"}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return replace(path, data)
}

// request asks for the file of a message, of at most so many bytes.
func (s *session) request(ctx context.Context, w wireMessage) (resp *http.Response, most int, err error) {
	client, m := s.client.Caller.Client, &openwechat.Message{
		MsgId: string(w.MsgID), MediaId: string(w.MediaID), EncryFileName: string(w.EncryFileName), FromUserName: string(w.From),
	}
	switch w.kind() {
	case openwechat.MsgTypeImage:
		resp, err = client.WebWxGetMsgImg(ctx, m, s.keep.LoginInfo)
		return resp, maxPicture, err
	case openwechat.MsgTypeVoice:
		resp, err = client.WebWxGetVoice(ctx, m, s.keep.LoginInfo)
		return resp, maxVoice, err
	}
	resp, err = client.WebWxGetMedia(ctx, m, s.keep.LoginInfo)
	return resp, maxFile, err
}

// safeName is a name that somebody chose, as every system takes it: what stands
// before it in the path is ours.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	ext := filepath.Ext(name)
	base := []rune(strings.TrimSuffix(name, ext))
	if len([]rune(ext)) > 10 {
		ext = ""
	}
	return strings.TrimRight(string(base[:min(len(base), longestName)]), " .") + ext
}
