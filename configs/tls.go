package configs

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tls reads how a store of rediss:// is reached, and where that stands; nil: as
// the system does. Every file is read now, so that a wrong one is a fault of the
// workspace.
func (l *loader) tls(root *object) (*tls.Config, place) {
	o := root.object("tls")
	if o == nil {
		return nil, place{}
	}
	ca, cert, key := o.word("ca"), o.word("cert"), o.word("key")
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: o.word("server_name").text}
	o.close("tls")
	if data := l.pem(ca); data != nil {
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(data) {
			l.wrong(ca.place, "it must hold lines -----BEGIN CERTIFICATE-----", "the file %q holds no certificate", ca.text)
		}
	}
	switch {
	case cert.given() && !key.given():
		l.wrong(cert.place, "name the file of its key: key: FILE", "tls has a cert and no key")
	case key.given() && !cert.given():
		l.wrong(key.place, "name the file of its certificate: cert: FILE", "tls has a key and no cert")
	default:
		c.Certificates = l.pair(cert, key)
	}
	return c, o.place
}

// pair reads a certificate and its key.
func (l *loader) pair(cert, key word) []tls.Certificate {
	certificate, private := l.pem(cert), l.pem(key)
	if certificate == nil || private == nil {
		return nil
	}
	if bytes.Contains(private, []byte("ENCRYPTED")) {
		l.wrong(key.place, "take the pass phrase off with openssl pkey, and let nobody else read the file", "the key in %q is locked with a pass phrase", key.text)
		return nil
	}
	pair, err := tls.X509KeyPair(certificate, private)
	if err != nil {
		l.wrong(cert.place, "both are PEM files, and the key is the one that the certificate was made for", "the certificate and its key do not fit: %v", err)
		return nil
	}
	return []tls.Certificate{pair}
}

// pem reads a file that stands in the workspace's folder, or anywhere if it is
// named from the root; nil where none is named or it cannot be read.
func (l *loader) pem(w word) []byte {
	if w.text == "" {
		return nil
	}
	var data []byte
	var err error
	name := strings.ReplaceAll(w.text, `\`, "/")
	if filepath.IsAbs(w.text) {
		data, err = os.ReadFile(w.text)
	} else {
		data, err = fs.ReadFile(l.fsys, name)
	}
	if err != nil {
		l.wrong(w.place, "name it as it stands in the workspace's folder, or from the root", "the file %q cannot be read: %v", w.text, bare(err))
		return nil
	}
	if len(data) == 0 {
		l.wrong(w.place, "put the right file in its place", "the file %q is empty", w.text)
		return nil
	}
	return data
}
