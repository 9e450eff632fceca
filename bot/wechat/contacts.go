package wechat

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/eatmoreapple/openwechat"
)

const (
	mostPages = 50 // of the list of contacts
	mostAsked = 50 // groups in one question
)

// contacts reads the account's list of contacts, page by page.
func contacts(ctx context.Context, client *openwechat.Client, key string) ([]wireUser, error) {
	var all []wireUser
	for at, pages := int64(0), 0; pages < mostPages; pages++ {
		resp, err := client.WebWxGetContact(ctx, key, at)
		if err != nil {
			return all, err
		}
		var page struct {
			Seq        number
			MemberList list[wireUser]
		}
		if err := decode(resp, &page); err != nil {
			return all, err
		}
		all = append(all, page.MemberList...)
		if int64(page.Seq) <= at {
			break
		}
		at = int64(page.Seq)
	}
	return all, nil
}

// details asks for groups by their names of this session.
func details(ctx context.Context, client *openwechat.Client, req *openwechat.BaseRequest, wires []string) ([]wireUser, error) {
	var asked openwechat.Members
	for _, wire := range wires {
		asked = append(asked, &openwechat.User{UserName: wire})
	}
	resp, err := client.WebWxBatchGetContact(ctx, asked, req)
	if err != nil {
		return nil, err
	}
	var answer struct{ ContactList list[wireUser] }
	err = decode(resp, &answer)
	return answer.ContactList, err
}

// decode reads an answer that the guard has let pass.
func decode(resp *http.Response, into any) error {
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return &fault{call: "the service", what: "the answer cannot be read: " + strconv.Quote(http.StatusText(resp.StatusCode)), cause: err}
	}
	return nil
}
