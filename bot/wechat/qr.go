package wechat

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mdp/qrterminal/v3"
	"rsc.io/qr"
)

// scanPage begins what the code to scan holds; the login's own name follows.
const scanPage = "https://login.weixin.qq.com/l/"

// showCode draws the code to scan: in the terminal, if there is one, and as a
// picture that may be sent to whoever holds the phone. Whoever scans it first logs
// in, so nobody else may read it, and it goes when it has served.
func (c *Channel) showCode(content string) error {
	if c.Terminal != nil {
		qrterminal.GenerateHalfBlock(content, qrterminal.M, c.Terminal)
		fmt.Fprintf(c.Terminal, "请用%s扫码登录，图片在 %s\n", c.called(), c.codeFile())
	}
	code, err := qr.Encode(content, qr.M)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.codeFile()), 0o700); err != nil {
		return err
	}
	return replace(c.codeFile(), code.PNG())
}

// called is how people call the account that may log in.
func (c *Channel) called() string {
	if c.Account == "" {
		return "机器人的微信（登录过的，用上次那个号）"
	}
	return "微信“" + c.Account + "”"
}

// hideCode takes the picture of the code away.
func (c *Channel) hideCode() { _ = os.Remove(c.codeFile()) }

// codeFile is where the code to scan stands, beside the session.
func (c *Channel) codeFile() string {
	return filepath.Join(filepath.Dir(c.Session), "scan.png")
}
