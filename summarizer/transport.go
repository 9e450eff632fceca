package summarizer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/sashabaranov/go-openai"
)

var (
	errTooLarge = errors.New("body too large")
	errRedirect = errors.New("redirect refused") // the key goes to one host
)

// doer is the HTTP side: no redirects, keys that only some vendors know, and bodies
// that end at a cap. It has no timeout of its own, since each try carries its deadline.
type doer struct {
	client *http.Client
	max    int64
	extra  map[string]any
}

func newDoer(maxBytes int64, extra map[string]any) *doer {
	return &doer{max: maxBytes, extra: extra, client: &http.Client{
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			ForceAttemptHTTP2:   true,
			MaxIdleConns:        2,
			IdleConnTimeout:     30 * time.Second,
			TLSHandshakeTimeout: 10 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return errRedirect },
	}}
}

// Do sends a request for go-openai.
func (d *doer) Do(r *http.Request) (*http.Response, error) {
	if err := d.add(r); err != nil {
		return nil, err
	}
	resp, err := d.client.Do(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		resp.Body = &excerpt{ReadCloser: resp.Body, left: errorBytes}
	} else {
		resp.Body = &capped{ReadCloser: resp.Body, left: d.max}
	}
	return resp, nil
}

// add puts the extra keys into a request's JSON, which go-openai cannot: it knows no
// vendor's own fields on chat completions.
func (d *doer) add(r *http.Request) error {
	if len(d.extra) == 0 || r.Body == nil {
		return nil
	}
	var body map[string]any
	decoder := json.NewDecoder(r.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		return fmt.Errorf("request: %w", err)
	}
	for key, value := range d.extra {
		if value == nil {
			delete(body, key)
		} else {
			body[key] = value
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
	return nil
}

// errorBytes is how much of an error's body is read: its status says what matters.
const errorBytes = 64 << 10

// excerpt is as much of a body as there is and is wanted. It ends as a whole one does,
// whatever happens to it.
type excerpt struct {
	io.ReadCloser
	left int64
}

// Read reads up to the end.
func (e *excerpt) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p[:min(int64(len(p)), e.left)])
	if e.left -= int64(n); err != nil || e.left <= 0 {
		err = io.EOF
	}
	return n, err
}

// capped is a body that fails, rather than ends, at its cap: an end would look
// like a whole answer.
type capped struct {
	io.ReadCloser
	left int64
}

// Read reads up to the cap.
func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooLarge
	}
	n, err := c.ReadCloser.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// classify turns any error of a call into a ModelError and drops its text, which
// may quote the body, the address or the key.
func classify(caller context.Context, err error, header http.Header) *ModelError {
	var (
		api     *openai.APIError
		request *openai.RequestError
		syntax  *json.SyntaxError
		shape   *json.UnmarshalTypeError
	)
	switch {
	case errors.Is(caller.Err(), context.Canceled):
		return &ModelError{Class: ClassCanceled}
	case errors.Is(err, context.DeadlineExceeded):
		return &ModelError{Class: ClassTimeout}
	case errors.Is(err, errTooLarge):
		return &ModelError{Class: ClassTooLarge}
	case errors.Is(err, errRedirect), errors.Is(err, openai.ErrChatCompletionInvalidModel):
		return &ModelError{Class: ClassRefused}
	case errors.As(err, &api):
		return byStatus(api.HTTPStatusCode, header)
	case errors.As(err, &request):
		return byStatus(request.HTTPStatusCode, header)
	case errors.As(err, &syntax), errors.As(err, &shape), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &ModelError{Class: ClassBroken}
	}
	return &ModelError{Class: ClassNetwork}
}

func byStatus(status int, header http.Header) *ModelError {
	fault := &ModelError{Status: status, Class: ClassRefused, after: retryAfter(header)}
	switch {
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout:
		fault.Class = ClassLimited
	case status >= 500:
		fault.Class = ClassServer
	case status < 400:
		fault.Class = ClassBroken
	}
	return fault
}

// retryAfter reads the header of RFC 9110, 10.2.3: seconds, or a date, which is
// measured from the answer's own Date so that no clock is compared with ours.
func retryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(max(0, min(seconds, 3600))) * time.Second
	}
	at, err := http.ParseTime(value)
	now, err2 := http.ParseTime(header.Get("Date"))
	if err != nil || err2 != nil {
		return 0
	}
	return max(0, at.Sub(now))
}
