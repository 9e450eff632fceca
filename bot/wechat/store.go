package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/eatmoreapple/openwechat"
)

// maxSession bounds the file of a session.
const maxSession = 1 << 20

// kept is a session as it is kept between two starts: all that a login without a
// scan needs, so that the file is as good as the account. The library reads it as
// its own, which has the first six fields.
type kept struct {
	Jar          map[string][]*http.Cookie
	BaseRequest  *openwechat.BaseRequest
	LoginInfo    *openwechat.LoginInfo
	WechatDomain openwechat.WechatDomain
	SyncKey      *openwechat.SyncKey
	UUID         string

	Aside   []waiting // messages that cannot be placed yet; the names in them are those of this session
	Account string    // as the configuration names it
	Uin     int64     // the account's number, which stays when it is called otherwise
	Synced  time.Time // the last sign of life of the service
}

// load reads a session. A file that is not there, or is of no use, is none: whoever
// holds the phone logs in again.
func load(path, account string) (*kept, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the file of the session cannot be read: %w", err)
	}
	defer f.Close() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxSession+1))
	var k kept
	switch {
	case err != nil:
		return nil, fmt.Errorf("the file of the session cannot be read: %w", err)
	case len(data) > maxSession || json.Unmarshal(data, &k) != nil || !k.whole():
		return nil, errors.New("the file of the session is of no use and is left aside")
	case k.Account != account:
		return nil, errors.New("the file of the session is of another account and is left aside")
	}
	return &k, nil
}

// whole tells whether nothing is missing that the library takes for granted.
func (k *kept) whole() bool {
	switch {
	case k.BaseRequest == nil || k.LoginInfo == nil || k.SyncKey == nil || k.SyncKey.Count != len(k.SyncKey.List):
		return false
	case k.BaseRequest.Sid == "" || k.BaseRequest.Skey == "" || !ours(&url.URL{Scheme: "https", Host: string(k.WechatDomain)}):
		return false
	}
	for from, set := range k.Jar {
		u, err := url.Parse(from)
		if err != nil || !ours(u) {
			return false
		}
		for _, c := range set {
			if c == nil {
				return false
			}
		}
	}
	return true
}

// save writes a session: whole or not at all, and for nobody else to read.
func (k *kept) save(path string) error {
	data, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return replace(path, data)
}

// replace writes a file in place of another, readable by its owner alone.
func replace(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // of mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// hotFile is a kept session as the library asks for it. What the library writes is
// dropped: it has forgotten the domains of the cookies, and is a batch ahead of what
// is kept.
type hotFile struct{ bytes.Reader }

func newHotFile(k *kept) (*hotFile, error) {
	data, err := json.Marshal(k)
	if err != nil {
		return nil, err
	}
	f := &hotFile{}
	f.Reset(data)
	return f, nil
}

// Write implements io.Writer and keeps nothing.
func (*hotFile) Write(p []byte) (int, error) { return len(p), nil }
