package wxtest

import (
	"net/http"
)

// hostHeader carries the host that the client asked for.
const hostHeader = "X-Original-Host"

// Transport is the way to the service for an http.Client: it sends every request
// to this server and keeps the host that was meant in a header. The client's URLs
// stay as they are, so that its jar sees the real hosts. Nothing leaves the
// machine, whatever the host.
func (s *Server) Transport() http.RoundTripper {
	return transport{&http.Transport{DialContext: s.dial, DisableCompression: true}}
}

type transport struct{ inner *http.Transport }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	there := r.Clone(r.Context())
	there.URL.Scheme, there.URL.Host = "http", "service"
	there.Host = ""
	there.Header.Set(hostHeader, r.URL.Hostname())
	resp, err := t.inner.RoundTrip(there)
	if resp != nil {
		resp.Request = r
	}
	return resp, err
}

// CloseIdleConnections closes what waits for another request.
func (t transport) CloseIdleConnections() { t.inner.CloseIdleConnections() }
