package wechat

import (
	"encoding/xml"
	"html"
	"regexp"
	"strings"

	"github.com/eatmoreapple/openwechat"
)

// maxXML bounds what is read of a message of XML.
const maxXML = 256 << 10

// app is what we need of the XML of an app's message: a file, a 接龙, a quote.
type app struct {
	Title  string `xml:"appmsg>title"`
	Type   int    `xml:"appmsg>type"`
	Refers struct {
		ID      string `xml:"svrid"`
		Name    string `xml:"displayname"`
		Content string `xml:"content"`
	} `xml:"appmsg>refermsg"`
}

// readApp reads the XML of an app's message; what cannot be read is empty.
func readApp(body string) app {
	var a app
	if len(body) <= maxXML {
		_ = newXML(body).Decode(&a)
	}
	return a
}

// revoked is which message a recall takes back, and the line that phones show for it.
type revoked struct {
	Type string `xml:"type,attr"`
	IDs  struct {
		Message string `xml:"msgid"`
		New     string `xml:"newmsgid"`
		Old     string `xml:"oldmsgid"`
		Line    string `xml:"replacemsg"`
	} `xml:"revokemsg"`
}

// readRecall reads a recall, before whose XML there may be other things.
func readRecall(body string) (revoked, bool) {
	var r revoked
	i := strings.Index(body, "<sysmsg")
	if i < 0 || len(body) > maxXML || newXML(body[i:]).Decode(&r) != nil {
		return r, false
	}
	return r, r.Type == "revokemsg"
}

func newXML(body string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict = false
	return d
}

// quoteInText is a quote as older phones write it: 「A：what A said」, a line of
// dashes, the reply.
var quoteInText = regexp.MustCompile(`(?s)^「([^：:\n]{1,100})[：:](.*?)」\n(?:- ){4,}-\n(.*)$`)

// body is the words of a message: without the sender before them, with the ends of
// lines and the characters that the service has escaped.
func body(content text) string {
	return openwechat.FormatEmoji(html.UnescapeString(strings.ReplaceAll(string(content), "<br/>", "\n")))
}

// cutSender splits what was said in a group: @abc:<br/>words. What the service or
// the account itself says has no sender before it.
func cutSender(content text) (wire string, rest text) {
	name, words, found := strings.Cut(string(content), ":<br/>")
	if !found {
		name, words, found = strings.Cut(string(content), ":\n")
	}
	if !found || !strings.HasPrefix(name, accountPrefix) || strings.ContainsAny(name, " <>&\n") {
		return "", content
	}
	return name, text(words)
}
