package wechat

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot"
)

// Above maxUpload the service wants to be asked first, which the library does not
// let us do.
const maxUpload = 25 << 20

// checkSizes refuses files that are too large.
func checkSizes(paths []string) error {
	for i, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Size() > maxUpload {
			return fmt.Errorf("%w: file %d is larger than %d MB", bot.ErrRejected, i+1, maxUpload>>20)
		}
	}
	return nil
}

// sendFile uploads a file under the name that people shall see, and sends it: a
// picture as a picture.
func (s *session) sendFile(ctx context.Context, to, path string) (id string, err error) {
	data, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return "", errors.New("a file cannot be read") // the error would hold its path
	}
	if err := s.c.untilNextSecond(ctx); err != nil {
		return "", err
	}
	name := bot.FileName(path)
	media, err := s.upload(ctx, to, name, data)
	if err != nil {
		return "", err
	}
	if picture(name) {
		return s.sendPicture(ctx, to, media)
	}
	message := openwechat.NewSendMessage(openwechat.AppMessage, attachment(name, len(data), media), s.self, to, "")
	sent, err := s.client.Caller.WebWxSendAppMsg(ctx, message, s.keep.BaseRequest)
	if err != nil {
		return "", err
	}
	return sent.MsgId, nil
}

// upload brings a file to the service and gives its name there. The library's own
// way is not taken: it shows people the file's path.
func (s *session) upload(ctx context.Context, to, name string, data []byte) (media string, err error) {
	sum := md5.Sum(data)
	resp, err := s.client.Caller.Client.WebWxUploadMediaByChunk(ctx, bytes.NewReader(data), &openwechat.ClientWebWxUploadMediaByChunkOptions{
		FromUserName: s.self, ToUserName: to, BaseRequest: s.keep.BaseRequest, LoginInfo: s.keep.LoginInfo,
		Filename: name, FileMD5: hex.EncodeToString(sum[:]), FileSize: int64(len(data)), LastModifiedDate: time.Now(),
	})
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ MediaId string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&answer); err != nil || answer.MediaId == "" {
		return "", &fault{call: "webwxuploadmedia", what: "the upload has no name", begun: true}
	}
	return answer.MediaId, nil
}

func (s *session) sendPicture(ctx context.Context, to, media string) (id string, err error) {
	message := openwechat.NewMediaSendMessage(openwechat.MsgTypeImage, s.self, to, media)
	resp, err := s.client.Caller.Client.WebWxSendMsgImg(ctx, &openwechat.ClientWebWxSendMsgOptions{
		LoginInfo: s.keep.LoginInfo, BaseRequest: s.keep.BaseRequest, Message: message,
	})
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ MsgID string }
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return answer.MsgID, err
}

// picture tells whether people see a file in the chat itself.
func picture(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".bmp":
		return true
	}
	return false
}

// attachment is the message that carries a file, as the service's own page writes it.
func attachment(name string, size int, media string) string {
	type attach struct {
		Size int    `xml:"totallen"`
		ID   string `xml:"attachid"`
		Ext  string `xml:"fileext"`
	}
	text, _ := xml.Marshal(struct {
		XMLName xml.Name `xml:"appmsg"`
		App     string   `xml:"appid,attr"`
		SDK     string   `xml:"sdkver,attr"`
		Title   string   `xml:"title"`
		Des     string   `xml:"des"`
		Action  string   `xml:"action"`
		Type    int      `xml:"type"`
		Content string   `xml:"content"`
		URL     string   `xml:"url"`
		LowURL  string   `xml:"lowurl"`
		Attach  attach   `xml:"appattach"`
		Extra   string   `xml:"extinfo"`
	}{
		App: "wxeb7ec651dd0aefa9", Title: name, Type: int(openwechat.AppMsgTypeAttach),
		Attach: attach{size, media, strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")},
	}) // plain fields: it cannot fail
	return string(text)
}
